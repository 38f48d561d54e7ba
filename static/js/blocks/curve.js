/* How one number goes with another: lines with their bands, and marked places on them. */

const { number, apart } = window.AlmanacNumbers;
const { fade, colourAt, shapeAt, frame, valueScale, stroke, sorted, radii, widened, band, noBand } = window.AlmanacChartParts;
const { roomFor, acrosses, pointNames } = window.AlmanacChartLabels;

const BAND = 0.02; // Half the width of a single value's band, of what is drawn of x.

export const isEmpty = (data) => !data.x.length || !data.series.length;

export function config({ data }, look) {
  const [low, high] = endsOf([...data.x, ...data.marks.map((mark) => mark.x)]);
  const points = data.marks.filter((mark) => mark.y != null);
  const across = data.marks.filter((mark) => mark.y == null);
  const lines = data.series.map((series, at) => lineOf(data, series, at, look));
  const bands = data.series.flatMap((series, at) => bandOf(data, series, colourAt(look, at), BAND * (high - low)));
  const [min, max] = endsOf([low, high, ...bands.flatMap((one) => one.data.map((point) => point.x))]);
  return {
    type: "line",
    data: { datasets: [...lines, ...(points.length ? [pointsOf(points, look)] : []), ...bands] },
    plugins: [acrosses(look, across), pointNames(look, points)],
    options: frame(look, {
      layout: { padding: { top: roomFor(across) } },
      scales: {
        x: valueScale(look, data.x_label, data.x_format, {
          type: "linear", min, max, grid: { display: false }, ticks: { includeBounds: false },
        }),
        y: valueScale(look, data.y_label, data.y_format),
      },
      plugins: {
        legend: { display: lines.length + bands.length > 1, onClick: () => {} },
        tooltip: {
          filter: noBand,
          callbacks: {
            title: (items) => (items.length ? [data.x_label, number(items[0].parsed.x, data.x_format)].filter(Boolean).join(": ") : ""),
            label: ({ dataset, raw }) => `${raw.label ?? dataset.label}: ${inDigits(raw, data.y_format)[0]}`,
            afterLabel: ({ raw }) => {
              const [, low, high] = inDigits(raw, data.y_format);
              return low ? [`  ${low} – ${high}`] : [];
            },
          },
        },
      },
    }),
  };
}

/** A value and, where it has one, its range. */
const inDigits = ({ y, low, high }, format) => apart(low == null || high == null ? [y] : [y, low, high], format);

/** Where x begins and ends; a single place stands in the middle. */
function endsOf(xs) {
  const known = sorted(xs.map((x) => ({ x })));
  const [low, high] = [known[0]?.x ?? 0, known.at(-1)?.x ?? 0];
  const around = low === high ? Math.abs(low) / 10 || 1 : 0;
  return [low - around, high + around];
}

/** A point keeps its range, for the tooltip. */
function pointsIn(data, series) {
  const at = (key, place) => series[key]?.[place] ?? null;
  return sorted(data.x.map((x, place) => ({ x, y: at("values", place), low: at("low", place), high: at("high", place) })));
}

function lineOf(data, series, at, look) {
  const points = pointsIn(data, series);
  const dash = { borderDash: series.dashed ? [6, 4] : [], pointStyle: shapeAt(at), pointRadius: radii(points), order: 0 };
  return { label: series.name, data: points, parsing: false, ...stroke(colourAt(look, at), points.length, dash) };
}

function bandOf(data, series, colour, width) {
  if (!series.low) return [];
  const points = widened(pointsIn(data, series), width);
  const name = series.band || gettext("Range");
  const label = data.series.length > 1 ? `${series.name}: ${name}` : name;
  const edge = (key) => points.map((point) => ({ x: point.x, y: point[key] }));
  return band(edge("low"), edge("high"), { label, backgroundColor: fade(colour, 0.18) });
}

function pointsOf(marks, look) {
  return {
    data: sorted(marks),
    parsing: false,
    showLine: false,
    isUnnamed: true,
    order: -1,
    clip: 8,
    pointRadius: 5.5,
    pointHoverRadius: 7,
    pointBorderWidth: 2,
    pointBorderColor: look.surface,
    pointBackgroundColor: look.strong,
  };
}

/* What was when: periods in rows, and moments that concern all of them. */

const { moment, date } = window.AlmanacNumbers;
const { fade, colourAt, frame, timeScale, nameScale } = window.AlmanacChartParts;
const { roomFor, acrosses, barNames } = window.AlmanacChartLabels;
const DAY = 86_400_000;
const MARGIN = 0.02; // on both sides, of what is drawn
const SIGNS = { good: "✓ ", warn: "! ", bad: "✕ " };

const momentsOf = (data) =>
  [...data.rows.flatMap((row) => row.periods.flatMap(({ start, end }) => [start, end])), ...data.marks.map((mark) => mark.at)]
    .filter((text) => text != null);

export const isEmpty = (data) => !momentsOf(data).length || !data.rows.length;

export function config({ data }, look) {
  const byDay = momentsOf(data).every((text) => !text.includes("T"));
  const days = byDay ? DAY : 0; // Of days, the last is part of the period.
  const ends = data.rows.flatMap((row) => row.periods.map(({ end }) => end)).filter((text) => text != null);
  const moments = [...momentsOf(data).map(moment), ...ends.map((end) => moment(end) + days)].sort((one, other) => one - other);
  const margin = MARGIN * (moments.at(-1) - moments[0] || DAY);
  const edges = [moments[0] - margin, moments.at(-1) + margin];
  const periods = periodsOf(data, days, edges);
  const lanes = lanesOf(data, periods);
  const marks = data.marks.map((mark) => ({ x: moment(mark.at), label: mark.label }));
  const datasets = datasetsOf(periods, look);
  return {
    type: "bar",
    height: lanes.length * 32 + 44 + roomFor(marks) + (datasets.length > 1 ? 30 : 0),
    data: { labels: lanes.map((_, lane) => lane), datasets },
    plugins: [acrosses(look, marks), barNames(look, ({ period }) => textOf(period))],
    options: frame(look, {
      indexAxis: "y",
      interaction: { mode: "nearest", axis: "xy", intersect: true },
      layout: { padding: { top: roomFor(marks) } },
      scales: { x: timeScale(look, "", moments, edges), y: nameScale(look, lanes, true) },
      plugins: {
        legend: { display: datasets.length > 1 || datasets.some((dataset) => dataset.label), onClick: () => {} },
        tooltip: {
          callbacks: {
            title: ([item]) => (item ? [item.raw.row, item.raw.period.label].filter(Boolean).join(": ") : ""),
            label: ({ raw: { period } }) => during(period),
            afterLabel: ({ dataset }) => dataset.label,
          },
        },
      },
    }),
  };
}

/** Every period with its place; what is open reaches to the edge. */
function periodsOf(data, days, [first, last]) {
  return data.rows.flatMap((row, at) =>
    row.periods.map((period) => ({
      at,
      row: row.label,
      period,
      x: [period.start == null ? first : moment(period.start), period.end == null ? last : moment(period.end) + days],
    })),
  );
}

/** Gives each period its `y`, one lane below another where periods of a row overlap; the names of the lanes. */
function lanesOf(data, periods) {
  const names = [];
  data.rows.forEach((row, at) => {
    const reach = [-Infinity]; // of each lane of this row
    for (const one of periods.filter((period) => period.at === at).sort((a, b) => a.x[0] - b.x[0])) {
      const found = reach.findIndex((until) => until <= one.x[0]);
      const lane = found < 0 ? reach.length : found;
      reach[lane] = one.x[1];
      one.y = names.length + lane;
    }
    names.push(...reach.map((_, lane) => (lane ? "" : String(row.label))));
  });
  return names;
}

/** Periods of one kind and tone are one dataset. */
function datasetsOf(periods, look) {
  const kinds = [...new Set(periods.map(({ period }) => period.kind ?? ""))];
  const groups = new Map();
  for (const one of periods) {
    const key = JSON.stringify([one.period.kind ?? "", look.tones[one.period.tone] ? one.period.tone : ""]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, data]) => {
    const [kind, tone] = JSON.parse(key);
    const colour = look.tones[tone] ?? colourAt(look, kinds.indexOf(kind));
    return {
      label: [kind, toneWord(tone)].filter(Boolean).join(", "),
      data,
      grouped: false,
      barThickness: 22,
      minBarLength: 3,
      backgroundColor: fade(colour, 0.25),
      borderColor: colour,
      borderWidth: 1.5,
      borderSkipped: false,
      borderRadius: 3,
      pointStyle: "rectRounded",
    };
  });
}

const toneWord = (tone) => ({ good: gettext("good"), warn: gettext("attention"), bad: gettext("bad") })[tone] ?? "";
const textOf = ({ tone, label, kind }) => `${SIGNS[tone] ?? ""}${label || kind || ""}`;

function during({ start, end }) {
  const [from, to] = [start, end].map((text) => (text == null ? "" : date(moment(text))));
  if (!from) return interpolate(gettext("until %(end)s"), { end: to }, true);
  if (!to) return interpolate(gettext("from %(start)s on"), { start: from }, true);
  return from === to ? from : `${from} – ${to}`;
}

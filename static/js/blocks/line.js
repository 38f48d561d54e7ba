/* Lines over dates, numbers or words. */

const { kindOf } = window.AlmanacAxes;
const { number, moment, date } = window.AlmanacNumbers;
const { colourAt, shapeAt, frame, withLegend, scale, valueScale, timeScale, stroke, pointsOf, radii } = window.AlmanacChartParts;

export const isEmpty = (data) => !data.x.length || !data.series.length;

export function config({ data }, look) {
  const kind = kindOf(data.x);
  const xs = kind === "date" ? data.x.map(moment) : data.x;
  const datasets = data.series.map((series, at) => {
    const points = kind === "category" ? series.values : pointsOf(xs, series.values);
    return {
      label: series.name,
      data: points,
      parsing: kind === "category",
      ...stroke(colourAt(look, at), xs.length, {
        borderDash: series.dashed ? [6, 4] : [],
        pointStyle: shapeAt(at),
        borderWidth: xs.length > 500 && !series.dashed ? 1 : 2,
        order: series.dashed ? 0 : 1,
        ...(kind !== "category" && { pointRadius: radii(points) }),
      }),
    };
  });
  const titleOf = {
    date: ({ parsed }) => date(parsed.x),
    number: ({ parsed }) => number(parsed.x, data.x_format),
    category: (item) => item.label,
  };
  const title = (items) => titleOf[kind](items[0]);
  const label = (item) => `${item.dataset.label}: ${number(item.parsed.y, data.y_format)}`;
  const scales = {
    date: () => timeScale(look, data.x_label, xs),
    number: () => valueScale(look, data.x_label, data.x_format, { type: "linear", bounds: "data", grid: { display: false } }),
    category: () => scale(look, data.x_label, { type: "category", grid: { display: false }, ticks: { maxRotation: 40 } }),
  };
  return {
    type: "line",
    data: { labels: kind === "category" ? xs : undefined, datasets },
    options: frame(look, {
      scales: { x: scales[kind](), y: valueScale(look, data.y_label, data.y_format) },
      plugins: { legend: withLegend(datasets.length), tooltip: { callbacks: { title, label } } },
    }),
  };
}

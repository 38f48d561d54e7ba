/* Points in groups. */

const { number } = window.AlmanacNumbers;
const { fade, colourAt, shapeAt, frame, withLegend, valueScale } = window.AlmanacChartParts;

export const isEmpty = (data) => !data.series.some((series) => series.points.length);

export const isLinked = (data) => Boolean(data.rows_by) || data.series.some((series) => series.rows);

export function rowsOf(data, { datasetIndex, index }) {
  const series = data.series[datasetIndex];
  const { label } = series.points[index];
  return data.rows_by && label != null && label !== "" ? { [data.rows_by]: label } : series.rows;
}

export function config({ data }, look) {
  const total = data.series.reduce((sum, series) => sum + series.points.length, 0);
  const many = total > 500;
  const datasets = data.series.map((series, at) => {
    const colour = colourAt(look, at);
    return {
      label: series.name,
      // Parsed, since unparsed points are taken as sorted.
      data: series.points,
      pointStyle: shapeAt(at),
      borderColor: fade(colour, many ? 0.5 : 1),
      backgroundColor: fade(colour, many ? 0.25 : 0.55),
      pointRadius: many ? 2.5 : 4.5,
      pointHoverRadius: 7,
    };
  });
  const label = (item) => {
    const name = item.raw.label ? `${item.raw.label} (${item.dataset.label})` : item.dataset.label;
    return `${name}: ${number(item.raw.x)}, ${number(item.raw.y)}`;
  };
  return {
    type: "scatter",
    data: { datasets },
    options: frame(look, {
      interaction: { mode: "nearest", axis: "xy", intersect: true },
      scales: { x: valueScale(look, data.x_label), y: valueScale(look, data.y_label) },
      plugins: { legend: withLegend(datasets.length), tooltip: { callbacks: { label } } },
    }),
  };
}

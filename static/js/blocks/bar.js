/* Amounts side by side. */

const { number } = window.AlmanacNumbers;
const { colourAt, frame, withLegend, valueScale, nameScale } = window.AlmanacChartParts;
const { widthOf, barTexts } = window.AlmanacChartLabels;
const MOST_BARS = { true: 40, false: 300 };

export const isEmpty = (data) => !data.labels.length || !data.series.length;

export const isLinked = (data) => Boolean(data.rows?.length);
export const rowsOf = (data, { index }) => data.rows?.[index];

export function config({ data }, look) {
  const most = MOST_BARS[Boolean(data.horizontal)];
  const labels = data.labels.slice(0, most).map(String);
  const datasets = data.series.map((series, at) => ({
    label: series.name,
    data: series.values.slice(0, most),
    backgroundColor: colourAt(look, at),
    borderRadius: labels.length > 60 ? 0 : 3,
    maxBarThickness: 44,
    categoryPercentage: 0.75,
  }));
  const names = nameScale(look, labels, data.horizontal);
  const values = valueScale(look, data.y_label, data.format, { beginAtZero: true });
  const length = data.horizontal ? "x" : "y";
  // One lying bar per name says its amount at its end.
  const texts = data.horizontal && datasets.length === 1 ? datasets[0].data.map((value) => number(value, data.format)) : [];
  const label = (item) => `${item.dataset.label}: ${number(item.parsed[length], data.format)}`;
  return {
    type: "bar",
    data: { labels, datasets },
    height: data.horizontal ? Math.max(140, labels.length * (14 + 14 * datasets.length) + 70) : null,
    remark: data.labels.length > most ? firstOf(most, data.labels.length) : "",
    plugins: texts.length ? [barTexts(look, texts)] : [],
    options: frame(look, {
      layout: { padding: { right: Math.max(0, ...texts.map((text) => widthOf(look, text) + 8)) } },
      indexAxis: data.horizontal ? "y" : "x",
      interaction: { mode: "index", intersect: false },
      scales: data.horizontal ? { x: values, y: names } : { x: names, y: values },
      plugins: { legend: withLegend(datasets.length), tooltip: { callbacks: { label } } },
    }),
  };
}

const firstOf = (most, count) =>
  interpolate(gettext("The first %(most)s of %(count)s are drawn."), { most: number(most), count: number(count) }, true);

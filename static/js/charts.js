/* From a block's data (docs/blocks.md) to the configuration of a Chart.js chart; fans are in fan_chart.js. */
"use strict";

(() => {
  const axes = window.AlmanacAxes;
  const { number, tick, moment, date } = window.AlmanacNumbers;
  const SHAPES = ["circle", "triangle", "rect", "rectRot", "star", "crossRot", "rectRounded", "cross"];
  const MOST_BARS = { true: 40, false: 300 };
  const MARKED_POINTS = 20;

  const fade = (colour, share) => colour.replace("rgb(", "rgba(").replace(")", `, ${share})`);

  // --- What all charts share --------------------------------------------------------------------

  function frame(look, more) {
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      normalized: true,
      color: look.ink,
      font: { family: look.font, size: 12 },
      interaction: { mode: "nearest", axis: "x", intersect: false },
      ...more,
      plugins: {
        legend: {
          position: "bottom",
          align: "start",
          labels: {
            usePointStyle: true,
            boxHeight: 7,
            padding: 14,
            color: look.ink,
            filter: (entry, chart) => !chart.datasets?.[entry.datasetIndex]?.isEdge,
          },
          ...more.plugins?.legend,
        },
        tooltip: { padding: 10, cornerRadius: 6, usePointStyle: true, boxPadding: 5, ...more.plugins?.tooltip },
        decimation: { enabled: true, algorithm: "min-max" },
      },
    };
  }

  function scale(look, label, more = {}) {
    return {
      ...more,
      title: { display: Boolean(label), text: label, color: look.ink },
      grid: { color: look.grid, drawTicks: false, ...more.grid },
      border: { display: false },
      ticks: { color: look.ink, padding: 8, ...more.ticks },
    };
  }

  const valueScale = (look, label, format, more = {}) =>
    scale(look, label, { ...more, ticks: { callback: tick(format), maxTicksLimit: 7, ...more.ticks } });

  /** `moments` are those of values; `edges` must be visible too. */
  function timeScale(look, label, moments, edges = []) {
    const time = axes.dateScale(moments, edges);
    return scale(look, label, { ...time, grid: { display: false }, ticks: time.ticks });
  }

  const withLegend = (count) => ({ display: count > 1 });

  function stroke(colour, points, more = {}) {
    return {
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      pointRadius: points <= MARKED_POINTS ? 2.5 : 0,
      pointHitRadius: 8,
      pointHoverRadius: 5,
      // A point on the edge is drawn whole.
      clip: 6,
      ...more,
    };
  }

  /** Points for a linear scale. Very long lines are thinned out by Chart.js, which takes no gaps. */
  function pointsOf(xs, ys) {
    const points = xs.map((x, at) => ({ x, y: ys[at] ?? null }));
    return points.length > 2000 ? points.filter((point) => point.y !== null) : points;
  }

  // --- line -------------------------------------------------------------------------------------

  function line(data, look) {
    const kind = axes.kindOf(data.x);
    const xs = kind === "date" ? data.x.map(moment) : data.x;
    const datasets = data.series.map((series, at) => ({
      label: series.name,
      data: kind === "category" ? series.values : pointsOf(xs, series.values),
      parsing: kind === "category",
      ...stroke(look.palette[at % look.palette.length], xs.length, {
        borderDash: series.dashed ? [6, 4] : [],
        pointStyle: SHAPES[at % SHAPES.length],
        borderWidth: xs.length > 500 && !series.dashed ? 1 : 2,
        order: series.dashed ? 0 : 1,
      }),
    }));
    const title = (items) => (kind === "date" ? date(items[0].parsed.x) : items[0].label);
    const label = (item) => `${item.dataset.label}: ${number(item.parsed.y)}`;
    const scales = {
      date: () => timeScale(look, data.x_label, xs),
      number: () => valueScale(look, data.x_label, "number", { type: "linear", bounds: "data", grid: { display: false } }),
      category: () => scale(look, data.x_label, { type: "category", grid: { display: false }, ticks: { maxRotation: 40 } }),
    };
    return {
      type: "line",
      data: { labels: kind === "category" ? xs : undefined, datasets },
      options: frame(look, {
        scales: { x: scales[kind](), y: valueScale(look, data.y_label) },
        plugins: { legend: withLegend(datasets.length), tooltip: { callbacks: { title, label } } },
      }),
    };
  }

  // --- bar --------------------------------------------------------------------------------------

  function bar(data, look) {
    const most = MOST_BARS[Boolean(data.horizontal)];
    const labels = data.labels.slice(0, most).map(String);
    const datasets = data.series.map((series, at) => ({
      label: series.name,
      data: series.values.slice(0, most),
      backgroundColor: look.palette[at % look.palette.length],
      borderRadius: labels.length > 60 ? 0 : 3,
      maxBarThickness: 44,
      categoryPercentage: 0.75,
    }));
    const shorten = (value) => (labels[value].length > 26 ? `${labels[value].slice(0, 25)}…` : labels[value]);
    const names = scale(look, "", {
      grid: { display: false },
      ticks: { callback: shorten, autoSkip: !data.horizontal, maxTicksLimit: MOST_BARS[true], maxRotation: 40 },
    });
    const values = valueScale(look, data.y_label, data.format, { beginAtZero: true });
    const length = data.horizontal ? "x" : "y";
    const label = (item) => `${item.dataset.label}: ${number(item.parsed[length], data.format)}`;
    return {
      type: "bar",
      data: { labels, datasets },
      height: data.horizontal ? Math.max(140, labels.length * (14 + 14 * datasets.length) + 70) : null,
      remark: data.labels.length > most ? firstOf(most, data.labels.length) : "",
      options: frame(look, {
        indexAxis: data.horizontal ? "y" : "x",
        interaction: { mode: "index", intersect: false },
        scales: data.horizontal ? { x: values, y: names } : { x: names, y: values },
        plugins: { legend: withLegend(datasets.length), tooltip: { callbacks: { label } } },
      }),
    };
  }

  const firstOf = (most, count) =>
    interpolate(gettext("The first %(most)s of %(count)s are drawn."), { most: number(most), count: number(count) }, true);

  // --- scatter ----------------------------------------------------------------------------------

  function scatter(data, look) {
    const total = data.series.reduce((sum, series) => sum + series.points.length, 0);
    const many = total > 500;
    const datasets = data.series.map((series, at) => {
      const colour = look.palette[at % look.palette.length];
      return {
        label: series.name,
        data: series.points,
        parsing: false,
        pointStyle: SHAPES[at % SHAPES.length],
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

  window.AlmanacCharts = { line, bar, scatter };
  window.AlmanacChartParts = { fade, frame, valueScale, timeScale, stroke, pointsOf };
})();

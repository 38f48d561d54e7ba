/* What the charts of all kinds of blocks (static/js/blocks/) are made of. */
"use strict";

(() => {
  const axes = window.AlmanacAxes;
  const { tick } = window.AlmanacNumbers;
  const SHAPES = ["circle", "triangle", "rect", "rectRot", "star", "crossRot", "rectRounded", "cross"];
  const MARKED_POINTS = 20;
  const MOST_NAMES = 40;
  const LONGEST_NAME = 26;
  const SMALL_SHARE = 0.2;

  const fade = (colour, share) => colour.replace("rgb(", "rgba(").replace(")", `, ${share})`);

  /** The colour of the series at this place. */
  const colourAt = (look, at) => look.palette[at % look.palette.length];
  const shapeAt = (at) => SHAPES[at % SHAPES.length];

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
            filter: (entry, chart) => !chart.datasets?.[entry.datasetIndex]?.isUnnamed,
          },
          ...more.plugins?.legend,
        },
        tooltip: { padding: 10, cornerRadius: 6, usePointStyle: true, boxPadding: 5, ...more.plugins?.tooltip },
        decimation: { enabled: true, algorithm: "min-max" },
      },
    };
  }

  const withLegend = (count) => ({ display: count > 1 });

  // --- Scales -----------------------------------------------------------------------------------

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
    scale(look, label, {
      ...(format === "percent" && { afterDataLimits: toWhole }),
      ...more,
      ticks: { callback: tick(format), maxTicksLimit: 7, ...more.ticks },
    });

  /** Shares are seen as parts of the whole, from 0 to 100 %; small ones from 0, for beside it they would be flat. */
  function toWhole(scale) {
    scale.min = Math.min(scale.min, 0);
    if (scale.max > SMALL_SHARE) scale.max = Math.max(scale.max, 1);
  }

  /** `moments` are those of values; `edges` are to be seen, too. */
  function timeScale(look, label, moments, edges = []) {
    const time = axes.dateScale(moments, edges);
    return scale(look, label, { ...time, grid: { display: false }, ticks: time.ticks });
  }

  const shorten = (name) => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

  /** Names beside or below the bars; beside them, every one is said. */
  const nameScale = (look, names, horizontal) =>
    scale(look, "", {
      grid: { display: false },
      ticks: { callback: (_, at) => shorten(names[at]), autoSkip: !horizontal, maxTicksLimit: MOST_NAMES, maxRotation: 40 },
    });

  // --- Lines and points -------------------------------------------------------------------------

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

  /** From left to right: points that Chart.js does not parse are taken as sorted, and the first and the last
   *  of them as the ends of the axis. What has no place on it cannot be drawn. */
  const sorted = (points) => points.filter(({ x }) => Number.isFinite(x)).sort((one, other) => one.x - other.x);

  /** Points for a linear scale. Very long lines are thinned out by Chart.js, which takes no gaps. */
  function pointsOf(xs, ys) {
    const points = sorted(xs.map((x, at) => ({ x, y: ys[at] ?? null })));
    return points.length > 2000 ? points.filter((point) => point.y !== null) : points;
  }

  /** The radius of each point: one that stands alone between gaps has no line to be seen by. */
  function radii(points) {
    const gap = (at) => (points[at]?.y ?? null) === null;
    return points.map((_, at) => (points.length <= MARKED_POINTS || (gap(at - 1) && gap(at + 1)) ? 2.5 : 0));
  }

  /** One point has a range as well: its band reaches `width` to either side. */
  function widened(points, width) {
    if (points.length !== 1) return points;
    const [point] = points;
    return [{ ...point, x: point.x - width }, { ...point, x: point.x + width }];
  }

  /** The ground between two lines, as two datasets. */
  function band(low, high, more) {
    const edge = { parsing: false, borderWidth: 0, pointRadius: 0, pointHitRadius: 0, pointStyle: "rectRounded", order: 1 };
    return [
      { ...edge, data: low, fill: false, isUnnamed: true, isEdge: true },
      { ...edge, data: high, fill: "-1", isRange: true, ...more },
    ];
  }

  /** Of the parts of a tooltip, those that are no band. */
  const noBand = (shown) => !shown.dataset.isEdge && !shown.dataset.isRange;

  window.AlmanacChartParts = {
    fade, colourAt, shapeAt, frame, withLegend, scale, valueScale, timeScale, nameScale, stroke, sorted, pointsOf, radii,
    widened, band, noBand,
  };
})();

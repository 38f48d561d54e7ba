/* Words drawn into charts: beside points, at moments, behind bars. Each makes a plugin of one chart. */
"use strict";

(() => {
  const SIZE = 12;
  const LINE = 17; // of words above each other
  const GAP = 6;

  const fontOf = (look) => `600 ${SIZE}px ${look.font}`;

  /** How wide `text` is drawn. */
  function widthOf(look, text) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = fontOf(look);
    return pen.measureText(text).width;
  }

  function write(pen, look, text, left, middle) {
    Object.assign(pen, { font: fontOf(look), textAlign: "left", textBaseline: "middle", fillStyle: look.strong });
    pen.fillText(text, left, middle);
  }

  /** Readable over whatever lies under it. */
  function writeOver(pen, look, text, left, middle) {
    Object.assign(pen, { font: fontOf(look), textAlign: "left", textBaseline: "middle" });
    Object.assign(pen, { lineJoin: "round", lineWidth: 4, strokeStyle: look.surface });
    pen.strokeText(text, left, middle);
    write(pen, look, text, left, middle);
  }

  const within = (least, value, most) => Math.max(least, Math.min(value, most));
  const meet = (one, other) =>
    one.left < other.right + GAP && other.left < one.right + GAP && Math.abs(one.middle - other.middle) < LINE;

  /** The first of some places where nothing is written yet; else the first. */
  const free = (places, taken) => places.find((place) => !taken.some((other) => meet(place, other))) ?? places[0];

  /** Room above the chart for what `acrosses` writes there. */
  const roomFor = (marks) => LINE * Math.min(marks.length, 3);

  /** Lines across the chart, their names above it: `[{x, label}]` with x on the scale. */
  const acrosses = (look, marks) => ({
    id: "acrosses",
    afterDatasetsDraw({ ctx: pen, chartArea: { top, bottom }, width, scales }) {
      const taken = [];
      pen.save();
      for (const { x, label } of marks) {
        const [at, wide] = [scales.x.getPixelForValue(x), widthOf(look, label)];
        const left = within(2, at - wide / 2, width - wide - 2);
        const rows = marks.map((_, row) => ({ left, right: left + wide, middle: top - GAP - LINE * (row + 0.5) + GAP / 2 }));
        const place = free(rows, taken);
        taken.push(place);
        pen.setLineDash([3, 3]);
        Object.assign(pen, { strokeStyle: look.strong, lineWidth: 1.25 });
        pen.beginPath();
        pen.moveTo(at, place.middle + LINE / 2);
        pen.lineTo(at, bottom);
        pen.stroke();
        pen.setLineDash([]);
        writeOver(pen, look, label, left, place.middle);
      }
      pen.restore();
    },
  });

  /** Names of points: `[{x, y, label}]` on the scales; above them, where there is room. */
  const pointNames = (look, points) => ({
    id: "pointNames",
    afterDatasetsDraw({ ctx: pen, chartArea: { left, right, top }, scales }) {
      const taken = [];
      pen.save();
      for (const { x, y, label } of points) {
        const [across, down] = [scales.x.getPixelForValue(x), scales.y.getPixelForValue(y)];
        const wide = widthOf(look, label);
        const from = within(left, across - wide / 2, right - wide);
        const middles = [down - LINE, down + LINE, down - 2 * LINE, down + 2 * LINE].filter((middle) => middle > top + SIZE / 2);
        const place = free(middles.map((middle) => ({ left: from, right: from + wide, middle })), taken);
        taken.push(place);
        writeOver(pen, look, label, place.left, place.middle);
      }
      pen.restore();
    },
  });

  /** Behind each lying bar of the first dataset, `texts`. */
  const barTexts = (look, texts) => ({
    id: "barTexts",
    afterDatasetsDraw(chart) {
      chart.ctx.save();
      chart.getDatasetMeta(0).data.forEach((bar, at) => {
        writeOver(chart.ctx, look, texts[at], Math.max(bar.x, bar.base) + GAP, bar.y);
      });
      chart.ctx.restore();
    },
  });

  /** In each lying bar what `textOf` says of it; beside it, where it is too narrow; nowhere, where that is taken. */
  const barNames = (look, textOf) => ({
    id: "barNames",
    afterDatasetsDraw(chart) {
      const { left: first, right: last } = chart.chartArea;
      const bars = chart.data.datasets.flatMap((dataset, at) =>
        chart.getDatasetMeta(at).data.map((bar, index) => {
          const [left, right] = [Math.min(bar.x, bar.base), Math.max(bar.x, bar.base)];
          return { left, right, middle: bar.y, text: textOf(dataset.data[index]) };
        }),
      );
      const taken = [...bars];
      chart.ctx.save();
      for (const bar of bars) {
        const { left, right, middle, text } = bar;
        const wide = widthOf(look, text);
        if (wide + 2 * GAP <= right - left) {
          write(chart.ctx, look, text, left + GAP, middle);
          continue;
        }
        const place = [right + GAP, left - GAP - wide]
          .map((from) => ({ left: from, right: from + wide, middle }))
          .find((one) => one.left >= first && one.right <= last && !taken.some((other) => other !== bar && meet(one, other)));
        if (!place) continue;
        taken.push(place);
        writeOver(chart.ctx, look, text, place.left, middle);
      }
      chart.ctx.restore();
    },
  });

  window.AlmanacChartLabels = { widthOf, roomFor, acrosses, pointNames, barTexts, barNames };
})();

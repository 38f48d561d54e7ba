/* The chart of a fan: history, what the test on the past said, the forecast in its ranges. */
"use strict";

(() => {
  const { number, apart, moment, date } = window.AlmanacNumbers;
  const { fade, frame, valueScale, timeScale, stroke, pointsOf, widened, band, noBand } = window.AlmanacChartParts;
  const { roomFor, acrosses } = window.AlmanacChartLabels;

  const BAND = 0.02; // Half the width of a single value's band, of the time that is drawn.

  const percent = (level) => number(level / 100, "percent");
  const known = (bounds, level) => bounds[`lower_${level}`] != null && bounds[`upper_${level}`] != null;

  function bands(forecast, xs, levels, colour, width) {
    const edge = (key) => widened(pointsOf(xs, forecast[key]), width);
    return levels.flatMap((level, at) =>
      band(edge(`lower_${level}`), edge(`upper_${level}`), {
        label: interpolate(gettext("%(level)s range"), { level: percent(level) }, true),
        backgroundColor: fade(colour, 0.16 + 0.12 * at),
      }),
    );
  }

  /** A value as text, and each of its ranges: `bounds` has `value`, `lower_80` and so on. */
  function inDigits(bounds, levels) {
    const ends = levels.flatMap((level) => [bounds[`lower_${level}`], bounds[`upper_${level}`]]);
    const [value, ...texts] = apart([bounds.value, ...ends]);
    return [value, levels.map((level, at) => `${percent(level)}: ${texts[2 * at]} – ${texts[2 * at + 1]}`)];
  }

  const forecastAt = (forecast, place) =>
    Object.fromEntries(Object.entries(forecast).map(([key, values]) => [key, values[place]]));

  function fanLine(label, xs, ys, colour, more) {
    return { label, data: pointsOf(xs, ys), parsing: false, order: 0, pointStyle: "circle", ...stroke(colour, xs.length, more) };
  }

  /** The test on the past, as far as its dates are drawn. */
  function testedLine(backtest, begin, colour) {
    const kept = backtest.at.map((at, row) => [moment(at), backtest.value[row]]).filter(([at]) => at >= begin);
    const [xs, ys] = [kept.map(([at]) => at), kept.map(([, value]) => value)];
    return fanLine(gettext("Test on the past"), xs, ys, colour, { borderDash: [5, 4], ...(kept.length > 1 && { pointRadius: 0 }) });
  }

  /** Today in UTC, as the data has its dates. */
  function today() {
    const now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  }

  /** Today as a line across the chart, where it is among its dates; else a sentence below it. */
  function todayAmong(moments) {
    const at = today();
    if (!moments.length) return { marks: [], remark: "" };
    if (at >= moments[0] && at <= moments.at(-1)) return { marks: [{ x: at, label: gettext("today") }], remark: "" };
    const after = gettext("Today, %(day)s, is after all of these dates.");
    const before = gettext("Today, %(day)s, is before all of these dates.");
    return { marks: [], remark: interpolate(at > moments.at(-1) ? after : before, { day: date(at) }, true) };
  }

  /** `view` is an item in one of its steps; `points` is how much of its history to draw, counted from the end. */
  function fan(data, look, { view, step, points, tested }) {
    const { history, forecast } = view;
    const from = Math.max(0, history.at.length - points);
    const past = history.at.slice(from).map(moment);
    const future = forecast.at.map(moment);
    const accent = look.palette[0];
    const levels = data.levels.filter((level) => known(forecast, level)).sort((one, other) => other - one);
    const lines = [
      fanLine(gettext("History"), past, history.value.slice(from), look.history, { borderWidth: 1.5 }),
      ...(tested && view.backtest ? [testedLine(view.backtest, past[0] ?? future[0], look.palette[1])] : []),
      { ...fanLine(gettext("Forecast"), future, forecast.value, accent, { borderWidth: 2.5 }), isForecast: true },
    ].filter((dataset) => dataset.data.length);
    const width = (future[0] - (past[0] ?? 0)) * BAND;
    const { marks, remark } = todayAmong([...past, ...future]);
    const edges = future.length === 1 ? [future[0] - width, future[0] + width] : future;
    return {
      type: "line",
      data: { datasets: [...lines, ...bands(forecast, future, levels, accent, width)] },
      plugins: [acrosses(look, marks)],
      remark,
      options: frame(look, {
        layout: { padding: { top: roomFor(marks) } },
        scales: { x: timeScale(look, "", [...past, ...future], edges), y: valueScale(look, data.y_label) },
        plugins: {
          legend: { onClick: () => {} },
          tooltip: {
            filter: noBand,
            callbacks: {
              title: (items) => (items.length ? date(items[0].parsed.x, step) : ""),
              label: (shown) => {
                const value = shown.dataset.isForecast ? inDigits(forecastAt(forecast, shown.dataIndex), levels)[0] : number(shown.parsed.y);
                return `${shown.dataset.label}: ${value}`;
              },
              afterLabel: (shown) =>
                shown.dataset.isForecast ? inDigits(forecastAt(forecast, shown.dataIndex), levels)[1].map((line) => `  ${line}`) : [],
            },
          },
        },
      }),
    };
  }

  window.AlmanacFanChart = { fan, known, inDigits };
})();

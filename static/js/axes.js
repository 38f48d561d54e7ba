/* Scales: Chart.js brings no calendar, so dates are drawn on a linear scale in milliseconds. */
"use strict";

(() => {
  const { hour, dayOfMonth, month, year } = window.AlmanacNumbers;
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  // Days from the epoch to its first Monday: weekly ticks fall on Mondays.
  const MONDAY = 4 * DAY;
  const ISO = /^\d{4}-\d\d-\d\d(T|$)/;

  /** What kind of scale the values of x need. */
  function kindOf(values) {
    if (values.every((value) => typeof value === "string" && ISO.test(value))) return "date";
    return values.every((value) => typeof value === "number") ? "number" : "category";
  }

  // --- Ticks on the calendar --------------------------------------------------------------------

  const byLength = (length, format, offset = 0) => ({
    length,
    format,
    from: (low) => Math.ceil((low - offset) / length) * length + offset,
    next: (ms) => ms + length,
  });
  const byMonths = (months, format) => ({
    length: months * 30.4 * DAY,
    format,
    from: (low) => {
      const start = new Date(low);
      const first = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
      return monthStart(monthStart(first) < low ? first + months : first);
    },
    next: (ms) => monthStart(new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth() + months),
  });
  const monthStart = (months) => Date.UTC(Math.floor(months / 12), months % 12, 1);

  const STEPS = [
    ...[1, 3, 6, 12].map((hours) => byLength(hours * HOUR, hour)),
    ...[1, 2].map((days) => byLength(days * DAY, dayOfMonth)),
    ...[1, 2].map((weeks) => byLength(weeks * 7 * DAY, dayOfMonth, MONDAY)),
    ...[1, 2, 3, 6].map((months) => byMonths(months, month)),
    ...[1, 2, 5, 10, 20, 50, 100].map((years) => byMonths(years * 12, year)),
  ];

  function calendarTicks(low, high, most, finest) {
    const fitting = STEPS.filter((step) => step.length >= finest);
    const step = fitting.find((one) => (high - low) / one.length <= most) ?? STEPS.at(-1);
    const ticks = [];
    for (let at = step.from(low); at <= high; at = step.next(at)) ticks.push({ value: at, label: step.format(at) });
    return ticks.map((tick, place) => ({ ...tick, label: withYear(tick, ticks[place - 1]) }));
  }

  /** The first tick says its year, below its label, and each that begins another one. */
  function withYear({ value, label }, before) {
    if ((before && year(before.value) === year(value)) || label.includes(year(value))) return label;
    return [label, year(value)];
  }

  /** From the first to the last of `values` and `edges`, all in milliseconds; ticks are as close as `values`. */
  function dateScale(values, edges) {
    if (!values.length) return { type: "linear" };
    let [low, high] = ends([...values, ...edges]);
    if (low === high) [low, high] = [low - DAY, high + DAY];
    const finest = finestTick(values, high - low);
    return {
      type: "linear",
      min: low,
      max: high,
      afterBuildTicks: (scale) => {
        scale.ticks = calendarTicks(low, high, Math.max(2, Math.floor(scale.chart.width / 95)), finest);
      },
      ticks: { autoSkip: false, maxRotation: 0, callback: (value, index, ticks) => ticks[index].label },
    };
  }

  /** Days have no hours to mark, and months no days; a third of the length always gives a tick or two. */
  function finestTick(values, length) {
    const days = values.every((value) => value % DAY === 0);
    let gap = Infinity;
    for (let at = 1; at < values.length; at += 1) {
      const apart = Math.abs(values[at] - values[at - 1]);
      if (apart) gap = Math.min(gap, apart);
    }
    return Math.max(Math.min(gap, length / 3), days ? DAY : 0);
  }

  /** The smallest and the largest of any number of values (Math.min(...values) has a limit). */
  function ends(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  window.AlmanacAxes = { kindOf, dateScale };
})();

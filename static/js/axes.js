/* Numbers as text, and scales: Chart.js brings no calendar, so dates are drawn on a linear scale in ms. */
"use strict";

(() => {
  const HOUR = 3_600_000;
  const DAY = 24 * HOUR;
  // Days from the epoch to its first Monday: weekly ticks fall on Mondays.
  const MONDAY = 4 * DAY;

  // --- Text -----------------------------------------------------------------------------------

  const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const significant = (digits, more = {}) => new Intl.NumberFormat("en", { maximumSignificantDigits: digits, ...more });
  const exactly = significant(4);
  const shares = significant(3);
  const short = significant(4, { notation: "compact" });

  function number(value, format = "number") {
    if (value === null || value === undefined) return "–";
    if (format === "percent") return `${shares.format(value * 100)} %`;
    return format === "integer" || Math.abs(value) >= 1000 ? plain.format(value) : exactly.format(value);
  }

  const tick = (format) => (value) => (format === "percent" ? number(value, format) : short.format(value));

  const ISO = /^\d{4}-\d\d-\d\d(T|$)/;

  /** Milliseconds of ISO text; without a zone it is taken as UTC, and shown as UTC. */
  function moment(text) {
    const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T");
    return Date.parse(zoned ? text : `${text}Z`);
  }

  const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const asDate = (show) => (ms) => show(new Date(ms));
  const clock = (at) => at.toISOString().slice(11, 16);
  const dayOfMonth = asDate((at) => `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`);
  const hour = asDate((at) => (at % DAY ? clock(at) : dayOfMonth(at)));
  const month = asDate((at) => `${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`);
  const year = asDate((at) => String(at.getUTCFullYear()));
  const date = asDate((at) => `${dayOfMonth(at)} ${year(at)}${at % DAY ? `, ${clock(at)}` : ""}`);

  // --- What kind of scale x needs ---------------------------------------------------------------

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
    return ticks;
  }

  function dateScale(values) {
    let [low, high] = ends(values);
    if (low === high) [low, high] = [low - DAY, high + DAY];
    const finest = values.every((value) => value % DAY === 0) ? DAY : 0;
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

  /** The smallest and the largest of ever so many values (Math.min(...values) has a limit). */
  function ends(values) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return [low, high];
  }

  window.AlmanacAxes = { number, tick, moment, date, kindOf, dateScale };
})();

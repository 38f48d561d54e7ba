/* Numbers and dates as the reader writes them: numbers as `data-numbers` of the page says, words as `lang` says. */
"use strict";

(() => {
  const DAY = 86_400_000;
  const root = document.documentElement;
  const language = root.lang || "en";
  const format = root.dataset.numbers || language;

  // --- Numbers ----------------------------------------------------------------------------------

  const whole = new Intl.NumberFormat(format, { maximumFractionDigits: 0 });
  const exactly = new Intl.NumberFormat(format, { maximumSignificantDigits: 4 });
  const shares = new Intl.NumberFormat(format, { maximumSignificantDigits: 3 });
  const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 4, notation: "compact" });
  const parts = new Intl.NumberFormat(format).formatToParts(123_456.7);
  const signs = Object.fromEntries(parts.filter(({ type }) => type === "group" || type === "decimal").map(({ type, value }) => [type, value]));

  /** `kind` as in docs/blocks.md; no value is a dash. */
  function number(value, kind = "number") {
    if (value === null || value === undefined) return "–";
    if (kind === "percent") return `${shares.format(value * 100)} %`;
    return kind === "integer" || Math.abs(value) >= 1000 ? whole.format(value) : exactly.format(value);
  }

  /** For the ends of an axis: 12,000 is 12K. Its word is the language's, its signs are those of the numbers. */
  function tick(kind) {
    if (kind === "percent") return (value) => number(value, kind);
    return (value) => short.formatToParts(value).map((part) => signs[part.type] ?? part.value).join("");
  }

  // --- Dates: in UTC, as the data has them --------------------------------------------------------

  /** Milliseconds of ISO text; without a zone it is taken as UTC, and shown as UTC. */
  function moment(text) {
    const zoned = /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T");
    return Date.parse(zoned ? text : `${text}Z`);
  }

  const monthName = new Intl.DateTimeFormat(language, { month: "short", timeZone: "UTC" });
  const clock = (ms) => new Date(ms).toISOString().slice(11, 16);
  const dayOfMonth = (ms) => `${new Date(ms).getUTCDate()} ${monthName.format(ms)}`;
  const hour = (ms) => (ms % DAY ? clock(ms) : dayOfMonth(ms));
  const year = (ms) => String(new Date(ms).getUTCFullYear());
  const month = (ms) => `${monthName.format(ms)} ${year(ms)}`;
  const quarter = (ms) =>
    interpolate(gettext("Q%(quarter)s %(year)s"), { quarter: Math.floor(new Date(ms).getUTCMonth() / 3) + 1, year: year(ms) }, true);
  const day = (ms) => `${dayOfMonth(ms)} ${year(ms)}${ms % DAY ? `, ${clock(ms)}` : ""}`;

  /** `step` is what one value stands for (docs/blocks.md); without one, a day or a moment of it. */
  function date(ms, step) {
    return ({ month, quarter, year }[step] ?? day)(ms);
  }

  window.AlmanacNumbers = { number, tick, moment, date, hour, dayOfMonth, month, year };
})();

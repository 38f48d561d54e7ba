/* Numbers and dates as the reader writes them: numbers as `data-numbers` of the page says, words as `lang` says. */
"use strict";

(() => {
  const DAY = 86_400_000;
  const root = document.documentElement;
  const language = root.lang || "en";

  // --- Numbers ----------------------------------------------------------------------------------

  // The signs of language/reader.py: browsers do not agree on all of them, and a page shows numbers of both.
  const SIGNS = {
    en: { group: ",", decimal: "." },
    fr: { group: "\u202f", decimal: "," },
    de: { group: ".", decimal: "," },
    "de-CH": { group: "’", decimal: "." },
  };
  const signs = SIGNS[root.dataset.numbers] ?? SIGNS.en;
  const written = (format, value) => format.formatToParts(value).map((part) => signs[part.type] ?? part.value).join("");

  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
  const exactly = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const shares = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
  const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 4, notation: "compact" });

  /** `kind` as in docs/blocks.md; no value is a dash. */
  function number(value, kind = "number") {
    if (value === null || value === undefined) return "–";
    if (kind === "percent") return `${written(shares, value * 100)} %`;
    return written(kind === "integer" || Math.abs(value) >= 1000 ? whole : exactly, value);
  }

  /** For the marks of an axis: 12,000 is 12K, in the word of the language. */
  const tick = (kind) => (value) => (kind === "percent" ? number(value, kind) : written(short, value));

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

  /** `step` is the period of one value (docs/blocks.md); without one, a day or a moment of it. */
  function date(ms, step) {
    return ({ month, quarter, year }[step?.replace(/^\d+ (\w+)s$/, "$1")] ?? day)(ms);
  }

  window.AlmanacNumbers = { number, tick, moment, date, hour, dayOfMonth, month, year };
})();

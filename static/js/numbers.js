/* Numbers and dates as the reader writes them: numbers as `data-numbers` of the page says, words as `lang` says.
 * The twin of language/formats.py: the same cases are put to both. */
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
  const NO_VALUE = "–";
  const DIGITS = { number: 4, percent: 3, amount: 3 };
  const MOST_DIGITS = 12;
  const TINY = 1e-9;
  const signs = SIGNS[root.dataset.numbers] ?? SIGNS.en;
  const large = () => [[1e9, gettext("bn")], [1e6, gettext("M")]];

  const formats = new Map();
  /** `value` in the reader's signs, by the options of Intl.NumberFormat; the sign of percent is left to us. */
  function written(value, options) {
    const key = JSON.stringify(options);
    if (!formats.has(key)) formats.set(key, new Intl.NumberFormat("en", { signDisplay: "negative", ...options }));
    const parts = formats.get(key).formatToParts(value).filter((part) => part.type !== "percentSign");
    return parts.map((part) => signs[part.type] ?? part.value).join("");
  }

  /** Whole digits are never dropped. `exactly` keeps the zeros at the end. */
  function significant(value, digits, exactly = false) {
    if (Math.abs(value) >= 10 ** (digits - 1)) return written(value, { maximumFractionDigits: 0 });
    if (value && Math.abs(value) < TINY) return String(Number(value.toPrecision(digits))).replace(".", signs.decimal);
    return written(value, { maximumSignificantDigits: digits, ...(exactly && value && { minimumSignificantDigits: digits }) });
  }

  function amount(value, digits) {
    const found = large().find(([size]) => Math.abs(Number((value / size).toPrecision(digits))) >= 1);
    return found ? `${significant(value / found[0], digits, true)} ${found[1]}` : significant(value, digits, true);
  }

  /** 0.31 is 31 %. The browser moves the decimal mark, since 100 times 0.145 is not 14.5. */
  function percent(value, digits) {
    const fraction = Math.abs(value) * 100 >= 10 ** (digits - 1) ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits };
    return `${written(value, { style: "percent", ...fraction })} %`;
  }

  const parts = (kind) => {
    const [, name = "number", digits] = /^(number|percent|amount)(\d+)?$/.exec(kind) ?? [];
    return [name, Number(digits) || DIGITS[name]];
  };

  /** `kind` as in docs/blocks.md; no value is a dash. */
  function number(value, kind = "number") {
    if (value === null || value === undefined || !Number.isFinite(value)) return NO_VALUE;
    if (kind === "integer") return written(value, { maximumFractionDigits: 0 });
    const [name, digits] = parts(kind);
    return { number: significant, percent, amount }[name](value, digits);
  }

  /** With as many more digits as it takes that values which differ read differently: a figure and its range. */
  function apart(values, kind = "number") {
    const [name, digits] = kind === "integer" ? ["number", 0] : parts(kind);
    const finer = Array.from({ length: MOST_DIGITS - digits }, (_, at) => `${name}${digits + at + 1}`);
    const different = new Set(values).size;
    const texts = (each) => values.map((value) => number(value, each));
    return texts([kind, ...finer].find((each) => new Set(texts(each)).size === different) ?? kind);
  }

  /** For the marks of an axis: all in one unit, with the digits that tell one from the next. */
  const tick = (kind) => (value, at, marks = [{ value }]) => {
    const [size, word] = kind === "percent" ? [0.01, "%"] : large().find(([one]) => most(marks) >= one) ?? [1, ""];
    const [step, scaled] = [(Math.abs(marks[1]?.value - marks[0].value) || Math.abs(value) || size) / size, value / size];
    const decimals = Math.min(Math.max(2 - Math.floor(Math.log10(step)), 0), MOST_DIGITS);
    const text = written(scaled, { maximumFractionDigits: decimals });
    return word && (scaled || kind === "percent") ? `${text} ${word}` : text;
  };
  const most = (marks) => Math.max(...marks.map(({ value }) => Math.abs(value)));

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

  window.AlmanacNumbers = { number, apart, tick, moment, date, hour, dayOfMonth, month, year };
})();

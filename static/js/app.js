/* Small helpers for every page, switched on by data attributes (docs/look.md). */
"use strict";

(() => {
  const on = (type, selector, act) =>
    document.addEventListener(type, (event) => {
      const element = event.target.closest?.(selector);
      if (element) act(element, event);
    });
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // --- Theme and menu -------------------------------------------------------------------------

  const root = document.documentElement;
  each("[data-theme-select]", (select) => (select.value = root.dataset.theme ?? ""));
  on("change", "[data-theme-select]", (select) => {
    if (select.value) root.dataset.theme = select.value;
    else delete root.dataset.theme;
    try {
      localStorage.setItem("theme", select.value);
    } catch {
      // Kept for this page only.
    }
    document.dispatchEvent(new Event("almanac:theme"));
  });

  on("click", "[data-menu-button]", (button) => {
    const open = button.closest("[data-menu]").classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });

  // --- Copying --------------------------------------------------------------------------------

  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Without HTTPS a browser has no clipboard object; this older way still works.
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("copying was refused");
  }

  on("click", "[data-copy]", async (button) => {
    const source = button.dataset.copy
      ? document.getElementById(button.dataset.copy)
      : button.parentElement.querySelector("[data-copy-source]");
    const label = button.querySelector("span") ?? button;
    const before = label.textContent;
    try {
      await copy(source.value ?? source.textContent);
      label.textContent = gettext("Copied");
    } catch {
      label.textContent = gettext("Could not copy");
    }
    button.disabled = true;
    setTimeout(() => {
      label.textContent = before;
      button.disabled = false;
    }, 1500);
  });

  // --- Upload ---------------------------------------------------------------------------------

  const size = (bytes) => {
    const said = bytes < 1e6 ? gettext("%(size)s KB") : gettext("%(size)s MB");
    return interpolate(said, { size: window.AlmanacNumbers.number(Math.max(1, bytes / (bytes < 1e6 ? 1e3 : 1e6)), "number2") }, true);
  };

  function showFile(zone) {
    const input = zone.querySelector("input[type=file]");
    const file = input.files[0];
    const most = Number(zone.dataset.maxMb) || Infinity;
    const tooLarge = Boolean(file) && file.size > most * 1e6;
    const text = file ? `${file.name}, ${size(file.size)}` : "";
    const message = tooLarge
      ? interpolate(gettext("%(file)s: larger than the %(most)s MB limit"), { file: text, most }, true)
      : text;
    zone.classList.toggle("filled", Boolean(file));
    zone.classList.toggle("too-large", tooLarge);
    zone.querySelector("[data-drop-file]").textContent = message;
    input.setCustomValidity(tooLarge ? message : "");
  }

  on("change", "[data-drop-zone] input[type=file]", (input) => showFile(input.closest("[data-drop-zone]")));
  for (const type of ["dragenter", "dragover"]) {
    on(type, "[data-drop-zone]", (zone, event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  on("dragleave", "[data-drop-zone]", (zone, event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  on("drop", "[data-drop-zone]", (zone, event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    showFile(zone);
  });

  // --- Forms ----------------------------------------------------------------------------------

  on("change", "[data-auto-submit]", (control) => control.form.requestSubmit());

  on("submit", "form[data-busy]", (form, event) => {
    const button = event.submitter ?? form.querySelector("button[type=submit]");
    button.textContent = form.dataset.busy;
    // Once the form is on its way: a button that is disabled would not send its value.
    setTimeout(() => (button.disabled = true));
  });
  // Coming back with the browser's Back button, the form can be sent again.
  addEventListener("pageshow", (event) => event.persisted && each("form[data-busy] button", (b) => (b.disabled = false)));

  function guardTyped(form) {
    const typed = form.querySelector("[name=typed_name]");
    form.querySelector("button[type=submit]").disabled = typed.value.trim() !== form.dataset.typedConfirm;
  }
  on("input", "form[data-typed-confirm]", guardTyped);

  // --- Times ----------------------------------------------------------------------------------

  const relative = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
  // English, but with the day before the month and 24 hours, as in the texts that the server writes.
  const dates = root.lang === "en" ? "en-GB" : root.lang;
  const exact = new Intl.DateTimeFormat(dates, { dateStyle: "medium", timeStyle: "short" });
  const UNITS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]];

  function ago(moment) {
    const seconds = (moment - Date.now()) / 1000;
    const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
    return unit ? relative.format(Math.round(seconds / length), unit) : gettext("just now");
  }

  function elapsed(seconds) {
    const whole = Math.max(0, Math.round(seconds));
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
    return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  }

  function showAges() {
    each("time[data-ago]", (time) => {
      const moment = new Date(time.dateTime);
      time.textContent = ago(moment);
      time.title = exact.format(moment);
    });
  }

  function showElapsed() {
    each("time[data-elapsed]", (time) => {
      const end = time.dataset.until ? new Date(time.dataset.until) : Date.now();
      time.textContent = elapsed((end - new Date(time.dateTime)) / 1000);
    });
  }

  function refresh() {
    showAges();
    showElapsed();
    each("form[data-typed-confirm]", guardTyped);
    each(".log", (log) => (log.scrollTop = log.scrollHeight));
  }

  refresh();
  document.addEventListener("htmx:load", refresh);
  setInterval(showElapsed, 1000);
  setInterval(showAges, 30_000);
})();

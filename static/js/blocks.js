/* Finds the drawings of a page, draws them, and draws them again in another theme or after a swap.
 *
 * What is special to a kind is in the module that the drawing names (static/js/blocks/<kind>.js):
 *   isEmpty(data)          nothing is there to draw
 *   config(drawing, look)  the configuration of Chart.js, and `height` and `remark` where it has them
 * and, where the kind needs them:
 *   prepare(drawing, draw) before it is drawn for the first time; whenDrawn(drawing) after
 *   isLinked(data)         parts lead to rows; rowsOf(data, part) to which (row_links.js)
 */
"use strict";

(() => {
  const { make, setState, setFailed, setEmpty } = window.AlmanacElements;
  const rowLinks = window.AlmanacRowLinks;
  const chartSource = document.currentScript.dataset.chart;
  const drawn = new Map();

  // --- Chart.js and the modules of kinds, loaded when the first drawing is met ------------------

  let loading;
  function loadChart() {
    loading ??= new Promise((resolve, reject) => {
      document.head.append(make("script", { src: chartSource, onload: resolve, onerror: reject }));
    });
    loading.catch(() => (loading = undefined));
    return loading;
  }

  // Some browsers keep that a module was not loaded: under another address they try again.
  let attempt = 0;
  const loadBlock = ({ dataset }) => import(attempt ? `${dataset.script}?attempt=${attempt}` : dataset.script);

  // --- Colours, as the style sheet has them in this theme ----------------------------------------

  function readLook() {
    const probe = make("span", { hidden: true });
    document.body.append(probe);
    const colour = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const look = {
      paper: colour("paper"),
      strong: colour("ink"),
      ink: colour("ink-soft"),
      grid: colour("chart-grid"),
      history: colour("chart-history"),
      surface: colour("surface"),
      tones: { good: colour("good"), warn: colour("warn"), bad: colour("bad") },
      palette: [1, 2, 3, 4, 5, 6, 7, 8].map((at) => colour(`chart-${at}`)),
      font: getComputedStyle(document.body).fontFamily,
    };
    probe.remove();
    return look;
  }

  // --- One drawing --------------------------------------------------------------------------------

  function start(element, block) {
    if (drawn.has(element)) return;
    const data = JSON.parse(document.getElementById(element.dataset.blockData).textContent);
    if (block.isEmpty(data)) return setEmpty(element);
    const drawing = { element, section: element.closest(".block"), block, data, chart: null };
    drawn.set(element, drawing);
    setState(element, "drawn");
    block.prepare?.(drawing, draw);
    draw(drawing);
    rowLinks.listen(drawing);
    offerPicture(drawing);
    block.whenDrawn?.(drawing);
  }

  /** One drawing that fails leaves the others alone. */
  function tryToStart(element, block) {
    try {
      start(element, block);
    } catch (failure) {
      console.error(failure);
      setFailed(element, gettext("The chart could not be drawn."));
    }
  }

  function draw(drawing) {
    const look = readLook();
    const config = drawing.block.config(drawing, look);
    rowLinks.addTo(config, drawing);
    const holder = drawing.element.querySelector(".drawing-canvas");
    if (config.height) holder.style.height = `${config.height}px`;
    drawing.chart?.destroy();
    Chart.defaults.font.family = look.font;
    drawing.chart = new Chart(holder.querySelector("canvas"), config);
    const said = drawing.element.querySelector(".drawing-remark");
    if (config.remark || said) remark(drawing.element).textContent = config.remark ?? "";
  }

  function remark(element) {
    const found = element.querySelector(".drawing-remark") ?? make("p", { className: "drawing-remark" });
    element.append(found);
    return found;
  }

  function offerPicture(drawing) {
    const button = drawing.section.querySelector("[data-picture]");
    button.hidden = false;
    button.onclick = () => {
      const look = readLook();
      window.AlmanacPicture.download(drawing, look, drawing.block.config(drawing, look));
    };
  }

  function stop(drawing) {
    drawing.chart.destroy();
    drawing.stopped?.abort();
    drawn.delete(drawing.element);
  }

  // --- When ---------------------------------------------------------------------------------------

  async function startAll() {
    const waiting = [...document.querySelectorAll('[data-block][data-state="loading"]')].filter((element) => !drawn.has(element));
    if (!waiting.length) return;
    // A canvas keeps the letters it was drawn with.
    const loads = waiting.map((element) => Promise.all([loadBlock(element), loadChart(), document.fonts.ready]));
    (await Promise.allSettled(loads)).forEach(({ status, value }, at) => {
      const element = waiting[at];
      if (status === "rejected") setFailed(element, gettext("The chart could not be loaded."), retryAll);
      else if (element.isConnected) tryToStart(element, value[0]);
    });
  }

  function retryAll() {
    attempt += 1;
    document.querySelectorAll('[data-block][data-state="failed"]').forEach((element) => !drawn.has(element) && setState(element, "loading"));
    startAll();
  }

  const redrawAll = () => drawn.forEach((drawing) => draw(drawing));

  startAll();
  document.addEventListener("htmx:load", startAll);
  document.addEventListener("htmx:beforeCleanupElement", (event) => {
    const drawing = drawn.get(event.target);
    if (drawing) stop(drawing);
  });
  document.addEventListener("almanac:theme", redrawAll);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redrawAll);

  // Paper is white, whatever the screen's theme.
  let screenTheme;
  addEventListener("beforeprint", () => {
    screenTheme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    redrawAll();
  });
  addEventListener("afterprint", () => {
    if (screenTheme) document.documentElement.dataset.theme = screenTheme;
    else delete document.documentElement.dataset.theme;
    redrawAll();
  });
})();

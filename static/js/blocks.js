/* Finds the drawings of a page, draws them, and draws them again in another theme or after a swap. */
"use strict";

(() => {
  const { make, setState, setFailed, setEmpty } = window.AlmanacElements;
  const charts = window.AlmanacCharts;
  const fan = window.AlmanacFan;
  const rowLinks = window.AlmanacRowLinks;
  const chartSource = document.currentScript.dataset.chart;
  const drawn = new Map();

  // --- Chart.js, loaded when the first drawing is met --------------------------------------------

  let loading;
  function loadChart() {
    loading ??= new Promise((resolve, reject) => {
      document.head.append(make("script", { src: chartSource, onload: resolve, onerror: reject }));
    });
    return loading;
  }

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
      palette: [1, 2, 3, 4, 5, 6, 7, 8].map((at) => colour(`chart-${at}`)),
      font: getComputedStyle(document.body).fontFamily,
    };
    probe.remove();
    return look;
  }

  // --- One drawing --------------------------------------------------------------------------------

  const isEmpty = {
    line: (data) => !data.x.length || !data.series.length,
    bar: (data) => !data.labels.length || !data.series.length,
    scatter: (data) => !data.series.some((series) => series.points.length),
    fan: (data) => !data.items.some((item) => item.forecast.at.length || item.history.at.length),
  };

  function start(element) {
    if (drawn.has(element)) return;
    const kind = element.dataset.block;
    const data = JSON.parse(document.getElementById(element.dataset.blockData).textContent);
    if (isEmpty[kind](data)) return setEmpty(element);
    const drawing = { element, section: element.closest(".block"), kind, data, chart: null };
    drawn.set(element, drawing);
    setState(element, "drawn");
    if (kind === "fan") fan.prepare(drawing, draw);
    draw(drawing);
    rowLinks.listen(drawing);
    offerPicture(drawing);
    if (kind === "fan") fan.followAddress(drawing);
  }

  /** One drawing that fails leaves the others alone. */
  function tryToStart(element) {
    try {
      start(element);
    } catch (failure) {
      console.error(failure);
      setFailed(element, gettext("The chart could not be drawn."));
    }
  }

  function configOf(drawing, look) {
    return drawing.kind === "fan" ? fan.config(drawing, look) : charts[drawing.kind](drawing.data, look);
  }

  function draw(drawing) {
    const look = readLook();
    const config = configOf(drawing, look);
    rowLinks.addTo(config, drawing);
    const holder = drawing.element.querySelector(".drawing-canvas");
    if (config.height) holder.style.height = `${config.height}px`;
    drawing.chart?.destroy();
    Chart.defaults.font.family = look.font;
    drawing.chart = new Chart(holder.querySelector("canvas"), config);
    if (config.remark) remark(drawing.element).textContent = config.remark;
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
      window.AlmanacPicture.download(drawing, look, configOf(drawing, look));
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
    try {
      await loadChart();
    } catch {
      loading = undefined;
      waiting.forEach((element) => setFailed(element, gettext("The chart could not be loaded."), retryAll));
      return;
    }
    waiting.forEach((element) => element.isConnected && tryToStart(element));
  }

  function retryAll() {
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

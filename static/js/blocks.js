/* Finds the drawings of a page, draws them, and draws them again in another theme or after a swap. */
"use strict";

(() => {
  const axes = window.AlmanacAxes;
  const charts = window.AlmanacCharts;
  const chartSource = document.currentScript.dataset.chart;
  const drawn = new Map();
  const MOST_IN_SELECT = 15;
  const MOST_ROWS = 200;

  // --- Chart.js, loaded when the first drawing is met --------------------------------------------

  let loading;
  function loadChart() {
    loading ??= new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: chartSource, onload: resolve, onerror: reject });
      document.head.append(script);
    });
    return loading;
  }

  // --- Colours, as the style sheet has them in this theme ----------------------------------------

  function readLook() {
    const probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
    const colour = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const look = {
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

  const make = (tag, more = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...children);
    return element;
  };

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
    if (isEmpty[kind](data)) {
      element.replaceChildren(make("p", { className: "drawing-empty", textContent: "No data yet" }));
      return;
    }
    const drawing = { element, kind, data, chart: null, item: 0, whole: false };
    drawn.set(element, drawing);
    if (kind === "fan") prepareFan(drawing);
    draw(drawing);
  }

  function draw(drawing) {
    const { element, kind, data } = drawing;
    const look = readLook();
    const config =
      kind === "fan"
        ? charts.fan(data, look, data.items[drawing.item], drawing.whole ? Infinity : recent(data.items[drawing.item]))
        : charts[kind](data, look);
    const holder = element.querySelector(".drawing-canvas");
    if (config.height) holder.style.height = `${config.height}px`;
    drawing.chart?.destroy();
    Chart.defaults.font.family = look.font;
    drawing.chart = new Chart(holder.querySelector("canvas"), config);
    if (config.remark) remark(element, "drawing-remark").textContent = config.remark;
  }

  function remark(element, className) {
    const found = element.querySelector(`.${className}`);
    if (found) return found;
    element.append(make("p", { className }));
    return element.lastElementChild;
  }

  function stop(drawing) {
    drawing.chart.destroy();
    drawn.delete(drawing.element);
  }

  // --- Fan: which item, how much of the past ------------------------------------------------------

  /** Points of history that leave room to see the forecast. */
  function recent(item) {
    return Math.max(90, item.forecast.at.length * 4);
  }

  function prepareFan(drawing) {
    const { element, data } = drawing;
    const tools = make("div", { className: "drawing-picker" });
    if (data.items.length > 1) tools.append(...itemPicker(drawing));
    if (data.items.some((item) => item.history.at.length > recent(item))) tools.append(pastButton(drawing));
    if (tools.children.length) element.prepend(tools);
    describe(drawing);
  }

  function itemPicker(drawing) {
    const { element, data } = drawing;
    const id = `${element.dataset.blockData}-item`;
    const names = data.items.map((one) => String(one.item));
    const options = names.map((name) => make("option", { value: name, textContent: name }));
    const label = make("label", { htmlFor: id, textContent: data.item_label || "Item" });
    const choose = (name) => {
      if (!names.includes(name)) return;
      drawing.item = names.indexOf(name);
      draw(drawing);
      describe(drawing);
    };
    if (names.length <= MOST_IN_SELECT) {
      const select = make("select", { id, onchange: () => choose(select.value) }, ...options);
      return [label, select];
    }
    const list = make("datalist", { id: `${id}s` }, ...options);
    const input = make("input", { id, value: names[0], autocomplete: "off", oninput: () => choose(input.value) });
    input.setAttribute("list", list.id);
    // A list offers only what fits the text: emptied on entering, it offers everything.
    input.onfocus = () => input.select();
    input.onblur = () => (input.value = names[drawing.item]);
    return [label, input, list, make("span", { className: "muted small", textContent: `of ${names.length}: type to search` })];
  }

  function pastButton(drawing) {
    const button = make("button", { type: "button", className: "button small", textContent: "Show all history" });
    button.onclick = () => {
      drawing.whole = !drawing.whole;
      button.textContent = drawing.whole ? "Show recent history" : "Show all history";
      draw(drawing);
    };
    return button;
  }

  /** The total under the picture, and the table behind it, for the item that is drawn. */
  function describe(drawing) {
    const { element, data } = drawing;
    const item = data.items[drawing.item];
    const line = remark(element, "drawing-total");
    line.hidden = !item.total;
    if (item.total) {
      const ranges = data.levels
        .filter((level) => levelKnown(item.total, level))
        .map((level) => `${level} %: ${axes.number(item.total[`lower_${level}`])} – ${axes.number(item.total[`upper_${level}`])}`);
      const range = ranges.length ? ` (${ranges.join("; ")})` : "";
      line.replaceChildren("Total of the forecast: ", make("strong", { textContent: axes.number(item.total.value) }), range);
    }
    if (data.items.length > 1) fillTable(drawing, item);
  }

  const levelKnown = (total, level) => total[`lower_${level}`] != null && total[`upper_${level}`] != null;

  function fillTable(drawing, item) {
    const section = drawing.element.parentElement;
    const keys = [...section.querySelectorAll(".block-data th")].map((head) => head.dataset.key);
    const rows = item.forecast.at.slice(0, MOST_ROWS).map((at, row) => {
      const cells = keys.map((key) => {
        if (key === "item") return make("td", { textContent: item.item });
        if (key === "at") return make("td", { className: "date", textContent: axes.date(axes.moment(at)) });
        return make("td", { className: "number", textContent: axes.number(item.forecast[key]?.[row]) });
      });
      return make("tr", {}, ...cells);
    });
    section.querySelector(".block-data tbody")?.replaceChildren(...rows);
    const more = section.querySelector(".table-more");
    if (more) more.hidden = item.forecast.at.length <= MOST_ROWS;
  }

  // --- When ---------------------------------------------------------------------------------------

  async function startAll() {
    const waiting = [...document.querySelectorAll("[data-block]")].filter((element) => !drawn.has(element));
    if (!waiting.length) return;
    await loadChart();
    waiting.forEach((element) => element.isConnected && start(element));
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

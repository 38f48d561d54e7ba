/* From a bar or a point to the rows behind it (docs/blocks.md): by pointer, and by arrows and Enter. */
"use strict";

(() => {
  const { make } = window.AlmanacElements;

  /** Whether the parts of this drawing lead anywhere. */
  function leads({ element, block, data }) {
    return Boolean(element.dataset.rowsUrl && block.isLinked?.(data));
  }

  function go({ element, block, data }, part) {
    const rows = part && block.rowsOf(data, part);
    if (rows) location.assign(`${element.dataset.rowsUrl}?${new URLSearchParams(rows)}`);
  }

  /** Adds the pointer's part to the chart's configuration. */
  function addTo(config, drawing) {
    if (!leads(drawing)) return;
    config.options.onClick = (event, parts) => go(drawing, parts[0]);
    config.options.onHover = (event, parts) => {
      event.native.target.style.cursor = parts.length ? "pointer" : "";
    };
    config.options.plugins.tooltip.callbacks.footer = () => gettext("Press to see the rows");
  }

  /** The keyboard's part: arrows lead from one to the next, Enter to its rows. */
  function listen(drawing) {
    if (!leads(drawing)) return;
    const canvas = drawing.element.querySelector("canvas");
    const status = make("span", { className: "visually-hidden", role: "status" });
    drawing.element.append(status);
    canvas.tabIndex = 0;
    canvas.setAttribute("aria-label", `${canvas.getAttribute("aria-label")} ${gettext("Arrow keys choose, Enter shows the rows.")}`);
    let at = -1;
    canvas.onkeydown = (event) => {
      const parts = drawing.chart.data.datasets.flatMap((dataset, datasetIndex) => dataset.data.map((_, index) => ({ datasetIndex, index })));
      const move = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter") return go(drawing, parts[at]);
      if (!move) return;
      event.preventDefault();
      at = (Math.max(at, move < 0 ? 0 : -1) + move + parts.length) % parts.length;
      status.textContent = point(drawing.chart, parts[at]);
    };
  }

  /** Shows the tooltip of one part, and returns its text. */
  function point(chart, part) {
    const { x, y } = chart.getDatasetMeta(part.datasetIndex).data[part.index];
    chart.setActiveElements([part]);
    chart.tooltip.setActiveElements([part], { x, y });
    chart.update();
    const { title, body } = chart.tooltip;
    return [...title, ...body.flatMap((one) => one.lines)].join(", ");
  }

  window.AlmanacRowLinks = { addTo, listen };
})();

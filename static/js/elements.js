/* Elements that the chart scripts add to a page, and the cover of a chart that is loading or has failed. */
"use strict";

(() => {
  /** Properties by their names in scripts, attributes with a hyphen or "role" as attributes. */
  function make(tag, more = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(more)) {
      if (name.includes("-") || name === "role") element.setAttribute(name, value);
      else element[name] = value;
    }
    element.append(...children);
    return element;
  }

  const drawingOf = (element) => element.querySelector(".drawing-canvas");

  /** `state` is loading, drawn, empty or failed; what covers the drawing is removed. */
  function setState(element, state) {
    element.dataset.state = state;
    element.setAttribute("aria-busy", String(state === "loading"));
    element.querySelector(".drawing-cover")?.remove();
  }

  function setFailed(element, text, retry) {
    setState(element, "failed");
    const cover = make("div", { className: "drawing-cover", role: "alert" }, make("p", { textContent: text }));
    if (retry) cover.append(make("button", { type: "button", className: "button small", textContent: gettext("Try again"), onclick: retry }));
    drawingOf(element).append(cover);
  }

  function setEmpty(element) {
    setState(element, "empty");
    element.replaceChildren(make("p", { className: "drawing-empty", textContent: gettext("No data yet") }));
  }

  window.AlmanacElements = { make, setState, setFailed, setEmpty };
})();

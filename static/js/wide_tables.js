/* A table that is wider than its place says so: a line below it, and an edge that fades where columns are hidden. */
"use strict";

(() => {
  const { make } = window.AlmanacElements;
  const hints = new WeakMap();
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => say(target.closest(".table-scroll"))));

  function watch() {
    document.querySelectorAll(".table-scroll").forEach((box) => {
      if (hints.has(box)) return;
      const hint = make("p", { className: "scroll-hint", hidden: true, textContent: gettext("Scroll sideways for more columns →") });
      hints.set(box, hint);
      box.after(hint);
      box.addEventListener("scroll", () => say(box), { passive: true });
      [box, box.querySelector("table")].forEach((part) => part && sizes.observe(part));
    });
  }

  function say(box) {
    if (!box) return;
    const hidden = box.scrollWidth - box.clientWidth;
    box.toggleAttribute("data-more", hidden - box.scrollLeft > 2);
    hints.get(box).hidden = hidden <= 2;
  }

  watch();
  document.addEventListener("htmx:load", watch);
})();

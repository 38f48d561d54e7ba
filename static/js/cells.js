/* A click on a cell of the first rows opens the form that corrects it, above the table. */
"use strict";

(() => {
  const table = document.querySelector("[data-cells]");
  const place = document.getElementById("cell-form");
  if (!table || !place) return;

  function open(cell) {
    const row = cell.parentElement.querySelector("th").textContent.trim();
    const heading = table.tHead.rows[0].cells[cell.cellIndex];
    const query = new URLSearchParams({ row: cell.parentElement.dataset.row || row, column: heading.dataset.name });
    table.querySelector("td.chosen")?.classList.remove("chosen");
    cell.classList.add("chosen");
    htmx
      .ajax("GET", `${table.dataset.cells}?${query}`, { target: place, select: "#cell", swap: "innerHTML" })
      .then(() => {
        place.scrollIntoView({ block: "nearest" });
        place.querySelector("[name=value]")?.focus();
      });
  }

  table.tBodies[0].addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !window.getSelection().toString()) open(cell);
  });
  place.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cell-close]")) return;
    event.preventDefault();
    place.replaceChildren();
    table.querySelector("td.chosen")?.classList.remove("chosen");
  });
})();

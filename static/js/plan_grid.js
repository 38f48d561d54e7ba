/* Cells copied from a sheet fill the grid of a plan, from the cell that has the focus. */
"use strict";

(() => {
  const YES = ["1", "yes", "true", "x", gettext("yes").toLowerCase()];
  const NO = ["0", "no", "false", gettext("no").toLowerCase()];

  /** A menu takes the option of this value or text; yes and no in any word for them. */
  function put(field, text) {
    const wanted = text.trim();
    if (field.tagName !== "SELECT") {
      field.value = wanted;
      return;
    }
    const lower = wanted.toLowerCase();
    const option =
      [...field.options].find((one) => one.value === wanted || one.text.toLowerCase() === lower) ??
      [...field.options].find((one) => (one.value === "1" && YES.includes(lower)) || (one.value === "0" && NO.includes(lower)));
    field.value = option?.value ?? "";
  }

  function paste(grid, event) {
    const field = event.target.closest("td input, td select");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!field || (field.tagName === "INPUT" && !/[\t\n]/.test(text.trimEnd()))) return;
    event.preventDefault();
    const rows = [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td input, td select")]);
    const top = rows.findIndex((row) => row.includes(field));
    const left = rows[top].indexOf(field);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((cell, right) => {
        const place = rows[top + down]?.[left + right];
        if (place) put(place, cell);
      });
    });
  }

  for (const grid of document.querySelectorAll("[data-plan-grid]")) grid.addEventListener("paste", (event) => paste(grid, event));
})();

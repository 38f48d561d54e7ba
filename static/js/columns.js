/* The columns of a question: examples follow the menu, a column has one role, the others are listed. */
"use strict";

(() => {
  const form = document.querySelector("[data-columns]");
  const examples = JSON.parse(document.getElementById("column-examples").textContent);

  function show() {
    const used = new Set();
    for (const menu of form.querySelectorAll("[data-column-menu]")) {
      used.add(menu.value);
      const line = menu.closest(".column-role").querySelector(".column-examples");
      line.textContent = menu.value ? `${menu.value}: ${examples[menu.value]}` : "";
    }
    for (const boxes of form.querySelectorAll(".column-boxes")) {
      for (const box of boxes.querySelectorAll("[type=checkbox]")) {
        box.closest("label").parentElement.hidden = used.has(box.value);
      }
      for (const box of boxes.querySelectorAll("[type=checkbox]:checked")) used.add(box.value);
    }
    const columns = [...form.querySelectorAll("[data-column]")];
    for (const column of columns) column.hidden = used.has(column.dataset.column);
    form.querySelector("[data-all-used]").hidden = columns.some((column) => !column.hidden);
  }

  form.addEventListener("change", show);
  show();
})();

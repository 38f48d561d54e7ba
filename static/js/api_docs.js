/* Swagger UI is dark where the root has a class; the product's theme, or the browser's, decides that. */
"use strict";

const chosen = document.documentElement.dataset.theme;
const preferred = window.matchMedia("(prefers-color-scheme: dark)");

function follow() {
  const dark = chosen ? chosen === "dark" : preferred.matches;
  document.documentElement.classList.toggle("dark-mode", dark);
}

preferred.addEventListener("change", follow);
follow();

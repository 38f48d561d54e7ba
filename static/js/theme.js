/* Runs in the head, before anything is drawn: no flash of the other theme. */
"use strict";

document.documentElement.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // The browser stores nothing for this site; its own preference applies.
}

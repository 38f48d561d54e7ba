/* htmx requests: a bar at the top while somebody waits, and a notice with "Try again" if one fails. */
"use strict";

(() => {
  const waiting = new Set();
  const notice = document.getElementById("request-problem");
  let failed = null;

  // What a person set off has an event behind it; what a page asks for by itself, every second, has none.
  const asked = (event) => Boolean(event.detail.requestConfig.triggeringEvent);
  const draw = () => document.documentElement.classList.toggle("loading", waiting.size > 0);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (asked(event)) waiting.add(event.detail.xhr);
    draw();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    waiting.delete(event.detail.xhr);
    draw();
    if (event.detail.successful && failed?.requestConfig.path === event.detail.requestConfig.path) hide();
  });

  function words(status) {
    if (!status) return gettext("The server does not answer. It may be starting, or the network may be down.");
    if (status === 403) return gettext("You are not allowed to do this.");
    if (status === 404) return gettext("This no longer exists.");
    return interpolate(gettext("Part of this page could not be loaded (error %(status)s)."), { status }, true);
  }

  function show(event) {
    failed = event.detail;
    const text = words(failed.xhr.status);
    const place = notice.querySelector("[data-problem]");
    // Screen readers announce it once, not each time a part of the page fails again.
    if (notice.hidden || place.textContent !== text) place.textContent = text;
    notice.hidden = false;
  }

  function hide() {
    notice.hidden = true;
    failed = null;
  }

  function again(event) {
    const { elt, target, requestConfig } = failed;
    hide();
    const { verb, path, parameters } = requestConfig;
    if (elt.isConnected) htmx.ajax(verb, path, { source: elt, target, values: parameters, event });
    else location.reload();
  }

  for (const type of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(type, show);
  }
  notice.querySelector("[data-retry]").addEventListener("click", again);
  notice.querySelector("[data-dismiss]").addEventListener("click", hide);
})();

/* Sends a sheet with visible progress (form[data-upload]), and shows the answer without losing the
   chosen file. Without this script the form is sent as any other. */
"use strict";

(() => {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-upload]");
    const chosen = form?.querySelector("input[type=file]");
    if (!chosen?.files.length) return;
    event.preventDefault();
    // A button disabled meanwhile would lose the focus.
    if (form.getAttribute("aria-busy") !== "true") send(form, chosen, event.submitter);
  });

  // The preview sends the file: not a large one, and not before one is chosen.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target.closest("[data-preview-max-bytes]");
    const file = part?.querySelector("input[type=file]")?.files[0];
    if (part && !(file?.size <= Number(part.dataset.previewMaxBytes))) event.preventDefault();
  });

  function send(form, chosen, submitter) {
    const data = new FormData(form);
    if (submitter?.name) data.set(submitter.name, submitter.value);
    const request = new XMLHttpRequest();
    const shown = progressOf(form);
    const finish = (text) => {
      shown.end(text);
      form.removeAttribute("aria-busy");
      if (text) submitter?.focus();
    };
    request.upload.addEventListener("progress", (sent) => shown.sent(sent.loaded / sent.total));
    request.upload.addEventListener("load", shown.reading);
    request.addEventListener("load", () => finish(answered(request, chosen)));
    request.addEventListener("abort", () => finish(gettext("Stopped. Nothing was saved.")));
    request.addEventListener("error", () =>
      finish(gettext("The connection was lost before an answer arrived. Try again.")),
    );
    form.setAttribute("aria-busy", "true");
    form.querySelector("[data-upload-cancel]").onclick = () => request.abort();
    request.open("POST", form.getAttribute("action") || location.href);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.send(data);
  }

  function progressOf(form) {
    const part = form.querySelector("[data-upload-progress]");
    const [text, share, bar] = ["[data-upload-text]", "[data-upload-share]", "progress"].map((one) => part.querySelector(one));
    part.hidden = false;
    bar.hidden = part.querySelector("[data-upload-cancel]").hidden = false;
    text.textContent = gettext("Uploading …");
    return {
      sent(fraction) {
        bar.value = Math.round(100 * fraction);
        share.textContent = `${bar.value} %`;
      },
      reading() {
        text.textContent = gettext("Reading the sheet …");
        share.textContent = "";
        bar.removeAttribute("value");
      },
      end(message) {
        text.textContent = message;
        share.textContent = "";
        bar.hidden = part.querySelector("[data-upload-cancel]").hidden = true;
        part.hidden = !message;
      },
    };
  }

  /* Keyboard users continue from the answer. */
  function goTo(place) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  /* Goes where the answer leads, or shows its page in place of this one. Returns what to say if neither is possible. */
  function answered(request, chosen) {
    const next = request.status === 201 ? request.getResponseHeader("Location") : "";
    if (next || new URL(request.responseURL).pathname !== location.pathname) {
      location.assign(next || request.responseURL);
      return gettext("Opening the sheet …");
    }
    const main = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
    if (!main) return interpolate(gettext("The server answered with error %s. Try again."), [request.status]);
    const page = document.querySelector("main");
    page.replaceChildren(...main.childNodes);
    window.htmx?.process(page);
    const again = page.querySelector("form[data-upload] input[type=file]");
    if (again) {
      again.files = chosen.files;
      again.dispatchEvent(new Event("change", { bubbles: true }));
    }
    document.dispatchEvent(new Event("htmx:load"));
    goTo(page.querySelector("[role=alert]") ?? page);
    return "";
  }
})();

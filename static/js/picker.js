/* Finds one of many names while typing: a combobox whose list the caller searches. */
"use strict";

(() => {
  const { make } = window.AlmanacElements;
  const { number } = window.AlmanacNumbers;

  class Picker {
    /**
     * `search(text, signal)` promises `{count, items}`, asked `delay` ms after the last letter; `say(name)` is how a
     * name is shown; `choose(name)` receives the choice. `element` is what to put into the page.
     */
    constructor({ id, label, hint, chosen, delay, search, say, choose }) {
      Object.assign(this, { id, chosen, delay, search, say, choose, names: [], active: -1, state: "closed" });
      this.makeParts(label, hint);
      this.input.oninput = () => this.ask(this.delay);
      this.input.onfocus = () => this.input.select();
      this.input.onclick = () => this.state === "closed" && this.ask(0, "");
      this.input.onblur = () => this.close();
      this.input.onkeydown = (event) => this.press(event);
      // The field keeps the focus while the list is clicked.
      this.popup.onmousedown = (event) => event.preventDefault();
      this.list.onclick = (event) => this.take(this.names[[...this.list.children].indexOf(event.target.closest("li"))]);
    }

    makeParts(label, hint) {
      const { id } = this;
      this.input = make("input", {
        id, value: this.say(this.chosen), autocomplete: "off", spellcheck: false, role: "combobox", "aria-autocomplete": "list",
        "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-describedby": `${id}-hint`,
      });
      this.list = make("ul", { id: `${id}-list`, role: "listbox", "aria-label": label });
      this.remark = make("div", { className: "picker-remark" });
      this.popup = make("div", { className: "picker-popup", hidden: true }, this.list, this.remark);
      this.status = make("span", { className: "visually-hidden", role: "status" });
      const field = make("div", { className: "picker-field" }, this.input, this.popup, this.status);
      const said = make("span", { id: `${id}-hint`, className: "muted small", textContent: hint });
      this.element = make("div", { className: "picker" }, make("label", { htmlFor: id, textContent: label }), field, said);
    }

    /** Another name was chosen elsewhere. */
    show(name) {
      this.chosen = name;
      this.close();
    }

    // --- Searching --------------------------------------------------------------------------------

    ask(delay, text = this.input.value) {
      this.stop();
      this.state = "asking";
      this.text = text;
      this.takesFirst = false;
      this.timer = setTimeout(() => this.fetch(), delay);
    }

    stop() {
      clearTimeout(this.timer);
      this.asking?.abort();
    }

    async fetch() {
      const asking = (this.asking = new AbortController());
      try {
        const found = await this.search(this.text.trim(), asking.signal);
        if (!asking.signal.aborted) this.fill(found);
      } catch {
        if (!asking.signal.aborted) this.fail();
      }
    }

    fill({ count, items }) {
      this.state = "open";
      this.names = items;
      const option = (name, at) => make("li", { id: `${this.id}-${at}`, role: "option", "aria-selected": "false", textContent: this.say(name) });
      this.list.replaceChildren(...items.map(option));
      this.list.children[items.indexOf(this.chosen)]?.classList.add("chosen");
      const said = this.inWords(count, items.length);
      this.open(said);
      this.status.textContent = said || interpolate(ngettext("%(count)s found", "%(count)s found", count), { count: number(count) }, true);
      this.activate(this.text ? Math.min(0, items.length - 1) : items.indexOf(this.chosen));
      if (this.takesFirst) this.take(this.names[this.active]);
    }

    inWords(count, shown) {
      if (!count) return interpolate(gettext("Nothing matches “%(text)s”."), { text: this.text }, true);
      if (count === shown) return "";
      return interpolate(gettext("%(shown)s of %(count)s are listed; type to find the others."), { shown: number(shown), count: number(count) }, true);
    }

    fail() {
      this.state = "failed";
      this.names = [];
      this.list.replaceChildren();
      const again = make("button", { type: "button", className: "button small", textContent: gettext("Try again"), onclick: () => this.ask(0, this.text) });
      this.open(make("p", { textContent: gettext("The names could not be loaded.") }), again);
      this.status.textContent = gettext("The names could not be loaded. Press Enter to try again.");
    }

    // --- The list ---------------------------------------------------------------------------------

    open(...remark) {
      this.popup.hidden = false;
      this.list.hidden = !this.names.length;
      this.remark.hidden = !remark[0];
      this.remark.replaceChildren(...remark);
      this.input.setAttribute("aria-expanded", String(this.names.length > 0));
    }

    close() {
      this.stop();
      this.state = "closed";
      this.popup.hidden = true;
      this.input.value = this.say(this.chosen);
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
      this.status.textContent = "";
    }

    leave() {
      this.close();
      this.input.select();
    }

    activate(at) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = at;
      const option = this.list.children[at];
      if (!option) return this.input.removeAttribute("aria-activedescendant");
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    take(name) {
      if (name === undefined) return;
      this.chosen = name;
      this.leave();
      this.choose(name);
    }

    press(event) {
      const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
      if (move) this.move(move);
      else if (event.key === "Enter") this.enter();
      else if (event.key === "Escape" && this.state !== "closed") this.leave();
      else return;
      event.preventDefault();
    }

    move(by) {
      if (this.state === "closed") return this.ask(0, "");
      if (this.state !== "open") return;
      const last = this.names.length - 1;
      const next = this.active + by;
      // One step leads around the ends, a page stops there.
      if (Math.abs(by) === 1) this.activate(next < 0 ? last : next > last ? 0 : next);
      else this.activate(Math.max(0, Math.min(last, next)));
    }

    enter() {
      if (this.state === "asking") this.takesFirst = true;
      else if (this.state === "failed") this.ask(0, this.text);
      else if (this.state === "open") this.take(this.names[this.active]);
    }
  }

  window.AlmanacPicker = Picker;
})();

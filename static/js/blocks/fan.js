/* The tools of a fan: which item, in which step, how much of the past; its total and the table behind it. */

const { make, setState, setFailed } = window.AlmanacElements;
const { number, moment, date } = window.AlmanacNumbers;
const charts = window.AlmanacFanChart;
const MOST_IN_SELECT = 15;
const MOST_LISTED = 50;
const MOST_ROWS = 200;
const TYPING = 150; // ms after which names are searched for

/** Points of history that leave room to see the forecast. */
const recent = (view) => Math.max(90, view.forecast.at.length * 4);

// --- What is drawn --------------------------------------------------------------------------------

export const isEmpty = (data) => !data.items.some((item) => item.forecast.at.length || item.history.at.length);

export function prepare(drawing, draw) {
  const { element, data } = drawing;
  const itemsUrl = element.dataset.itemsUrl && (data.count ?? Infinity) > data.items.length ? element.dataset.itemsUrl : "";
  const known = new Map(data.items.map((item) => [String(item.item), item]));
  const first = data.items[0];
  const chosen = { item: first, wanted: String(first.item), step: data.step ?? "", whole: false, tested: true };
  drawing.fan = { draw: () => draw(drawing), itemsUrl, known, ...chosen };
  addTools(drawing);
  update(drawing);
}

/** The item in the step that is chosen: its own, or a coarser one. */
function viewOf({ fan }) {
  return fan.item.coarser?.find((one) => one.step === fan.step) ?? fan.item;
}

export function config(drawing, look) {
  const { data, fan } = drawing;
  const view = viewOf(drawing);
  return charts.fan(data, look, { view, step: fan.step, points: fan.whole ? Infinity : recent(view), tested: fan.tested });
}

/** How an item is called on the page: by its name, or by a word of ours. */
const sayItem = ({ fan }) => (name) => fan.known.get(name)?.label ?? name;

// --- Which item -----------------------------------------------------------------------------------

/** The address names one item: that of the page's first fan. */
export function whenDrawn(drawing) {
  if (document.querySelector('[data-block="fan"]') !== drawing.element) return;
  const follow = () => {
    const named = new URLSearchParams(location.hash.slice(1)).get("item");
    // Another anchor of the page is no wish for another item.
    if (named !== null || !location.hash) show(drawing, named ?? String(drawing.data.items[0].item));
  };
  drawing.fan.named = (name) => history.pushState(null, "", `#${new URLSearchParams({ item: name })}`);
  drawing.stopped = new AbortController();
  addEventListener("popstate", follow, { signal: drawing.stopped.signal });
  if (location.hash) follow();
}

function choose(drawing, name) {
  if (name === drawing.fan.wanted && drawing.element.dataset.state === "drawn") return;
  drawing.fan.named?.(name);
  show(drawing, name);
}

async function show(drawing, name) {
  const { element, fan } = drawing;
  fan.wanted = name;
  fan.pick?.(name);
  if (!fan.known.has(name)) {
    setState(element, "loading");
    try {
      fan.known.set(name, await fetchItem(fan.itemsUrl, name));
    } catch (failure) {
      if (fan.wanted === name) setFailed(element, failure.message, failure.final ? null : () => show(drawing, name));
      return;
    }
  }
  if (fan.wanted !== name) return; // Another was chosen meanwhile.
  setState(element, "drawn");
  if (fan.item === fan.known.get(name)) return;
  fan.item = fan.known.get(name);
  addSteps(drawing);
  change(drawing);
  fan.status.textContent = interpolate(gettext("Showing %(item)s."), { item: sayItem(drawing)(name) }, true);
}

async function fetchItem(itemsUrl, name) {
  const unknown = interpolate(gettext("There is no item “%(item)s” here."), { item: name }, true);
  if (!itemsUrl) throw Object.assign(new Error(unknown), { final: true });
  const address = new URL(`item?${new URLSearchParams({ name })}`, new URL(itemsUrl, location.href));
  let response;
  try {
    response = await fetch(address);
    if (response.ok) return await response.json();
  } catch {
    // Told below, as an answer that is none.
  }
  if (response?.status === 404) throw Object.assign(new Error(unknown), { final: true });
  throw new Error(interpolate(gettext("“%(item)s” could not be loaded."), { item: name }, true));
}

/** Everything that shows the item, anew. */
function change(drawing) {
  drawing.fan.draw();
  update(drawing);
}

// --- The tools ------------------------------------------------------------------------------------

function addTools(drawing) {
  const { element, data, fan } = drawing;
  fan.steps = make("div", { className: "segmented", role: "radiogroup", "aria-label": gettext("Step") });
  fan.testedBox = switchBox(gettext("Test on the past"), fan.tested, (on) => (fan.tested = on), drawing);
  fan.pastButton = make("button", { type: "button", className: "button small", onclick: () => togglePast(drawing) });
  fan.status = make("span", { className: "visually-hidden", role: "status" });
  const switches = make("div", { className: "drawing-switches" }, fan.steps, fan.testedBox, fan.pastButton);
  const several = data.items.length > 1 || fan.itemsUrl;
  element.prepend(make("div", { className: "drawing-tools" }, ...(several ? [itemPicker(drawing)] : []), switches, fan.status));
  addSteps(drawing);
}

function itemPicker(drawing) {
  const { element, data, fan } = drawing;
  const id = `${element.dataset.blockData}-item`;
  const label = data.item_label || gettext("Item");
  const [names, say] = [[...fan.known.keys()], sayItem(drawing)];
  if (!fan.itemsUrl && names.length <= MOST_IN_SELECT) {
    const options = names.map((name) => make("option", { value: name, textContent: say(name) }));
    const select = make("select", { id, onchange: () => choose(drawing, select.value) }, ...options);
    fan.pick = (name) => (select.value = name);
    return make("div", { className: "picker" }, make("label", { htmlFor: id, textContent: label }), select);
  }
  const count = fan.itemsUrl ? data.count : names.length;
  const hint = count ? interpolate(gettext("of %(count)s: type to search"), { count: number(count) }, true) : gettext("Type to search");
  const search = fan.itemsUrl ? searchThere(fan.itemsUrl) : searchHere(names, say);
  const delay = fan.itemsUrl ? TYPING : 0;
  const picker = new window.AlmanacPicker({ id, label, hint, chosen: names[0], delay, search, say, choose: (name) => choose(drawing, name) });
  fan.pick = (name) => picker.show(name);
  return picker.element;
}

const searchThere = (itemsUrl) => async (text, signal) => {
  const response = await fetch(`${itemsUrl}?${new URLSearchParams({ q: text, limit: MOST_LISTED })}`, { signal });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
};

const searchHere = (names, say) => async (text) => {
  const found = names.filter((name) => say(name).toLowerCase().includes(text.toLowerCase()));
  return { count: found.length, items: found.slice(0, MOST_LISTED) };
};

function stepName(step) {
  const names = {
    hour: gettext("Hours"), day: gettext("Days"), week: gettext("Weeks"), month: gettext("Months"),
    quarter: gettext("Quarters"), year: gettext("Years"),
  };
  return names[step] ?? gettext("Every step");
}

/** A switch for every step that the item is known in; where it is only its own, none. */
function addSteps(drawing) {
  const { element, data, fan } = drawing;
  const steps = [data.step ?? "", ...(fan.item.coarser ?? []).map((one) => one.step)];
  if (!steps.includes(fan.step)) fan.step = steps[0];
  const choice = (step) => {
    const radio = make("input", { type: "radio", name: `${element.dataset.blockData}-step`, value: step, checked: step === fan.step });
    radio.onchange = () => {
      fan.step = step;
      change(drawing);
    };
    return make("label", {}, radio, make("span", { textContent: stepName(step) }));
  };
  fan.steps.replaceChildren(...steps.map(choice));
  fan.steps.hidden = steps.length < 2;
}

function switchBox(text, on, set, drawing) {
  const box = make("input", { type: "checkbox", checked: on });
  box.onchange = () => {
    set(box.checked);
    change(drawing);
  };
  return make("label", { className: "drawing-switch" }, box, text);
}

function togglePast(drawing) {
  drawing.fan.whole = !drawing.fan.whole;
  change(drawing);
}

// --- Around the picture ---------------------------------------------------------------------------

function update(drawing) {
  const { element, fan } = drawing;
  const view = viewOf(drawing);
  fan.testedBox.hidden = !view.backtest?.at.length;
  fan.pastButton.hidden = view.history.at.length <= recent(view);
  fan.pastButton.textContent = fan.whole ? gettext("Show recent history") : gettext("Show all history");
  const canvas = element.querySelector("canvas");
  drawing.label ??= canvas.getAttribute("aria-label");
  drawing.subtitle = fan.pick ? sayItem(drawing)(String(fan.item.item)) : "";
  canvas.setAttribute("aria-label", fan.pick ? `${drawing.subtitle}. ${drawing.label}` : drawing.label);
  showTotal(drawing);
  showError(drawing);
  fillTable(drawing, view);
  if (!view.history.at.length && !view.forecast.at.length) setFailed(element, gettext("No data yet"));
}

function lineBelow(element, className) {
  const line = element.querySelector(`.${className}`) ?? make("p", { className });
  element.append(line);
  return line;
}

/** How far the test on the past was off for this item, where it was judged. */
function showError({ element, fan }) {
  const line = lineBelow(element, "drawing-error");
  const { wape, bias } = fan.item.rows ?? {};
  line.hidden = wape == null;
  const too = {
    "1": gettext("Tested on the past, it was off by %(error)s, and overall %(bias)s too high."),
    "-1": gettext("Tested on the past, it was off by %(error)s, and overall %(bias)s too low."),
  };
  const said = too[Math.sign(bias)] ?? gettext("Tested on the past, it was off by %(error)s.");
  line.textContent = interpolate(said, { error: number(wape, "percent"), bias: number(Math.abs(bias), "percent") }, true);
}

function showTotal({ element, data, fan }) {
  const { total } = fan.item;
  const line = lineBelow(element, "drawing-total");
  line.hidden = !total;
  if (!total) return;
  const [value, ranges] = charts.inDigits(total, data.levels.filter((level) => charts.known(total, level)));
  const range = ranges.length ? make("span", { className: "muted", textContent: ` (${ranges.join("; ")})` }) : "";
  line.replaceChildren(`${gettext("Total of the forecast:")} `, make("strong", { textContent: value }), range);
}

function fillTable({ section, fan, subtitle }, { forecast }) {
  const keys = [...section.querySelectorAll(".block-data th")].map((head) => head.dataset.key);
  const cell = (key, row) => {
    if (key === "item") return make("td", { textContent: subtitle });
    if (key === "at") return make("td", { className: "date", textContent: date(moment(forecast.at[row]), fan.step) });
    return make("td", { className: "number", textContent: number(forecast[key]?.[row]) });
  };
  const rows = forecast.at.slice(0, MOST_ROWS).map((_, row) => make("tr", {}, ...keys.map((key) => cell(key, row))));
  section.querySelector(".block-data tbody")?.replaceChildren(...rows);
  const more = section.querySelector(".table-more");
  if (!more) return;
  const [shown, total] = [rows.length, forecast.at.length];
  const said = gettext("The first %(shown)s of %(total)s rows are shown.");
  more.hidden = shown === total;
  more.textContent = interpolate(said, { shown: number(shown), total: number(total) }, true);
}

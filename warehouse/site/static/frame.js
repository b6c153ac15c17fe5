// What every page does: the language of the interface, chosen in the address (#lang=fr), else English.
"use strict";
const HRD = { up: document.documentElement.dataset.up || "", messages: {}, data: {}, waiting: {} };

// Files of data and messages are classic scripts that call this: a page opened from disk may not fetch.
HRD.give = (name, value) => {
  HRD.data[name] = value;
  for (const resolve of HRD.waiting[name] || []) resolve(value);
  delete HRD.waiting[name];
};

// The value that the script `file` (below the site) gives under `name`; the script is added once.
HRD.load = (name, file) =>
  new Promise((resolve, reject) => {
    if (name in HRD.data) return resolve(HRD.data[name]);
    const first = !(name in HRD.waiting);
    (HRD.waiting[name] ||= []).push(resolve);
    if (!first) return;
    const script = document.createElement("script");
    script.src = HRD.up + file;
    script.onerror = () => { delete HRD.waiting[name]; reject(new Error(`${file} could not be read`)); };
    document.head.append(script);
  });

HRD.state = () => new URLSearchParams(location.hash.slice(1));

// Writes `changes` (a null takes a key away) into the address without adding to the history.
HRD.setState = (changes) => {
  const state = HRD.state();
  for (const [key, value] of Object.entries(changes)) value ? state.set(key, value) : state.delete(key);
  const text = state.toString();
  history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
};

HRD.language = "en";
HRD.say = (key, values = {}) =>
  (HRD.messages[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

HRD.speak = async (language) => {
  const known = ["en", "es", "fr"].includes(language) ? language : "en";
  HRD.messages = await HRD.load(`messages.${known}`, `data/messages.${known}.js`);
  HRD.language = known;
  document.documentElement.lang = known;
  for (const element of document.querySelectorAll("[data-t]")) {
    const values = element.dataset.values ? HRD.valuesOf(element.dataset.values) : {};
    element.textContent = HRD.say(element.dataset.t, values);
  }
  for (const element of document.querySelectorAll("[data-t-label]")) element.setAttribute("aria-label", HRD.say(element.dataset.tLabel));
  for (const element of document.querySelectorAll("[data-t-placeholder]")) element.placeholder = HRD.say(element.dataset.tPlaceholder);
  for (const element of document.querySelectorAll("[data-number]"))
    element.textContent = HRD.format(element.dataset.form === "day" ? element.dataset.number : Number(element.dataset.number), element.dataset.form);
  for (const [name, type] of [["country", "region"], ["tongue", "language"]])
    for (const element of document.querySelectorAll(`[data-${name}]`)) element.textContent = HRD.nameOf(type, element.dataset[name]);
  document.dispatchEvent(new CustomEvent("hrd:language"));
};

// The name of a region or a language by its code, in the language of the page; the code where the browser knows no name.
HRD.nameOf = (type, code) => {
  try { return new Intl.DisplayNames([HRD.locale()], { type }).of(code); } catch { return code; }
};

// The words are British English, and so are days.
HRD.locale = () => (HRD.language === "en" ? "en-GB" : HRD.language);

// What fills a sentence: `{"n": [2922, "number"], "share": [[0.25, 0.26], "percent"], "first": "2018"}`; texts stay as they are.
HRD.valuesOf = (json) =>
  Object.fromEntries(Object.entries(JSON.parse(json)).map(([name, value]) => [name, Array.isArray(value) ? HRD.format(...value) : value]));

// A number, or the two ends of a range, as the language writes it: `number`, `percent` of a share, `points` of a difference of shares, `size` of one without its sign, `day` of an ISO date.
HRD.format = (value, form) => {
  if (Array.isArray(value)) {
    const [first, last] = value.map((end) => HRD.format(end, form));
    return first === last ? first : `${first.replace(/\s*%$/, "")}–${last}`;
  }
  if (form === "day") return new Intl.DateTimeFormat(HRD.locale(), { dateStyle: "long", timeZone: "UTC" }).format(new Date(value));
  if (form === "percent") return new Intl.NumberFormat(HRD.language, { style: "percent", maximumFractionDigits: 0 }).format(value);
  if (form === "points") return new Intl.NumberFormat(HRD.language, { maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value * 100).replace("-", "−");
  return new Intl.NumberFormat(HRD.language, { maximumFractionDigits: 0 }).format(form === "size" ? value * 100 : value);
};

// Scrolls to the place that an address such as #find or #find=&lang=fr names; again when the page has grown, until the reader moves.
HRD.goToPlace = () => {
  const place = [...HRD.state()].find(([key, value]) => !value && document.getElementById(key));
  if (place && !HRD.touched) document.getElementById(place[0]).scrollIntoView({ behavior: "instant" });
};

document.addEventListener("DOMContentLoaded", () => {
  const chooser = document.getElementById("language");
  const chosen = HRD.state().get("lang");
  chooser?.addEventListener("change", () => {
    HRD.setState({ lang: chooser.value === "en" ? null : chooser.value });
    HRD.speak(chooser.value);
  });
  // An address pasted into a page that is open already reads nothing anew.
  addEventListener("hashchange", () => {
    const wanted = HRD.state().get("lang") ?? "en";
    if (wanted === HRD.language) return;
    if (chooser) chooser.value = wanted;
    HRD.speak(wanted);
  });
  // The address holds the view: going past the navigation must not replace it.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  // Links within the site keep the language.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || HRD.language === "en" || /^(https?:|mailto:|#)/.test(link.getAttribute("href"))) return;
    if (!/\.html(#|$)/.test(link.getAttribute("href"))) return;
    const address = new URL(link.href);
    const state = new URLSearchParams(address.hash.slice(1));
    state.set("lang", HRD.language);
    address.hash = state.toString();
    link.href = address.href;
  });
  for (const event of ["wheel", "keydown", "pointerdown", "touchstart"])
    addEventListener(event, () => { HRD.touched = true; }, { once: true, passive: true });
  HRD.goToPlace();
  if (chosen && chosen !== "en") {
    if (chooser) chooser.value = chosen;
    HRD.speak(chosen);
  }
});

// Parts of pages that are made in the browser: elements, tables, files to save, texts to copy.
"use strict";
HRD.element = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
  element.append(...children.filter((child) => child != null));
  return element;
};

HRD.objects = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

// A spreadsheet must not run a text as a formula; published texts already carry an apostrophe where they would.
HRD.csv = (columns, rows) => {
  const cell = (value) => {
    let text = value == null ? "" : String(value);
    if (typeof value === "string" && /^[=+\-@\t\r＝＋－＠]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
};

HRD.save = (name, content, type) => {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  HRD.element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

HRD.copy = async (text, button) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page opened from disk may have no clipboard of its own.
    const area = HRD.element("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const before = button.textContent;
  button.textContent = HRD.say("copied");
  setTimeout(() => { button.textContent = before; }, 1500);
};

HRD.table = (columns, rows) =>
  HRD.element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": HRD.say("tool_table") },
    HRD.element("table", {},
      HRD.element("thead", {}, HRD.element("tr", {},
        ...columns.map(([title, , form]) => HRD.element("th", { scope: "col", class: form ? "number" : null }, HRD.say(title))))),
      HRD.element("tbody", {}, ...rows.map((row) => HRD.element("tr", {},
        ...columns.map(([, read, form]) => {
          const value = typeof read === "function" ? read(row) : row[read];
          if (value instanceof Node) return HRD.element("td", {}, value);
          return HRD.element("td", { class: form ? "number" : null },
            value == null ? "–" : form ? HRD.format(value, form) : String(value));
        }))))));

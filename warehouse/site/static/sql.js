// Asks the release in SQL: DuckDB-Wasm in a worker, over the release's own database file. Nothing is loaded before it is asked for.
"use strict";
(() => {
  const FILE = "hrd-awards.duckdb";
  const SHOWN = 500;
  const at = (id) => document.getElementById(id);
  let facts, database, answer;

  // The worker speaks in numbered messages; each task is answered once.
  const connected = (worker) => {
    let next = 1;
    const waiting = new Map();
    worker.onmessage = ({ data }) => {
      const task = waiting.get(data.requestId);
      if (!task || data.type === "INSTANTIATE_PROGRESS" || data.type === "LOG") return;
      waiting.delete(data.requestId);
      if (data.type === "ERROR") task.reject(new Error(data.data.message));
      else task.resolve(data.data);
    };
    worker.onerror = (event) => { for (const task of waiting.values()) task.reject(new Error(event.message)); };
    return (type, data, transfer = []) => new Promise((resolve, reject) => {
      waiting.set(next, { resolve, reject });
      worker.postMessage({ messageId: next++, type, data }, transfer);
    });
  };

  const fetched = async (address, integrity) => {
    const response = await fetch(address, integrity ? { integrity } : {});
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    return response;
  };

  const start = async () => {
    const [worker, wasm] = await Promise.all(facts.files.map(async (file) => (await fetched(facts.from + file.name, file.integrity)).blob()));
    // From a blob the worker runs under the policy of this page: it can reach nobody either.
    const ask = connected(new Worker(URL.createObjectURL(new Blob([worker], { type: "text/javascript" }))));
    await ask("INSTANTIATE", [URL.createObjectURL(new Blob([wasm], { type: "application/wasm" })), null]);
    await ask("OPEN", { path: ":memory:", query: { castBigIntToDouble: true } });
    const connection = await ask("CONNECT", null);
    const bytes = new Uint8Array(await (await fetched(`${HRD.up}../${FILE}`)).arrayBuffer());
    await ask("REGISTER_FILE_BUFFER", [FILE, bytes], [bytes.buffer]);
    const run = (query) => ask("RUN_QUERY", [connection, query]);
    for (const setting of ["autoinstall_known_extensions = false", "autoload_known_extensions = false"]) await run(`SET ${setting}`);
    await run(`ATTACH '${FILE}' AS release (READ_ONLY)`);
    await run("USE release");
    return async (query) => {
      const only = query.trim().replace(/;\s*$/, "");
      // Answers come as CSV, which needs no further library to be read.
      await run(`COPY (SELECT * FROM (\n${only}\n)) TO 'answer.csv' (HEADER)`);
      const text = new TextDecoder().decode(await ask("COPY_FILE_TO_BUFFER", "answer.csv"));
      await ask("DROP_FILE", "answer.csv");
      return text;
    };
  };

  const parse = (text) => {
    const rows = [];
    let row = [], cell = "", quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const letter = text[i];
      if (quoted) {
        if (letter !== '"') cell += letter;
        else if (text[i + 1] === '"') { cell += '"'; i += 1; }
        else quoted = false;
      } else if (letter === '"') quoted = true;
      else if (letter === ",") { row.push(cell); cell = ""; }
      else if (letter === "\n") { rows.push([...row, cell.replace(/\r$/, "")]); row = []; cell = ""; }
      else cell += letter;
    }
    if (cell || row.length) rows.push([...row, cell]);
    return rows;
  };

  // What DuckDB says of a query, about the lines that were typed and not those put around them; it says where twice.
  const mistakes = (message) => {
    const parts = message.replace(/LINE (\d+)/g, (_, line) => `LINE ${line - 1}`).split(/\n\n+/);
    return [...new Set(parts.map((part) => part.trimEnd()))].filter(Boolean);
  };

  const run = async () => {
    if (!at("query").value.trim()) return;
    at("run").disabled = true;
    try {
      answer = await database(at("query").value);
      const [columns, ...rows] = parse(answer);
      at("outcome").textContent = HRD.say("sql_rows", { n: HRD.format(rows.length, "number") });
      const numeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => row[i] === "" || /^-?[\d.eE+]+$/.test(row[i])));
      const save = HRD.element("button", { type: "button" }, "CSV");
      save.addEventListener("click", () => HRD.save("answer.csv", "\ufeff" + HRD.csv(columns, rows), "text/csv"));
      at("answer").replaceChildren(
        HRD.element("div", { class: "wide", tabindex: "0", role: "group", "aria-label": HRD.say("tool_table") },
          HRD.element("table", {},
            HRD.element("thead", {}, HRD.element("tr", {}, ...columns.map((name, i) => HRD.element("th", { scope: "col", class: numeric[i] ? "number" : null }, name)))),
            HRD.element("tbody", {}, ...rows.slice(0, SHOWN).map((row) => HRD.element("tr", {},
              ...row.map((cell, i) => HRD.element("td", { class: numeric[i] ? "number" : null }, cell))))))), save);
    } catch (error) {
      const [first, ...where] = mistakes(error.message);
      at("outcome").textContent = first;
      at("answer").replaceChildren(...(where.length ? [HRD.element("pre", { tabindex: "0" }, where.join("\n\n"))] : []));
    }
    at("run").disabled = false;
  };

  const tell = () => {
    const size = `${Math.round(facts.files.reduce((sum, file) => sum + file.bytes, 0) / 1e6)} MB`;
    at("from-where").textContent = HRD.say(facts.local ? "sql_local" : "sql_cdn", { size, version: facts.version, host: facts.host });
  };

  document.addEventListener("DOMContentLoaded", () => {
    facts = HRD.data.database;
    if (!Object.keys(HRD.messages).length) HRD.messages = HRD.data["messages.en"];
    tell();
    document.addEventListener("hrd:language", tell);
    const fromDisk = location.protocol === "file:";
    at("from-disk").hidden = !fromDisk;
    at("start").disabled = fromDisk;
    const questions = HRD.data.questions;
    at("question").replaceChildren(...Object.keys(questions).map((name) => HRD.element("option", {}, name)));
    const take = () => { at("query").value = questions[at("question").value]; };
    take();
    at("question").addEventListener("change", take);
    at("asking").addEventListener("submit", (event) => { event.preventDefault(); if (database) run(); });
    at("start").addEventListener("click", async () => {
      at("start").disabled = true;
      at("said").textContent = HRD.say("sql_starting");
      try {
        database = await start();
        const [, ...tables] = parse(await database("SELECT table_name FROM duckdb_tables() WHERE database_name = 'release'"));
        at("said").textContent = HRD.say("sql_ready", { n: HRD.format(tables.length, "number") });
        at("run").disabled = false;
        document.documentElement.dataset.database = "ready";
      } catch (error) {
        at("said").textContent = HRD.say("sql_failed", { reason: error.message });
        at("start").disabled = false;
      }
    });
  });
})();

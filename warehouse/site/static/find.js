// Find and check: the list of recognitions, its filters, and what stands behind each row. How words are found is in search.js.
"use strict";
(() => {
  const PAGE = 50;
  const FILTERS = ["award", "kind", "country", "focus", "corroboration", "from", "to"];
  const COLLECTIVE = new Set(["organization", "network", "community", "movement", "group"]);
  const INDIVIDUAL = new Set(["person", "people"]);
  const modeOf = (kind) => (COLLECTIVE.has(kind) ? "collective" : INDIVIDUAL.has(kind) ? "individual" : kind === "institution" ? "institutional" : "mixed");
  let rows, byId, list, index, about, shownRows = [], shownCount = PAGE;
  const at = (id) => document.getElementById(id);

  const countryName = (code) => {
    if (list.ended[code]) return list.ended[code];
    return HRD.nameOf("region", code);
  };

  const read = (data) => {
    const { columns, awards } = data;
    return columns.slug.map((slug, number) => {
      const award = columns.award[number];
      return {
        number, id: `${awards.award_id[award]}-${columns.year[number]}-${slug}`, award: awards.award_id[award], awardName: awards.name[award],
        nativeName: awards.native_name[award] ?? "",
        focus: awards.focus[award] ?? "none", year: columns.year[number], name: columns.name[number], kind: data.kinds[columns.kind[number]],
        status: data.statuses[columns.status[number]], corroboration: data.corroborations[columns.corroboration[number]],
        countries: columns.places[number] < 0 ? [] : data.places[columns.places[number]].split("; "),
        url: data.urls[columns.url[number]], recipient: columns.recipient[number], forms: columns.forms[number],
      };
    });
  };

  const wanted = () => {
    const state = HRD.state();
    return Object.fromEntries(["q", ...FILTERS].map((name) => [name, state.get(name) ?? ""]));
  };

  HRD.find = (want) => {
    const fits = (row) =>
      (!want.award || row.award === want.award) &&
      (!want.kind || row.kind === want.kind || modeOf(row.kind) === want.kind.slice(1)) &&
      (!want.country || row.countries.includes(want.country)) &&
      (!want.focus || row.focus === want.focus) &&
      (!want.corroboration || row.corroboration === want.corroboration) &&
      (!/^\d{4}$/.test(want.from) || row.year >= Number(want.from)) &&
      (!/^\d{4}$/.test(want.to) || row.year <= Number(want.to));
    const found = want.q ? HRD.search.search(index, want.q) : null;
    return (found ? found.map((number) => rows[number]) : rows).filter(fits);
  };

  const permalink = (id) => {
    const address = new URL(location.href);
    const state = new URLSearchParams({ open: id });
    if (HRD.language !== "en") state.set("lang", HRD.language);
    address.hash = state.toString();
    return address.href;
  };

  // The place of a copy on somebody's disk leads nobody anywhere, and tells whose disk it is.
  const citation = (row) =>
    `${row.name}, ${row.awardName} ${row.year} (${row.id}). In: ${about.citation}${location.protocol === "file:" ? "" : ` ${permalink(row.id)}`}`;

  const link = (address, text) =>
    /^https?:\/\//.test(address ?? "") ? HRD.element("a", { href: address, rel: "noopener noreferrer" }, text) : document.createTextNode(text);

  const facts = (pairs) =>
    HRD.element("dl", {}, ...pairs.filter(([, value]) => value != null && value !== "").flatMap(([title, value]) =>
      [HRD.element("dt", {}, HRD.say(title)), HRD.element("dd", {}, value)]));

  const valueOf = (field, value) => (field === "country" ? (value ?? "–").split("; ").map(countryName).join(", ") : value);

  const proof = (row, award) => {
    const known = award.rows[row.id] ?? {};
    const said = (known.said ?? []).map(([source, says, place, outcome, hash]) => ({ source, says, place, outcome, hash }));
    const kind = HRD.say("proof_title", {
      kind: HRD.say(`kind_${row.kind}`), basis: HRD.say(`proof_${known.basis}`), reason: known.reason,
      confidence: HRD.say("proof_confidence", { p: HRD.format(known.confidence, "percent") }),
    });
    const sourceOf = (one) => {
      const source = award.sources[one.source] ?? {};
      const host = (source.url ?? one.source).replace(/^https?:\/\/(www\.)?/, "").replace(/\/.*$/, "");
      const notes = [source.kind && HRD.say(`sort_${source.kind}`), source.language && HRD.nameOf("language", source.language),
        source.seen_on && HRD.say("proof_seen", { day: HRD.format(source.seen_on, "day") }),
        source.origin === "transcription" || source.origin === "cited" ? HRD.say("proof_unchecked") : source.origin && HRD.say(`came_${source.origin}`)];
      return HRD.element("span", {}, link(source.url, host), HRD.element("br"),
        HRD.element("span", { class: "small quiet" }, notes.filter(Boolean).join(", ")));
    };
    const hash = (one) => HRD.element("code", {}, one.hash);
    const parts = [
      facts([["proof_kind", kind], ["proof_as_published", known.published], ["proof_category", known.category],
        ["proof_place", known.place], ["proof_persons", known.persons], ["proof_affiliation", known.affiliation],
        ["proof_annotations", known.annotations?.split("; ").map((one) => HRD.say(`annotation_${one}`)).join("; ")], ["proof_status", row.status === "awarded" ? null : HRD.say(`status_${row.status}`)],
        ["column_sources", HRD.say(`corroboration_${row.corroboration}`)]]),
      HRD.element("h3", {}, HRD.say("proof_statements")),
      HRD.table([["proof_source", sourceOf], ["proof_says", "says"], ["proof_where", "place"],
        ["proof_outcome", (one) => HRD.say(`outcome_${one.outcome.replaceAll(" ", "_")}`)], ["proof_hash", hash]], said),
    ];
    if (known.conflicts) {
      parts.push(HRD.element("h3", {}, HRD.say("proof_conflicts")),
        HRD.element("ul", {}, ...known.conflicts.map(([field, ours, theirs, resolution]) =>
          HRD.element("li", {}, HRD.say("proof_conflict", {
            field: HRD.say(`field_${field}`), ours: valueOf(field, ours), theirs: valueOf(field, theirs),
            resolution: HRD.say(`settled_${resolution.replaceAll(" ", "_")}`),
          })))));
    }
    const button = (key, act) => {
      const made = HRD.element("button", { type: "button" }, HRD.say(key));
      made.addEventListener("click", () => act(made));
      return made;
    };
    const report = button("row_report", (made) => {
      const lines = [row.id, `${row.name} | ${row.awardName} | ${row.year} | ${row.kind}`, `release ${about.version}`, row.url].join("\n");
      const area = HRD.element("textarea", { rows: "4", readonly: "", "aria-label": HRD.say("row_report") });
      area.value = lines;
      made.replaceWith(HRD.element("div", { class: "report" }, HRD.element("p", { class: "small" }, HRD.say("report_text")), area));
      area.focus();
    });
    const links = [HRD.element("a", { href: permalink(row.id) }, HRD.say("row_permalink")),
      HRD.element("a", { href: `awards/${row.award}.html` }, HRD.say("row_award_page"))];
    if (list.repeated.has(row.recipient)) links.push(HRD.element("a", { href: `recipients/${row.recipient}.html` }, HRD.say("row_recipient_page")));
    parts.push(HRD.element("p", { class: "acts" }, ...links, button("row_cite", (made) => HRD.copy(citation(row), made)), report));
    return HRD.element("div", { class: "proof" }, ...parts);
  };

  const open = async (row, details) => {
    if (details.querySelector(".proof, .note")) return;
    const waiting = HRD.element("p", { class: "quiet" }, HRD.say("loading"));
    details.append(waiting);
    try {
      const award = await HRD.load(`of.${row.award}`, `data/of/${row.award}.js`);
      waiting.replaceWith(proof(row, award));
    } catch {
      waiting.replaceWith(HRD.element("p", { class: "note" }, HRD.say("load_failed")));
    }
  };

  const rowOf = (row) => {
    const places = row.countries.map(countryName).join(", ");
    const summary = HRD.element("summary", {},
      HRD.element("span", { class: "year" }, String(row.year)),
      HRD.element("span", { class: "who" }, HRD.element("strong", { dir: "auto" }, row.name),
        HRD.element("span", { class: "quiet" }, ` ${[row.awardName, places, row.status === "awarded" ? "" : HRD.say(`status_${row.status}`)].filter(Boolean).join(" · ")}`)),
      HRD.element("span", { class: `kind ${modeOf(row.kind)}` }, HRD.say(`kind_${row.kind}`)));
    const details = HRD.element("details", { id: `row-${row.id}` }, summary);
    details.addEventListener("toggle", () => {
      if (details.open) open(row, details);
      const state = HRD.state();
      if (details.open) HRD.setState({ open: row.id });
      else if (state.get("open") === row.id) HRD.setState({ open: null });
    });
    return details;
  };

  const list_ = () => {
    const holder = at("results");
    const parts = shownRows.slice(0, shownCount).map(rowOf);
    if (shownRows.length > shownCount) {
      const more = HRD.element("button", { type: "button" }, HRD.say("found_more"));
      more.addEventListener("click", () => {
        const from = shownCount;
        shownCount += PAGE;
        list_();
        holder.querySelectorAll("summary")[from]?.focus();
      });
      parts.push(HRD.element("p", {}, more));
    }
    holder.replaceChildren(...parts);
  };

  const show = (first = null) => {
    const found = HRD.find(wanted());
    shownRows = first ? [first, ...found.filter((one) => one !== first)] : found;
    shownCount = PAGE;
    const n = HRD.format(shownRows.length, "number");
    at("count").textContent = HRD.say(["found_none", "found_one"][shownRows.length] ?? "found_count", { n });
    const take = document.querySelector("#find .take");
    const csv = HRD.element("button", { type: "button" }, HRD.say("found_csv", { n }));
    csv.addEventListener("click", () => HRD.save("recognitions.csv", "\ufeff" + HRD.shownCsv(), "text/csv"));
    const share = HRD.element("button", { type: "button" }, HRD.say("found_share"));
    share.addEventListener("click", () => HRD.copy(location.href, share));
    take.replaceChildren(csv, share);
    csv.hidden = !shownRows.length;
    list_();
  };

  HRD.shownCsv = () =>
    HRD.csv(["recognition_id", "award_id", "award", "year", "name", "kind", "mode", "country_codes", "status", "corroboration", "recipient_id", "source_url", "release"],
      shownRows.map((row) => [row.id, row.award, row.awardName, row.year, row.name, row.kind, modeOf(row.kind), row.countries.join("; "), row.status,
        row.corroboration, row.recipient, row.url, about.version]));

  const fill = () => {
    const want = wanted();
    const option = (value, text) => HRD.element("option", { value }, text);
    const sorted = (pairs) => pairs.sort(([, one], [, other]) => one.localeCompare(other, HRD.language)).map(([value, text]) => option(value, text));
    const distinct = (values) => [...new Set(values)];
    const choices = {
      award: sorted(list.awards.award_id.map((id, i) => [id, list.awards.name[i]])),
      kind: [option("*collective", HRD.say("filter_collective")), option("*individual", HRD.say("filter_individual")),
        ...list.kinds.map((kind) => option(kind, HRD.say(`kind_${kind}`)))],
      country: sorted(distinct(rows.flatMap((row) => row.countries)).map((code) => [code, countryName(code)])),
      focus: sorted(distinct(rows.map((row) => row.focus)).map((focus) => [focus, HRD.say(`focus_${focus}`)])),
      corroboration: list.corroborations.map((word) => option(word, HRD.say(`corroboration_${word}`))),
    };
    for (const [name, options] of Object.entries(choices)) at(`filter-${name}`).replaceChildren(option("", HRD.say("filter_any")), ...options);
    for (const name of FILTERS) at(`filter-${name}`).value = want[name];
    at("words").value = want.q;
  };

  const openWanted = () => {
    const id = HRD.state().get("open");
    const row = id && byId.get(id);
    if (!row) return;
    if (!at(`row-${id}`)) show(row);
    const details = at(`row-${id}`);
    details.open = true;
    details.scrollIntoView({ block: "start" });
    details.querySelector("summary").focus({ preventScroll: true });
  };

  const begin = async () => {
    const [data, overview] = await Promise.all([HRD.load("recognitions", "data/recognitions.js"), HRD.load("overview", "data/overview.js")]);
    about = overview.about;
    list = { ...data, repeated: new Set(data.repeated) };
    rows = read(data);
    byId = new Map(rows.map((row) => [row.id, row]));
    index = HRD.search.index(rows.map((row) => `${row.name} ${row.forms} ${row.awardName} ${row.nativeName} ${row.year}`));
    fill();
    show();
    const form = at("finder");
    form.addEventListener("submit", (event) => event.preventDefault());
    let timer;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        HRD.setState({ q: at("words").value.trim(), open: null, ...Object.fromEntries(FILTERS.map((name) => [name, at(`filter-${name}`).value])) });
        show();
      }, 60);
    });
    form.addEventListener("reset", () => {
      HRD.setState({ q: null, open: null, ...Object.fromEntries(FILTERS.map((name) => [name, null])) });
      setTimeout(() => { fill(); show(); });
    });
    addEventListener("hashchange", () => { fill(); show(); openWanted(); });
    document.addEventListener("hrd:language", () => { fill(); show(); openWanted(); });
    document.documentElement.dataset.rows = String(rows.length);
    HRD.goToPlace();
    openWanted();
  };
  document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() => setTimeout(begin)));
})();

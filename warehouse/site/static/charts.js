// Draws the charts of the page from data/overview.js, with their tables and downloads. Specifications are in specs.js.
"use strict";
HRD.views = {};

(() => {
  const LOCALES = {
    en: undefined,
    es: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " €"], percent: "\u00a0%" },
    fr: { decimal: ",", thousands: "\u202f", grouping: [3], currency: ["", " €"], percent: "\u202f%" },
  };
  const STACKED = ["community", "movement", "organization", "network", "group", "institution", "mixed", "people", "person"];
  const BOUNDS = [["tip_low", "low", "percent"], ["tip_high", "high", "percent"], ["tip_ci_low", "ci_low", "percent"],
    ["tip_ci_high", "ci_high", "percent"], ["tip_count_low", "count_low", "number"], ["tip_count_high", "count_high", "number"],
    ["tip_n", "denominator", "number"]];
  const span = (row) => (row.period === row.end ? String(row.period) : `${row.period}–${String(row.end).slice(2)}`);
  const every = (step, begin, end) => Array.from({ length: 1 + Math.ceil((end - 1800) / step) }, (_, i) => 1800 + i * step).filter((year) => year >= begin && year <= end);
  // Where there is little room, the number of a window that has only begun stands beside its narrow bar, away from the one before.
  const aside = (row, width) => (width <= 500 && row.end - row.period < 4 ? 1.2 : 0);
  const slug = (text) => text.replaceAll(/[ -]/g, "_");
  let overview, specs, awardNames;

  const chosen = () => ({ measure: HRD.state().get("measure") || "collective", panel: HRD.state().get("panel") || "all" });
  const shown = (name) => HRD.objects(overview[name]);
  const shares = () => {
    const { measure, panel } = chosen();
    return shown("share").filter((row) => row.measure === measure && row.panel === panel);
  };
  const wholeWindows = (rows) => rows.filter((row) => row.period_type === "five years" && row.end - row.period === 4);

  // name -> what it draws: datasets of its specification, size, and the table that says the same.
  const CHARTS = {
    share: {
      rows: () => shares().filter((row) => row.period_type === "five years"),
      columns: [["tip_years", span], ...BOUNDS, ["tip_awards", "awards", "number"], ["tip_editions", "editions", "number"],
        ["tip_due", "editions_due", "number"], ["tip_coverage", "coverage", "percent"]],
      prepare(spec, width) {
        const rows = shares().filter((row) => row.period >= overview.about.begin);
        const windows = rows.filter((row) => row.period_type === "five years").map((row) => ({
          ...row, middle: (row.period + row.end) / 2, centre: (row.low + row.high) / 2,
          bar_begin: row.period - 0.4, bar_end: row.end + 0.4, period_label: span(row),
          coverage_at: (row.period + row.end) / 2 + aside(row, width),
        }));
        const last = wholeWindows(windows).slice(-1);
        const top = Math.max(...windows.map((row) => row.ci_high), 0.1);
        spec.datasets = {
          windows,
          years: rows.filter((row) => row.period_type === "year"),
          labels: last.map((row) => ({ ...row, text: HRD.format([row.low, row.high], "percent") })),
          marks: [{ year: 2018, text: HRD.say("mark_label") }],
        };
        spec.params = [
          { name: "years_shown", value: [overview.about.begin - 1, Math.max(...windows.map((row) => row.end)) + 1.5] },
          { name: "shares_shown", value: [0, Math.min(1, Math.round((top + 0.05) * 10) / 10)] },
        ];
        if (width <= 500) spec.vconcat[1].layer[1].mark.fontSize = 9.5;
        const labelled = every(width > 500 ? 5 : 10, overview.about.begin, lastYear());
        for (const part of spec.vconcat) {
          part.width = width - 50;
          for (const { encoding } of part.layer) if (encoding.x.axis) encoding.x.axis.values = labelled;
        }
      },
      alt() {
        const last = wholeWindows(shares()).at(-1);
        if (!last) return HRD.say("share_title");
        return HRD.say("share_alt", {
          period: `${last.period}–${last.end}`, share: HRD.format([last.low, last.high], "percent"),
          n: HRD.format(last.denominator, "number"),
        });
      },
    },
    kinds: {
      rows: () => shown("kinds"),
      columns: [["tip_years", span], ["tip_kind", (row) => HRD.say(`kind_${row.kind}`)], ["tip_count", "count", "number"],
        ["tip_n", "denominator", "number"], ["tip_share", "share", "percent"]],
      prepare(spec, width) {
        spec.datasets = { rows: this.rows().map((row) => ({
          ...row, period_label: span(row), kind_label: HRD.say(`kind_${row.kind}`), kind_order: STACKED.indexOf(row.kind),
        })) };
        const beside = width > 600;
        spec.width = width - (beside ? 250 : 50);
        Object.assign(spec.encoding.color.legend, beside ? { orient: "right" } : { orient: "bottom", columns: 2 });
      },
    },
    grid: {
      rows: () => shown("grid"),
      columns: [["tip_award", (row) => awardNames.get(row.award_id)], ["tip_year", (row) => String(row.year)],
        ["tip_honoured", (row) => HRD.say(`honoured_${slug(row.honoured)}`)], ["mode_individual", "individual", "number"],
        ["mode_collective", "collective", "number"], ["mode_mixed", "mixed", "number"], ["mode_institutional", "institutional", "number"]],
      prepare(spec, width) {
        const order = new Map([...awardNames.values()].sort((a, b) => a.localeCompare(b, HRD.language)).map((name, i) => [name, i]));
        // A phone has room for the latest years; the table has all of them.
        const begin = width > 600 ? overview.about.begin : Math.max(overview.about.begin, lastYear() - 16);
        spec.datasets = { rows: this.rows().filter((row) => row.year >= begin).map((row) => {
          const award = awardNames.get(row.award_id);
          return { ...row, award, award_order: order.get(award), honoured_label: HRD.say(`honoured_${slug(row.honoured)}`) };
        }) };
        spec.encoding.y.axis.labelLimit = width > 600 ? 300 : 170;
        spec.encoding.x.axis.values = every(5, begin, lastYear());
        spec.encoding.color.legend.columns = width > 600 ? 5 : 1;
        spec.width = { step: Math.max(9, Math.floor((width - 310) / (lastYear() - begin + 1))) };
      },
    },
    regions: dots("regions", (row) => HRD.say(`region_${row.part}`)),
    focuses: dots("focuses", (row) => HRD.say(`focus_${row.part}`)),
    awards: dots("awards", (row) => row.name, [["tip_eligibility", (row) => HRD.say(`eligibility_${row.eligibility}`)],
      ["tip_editions", "editions", "number"], ["tip_due", "editions_due", "number"], ["tip_coverage", "coverage", "percent"]]),
  };

  function dots(name, label, more = []) {
    return {
      rows: () => shown(name),
      columns: [[`${name}_part`, label], ...BOUNDS, ...more],
      prepare(spec, width) {
        const rows = this.rows();
        spec.datasets = { rows: rows.map((row, order) => ({
          ...row, order, label: label(row), n_label: HRD.format(row.denominator, "number"),
        })) };
        const limit = width > 1000 ? 420 : width > 600 ? 260 : 130;
        const top = Math.min(1, Math.ceil(Math.max(...rows.map((row) => row.ci_high), 0) * 10 + 0.3) / 10);
        for (const { encoding } of spec.layer) {
          encoding.x.scale.domain = [0, top];
          if (encoding.y.axis) encoding.y.axis.labelLimit = limit;
        }
        const longest = Math.max(...rows.map((row) => label(row).length), 0) * 6.6;
        spec.width = Math.min(620, width - Math.min(limit, longest) - 60);
      },
    };
  }

  const lastYear = () => Math.max(...shown("grid").map((row) => row.year), overview.about.begin);

  // Every "@key" of a specification in the words of the language.
  const worded = (part) => {
    if (typeof part === "string") return part.startsWith("@") ? HRD.say(part.slice(1)) : part;
    if (Array.isArray(part)) return part.map(worded);
    if (part && typeof part === "object") return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, worded(value)]));
    return part;
  };

  const library = () =>
    window.vegaEmbed ? Promise.resolve() : new Promise((resolve, reject) => {
      const script = HRD.element("script", { src: `${HRD.up}assets/vega.js` });
      script.onload = resolve;
      script.onerror = () => reject(new Error("vega.js could not be read"));
      document.head.append(script);
    });

  const titleOf = (name) =>
    HRD.say(name === "share" && chosen().measure !== "collective" ? `measure_${chosen().measure}` : `${name}_title`);

  HRD.draw = async (name) => {
    const figure = document.getElementById(`chart-${name}`);
    const holder = figure.querySelector(".drawing");
    const chart = CHARTS[name];
    holder.setAttribute("aria-label", chart.alt ? chart.alt() : HRD.say(`${name}_alt`));
    figure.querySelector("h2").textContent = titleOf(name);
    if (figure.querySelector(".tools details[open]")) tabulate(name, figure);
    await library();
    const spec = worded(structuredClone(specs[name]));
    chart.prepare(spec, holder.clientWidth);
    // Drawn aside, then put in place, so that the page does not jump.
    const aside = HRD.element("div");
    const made = await window.vegaEmbed(aside, spec, {
      renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true },
      formatLocale: LOCALES[HRD.language],
    });
    HRD.views[name]?.finalize();
    HRD.views[name] = made.view;
    holder.replaceChildren(aside);
    figure.dataset.drawn = HRD.language;
  };

  const tabulate = (name, figure) => {
    const details = figure.querySelector(".tools details");
    details.querySelector(".wide")?.remove();
    details.append(HRD.table(CHARTS[name].columns, CHARTS[name].rows()));
  };

  HRD.chartRows = (name) => CHARTS[name].rows();

  // The drawing as a file of its own needs it: colours written out, and its title above and where it comes from below.
  const svgOf = async (name) => {
    const style = getComputedStyle(document.documentElement);
    const colourOf = (variable) => style.getPropertyValue(variable).trim();
    const drawn = (await HRD.views[name].toSVG()).replaceAll(/var\((--[a-z]+)\)/g, (_, variable) => colourOf(variable));
    const inner = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
    const part = (tag, attributes, ...children) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.append(...children);
      return made;
    };
    const width = Number(inner.getAttribute("width")), height = Number(inner.getAttribute("height"));
    const line = (words, y, size, colour, weight = "normal") =>
      part("text", { x: 8, y, "font-family": "Liberation Sans, Arial, Helvetica, sans-serif", "font-size": size, "font-weight": weight, fill: colourOf(colour) }, words);
    const titles = broken(titleOf(name), width / 10).map((words, i) => line(words, 24 + 22 * i, 18, "--ink", "bold"));
    const { panel } = chosen();
    if (name === "share" && panel !== "all") titles.push(line(HRD.say(`panel_${slug(panel)}`), 24 + 22 * titles.length, 14, "--ink"));
    const top = 12 + 22 * titles.length;
    inner.setAttribute("y", top);
    const whole = part("svg", { width, height: top + height + 26, viewBox: `0 0 ${width} ${top + height + 26}` },
      part("rect", { width: "100%", height: "100%", fill: colourOf("--paper") }), ...titles, inner,
      line(HRD.say("source_line", { version: overview.about.version }), top + height + 16, 11, "--quiet"));
    return new XMLSerializer().serializeToString(whole);
  };

  // `text` in lines of about `most` letters.
  const broken = (text, most) => text.split(" ").reduce((lines, word) => {
    const last = lines.at(-1);
    return last && last.length + word.length < most ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
  }, []);

  const savePng = async (name) => {
    const svg = await svgOf(name);
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await picture.decode();
    const canvas = HRD.element("canvas", { width: picture.width * 2, height: picture.height * 2 });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => HRD.save(`${name}.png`, blob, "image/png"), "image/png");
  };

  const toolsOf = (name, figure) => {
    const holder = figure.querySelector(".tools");
    const wasOpen = holder.querySelector("details[open]") !== null;
    const button = (text, act) => {
      const made = HRD.element("button", { type: "button" }, text);
      made.addEventListener("click", () => act(made));
      return made;
    };
    const ready = async (act) => { if (!HRD.views[name]) await HRD.draw(name); await act(); };
    const table = HRD.element("details", {}, HRD.element("summary", {}, HRD.say("tool_table")));
    table.addEventListener("toggle", () => { if (table.open && !table.querySelector(".wide")) tabulate(name, figure); });
    const code = HRD.element("details", {}, HRD.element("summary", {}, HRD.say("tool_embed")));
    code.addEventListener("toggle", () => {
      if (!code.open || code.querySelector("textarea")) return;
      const address = new URL("embed.html", location.href);
      const state = HRD.state();
      state.set("chart", name);
      address.hash = state.toString();
      const area = HRD.element("textarea", { readonly: "", rows: "3", "aria-label": HRD.say("tool_embed") });
      area.value = `<iframe src="${address.href.replaceAll('"', "&quot;")}" width="100%" height="560" title="${titleOf(name).replaceAll('"', "&quot;")}"></iframe>`;
      code.append(HRD.element("p", { class: "small quiet" }, HRD.say("embed_how")), area);
    });
    const { columns } = overview[name];
    holder.setAttribute("role", "group");
    holder.setAttribute("aria-label", HRD.say("tool_label"));
    holder.replaceChildren(
      button("CSV", () => HRD.save(`${name}.csv`, "\ufeff" + HRD.csv(columns, HRD.chartRows(name).map((row) => columns.map((c) => row[c]))), "text/csv")),
      button("SVG", () => ready(async () => HRD.save(`${name}.svg`, await svgOf(name), "image/svg+xml"))),
      button("PNG", () => ready(() => savePng(name))), table, code);
    if (wasOpen) table.open = true;
  };

  const AGAIN_FIRST = 20;
  const tabulateAgain = (all) => {
    const holder = document.querySelector("#again .rows");
    if (!holder) return;
    const rows = shown("again");
    const link = (row) => HRD.element("a", { href: `recipients/${row.recipient_id}.html` }, row.name);
    const given = (row) => (row.given || "").split("; ").map((one) => {
      const [award, year] = one.split(" ");
      return `${awardNames.get(award) ?? award} ${year}`;
    }).join(" · ");
    const columns = [["column_name", link], ["column_kind", (row) => HRD.say(`kind_${row.kind}`)],
      ["tip_awards", "awards", "number"], ["column_awards", given]];
    holder.replaceChildren(HRD.table(columns, all ? rows : rows.slice(0, AGAIN_FIRST)));
    if (!all && rows.length > AGAIN_FIRST) {
      const more = HRD.element("button", { type: "button" }, HRD.say("again_all", { n: HRD.format(rows.length, "number") }));
      more.addEventListener("click", () => tabulateAgain(true));
      holder.append(more);
    }
  };

  const idle = () => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(() => resolve(), { timeout: 500 }));

  const drawAll = async () => {
    for (const figure of document.querySelectorAll("[data-chart]")) {
      const name = figure.dataset.chart;
      toolsOf(name, figure);
      await idle();
      try {
        await HRD.draw(name);
        HRD.goToPlace();
      } catch (error) {
        console.error(error);
        figure.querySelector(".tools").prepend(HRD.element("p", { class: "note" }, HRD.say("chart_failed")));
      }
    }
    document.documentElement.dataset.charts = "drawn";
    HRD.goToPlace();
  };

  const embedded = () => {
    const holder = document.getElementById("embedded");
    if (!holder) return;
    const wanted = HRD.state().get("chart");
    const name = wanted in CHARTS ? wanted : "share";
    holder.replaceChildren(HRD.element("figure", { id: `chart-${name}`, "data-chart": name },
      HRD.element("h2", { "data-t": `${name}_title` }, HRD.say(`${name}_title`)),
      HRD.element("div", { class: "drawing wide", role: "img" }),
      HRD.element("figcaption", { class: "small quiet", "data-t": `${name}_note` }, HRD.say(`${name}_note`)),
      HRD.element("div", { class: "tools" })));
  };

  const begin = async () => {
    if (!Object.keys(HRD.messages).length) HRD.messages = HRD.data["messages.en"];
    // The first picture is in the page already: everything else waits until it is on the screen.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    [overview, specs] = await Promise.all([HRD.load("overview", "data/overview.js"), HRD.load("specs", "assets/specs.js")]);
    awardNames = new Map(shown("awards").map((row) => [row.award_id, row.name]));
    embedded();
    for (const name of ["measure", "panel"]) {
      const select = document.getElementById(name);
      if (!select) continue;
      select.value = chosen()[name];
      select.addEventListener("change", () => {
        HRD.setState({ [name]: select.value === "collective" || select.value === "all" ? null : select.value });
        HRD.draw("share");
      });
    }
    // An address pasted into a page that is open already reads nothing anew.
    addEventListener("hashchange", () => {
      const wanted = chosen();
      const selects = Object.keys(wanted).map((name) => document.getElementById(name));
      if (!selects.every(Boolean) || selects.every((select) => select.value === wanted[select.id])) return;
      for (const select of selects) select.value = wanted[select.id];
      HRD.draw("share");
    });
    tabulateAgain(false);
    await drawAll();
    document.addEventListener("hrd:language", () => { tabulateAgain(false); drawAll(); });
    let width = innerWidth, timer;
    addEventListener("resize", () => {
      clearTimeout(timer);
      timer = setTimeout(() => { if (innerWidth !== width) { width = innerWidth; drawAll(); } }, 250);
    });
  };
  document.addEventListener("DOMContentLoaded", begin);
})();

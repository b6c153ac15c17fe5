"""The first page of the site, the page of one chart for embedding, and the data their scripts read; other pages are in `pages`."""

from __future__ import annotations

from typing import Any

import polars as pl

from schemas import dataset
from warehouse.release.summary import Draft
from warehouse.site.drawn import Drawn, pictures
from warehouse.site.figures import Figure, figures, first_window
from warehouse.site.frame import Value, data_script, escaped, filled, frame, said
from warehouse.site.messages import ENGLISH, LANGUAGES, as_plain
from warehouse.site.records import listing, provenance

SCRIPTS = ("data/messages.en.js", "assets/page.js", "assets/charts.js", "assets/search.js", "assets/find.js")
MEASURES = ("collective", "grassroots", "non_individual")
PANELS = ("all", "award-weighted", "fixed", "open", "individuals only", "eligibility unknown")
CHARTS = ("kinds", "grid", "regions", "focuses", "awards")
FILTERS = ("award", "kind", "country", "focus", "corroboration")


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the explorer."""
    drawn_from = figures(draft)
    begin = first_window(draft.tables)
    drawn = pictures(drawn_from, begin)
    overview: dict[str, Any] = {name: figure.plain() for name, figure in drawn_from.items()}
    about = {"version": draft.version, "date": draft.as_of.isoformat(), "title": dataset.TITLE, "begin": begin}
    about["citation"] = dataset.citation(draft.version, draft.as_of.year)
    return {
        "index.html": _index(draft, drawn_from, drawn, begin),
        "embed.html": _embed(draft),
        **{f"charts/{name}.png": picture for name, picture in drawn.pictures.items()},
        "data/overview.js": data_script("overview", overview | {"about": about}),
        "data/recognitions.js": data_script("recognitions", listing(draft.tables)),
        **{f"data/of/{a}.js": data_script(f"of.{a}", facts) for a, facts in provenance(draft.tables).items()},
        **{f"data/messages.{code}.js": data_script(f"messages.{code}", as_plain(m)) for code, m in LANGUAGES.items()},
    }


def _index(draft: Draft, drawn_from: dict[str, Figure], drawn: Drawn, begin: int) -> bytes:
    again = len(drawn_from["again"].rows)
    body = f"""<section class="answer" aria-labelledby="question">
{_kicker(draft)}
<h1 id="question" data-t="question">{escaped(ENGLISH.question)}</h1>
{_answer(draft)}
<div class="first">
{_first_figure(drawn, drawn_from["share"], begin)}
{_rests(draft)}
</div>
<noscript><p class="note">{escaped(ENGLISH.need_script)}</p></noscript>
</section>
{"".join(_figure(name) for name in CHARTS)}
<section id="again" aria-labelledby="again-title">
{said("again_title", "h2").replace("<h2", '<h2 id="again-title"', 1)}
{said("again_note", "p", n=(again, "number"))}
<div class="rows wide"></div>
</section>
{_find()}
"""
    return frame(
        dataset.TITLE,
        body,
        page="index.html",
        version=draft.version,
        description=filled(*_answer_values(draft)),
        scripts=SCRIPTS,
    )


def _embed(draft: Draft) -> bytes:
    """One chart, chosen in the address, for other people's pages."""
    return frame(
        dataset.TITLE,
        f'<div id="embedded"></div><p class="small quiet">{said("source_line", version=draft.version)}</p>',
        version=draft.version,
        scripts=("data/messages.en.js", "assets/page.js", "assets/charts.js"),
        bare=True,
    )


def _kicker(draft: Draft) -> str:
    years = draft.tables["recognitions"]["year"]
    first, last = (str(years.min()), str(years.max())) if len(years) else ("–", "–")
    return said("kicker", "p", "kicker", awards=(draft.tables["awards"].height, "number"), first=first, last=last)


def _answer(draft: Draft) -> str:
    key, values = _answer_values(draft)
    return f"""{said(key, "p", "lead", **values)}
<p class="quiet">{said("collectives_are")} {said("mark_is")} <a href="findings.html">{said("findings_link")}</a></p>"""


def _answer_values(draft: Draft) -> tuple[str, dict[str, Value]]:
    """The message that answers the question, and its numbers: shares by both bounds, and the main result of docs/analysis-plan.md.

    Without enough data for that model, the share of all recognitions.
    """
    models = draft.tables["trend_models"].filter(
        (pl.col("measure") == "collective") & (pl.col("panel") == "all") & pl.col("variant").is_null()
    )
    shares = models.filter((pl.col("question") == "difference") & pl.col("share_after").is_not_null())
    shares = shares.unique("bound").sort("bound")
    main = models.filter(
        (pl.col("question") == "points within awards")
        & (pl.col("bound") == "lower")
        & pl.all_horizontal(pl.col("estimate", "low", "high").is_not_null())
    )
    if shares.height != 2 or main.height != 1 or shares["share_before"].null_count():
        recognitions = draft.tables["recognitions"]
        collective, mixed = (recognitions.filter(mode=mode).height for mode in ("collective", "mixed"))
        n = max(recognitions.height, 1)
        individual = recognitions.filter(mode="individual").height
        return "answer_all", {
            "individual": ((individual / n, (individual + mixed) / n), "percent"),
            "after": ((collective / n, (collective + mixed) / n), "percent"),
            "n": (recognitions.height, "number"),
        }
    lower, upper = shares.to_dicts()
    after = draft.tables["recognitions"].filter(pl.col("year").is_between(lower["after_first"], lower["after_last"]))
    persons, both = (after.filter(mode=mode).height / after.height for mode in ("individual", "mixed"))
    rise = main.to_dicts()[0]
    key = "answer_up" if rise["low"] > 0 else "answer_down" if rise["high"] < 0 else "answer_unsure"
    form = "size" if key == "answer_up" else "points"
    return key, {
        "first": str(lower["after_first"]),
        "last": str(lower["after_last"]),
        "individual": ((persons, persons + both), "percent"),
        "after": ((lower["share_after"], upper["share_after"]), "percent"),
        "before": ((lower["share_before"], upper["share_before"]), "percent"),
        "size": (rise["estimate"], form),
        "low": (rise["low"], form),
        "high": (rise["high"], form),
    }


def _first_figure(drawn: Drawn, figure: Figure, begin: int) -> str:
    rows = [
        row
        for row in figure.dicts()
        if (row["measure"], row["panel"], row["period_type"]) == ("collective", "all", "five years")
        and row["period"] >= begin
        and row["end"] - row["period"] == 4
    ]
    last = rows[-1] if rows else None
    alt = (
        filled(
            "share_alt",
            {
                "period": f"{last['period']}–{last['end']}",
                "share": ((last["low"], last["high"]), "percent"),
                "n": (last["denominator"], "number"),
            },
        )
        if last
        else ENGLISH.share_title
    )
    choices = "".join(
        f'<label>{said(name)} <select id="{name}">{_options(name, values)}</select></label>'
        for name, values in (("measure", MEASURES), ("panel", PANELS))
    )
    return f"""<figure id="chart-share" data-chart="share">
{said("share_title", "h2")}
<div class="drawing" role="img" aria-label="{escaped(alt)}"><div class="still broad">{drawn.wide}</div><div class="still slim">{drawn.narrow}</div></div>
<div class="choices">{choices}</div>
<figcaption>{said("share_note", "p", "small quiet")}</figcaption>
<div class="tools"></div>
</figure>"""


def _options(name: str, values: tuple[str, ...]) -> str:
    """`<option>`s named by the messages `<name>_<value>`."""
    keys = {value: f"{name}_{value.replace('-', '_').replace(' ', '_')}" for value in values}
    return "".join(
        f'<option value="{value}" data-t="{key}">{escaped(getattr(ENGLISH, key))}</option>'
        for value, key in keys.items()
    )


def _rests(draft: Draft) -> str:
    tables = draft.tables
    whole = tables["collective_share"].filter(
        (pl.col("breakdown") == "overall") & (pl.col("panel") == "all") & (pl.col("period_type") == "all")
    )
    seen = whole["coverage"].first() if whole.height else None
    sure = (tables["recognitions"]["corroboration"] == "corroborated").mean() or 0.0
    facts = [(formatted_number(tables["recognitions"].height), "rests_recognitions")]
    facts += [(formatted_share(seen), "rests_editions")] if isinstance(seen, float) else []
    facts += [(formatted_share(float(str(sure))), "rests_corroborated")]
    listed = "".join(f"<li><strong {value}</strong> {said(key)}</li>" for value, key in facts)
    return f"""<aside class="rests" aria-labelledby="rests-title">
<h2 id="rests-title" data-t="rests_title">{escaped(ENGLISH.rests_title)}</h2>
<ul>{listed}</ul>
{said("rests_note", "p", "small")}
{said("footer_honesty", "p", "small quiet")}
</aside>"""


def formatted_number(value: int) -> str:
    """The rest of a tag that holds `value`, written anew when the language changes."""
    return f'data-number="{value}" data-form="number">{value:,}'


def formatted_share(value: float) -> str:
    """The same for a share."""
    return f'data-number="{value:.6f}" data-form="percent">{value:.0%}'


def _figure(name: str) -> str:
    return f"""<figure id="chart-{name}" data-chart="{name}">
{said(f"{name}_title", "h2")}
{said(f"{name}_note", "p", "quiet")}
<div class="drawing wide" role="img" tabindex="0" aria-label="{escaped(getattr(ENGLISH, f"{name}_alt"))}" data-t-label="{name}_alt"></div>
<div class="tools"></div>
</figure>
"""


def _find() -> str:
    selects = "".join(
        f'<label>{said(f"filter_{name}")} <select id="filter-{name}" data-filter="{name}"></select></label>'
        for name in FILTERS
    )
    years = "".join(
        f'<label class="year">{said(f"filter_{name}")} <input id="filter-{name}" data-filter="{name}" inputmode="numeric" '
        'pattern="[0-9]{4}" maxlength="4" size="4" autocomplete="off"></label>'
        for name in ("from", "to")
    )
    return f"""<section id="find" aria-labelledby="find-title">
<h2 id="find-title" data-t="find_title">{escaped(ENGLISH.find_title)}</h2>
{said("find_note", "p")}
<form id="finder" role="search">
<label class="words">{said("find_search")}
<input id="words" type="search" autocomplete="off" spellcheck="false" aria-describedby="hint"></label>
<p id="hint" class="small quiet" data-t="find_hint">{escaped(ENGLISH.find_hint)}</p>
<div class="filters">{selects}{years}<button type="reset" data-t="filter_clear">{escaped(ENGLISH.filter_clear)}</button></div>
</form>
<div class="found"><p id="count" role="status"></p><p class="take"></p></div>
<div id="results"></div>
</section>"""

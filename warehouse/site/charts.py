"""How the charts of the site are drawn: Vega-Lite specifications made with Altair, without data and in no language.

A text that begins with `@` names a message of `messages`, a colour `var(--name)` is one of the stylesheet. `python -m
warehouse.site.generated` writes them to `static/specs.js`; what the data are is in `figures`.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from warehouse.site.figures import STACKED

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK, QUIET, LINE, PAPER = "var(--ink)", "var(--quiet)", "var(--line)", "var(--paper)"
HONOURED = ("individual", "mixed", "collective", "institutional", "not seen")
PERCENT = ".0%"


def specifications() -> dict[str, dict[str, Any]]:
    """Chart -> its Vega-Lite specification."""
    charts = {
        "share": share(),
        "kinds": kinds(),
        "grid": grid(),
        "regions": dots("@regions_part", 34),
        "focuses": dots("@focuses_part", 26),
        "awards": dots("@awards_part", 18),
    }
    return {name: _configured(chart).to_dict() for name, chart in charts.items()}


def share() -> alt.VConcatChart:
    """Share over time with bounds and interval, the mark, single years faintly, and below it the editions seen of those due."""
    windows, years = alt.NamedData("windows"), alt.NamedData("years")
    span = alt.Scale(domain=alt.ExprRef("years_shown"), nice=False, zero=False)
    across = alt.X(
        "middle:Q",
        scale=span,
        axis=alt.Axis(format="d", title=None, grid=False, tickMinStep=5, labelFlush=False, labelOverlap=True),
    )
    tall = alt.Scale(domain=alt.ExprRef("shares_shown"), nice=False)
    upward = alt.Y("low:Q", scale=tall, axis=alt.Axis(format=PERCENT, title=None, tickCount=5))
    about = _tips(
        ("period_label:N", "@tip_years", None),
        ("low:Q", "@tip_low", PERCENT),
        ("high:Q", "@tip_high", PERCENT),
        ("ci_low:Q", "@tip_ci_low", PERCENT),
        ("ci_high:Q", "@tip_ci_high", PERCENT),
        ("denominator:Q", "@tip_n", ",d"),
        ("awards:Q", "@tip_awards", ",d"),
        ("coverage:Q", "@tip_coverage", PERCENT),
    )
    drawn = alt.Chart(windows)
    interval = drawn.mark_area(color="var(--band)").encode(
        x=across, y=alt.Y("ci_low:Q", scale=tall), y2="ci_high:Q", tooltip=alt.value(None)
    )
    single = (
        alt.Chart(years)
        .mark_point(filled=True, color="var(--collective)", opacity=0.28, size=22, clip=True)
        .encode(x=alt.X("period:Q", scale=span), y=upward, tooltip=alt.value(None))
    )
    line = drawn.mark_line(color="var(--collective)", strokeWidth=2).encode(x=across, y=alt.Y("centre:Q", scale=tall))
    capsule = drawn.mark_rule(color="var(--collective)", strokeWidth=9, strokeCap="round").encode(
        x=across, y=upward, y2="high:Q", tooltip=about
    )
    label = (
        alt.Chart(alt.NamedData("labels"))
        .mark_text(align="center", baseline="bottom", dy=-7, fontSize=16, fontWeight="bold", color="var(--collective)")
        .encode(x=across, y=alt.Y("ci_high:Q", scale=tall), text="text:N")
    )
    marks = alt.Chart(alt.NamedData("marks"))
    rule = marks.mark_rule(color=INK, strokeDash=[3, 3]).encode(x=alt.X("year:Q", scale=span))
    call = marks.mark_text(align="right", dx=-6, dy=4, baseline="top", color=INK, fontSize=12, lineBreak="|").encode(
        x=alt.X("year:Q", scale=span), y=alt.value(0), text="text:N"
    )
    trend = alt.layer(interval, single, line, capsule, label, rule, call).properties(height=265, width=720)
    strip = alt.Chart(windows, height=46, width=720, title=_title("@coverage_title"))
    upright = alt.Y("coverage:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    bars = strip.mark_rect(color=LINE).encode(
        x=alt.X("bar_begin:Q", scale=span, axis=None), x2="bar_end:Q", y=upright, y2=alt.value(46), tooltip=about
    )
    parts = strip.mark_text(baseline="bottom", dy=-4, color=INK, fontSize=11).encode(
        x=alt.X("coverage_at:Q", scale=span, axis=None), y=alt.value(46), text=alt.Text("coverage:Q", format=PERCENT)
    )
    return alt.vconcat(trend, alt.layer(bars, parts), spacing=8).add_params(
        alt.param(name="years_shown", value=[1980, 2027]), alt.param(name="shares_shown", value=[0, 1])
    )


def kinds() -> alt.Chart:
    """Kinds as parts of each window, stacked; shades of one colour for one mode."""
    return (
        alt.Chart(alt.NamedData("rows"), height=320, width=720)
        .mark_bar(stroke=PAPER, strokeWidth=0.5)
        .encode(
            x=alt.X("period_label:O", axis=alt.Axis(title=None, labelAngle=0, domain=False, labelOverlap=True)),
            y=alt.Y("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=PERCENT, title=None)),
            color=alt.Color(
                "kind_label:N",
                scale=alt.Scale(
                    domain=[f"@kind_{kind}" for kind in STACKED], range=[f"var(--{kind})" for kind in STACKED]
                ),
                legend=alt.Legend(title=None),
            ),
            order=alt.Order("kind_order:Q"),
            tooltip=_tips(
                ("period_label:N", "@tip_years", None),
                ("kind_label:N", "@tip_kind", None),
                ("count:Q", "@tip_count", ",d"),
                ("denominator:Q", "@tip_n", ",d"),
                ("share:Q", "@tip_share", PERCENT),
            ),
        )
    )


def grid() -> alt.Chart:
    """Award by year: whom each edition honoured."""
    names = {"individual": "individual", "mixed": "mixed", "collective": "collective", "institutional": "institution"}
    names["not seen"] = "unseen"
    return (
        alt.Chart(alt.NamedData("rows"), height=alt.Step(15), width=alt.Step(13))
        .mark_rect(stroke=PAPER, strokeWidth=1)
        .encode(
            x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, orient="top", labelOverlap=True, domain=False)),
            y=alt.Y(
                "award:N",
                sort=alt.EncodingSortField("award_order", order="ascending"),
                axis=alt.Axis(title=None, labelLimit=300, domain=False),
            ),
            color=alt.Color(
                "honoured_label:N",
                scale=alt.Scale(
                    domain=[f"@honoured_{word.replace(' ', '_')}" for word in HONOURED],
                    range=[f"var(--{names[word]})" for word in HONOURED],
                ),
                legend=alt.Legend(title=None, orient="top", symbolStrokeColor=LINE),
            ),
            tooltip=_tips(
                ("award:N", "@tip_award", None),
                ("year:O", "@tip_year", None),
                ("honoured_label:N", "@tip_honoured", None),
                ("individual:Q", "@mode_individual", "d"),
                ("collective:Q", "@mode_collective", "d"),
                ("mixed:Q", "@mode_mixed", "d"),
            ),
        )
    )


def dots(part: str, step: int) -> Any:
    """One line per part: the share between its bounds, and its interval."""
    rows = alt.Chart(alt.NamedData("rows"), height=alt.Step(step), width=520)
    where = alt.Y(
        "label:N", sort=alt.EncodingSortField("order"), axis=alt.Axis(title=None, labelLimit=260, domain=False)
    )
    scale = alt.Scale(domain=[0, 1])
    along = alt.X("low:Q", scale=scale, axis=alt.Axis(format=PERCENT, title=None, orient="top", tickCount=5))
    about = _tips(
        ("label:N", part, None),
        ("low:Q", "@tip_low", PERCENT),
        ("high:Q", "@tip_high", PERCENT),
        ("ci_low:Q", "@tip_ci_low", PERCENT),
        ("ci_high:Q", "@tip_ci_high", PERCENT),
        ("denominator:Q", "@tip_n", ",d"),
    )
    interval = rows.mark_rule(color="var(--band)", strokeWidth=7).encode(
        y=where, x=alt.X("ci_low:Q", scale=scale), x2="ci_high:Q", tooltip=about
    )
    share = rows.mark_rule(color="var(--collective)", strokeWidth=8, strokeCap="round").encode(
        y=where, x=along, x2="high:Q", tooltip=about
    )
    number = rows.mark_text(align="left", dx=7, fontSize=11, color=QUIET).encode(
        y=where, x=alt.X("ci_high:Q", scale=scale), text="n_label:N"
    )
    return alt.layer(interval, share, number)


def _tips(*fields: tuple[str, str, str | None]) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(field, title=title, format=form) if form else alt.Tooltip(field, title=title)
        for field, title, form in fields
    ]


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=12, fontWeight="normal", color=QUIET, offset=4)


def _configured(chart: Any) -> Any:
    """One look for all charts: no frame, quiet axes, no more lines than are read."""
    return (
        chart.configure(background="transparent", font=FONT, padding=4)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=QUIET,
            labelFontSize=12,
            gridColor=LINE,
            gridOpacity=0.6,
            domainColor=LINE,
            tickColor=LINE,
            titleColor=QUIET,
        )
        .configure_legend(labelColor=INK, labelFontSize=12, symbolType="square", symbolSize=110, labelLimit=240)
    )

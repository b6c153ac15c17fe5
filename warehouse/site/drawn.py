"""The first chart as a picture, drawn while the release is made: the page shows it before any script has run. Other charts are drawn by the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from schemas import dataset
from warehouse import beside
from warehouse.site.figures import (
    STACKED,
    Figure,
    Tables,
    first_window,
    kinds_figure,
    parts_figure,
    share_figure,
)
from warehouse.site.frame import escaped, formatted
from warehouse.site.messages import ENGLISH, Messages
from warehouse.trend.panels import MARK

STATIC = Path(__file__).with_name("static")
WIDE, NARROW = 850, 350
"""Widths in CSS pixels at which the first chart is drawn: one fits beside the figures, one a phone."""
SCALE = 2.0
"""Pixels of the PNG per CSS pixel."""
ABOVE, BELOW = 34, 26
"""CSS pixels of a picture for its title, and for where it comes from."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
SOURCE = f"{dataset.TITLE} (hrd-awards, {dataset.LICENSE_ID})"
VEGA_LITE = "6.4"
_ARIA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
"""The page describes the picture as a whole."""
_CLIP = re.compile(r"\bclip\d+\b")
_VARIABLE = re.compile(r"var\(--([a-z]+)\)")


@dataclass(frozen=True)
class Drawn:
    """The first chart as SVG for a wide and a narrow page, in the colours of the stylesheet; PNGs by chart in those of the light page."""

    wide: str
    narrow: str
    pictures: dict[str, bytes]


def start_engine() -> None:
    """Starts the drawing engine of this process, which takes a second, with what `begin_drawing` will ask of it."""
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "bar", "data": {"values": [{}]}}, vl_version=VEGA_LITE)


def begin_drawing(tables: Tables) -> None:
    """Begins to draw the pictures of `tables` beside other work."""
    begin = first_window(tables)
    parts = {"kinds": kinds_figure(tables, begin), "regions": parts_figure(tables, "region")}
    beside.begin_ahead(_draw, _specifications({"share": share_figure(tables)} | parts, begin))


def pictures(figures: Mapping[str, Figure], begin: int) -> Drawn:
    """The first chart from the year `begin` on, and what else is drawn before the page is."""
    # A thread would not do: the drawing engine lets nothing else run in its process.
    specifications = _specifications(figures, begin)
    return beside.finished(beside.begin_ahead(_draw, specifications), _draw, specifications)


def _specifications(figures: Mapping[str, Figure], begin: int) -> str:
    """What is drawn, as JSON."""
    specs = {
        "share": share_spec(figures["share"], begin, ENGLISH),
        "kinds": kinds_spec(figures["kinds"], ENGLISH),
        "regions": regions_spec(figures["regions"], ENGLISH),
    }
    return json.dumps(specs)


def _draw(specifications: str) -> Drawn:
    specs: dict[str, dict[str, Any]] = json.loads(specifications)
    wide, narrow = (
        _ARIA.sub("", _svg(with_width(specs["share"], width), name))
        for width, name in ((WIDE, "wide"), (NARROW, "narrow"))
    )
    svgs = {"share": wide} | {name: _svg(spec, name) for name, spec in specs.items() if name != "share"}
    return Drawn(wide, narrow, {name: _png(svg, getattr(ENGLISH, f"{name}_title")) for name, svg in svgs.items()})


def _svg(spec: dict[str, Any], name: str) -> str:
    import vl_convert

    return _numbered(vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE), name)


def _png(svg: str, title: str) -> bytes:
    """The picture as a file of its own: with its title above, and where it comes from below."""
    import vl_convert

    width, height = (float(re.findall(rf' {side}="([0-9.]+)"', svg)[0]) for side in ("width", "height"))
    inner = svg.replace("<svg ", f'<svg y="{ABOVE}" ', 1)
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{ABOVE + height + BELOW}">'
        f'<rect width="100%" height="100%" fill="var(--paper)"/>'
        f'<text x="8" y="24" font-family="{FONT}" font-size="18" font-weight="bold" fill="var(--ink)">{escaped(title)}</text>{inner}'
        f'<text x="8" y="{ABOVE + height + 16}" font-family="{FONT}" font-size="11" fill="var(--quiet)">{escaped(SOURCE)}</text></svg>'
    )
    return vl_convert.svg_to_png(in_colours(whole), scale=SCALE)


def _numbered(svg: str, name: str) -> str:
    """The picture with its clips numbered from one: the engine goes on counting, so that a later build would give other bytes."""
    numbers: dict[str, int] = {}
    return _CLIP.sub(lambda found: f"{name}-clip{numbers.setdefault(found.group(), len(numbers) + 1)}", svg)


def kinds_spec(figure: Figure, messages: Messages) -> dict[str, Any]:
    """The specification of the kinds over time with its data and words."""
    rows = [
        row
        | {
            "period_label": _span(row["period"], row["end"]),
            "kind_label": getattr(messages, f"kind_{row['kind']}"),
            "kind_order": -STACKED.index(row["kind"]),
        }
        for row in figure.dicts()
    ]
    return _with_words("kinds", messages) | {"datasets": {"rows": rows}}


def regions_spec(figure: Figure, messages: Messages) -> dict[str, Any]:
    """The specification of the shares by region with its data and words."""
    rows = [
        row
        | {
            "order": order,
            "label": getattr(messages, f"region_{row['part']}", row["part"]),
            "n_label": f"{row['denominator']:,}",
        }
        for order, row in enumerate(figure.dicts())
    ]
    return _with_words("regions", messages) | {"datasets": {"rows": rows}}


def share_spec(figure: Figure, begin: int, messages: Messages) -> dict[str, Any]:
    """The specification of the first chart with its data and words; `static/charts.js` does the same for the others."""
    rows = [row for row in figure.dicts() if (row["measure"], row["panel"]) == ("collective", "all")]
    rows = [row for row in rows if row["period"] >= begin]
    windows = [_placed(row) for row in rows if row["period_type"] == "five years"]
    spec = _with_words("share", messages)
    last = max((row["end"] for row in windows), default=MARK)
    top = max((row["ci_high"] for row in windows), default=1.0)
    spec["params"] = [
        {"name": "years_shown", "value": [begin - 1, last + 1.5]},
        {"name": "shares_shown", "value": [0, min(1.0, round(top + 0.05, 1))]},
    ]
    spec["datasets"] = {
        "windows": windows,
        "years": [row for row in rows if row["period_type"] == "year"],
        "labels": [
            _placed(row) | {"text": formatted((row["low"], row["high"]), "percent")} for row in _labelled(windows)
        ],
        "marks": [{"year": MARK, "text": messages.mark_label}],
    }
    return spec


def with_width(spec: dict[str, Any], width: int) -> dict[str, Any]:
    """A copy of `spec` with its parts `width` wide and as many years at its axis as there is room for."""
    spec = json.loads(json.dumps(spec))
    first, last = (int(end) for end in spec["params"][0]["value"])
    step = 5 if width > 500 else 10
    years = list(range(-(-first // step) * step, last + 1, step))
    if width <= 500:
        spec["vconcat"][1]["layer"][1]["mark"]["fontSize"] = 9.5
        # The number of a window that has only begun stands beside its narrow bar, away from the one before.
        for row in spec["datasets"]["windows"]:
            row["coverage_at"] += 1.2 if row["end"] - row["period"] < 4 else 0
    for part in spec["vconcat"]:
        part["width"] = width - 50
        for layer in part["layer"]:
            if layer["encoding"]["x"].get("axis"):
                layer["encoding"]["x"]["axis"]["values"] = years
    return spec


def in_colours(svg: str) -> str:
    """`svg` with the colours of the light page in place of their names."""
    known = colours()
    return _VARIABLE.sub(lambda found: known[found[1]], svg)


@cache
def colours() -> dict[str, str]:
    """Name -> colour of the light page, as the stylesheet has it."""
    light = (STATIC / "site.css").read_text(encoding="utf-8").split("@media", 1)[0]
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", light))


@cache
def _specs() -> dict[str, Any]:
    text = (STATIC / "specs.js").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text[text.index("{") : text.rindex(")")])
    return found


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    begin, end = row["period"], row["end"]
    return row | {
        "middle": (begin + end) / 2,
        "centre": (row["low"] + row["high"]) / 2,
        "bar_begin": begin - 0.4,
        "bar_end": end + 0.4,
        "coverage_at": (begin + end) / 2,
        "period_label": _span(begin, end),
    }


def _span(begin: int, end: int) -> str:
    return str(begin) if begin == end else f"{begin}–{end % 100:02d}"


def _with_words(name: str, messages: Messages) -> dict[str, Any]:
    spec: dict[str, Any] = _worded(_specs()[name], {f"@{key}": text for key, text in vars(messages).items()})
    return spec


def _labelled(windows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last whole window: its share stands in the chart."""
    whole = [row for row in windows if row["end"] - row["period"] == 4]
    return whole[-1:]


def _worded(part: Any, words: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: _worded(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_worded(value, words) for value in part]
    return words.get(part, part) if isinstance(part, str) else part

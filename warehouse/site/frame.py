"""What every page of the site has around its content, and the escaping that all of them use. No content is made here.

A page carries its own Content-Security-Policy, because a release is opened from disk, where no server can send one.
"""

from __future__ import annotations

import html
import json
from calendar import month_name
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schemas import dataset
from warehouse.site.messages import ENGLISH

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'none'",
    "font-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)
"""No inline script, no inline style, no request to anyone else."""
NAVIGATION = (
    ("index.html", "nav_answer"),
    ("findings.html", "nav_findings"),
    ("index.html#find", "nav_find"),
    ("awards/index.html", "nav_awards"),
    ("recipients/index.html", "nav_recipients"),
    ("downloads.html", "nav_downloads"),
    ("sql.html", "nav_sql"),
    ("do-no-harm.html", "nav_harm"),
)
"""Page below the site, and the message that names it."""
_SCRIPT_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def escaped(value: object) -> str:
    """`value` as text of a page or of an attribute in double quotes."""
    return html.escape(str(value), quote=True)


def anchor(address: str | None, label: object) -> str:
    """A link to `address`, or the label alone when that is no web address: a page is never made to run what a source wrote."""
    if address is None or not address.startswith(("https://", "http://")):
        return escaped(label)
    return f'<a href="{escaped(address)}" rel="noopener noreferrer">{escaped(label)}</a>'


def script_json(value: Any) -> str:
    """`value` as JSON that may stand in a script, whatever names are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _SCRIPT_ESCAPES.items():
        text = text.replace(character, escape)
    return text


def data_script(name: str, value: object) -> bytes:
    """A classic script that gives `value` to the page under `name`: a page opened from disk may not fetch JSON."""
    return f"HRD.give({script_json(name)},{script_json(value)});\n".encode()


def structured(value: Any) -> str:
    """`value` as a JSON-LD block for the head of a page."""
    return f'<script type="application/ld+json">{script_json(value)}</script>'


Value = str | tuple[float | str, str] | tuple[tuple[float, float], str]
"""What is filled into a message: text as it is, or a number (or two ends of a range) or a day with its form, see `formatted`."""


def said(key: str, tag: str = "span", classes: str = "", **values: Value) -> str:
    """An element with the message `key` of `messages`, in English until another language is chosen; `values` fill it in."""
    given = f' data-values="{escaped(json.dumps(values))}"' if values else ""
    of_class = f' class="{classes}"' if classes else ""
    return f'<{tag}{of_class} data-t="{key}"{given}>{escaped(filled(key, values))}</{tag}>'


def filled(key: str, values: Mapping[str, Value]) -> str:
    """The English message `key` with `values` in it."""
    return str(getattr(ENGLISH, key)).format(
        **{name: value if isinstance(value, str) else formatted(*value) for name, value in values.items()}
    )


def formatted(value: float | str | tuple[float, float], form: str) -> str:
    """A number as English writes it: `number`, `percent` of a share, percentage points of a difference of shares.

    `points` have their sign, `size` has none. A `day` is given as ISO 8601.

    Two numbers are the ends of a range, written once where they look the same. `HRD.format` does this for other languages.
    """
    if isinstance(value, tuple):
        first, last = (formatted(end, form) for end in value)
        return first if first == last else f"{first.removesuffix('%')}–{last}"
    if isinstance(value, str):
        day = date.fromisoformat(value)
        return f"{day.day} {month_name[day.month]} {day.year}"
    if form == "percent":
        return f"{value:.0%}"
    if form == "points":
        return f"{value * 100:+.0f}".replace("-", "−").replace("+0", "0").replace("−0", "0")
    return f"{value * 100:.0f}" if form == "size" else f"{value:,.0f}"


def frame(
    title: str,
    body: str,
    depth: int = 0,
    *,
    description: str = "",
    page: str = "",
    version: str = "",
    head: str = "",
    scripts: Sequence[str] = (),
    policy: Sequence[str] = POLICY,
    bare: bool = False,
) -> bytes:
    """A whole page: `body` is finished HTML for `<main>`, `depth` the number of folders between the page and `site/`.

    `page` marks its place in the navigation, `version` names the release in the footer, `head` is finished HTML, `scripts` are file
    names below `site/`, run in their order after the page is read. `bare` leaves out navigation and footer.
    """
    up = "../" * depth
    tags = "".join(f'<script src="{up}{escaped(name)}" defer></script>\n' for name in ("assets/frame.js", *scripts))
    links = "".join(
        f'<li><a href="{up}{address}"{" aria-current=page" if address == page else ""}>{said(key)}</a></li>'
        for address, key in NAVIGATION
    )
    header = f"""<a class="skip" href="#main">{said("skip")}</a>
<header class="top">
<a class="home" href="{up}index.html">{said("site_name")}</a>
<nav aria-label="{escaped(ENGLISH.nav_label)}" data-t-label="nav_label"><ul>{links}</ul></nav>
<label class="language"><span class="unseen" data-t="language">{escaped(ENGLISH.language)}</span>
<select id="language"><option value="en">English</option><option value="es">Español</option><option value="fr">Français</option></select></label>
</header>
"""
    footer = f"""<footer>
{said("footer_honesty", "p")}
<p>{said("footer_release")} {escaped(version)} · {said("footer_licence")} · <a href="{up}do-no-harm.html">{said("footer_contact")}</a></p>
</footer>
"""
    return f"""<!doctype html>
<html lang="en" data-up="{up}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{escaped(title)}</title>
<meta name="description" content="{escaped(description or dataset.DESCRIPTION)}">
<link rel="stylesheet" href="{up}assets/site.css">
<link rel="icon" href="{up}assets/icon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Releases" href="{up}feed.xml">
{head}{tags}</head>
<body>
{"" if bare else header}<main id="main" tabindex="-1">
{body}
</main>
{"" if bare else footer}</body>
</html>
""".encode()

"""The findings as a page: the same sentences and tables as docs/findings.md, made of this release."""

from __future__ import annotations

import re

from warehouse.release.summary import Draft
from warehouse.site.frame import escaped, frame, said
from warehouse.trend.findings import findings
from warehouse.trend.wording import TOO_FEW, Bullets, Grid, Section, Text

PAGE = "findings.html"
_MARKS = (
    (re.compile(r"(?<!\\)\*\*(.+?)(?<!\\)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![\\*])\*(?!\*)(.+?)(?<![\\*])\*"), r"<em>\1</em>"),
    (re.compile(r"(?<!\\)`(.+?)(?<!\\)`"), r"<code>\1</code>"),
    # Links lead to documents that stand beside docs/findings.md and not beside the site.
    (re.compile(r"(?<!\\)\[(.+?)(?<!\\)\]\([^)]*\)"), r"\1"),
    (re.compile(r"\\([\\`*_\[\]|])"), r"\1"),
)


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the page."""
    if draft.tables["recognitions"].is_empty():
        content = f"<p>{TOO_FEW}</p>"
    else:
        content = "".join(_section(section) for section in findings(draft.tables))
    body = f"""{said("findings_title", "h1")}
{said("findings_language", "p", "quiet")}
<div lang="en">{content}</div>"""
    return {PAGE: frame("Findings", body, page=PAGE, version=draft.version)}


def inline(text: str) -> str:
    """A sentence of the findings as HTML: emphasis and code as Markdown marks them, everything else as text."""
    # A backslash before what HTML escapes itself is not needed any more.
    marked = escaped(re.sub(r"\\([<>])", r"\1", text))
    for mark, html in _MARKS:
        marked = mark.sub(html, marked)
    return re.sub(r"(?<=\d) %", "&nbsp;%", marked)


def _section(section: Section) -> str:
    blocks = "".join(_block(block) for block in section.blocks)
    return f"<section><h2>{inline(section.title)}</h2>{blocks}</section>"


def _block(block: Text | Bullets | Grid) -> str:
    if isinstance(block, Text):
        return (
            f"<blockquote><p>{inline(block.text)}</p></blockquote>" if block.quote else f"<p>{inline(block.text)}</p>"
        )
    if isinstance(block, Bullets):
        return f"<ul class=prose>{''.join(f'<li>{inline(item)}</li>' for item in block.items)}</ul>"
    of_class = ["" if place < block.words else " class=number" for place in range(len(block.header))]
    heads = "".join(
        f'<th scope="col"{kind}>{inline(cell)}</th>' for cell, kind in zip(block.header, of_class, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{inline(cell)}</td>" for cell, kind in zip(row, of_class, strict=True)) + "</tr>"
        for row in block.rows
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'

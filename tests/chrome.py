"""Bundled pages wrapped in the chrome of real sites: menus, infoboxes, cookie notes, decoy tables and lists, reference marks.

The wrappers add nothing that is a recipient of the award; a reader must get the same statements from the wrapped page.
"""

from __future__ import annotations

import re

MENU = "".join(
    f'<li class="nav-item"><a href="/{n}">{text}</a></li>'
    for n, text in enumerate(["Home", "About us", "News", "Contact", "Donate 2024"])
)
COOKIES = '<div id="cookie-banner" class="cookie-notice" role="dialog"><p>We use cookies since 2018 to improve your visit.</p><button>Accept all</button></div>'
NOMINEES = (
    '<h2 id="Nominees">Nominees and finalists</h2><table class="wikitable"><tr><th>Year</th><th>Nominee</th><th>Country</th></tr>'
    "<tr><td>2019</td><td>Decoy Nominee One</td><td>France</td></tr><tr><td>2020</td><td>Decoy Nominee Two</td><td>Spain</td></tr></table>"
    '<table class="wikitable"><caption>Shortlist</caption><tr><th>Year</th><th>Name</th><th>Country</th></tr>'
    "<tr><td>2021</td><td>Decoy Nominee Three</td><td>Italy</td></tr></table>"
    "<h3>Finalists by year</h3><ul><li>2019 – Decoy Finalist Dora (France)</li><li>2020 – Decoy Finalist Emil (Spain)</li></ul>"
)
JURY = (
    "<h2>Members of the jury</h2><ul><li>2019: Decoy Juror Anna</li><li>2020: Decoy Juror Bernard</li><li>2021: Decoy Juror Clara</li></ul>"
    "<table><tr><th>Year</th><th>Juror</th></tr><tr><td>2019</td><td>Decoy Juror Doris</td></tr></table>"
)
SEE_ALSO = '<h2>See also</h2><ul><li><a href="/x">List of peace prizes 1950</a></li><li>2005 in human rights</li></ul>'
REFERENCES = (
    '<h2>References</h2><ol class="references"><li id="cite_note-1">"Decoy headline". Daily Decoy. 12 May 2010.</li>'
    '<li id="cite_note-2">2011: Decoy reference</li></ol>'
)
INFOBOX = (
    '<table class="infobox vcard"><caption>The Award</caption><tr><th>Awarded for</th><td>Human rights</td></tr>'
    '<tr><th>First awarded</th><td>1988</td></tr><tr><th>Website</th><td><a href="https://award.example">award.example</a></td></tr></table>'
)
NAVBOX = '<div class="navbox" role="navigation"><table><tr><th>Laureates</th><td>1990 Decoy Navbox Name · 1991 Another Decoy Name</td></tr></table></div>'


def _body(html: str) -> str:
    return re.search(r"<body>(.*)</body>", html, re.DOTALL).group(1)  # type: ignore[union-attr]


def _title(html: str) -> str:
    match = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    return match.group(1) if match else "Award"


def _language(html: str) -> str:
    match = re.search(r'<html lang="([^"]+)"', html)
    return match.group(1) if match else "en"


def _without_h1(body: str) -> tuple[str, str]:
    match = re.search(r"<h1>(.*?)</h1>", body, re.DOTALL)
    return (match.group(1), body.replace(match.group(0), "", 1)) if match else ("Award", body)


def _marks(body: str) -> str:
    """Reference marks behind every third entry, a hidden sort key in every cell with a year."""
    count = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return (
            f'<sup class="reference"><a href="#cite_note-{count}">[{count}]</a></sup>{match.group(0)}'
            if count % 3 == 0
            else match.group(0)
        )

    body = re.sub(r"</li>|</td></tr>", mark, body)
    body = re.sub(
        r"<td>(Frankreich|France|China|Cuba|Iran|Russia)</td>",
        r'<td><span class="flagicon"><img alt="\1" src="f.svg"></span>&nbsp;\1</td>',
        body,
    )
    return re.sub(
        r"<td>((?:19|20)\d\d)</td>", r'<td data-sort-value="\1"><span style="display:none">0\1</span>\1</td>', body
    )


def parsoid(html: str) -> bytes:
    """MediaWiki's REST HTML: nested sections, no site around it."""
    title, body = _without_h1(_body(html))
    return (
        f'<!DOCTYPE html><html prefix="dc: http://purl.org/dc/terms/" lang="{_language(html)}"><head><meta charset="utf-8"><title>{_title(html)}</title></head>'
        f'<body id="mwAA" class="mw-content-ltr sitedir-ltr mw-body-content parsoid-body mediawiki mw-parser-output" dir="ltr">'
        f'<section data-mw-section-id="0" id="mwAQ"><p id="mwAg">The <b>{title}</b> is an award given since 1988 to people who defend human rights.</p>{INFOBOX}</section>'
        f'<section data-mw-section-id="1" id="mwBQ">{_marks(body)}</section>'
        f'<section data-mw-section-id="2">{NOMINEES}</section><section data-mw-section-id="3">{JURY}</section>'
        f'<section data-mw-section-id="4">{SEE_ALSO}</section><section data-mw-section-id="5">{REFERENCES}</section>{NAVBOX}</body></html>'
    ).encode()


def vector(html: str) -> bytes:
    """Classic MediaWiki page with the Vector skin: sidebar, edit links, table of contents, navigation boxes."""
    title, body = _without_h1(_body(html))
    body = re.sub(
        r"</(h[2-6])>",
        r'<span class="mw-editsection"><span>[</span><a href="/edit">edit</a><span>]</span></span></\1>',
        _marks(body),
    )
    return (
        f'<!DOCTYPE html><html class="client-nojs" lang="{_language(html)}"><head><meta charset="UTF-8"><title>{_title(html)} - Wikipedia</title><style>.x{{}}</style>'
        f'<script>var y = "2019: Decoy Script";</script></head><body class="mediawiki ltr skin-vector">'
        f'<div id="mw-page-base" class="noprint"></div><div id="content" class="mw-body" role="main"><div id="siteNotice">Wiki Loves Decoys 2023</div>'
        f'<h1 id="firstHeading" class="firstHeading">{title}</h1><div id="bodyContent"><div id="siteSub">From Wikipedia, the free encyclopedia</div>'
        f'<div id="mw-content-text"><div class="mw-parser-output">{INFOBOX}<p>The <b>{title}</b> was founded in 1988.</p>'
        f'<div id="toc" class="toc" role="navigation"><h2>Contents</h2><ul><li class="toclevel-1"><a href="#r"><span class="tocnumber">1</span> <span class="toctext">Recipients</span></a></li></ul></div>'
        f'{body}{NOMINEES}{JURY}{SEE_ALSO}{REFERENCES}{NAVBOX}</div></div><div id="catlinks" class="catlinks"><ul><li>Awards established in 1988</li></ul></div></div></div>'
        f'<div id="mw-navigation"><h2>Navigation menu</h2><div id="mw-panel"><div class="portal" role="navigation"><h3>Navigation</h3><ul><li><a href="/m">Main page</a></li><li>2020 Decoy panel</li></ul></div></div></div>'
        f'<div id="footer" role="contentinfo"><ul><li>This page was last edited on 1 May 2022.</li></ul></div></body></html>'
    ).encode()


def wordpress(html: str) -> bytes:
    """A WordPress theme: header menu, entry content in a column, widgets with recent posts, comments, footer."""
    title, body = _without_h1(_body(html))
    return (
        f'<!doctype html><html lang="{_language(html)}"><head><meta charset="UTF-8"><title>{_title(html)}</title><link rel="stylesheet" href="/x.css"></head>'
        f'<body class="page-template-default wp-embed-responsive">{COOKIES}<div id="page" class="site"><header id="masthead" class="site-header"><p class="site-title">The Foundation</p>'
        f'<nav id="site-navigation" class="main-navigation"><ul>{MENU}</ul></nav></header>'
        f'<div id="content" class="site-content"><main id="main" class="site-main"><article id="post-12" class="post-12 page type-page"><header class="entry-header"><h1 class="entry-title">{title}</h1></header>'
        f'<div class="entry-content"><p>Every year since 1988 the foundation honours defenders of human rights.</p><figure class="wp-block-image"><img src="a.jpg" alt="2015 ceremony"><figcaption>2015: the ceremony, photo by Decoy Photographer</figcaption></figure>'
        f"{body}{NOMINEES}{JURY}<h2>Related posts</h2><ul><li><a>2021: Decoy post about the gala</a></li></ul></div></article></main>"
        f'<aside id="secondary" class="widget-area"><section class="widget"><h2 class="widget-title">Recent posts</h2><ul><li>2022 Decoy Post</li><li>2023 Decoy Post</li></ul></section></aside></div>'
        f'<div id="comments" class="comments-area"><h2>Leave a reply</h2><p>2019 Decoy Commenter: great!</p></div>'
        f'<footer id="colophon" class="site-footer"><p>© 2024 The Foundation</p></footer></div></body></html>'
    ).encode()


def government(html: str) -> bytes:
    """A government CMS: divisions all the way down, no main element, breadcrumb, print links, partners."""
    title, body = _without_h1(_body(html))
    return (
        f'<!DOCTYPE html><html lang="{_language(html)}"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{_title(html)} | Ministry</title></head><body>'
        f'<div class="skip"><a href="#c">Skip to content</a></div><div class="header"><div class="logo">Ministry of Decoy Affairs</div><ul class="menu">{MENU}</ul></div>'
        f'<ol class="breadcrumb"><li>Home</li><li>Prizes</li><li>{title}</li></ol>'
        f'<div id="wrapper"><div class="col-9"><div class="content-block"><h1>{title}</h1><div class="toolbar"><ul class="share"><li>Print</li><li>Share</li></ul></div>'
        f'<div class="rich-text"><p>The prize was created in 1988 and is given by the Ministry.</p>{body}</div>'
        f'<div class="rich-text">{NOMINEES}{JURY}</div></div></div>'
        f'<div class="col-3"><div class="sidebar"><h2>Contact</h2><p>1 Decoy Street, 2000 Decoytown</p></div></div></div>'
        f'<div class="footer"><ul><li>Legal notice 2024</li><li>Accessibility</li></ul></div></body></html>'
    ).encode()


WRAPPERS = {"parsoid": parsoid, "vector": vector, "wordpress": wordpress, "government": government}

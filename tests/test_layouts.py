"""Layouts: spans, ditto marks, several columns of recipients, lists under years and headings; nothing on a page is skipped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.layouts import LayoutError, Reading, read_page
from scrapers.layouts.markup import text_of, tree_of
from scrapers.layouts.table import expand, header_role
from scrapers.layouts.years import is_not_awarded, leading_year, split_years
from scrapers.registry import Layout


def page(body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body><h1>Award</h1>{body}</body></html>'.encode()


def rows(reading: Reading) -> list[tuple[int | None, str]]:
    return [(row.year, row.text) for row in reading.rows]


def test_table_with_spans_dittos_and_lines_in_a_cell() -> None:
    reading = read_page(
        page(
            "<table><tr><th>År</th><th>Pristagare</th><th>från</th></tr>"
            "<tr><td rowspan=2>2014</td><td>Kailash Satyarthi</td><td>Indien</td></tr><tr><td>Malala Yousafzai</td></tr>"
            "<tr><td>2011</td><td>Leymah Gbowee<br>Tawakkol Karman</td><td>Liberia<br>Yemen</td></tr>"
            "<tr><td>”</td><td>Ellen Johnson Sirleaf</td><td>Liberia</td></tr>"
            "<tr><td>1972</td><td>Not awarded</td><td></td></tr><tr><td>1973</td><td></td><td></td></tr></table>"
        ),
        Layout(type="table"),
    )
    assert [(row.year, row.text, row.country) for row in reading.rows] == [
        (2014, "Kailash Satyarthi", "Indien"),
        (2014, "Malala Yousafzai", None),
        (2011, "Leymah Gbowee", "Liberia"),
        (2011, "Tawakkol Karman", "Yemen"),
        (2011, "Ellen Johnson Sirleaf", "Liberia"),
    ]
    assert [(x.reason, x.year) for x in reading.leftovers] == [("not awarded", 1972), ("no recipient", 1973)]


def test_columns_of_recipients_are_categories_and_nominees_are_leftovers() -> None:
    reading = read_page(
        page(
            "<table><tr><th>Jahr</th><th>Nationaler Preis</th><th>Internationaler Preis</th><th>Nominierte</th></tr><tr><td>1991</td><td>Herbert Kaefer</td><td>Women in Black</td><td>Somebody Else</td></tr></table>"
        ),
        Layout(type="table"),
    )
    assert [(row.text, row.category) for row in reading.rows] == [
        ("Herbert Kaefer", "Nationaler Preis"),
        ("Women in Black", "Internationaler Preis"),
    ]
    assert [(x.reason, x.text) for x in reading.leftovers] == [("nominee", "Somebody Else")]


def test_an_unknown_header_is_an_error_that_names_it() -> None:
    with pytest.raises(LayoutError, match="unknown header 'Zorgblatt'"):
        read_page(
            page(
                "<table><tr><th>Year</th><th>Laureate</th><th>Zorgblatt</th></tr><tr><td>2001</td><td>A B</td><td>x</td></tr></table>"
            ),
            Layout(type="table"),
        )


def test_year_list_goes_on_below_a_year_and_keeps_ranges_apart() -> None:
    reading = read_page(
        page(
            "<h2>1980–1989</h2><p>1978 Samuel Rubin</p><p>Reverend Benjamin Chavis</p><p>1979The Association of Relatives</p>"
        ),
        Layout(type="year_list"),
    )
    assert rows(reading) == [
        (1978, "Samuel Rubin"),
        (1978, "Reverend Benjamin Chavis"),
        (1979, "The Association of Relatives"),
    ]


def test_headed_list_reads_headings_that_name_or_introduce() -> None:
    named = read_page(
        page("<h3>2008 – Dr. Denis Mukwege</h3><h3>2007 – Parvin Ardalan</h3>"), Layout(type="headed_list")
    )
    assert rows(named) == [(2008, "Dr. Denis Mukwege"), (2007, "Parvin Ardalan")]
    introduced = read_page(
        page(
            "<h3>2002</h3><ul><li>Maiti Nepal</li><li>Nkosi Johnson</li></ul><h3>2003 Prizewinners</h3><p>Maggy Barankitse</p>"
        ),
        Layout(type="headed_list"),
    )
    assert rows(introduced) == [(2002, "Maiti Nepal"), (2002, "Nkosi Johnson"), (2003, "Maggy Barankitse")]


def test_what_every_heading_says_beside_its_year_names_nobody() -> None:
    below = read_page(
        page("".join(f"<h3>{number} edició ({year})</h3><p>Ana Bello {year}</p>" for number, year in EDITIONS)),
        Layout(type="headed_list"),
    )
    assert rows(below) == [(year, f"Ana Bello {year}") for _, year in EDITIONS]
    names = ("Ana Bello", "Carl Dorn", "Eva Flor")
    beside = read_page(
        page(
            "".join(f"<h3>{no} painos ({year}): {name}</h3>" for (no, year), name in zip(EDITIONS, names, strict=True))
        ),
        Layout(type="headed_list"),
    )
    assert [row.text for row in beside.rows] == list(names)


EDITIONS = (("XV", 2011), ("XVI", 2012), ("XVII", 2013))


def test_an_edition_in_bold_heads_the_lines_below_it() -> None:
    reading = read_page(
        page("<p><strong>XV edizione - 2009</strong><br>Ana Bello</p><p><b>XIV edizione - 2008</b><br>Carl Dorn</p>"),
        Layout(type="headed_list"),
    )
    assert rows(reading) == [(2009, "Ana Bello"), (2008, "Carl Dorn")]


def test_terms_that_come_again_are_categories_of_their_definitions() -> None:
    terms = "<dl><dt>Speech</dt><dd>Ana Bello</dd><dt>Worship</dt><dd>Carl Dorn</dd><dd>Eva Flor</dd></dl>"
    reading = read_page(page(f"<h2>2001</h2>{terms}<h2>2003</h2>{terms}"), Layout(type="headed_list"))
    assert [(row.year, row.category, row.text) for row in reading.rows][:3] == [
        (2001, "Speech", "Ana Bello"),
        (2001, "Worship", "Carl Dorn"),
        (2001, "Worship", "Eva Flor"),
    ]
    assert len(reading.rows) == 6


@pytest.mark.parametrize(
    "block",
    [
        "<p>{name}, Peru<br><em>Lawyer for miners</em></p>",
        "<p><b>{name}</b>, Peru<br>Opened a clinic.</p>",
        "<p><b>{name}</b><br>Lawyer for miners, Peru</p>",
    ],
)
def test_what_a_block_tells_below_a_name_is_no_recipient(block: str) -> None:
    names = {2001: "Ana Bello", 2002: "Carl Dorn", 2003: "Eva Flor"}
    reading = read_page(
        page("".join(f"<h3>{year}</h3>{block.format(name=name)}" for year, name in names.items())),
        Layout(type="headed_list"),
    )
    assert [(row.year, row.text.removesuffix(", Peru")) for row in reading.rows] == list(names.items())
    assert all(row.country == "Peru" or row.text.endswith(", Peru") for row in reading.rows)
    assert len([x for x in reading.leftovers if x.reason == "ignored"]) == len(names)


def test_categories_in_bold_are_no_names() -> None:
    reading = read_page(
        page(
            "".join(
                f"<h3>{year}</h3><p><b>Courage</b><br>Ana Bello {year}</p><p><b>Law</b><br>Eva Flor {year}</p>"
                for year in (2001, 2002, 2003)
            )
        ),
        Layout(type="headed_list"),
    )
    assert {(2001, "Ana Bello 2001"), (2003, "Eva Flor 2003")} <= set(rows(reading))


def test_a_badge_below_a_name_says_that_it_won_nothing() -> None:
    reading = read_page(
        page("<h2>2014</h2><h3>Ana Bello</h3><p>Awardee</p><h3>Max Nobody</h3><p>Finalist</p><h3>Nominations</h3>"),
        Layout(type="headed_list", tags=("h3",)),
    )
    assert "Max Nobody" not in [row.text for row in reading.rows]
    assert (2014, "Ana Bello") in rows(reading)
    assert [x.text for x in reading.leftovers if x.reason == "nominee"][:1] == ["Max Nobody"]


def test_prose_gives_every_name_the_year_of_its_sentence() -> None:
    reading = read_page(
        page(
            "<p>The first medal went to <b>Ana Bello</b> in <b>1990</b>. <b>Carl Dorn</b> (Peru) had that of 1991; in 1992 <b>Eva Flor</b> came. "
            "Between 1993 and 1995 <b>Gil Haas</b> and <b>Ida Jost</b> were honoured.</p>"
        ),
        Layout(type="prose"),
    )
    assert [(row.year, row.text, row.country) for row in reading.rows] == [
        (1990, "Ana Bello", None),
        (1991, "Carl Dorn", "Peru"),
        (1992, "Eva Flor", None),
    ]
    assert [x.text for x in reading.leftovers if x.reason == "unreadable"] == ["Gil Haas", "Ida Jost"]


def test_prose_below_a_year_belongs_to_that_year_and_later_is_in_doubt() -> None:
    below = read_page(
        page(
            "<h3>2004</h3><p><b>Ana Bello</b> founded a home in 1992.</p><h3>2002</h3><p><b>Eva Flor</b> teaches.</p>"
        ),
        Layout(type="prose"),
    )
    assert rows(below) == [(2004, "Ana Bello"), (2002, "Eva Flor")]
    several = read_page(
        page("<p>In 1999 <b>Ana Bello</b>, born in 1958, won. In 2000 <b>Eva Flor</b> did.</p>"), Layout(type="prose")
    )
    assert rows(several) == [(1999, "Ana Bello"), (2000, "Eva Flor")]
    assert [x.text.startswith("In 1999 Ana Bello, born") for x in several.leftovers if x.place == "p[1]"] == [True]
    later = read_page(
        page("<p>In 2012 it went to <b>Ana Bello</b>, a year later to <b>Eva Flor</b>.</p>"), Layout(type="prose")
    )
    assert rows(later) == [(2012, "Ana Bello")]


def test_terms_tell_the_year_of_their_definitions() -> None:
    reading = read_page(
        page("<dl><dt>XXXIII edició (2019)</dt><dd>Ana Bello</dd><dt>XXXII edició (2018)</dt><dd>Eva Flor</dd></dl>"),
        Layout(type="headed_list"),
    )
    assert rows(reading) == [(2019, "Ana Bello"), (2018, "Eva Flor")]


def test_a_block_of_years_ends_with_them() -> None:
    reading = read_page(
        page("<p>2001 – Ana Bello<br>2002 – Carl Dorn<br>2003 – Eva Flor</p><p>Uwe Vogt speaks at the ceremony</p>"),
        Layout(type="year_list"),
    )
    assert rows(reading) == [(2001, "Ana Bello"), (2002, "Carl Dorn"), (2003, "Eva Flor")]


def test_a_second_line_in_the_cells_of_a_table_tells_what_somebody_does() -> None:
    names = ("Ana Bello", "Carl Dorn", "Eva Flor", "Gil Haas")
    cells = "".join(
        f"<tr><td>{2001 + n}</td><td>{name}<br>Founder of a clinic</td></tr>" for n, name in enumerate(names)
    )
    reading = read_page(page(f"<table><tr><th>Year</th><th>Laureate</th></tr>{cells}</table>"), Layout(type="table"))
    assert [row.text for row in reading.rows] == list(names)
    assert [x.text for x in reading.leftovers] == ["Founder of a clinic"] * len(names)


def test_lines_on_the_jury_and_links_are_no_recipients() -> None:
    lines = (
        "Judges: Max Nobody (chair), Uwe Vogt",
        "2001 | 2002 | 2003",
        "All recipients »",
        "For earlier years please see our archive.",
    )
    reading = read_page(
        page(
            "<h3>2001</h3><p>Collectif « Ana »</p><p>Ana Bello, lawyer (see our report)</p>"
            + "".join(f"<p>{line}</p>" for line in lines)
        ),
        Layout(type="headed_list"),
    )
    assert rows(reading) == [(2001, "Collectif « Ana »"), (2001, "Ana Bello, lawyer (see our report)")]
    assert [(x.reason, x.text) for x in reading.leftovers if x.text in lines] == [
        ("ignored", lines[1]),
        ("ignored", lines[2]),
        ("ignored", lines[3]),
        ("jury", lines[0]),
    ]


def test_winners_among_finalists() -> None:
    layout = Layout(type="headed_list", winners=r"\s+-\s+the laureate$")
    reading = read_page(
        page("<h3>10th Year (2023)</h3><ul><li>Osman Kavala - the laureate</li><li>Somebody Else</li></ul>"), layout
    )
    assert rows(reading) == [(2023, "Osman Kavala")]
    assert [x.text for x in reading.leftovers if x.reason == "nominee"] == ["Somebody Else"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "1955 Não atribuído 1956 1957 Lester Pearson",
            [(1955, "Não atribuído"), (1956, ""), (1957, "Lester Pearson")],
        ),
        ("2012 Bertha Cáceres † ermordet am 3. März 2016", [(2012, "Bertha Cáceres † ermordet am 3. März 2016")]),
        ("2009 – Aung San Suu Kyi (2018 aberkannt)", [(2009, "Aung San Suu Kyi (2018 aberkannt)")]),
        ("1980–1989", []),
        ("1991年", [(1991, "")]),
    ],
)
def test_years_in_a_line(text: str, found: list[tuple[int, str]]) -> None:
    assert split_years(text) == found


@pytest.mark.parametrize(
    "text", ["nicht vergeben", "Keine Vergabe", "Not awarded", "No Award", "Não atribuído", "non décerné"]
)
def test_no_award_in_many_languages(text: str) -> None:
    assert is_not_awarded(text)
    assert not is_not_awarded(f"Maria {text}")


@pytest.mark.parametrize(
    "text",
    [
        "In diesem Jahr wurde der Preis nicht vergeben.",
        "Le Prix n'a pas été attribué.",
        "nagrody nie przyznano",
        "geen prijs uitgereikt",
        "El premio quedó desierto.",
        "Domestic: Not awarded",
        "Not awarded: the jury found no candidate",
    ],
)
def test_a_sentence_says_that_nobody_was_honoured(text: str) -> None:
    assert is_not_awarded(text)


@pytest.mark.parametrize("text", ["No Peace Without Justice", "Mothers of the Disappeared", "Prize Fighters for Peace"])
def test_a_name_is_no_notice(text: str) -> None:
    assert not is_not_awarded(text)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Preisträgerinnen und Preisträger", "recipient"),
        ("獲獎者", "recipient"),
        ("Land zur Zeit der Auszeichnung", "country"),
        ("Ref.", "ignore"),
        ("Zorgblatt", None),
    ],
)
def test_headers_in_any_language(header: str, role: str | None) -> None:
    assert header_role(header) == role


CELL = st.sampled_from(["Akbar Ganji", "Women in Black", "Wei Jingsheng", "", "—", "Memorial", "not awarded"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1950, 2025), st.lists(CELL, min_size=1, max_size=3), st.integers(1, 3)),
        min_size=1,
        max_size=6,
    )
)
def test_every_cell_of_a_table_is_a_row_or_a_leftover(data: list[tuple[int, list[str], int]]) -> None:
    body = "".join(
        f"<tr><td rowspan={len(names)}>{year}</td><td>{names[0]}</td><td colspan={span}>x</td></tr>"
        + "".join(f"<tr><td>{name}</td></tr>" for name in names[1:])
        for year, names, span in data
    )
    markup = page(f"<table><tr><th>Year</th><th>Laureate</th><th>Image</th></tr>{body}</table>")
    reading = read_page(markup, Layout(type="table"))
    told = [row.text for row in reading.rows] + [x.text for x in reading.leftovers]
    for _, names, _ in data:
        for name in names:
            assert not re.search(r"\w", name) or any(name in text for text in told)
    assert len(reading.rows) == sum(
        bool(re.search(r"\w", name)) and name != "not awarded" for _, names, _ in data for name in names
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_spans_never_lose_a_cell(spans: list[list[tuple[int, int]]]) -> None:
    number = 0
    markup = ""
    for row in spans:
        markup += "<tr>"
        for down, across in row:
            markup += f'<td rowspan="{down}" colspan="{across}">c{number}</td>'
            number += 1
        markup += "</tr>"
    table = next(tree_of(f"<table>{markup}</table>").iter("table"))
    grid, _ = expand(table)
    seen = {text_of(cell) for row in grid for cell in row if cell is not None}
    assert seen == {f"c{n}" for n in range(number)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1950, 2025), st.sampled_from(["Akbar Ganji", "Memorial (Russia)", "not awarded", ""])),
        min_size=1,
        max_size=8,
    )
)
def test_every_line_of_a_year_list_is_a_row_or_a_leftover(data: list[tuple[int, str]]) -> None:
    markup = page("<ul>" + "".join(f"<li>{year}: {text}</li>" for year, text in data) + "</ul>")
    expected = [(year, text) for year, text in data if text not in ("not awarded", "")]
    if not expected:
        with pytest.raises(LayoutError):
            read_page(markup, Layout(type="year_list"))
        return
    reading = read_page(markup, Layout(type="year_list"))
    assert rows(reading) == expected
    assert sum(x.reason in ("not awarded", "no recipient") for x in reading.leftovers) == len(data) - len(expected)


def test_leading_year_is_no_range() -> None:
    assert leading_year("2010-2019") is None
    assert leading_year("2010 – Ela Bhatt") == (2010, "Ela Bhatt")


@pytest.mark.parametrize(
    ("body", "layout", "expected"),
    [
        (  # a page builder's cards: year, name, country and a teaser in an element each
            "".join(
                f'<div class="card"><span>{year}</span><h3>{name}</h3><p>{place}</p><p>Has defended, for {n} years and in spite of every threat, the rights of all who live here.</p><a>Read more</a></div>'
                for n, (year, name, place) in enumerate(
                    [
                        (2001, "Ana Bello", "Peru"),
                        (2002, "Carl Dorn", "Austria"),
                        (2003, "Eva Flor", "Viña del Mar, Chile"),
                    ]
                )
            )
            + '<div class="card"><div>2003</div><div>Finalist</div><h3>Decoy Name</h3></div>',
            Layout(type="cards", card="div.card"),
            [(2001, "Ana Bello", "Peru"), (2002, "Carl Dorn", "Austria"), (2003, "Eva Flor", "Chile")],
        ),
        (  # cards that are links
            '<a class="card"><p>Ana Bello</p><p>Peru · 2001</p></a><a class="card"><p>Carl Dorn</p><p>2002</p></a>',
            Layout(type="cards", card="a.card"),
            [(2001, "Ana Bello", "Peru"), (2002, "Carl Dorn", None)],
        ),
        (  # the recipients are headings below the year's, with prose below them
            "<h2>2001</h2><h3>Ana Bello</h3><p>Peru</p><p>Born in 1950, she …</p><h3>Carl Dorn</h3><p>He …</p><h2>Jury 2001</h2><h3>Decoy Name</h3>",
            Layout(type="headed_list", tags=("h3",)),
            [(2001, "Ana Bello", "Peru"), (2001, "Carl Dorn", None)],
        ),
        (  # accordions and tabs
            '<details><summary>2001 winners</summary><ul><li>Ana Bello</li></ul></details><ul class="nav"><li><button role="tab" aria-controls="p">2002</button></li></ul>'
            '<div id="p" role="tabpanel"><ul><li>Carl Dorn</li></ul></div>',
            Layout(type="headed_list"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # a bold line is a heading when it tells what follows
            "<p><b>Laureates</b><br>2001 – Ana Bello<br>2002 – Carl Dorn<br></p><p><b>Board of trustees</b></p><p>2001 – Decoy Name</p>",
            Layout(type="year_list"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # below the year a theme, then who won and who did not
            "<h2>2001</h2><p>Theme: water</p><h3>Laureates</h3><p>Ana Bello</p><h3>Finalists</h3><p>Decoy Name</p><h2>2002</h2><h3>Laureates</h3><p>Carl Dorn</p>",
            Layout(type="headed_list"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # headers in the first column
            "<table><tr><th>Year</th><td>2001</td><td>2002</td></tr><tr><th>Winner</th><td>Ana Bello</td><td>Carl Dorn</td></tr></table>",
            Layout(type="table"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # rows across the table carry the year; a body beside a person is hers
            "<table><tr><th>Name</th><th>Organisation</th></tr><tr><td colspan=2>2001</td></tr><tr><td>Ana Bello</td><td>Casa Azul</td></tr>"
            "<tr><td colspan=2>2002</td></tr><tr><td>Carl Dorn</td><td></td></tr></table><table><tr><th>Country</th><th>Winners</th></tr><tr><td>Peru</td><td>3</td></tr></table>",
            Layout(type="table"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # a table that arranges the page holds the one with the winners
            "<table><tr><td>Menu 1999</td><td><table><tr><td>Year</td><td>Winner</td></tr><tr><td>2001</td><td>Ana Bello</td></tr><tr><td>2002</td><td>Carl Dorn</td></tr></table></td></tr></table>",
            Layout(type="table"),
            [(2001, "Ana Bello", None), (2002, "Carl Dorn", None)],
        ),
        (  # a gallery
            "<figure><img><figcaption><p>Ana Bello, Peru | 2001</p></figcaption></figure><figure><figcaption>Carl Dorn (2002)</figcaption></figure>",
            Layout(type="year_list", tags=("figcaption",), year_at="end"),
            [(2001, "Ana Bello, Peru", None), (2002, "Carl Dorn", None)],
        ),
    ],
    ids=[
        "cards",
        "links",
        "names below years",
        "accordion",
        "bold",
        "announced",
        "turned",
        "across",
        "nested",
        "gallery",
    ],
)
def test_structures_of_other_sites(body: str, layout: Layout, expected: list[tuple[int, str, str | None]]) -> None:
    assert [(row.year, row.text, row.country) for row in read_page(page(body), layout).rows] == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1998/99: Ana Bello", 1998),
        ("2001–2005: Ana Bello", None),
        ("第1回（1986年度）Ana Bello", 1986),
        ("제1회(1997년) Ana Bello", 1997),
        ("2009 год — Ana Bello", 2009),
        ("II Edición (2006): Ana Bello", 2006),
        ("Năm 2005: Ana Bello", 2005),
        ("Committee of 2005: Ana Bello", None),
    ],
)
def test_years_as_lists_write_them(text: str, year: int | None) -> None:
    assert leading_year(text) == (None if year is None else (year, "Ana Bello"))

"""Takes withheld names out of the tables of a build or of an old release; which names are withheld is said in `entries`.

A withheld recognition stays and counts: same award, year, kind, status and sources, under the name WITHHELD_NAME and the identifier
`<award>-<year>-withheld-<entry>`, with its region for a place. It is linked to a recipient of its own, never to its other honours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import polars as pl

from schemas.contracts import conform, polars_schema
from schemas.tables import TABLE_BY_NAME
from schemas.vocabulary import MODE_OF_KIND, Kind
from scrapers.names import fold
from warehouse.release.changes import WITHHELD_NAME
from warehouse.withholding.entries import Checker, token
from warehouse.withholding.spellings import UNSPACED

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]
NAMED_IN: dict[str, tuple[str, ...]] = {
    "recognitions": ("name", "name_as_published", "persons"),
    "statements": ("name", "as_published", "persons"),
}
CLEARED: dict[str, Row] = {
    "recognitions": dict.fromkeys(
        (
            "category",
            "name_language",
            "name_as_published",
            "persons",
            "affiliation",
            "country_codes",
            "place_as_published",
            "annotations",
        )
    ),
    "statements": dict.fromkeys(
        (
            "category",
            "as_published",
            "persons",
            "affiliation",
            "country_as_published",
            "country_codes",
            "annotations",
            "language",
        )
    ),
}
NO_HASH = "0" * 64
CITED_FILE = "cited.csv"
WITHHELD_URL = "https://withheld.invalid/"
"""An address that by its top-level domain leads nowhere (RFC 2606)."""
LEAST_WORD = 6
"""Letters from which a name of one word is also looked for inside addresses and notes."""
PLACELESS = "withheld"
KIND_REASON = "kept from before the name was withheld"


def recall_names(statements: pl.DataFrame, checker: Checker) -> pl.DataFrame:
    """`statements` with a withheld name, where a source gives it, also in place of its token in others; used before corroboration.

    So that sources agree as they did before one of them was rewritten. Nothing of this is published: `withhold_tables` follows.
    Texts of name, as_published, persons and affiliation are filled in; other columns, and rows without a token, are untouched.
    """
    columns = [name for name in ("name", "as_published", "persons", "affiliation") if name in statements.columns]
    named = [name for name in columns if name != "as_published"]
    checker.check(text for name in named for text in _texts(statements[name]))
    spelled = {number: name for name, number in sorted(checker.seen.items(), reverse=True)}
    replaced = []
    for name in columns:
        series = statements[name]
        for number, written in spelled.items():
            series = series.str.replace_all(token(number), written, literal=True)
        replaced.append(series)
    return statements.with_columns(replaced)


def withhold_tables(tables: Mapping[str, pl.DataFrame], checker: Checker) -> Tables:
    """All `tables` without a withheld name; recognitions keep their number, kinds and sources, so that no share moves.

    Names are found by hash, by token and, once found, inside any longer text. `changes` and `collective_share` are not touched:
    the one is made anew after this, the other depends on kinds alone.
    """
    texts = [text for name, columns in NAMED_IN.items() for column in columns for text in _texts(tables[name][column])]
    texts += tables["recipient_names"]["name"].to_list() + tables["recipients"]["name"].to_list()
    found = checker.check(texts)
    if not found:
        return dict(tables)
    inside = mention_of(checker)
    renamed, recognitions, placeholders = _withhold_recognitions(tables["recognitions"], checker, found, inside)
    links = _relink(tables["recognition_recipients"], renamed, placeholders)
    statements, statement_ids = _withhold_statement_rows(tables["statements"], checker, found, inside, renamed)
    gone = set(_named_recipients(tables, found, inside))
    recipients = _recount(tables["recipients"], recognitions, links, gone) + placeholders
    kept = {row["recipient_id"] for row in recipients}
    names = [row for row in tables["recipient_names"].iter_rows(named=True) if inside(row["name"]) is None]
    rows: dict[str, list[Row]] = {
        "recognitions": recognitions,
        "recipients": recipients,
        "recognition_recipients": [row for row in links if row["recipient_id"] in kept],
        "recipient_names": [row for row in names if row["recipient_id"] in kept],
        "statements": statements,
        "conflicts": _withhold_conflicts(tables["conflicts"], renamed, statement_ids),
    }
    if "redirects" in tables:
        redirects = tables["redirects"].iter_rows(named=True)
        rows["redirects"] = [
            row for row in redirects if row["redirect"] in kept and inside(row["recipient_id"]) is None
        ]
    beside = mention_of(checker, LEAST_WORD)
    _rename_recipients(rows, {key: number for key in sorted(kept) if (number := beside(key)) is not None})
    frames = dict(tables) | {name: _framed(name, of_table) for name, of_table in rows.items()}
    return {name: _swept(name, frame, beside) for name, frame in frames.items()}


def with_recorded_votes(entries: pl.DataFrame, checker: Checker) -> pl.DataFrame:
    """`entries` as the coder reads them, with `recorded_vote`: what was recorded of an entry whose name is withheld, null for any other.

    So that the rest of an award's list is judged by the name that stood there, not by the token's looks.
    """
    columns = NAMED_IN["recognitions"]
    found = checker.check(text for column in columns for text in _texts(entries[column]))
    inside = mention_of(checker)
    told = []
    for row in entries.iter_rows(named=True):
        number = _entry_in(row, columns, found, inside)
        told.append(None if number is None else checker.entries[number].votes.get((row["award_id"], row["year"])))
    return entries.with_columns(recorded_vote=pl.Series(told, dtype=pl.String))


def naming(recognitions: pl.DataFrame, names: Iterable[str]) -> list[str]:
    """Identifiers of the `recognitions` that become nameless when `names` are withheld."""
    checker = Checker([])
    checker.seen = dict.fromkeys(names, 0)
    inside = mention_of(checker)
    return [
        row["recognition_id"]
        for row in recognitions.iter_rows(named=True)
        if _entry_in(row, NAMED_IN["recognitions"], checker.seen, inside) is not None
    ]


def _withhold_recognitions(
    frame: pl.DataFrame, checker: Checker, found: Mapping[str, int], inside: Callable[[str], int | None]
) -> tuple[dict[str, str], list[Row], list[Row]]:
    """(old -> new identifier, all rows, a recipient for each withheld one)"""
    renamed: dict[str, str] = {}
    rows, placeholders = [], []
    for row in frame.sort("recognition_id").iter_rows(named=True):
        number = _entry_in(row, NAMED_IN["recognitions"], found, inside)
        if number is None:
            rows.append(row)
            continue
        award_id, year = row["award_id"], row["year"]
        new_id = _free(f"{award_id}-{year}-withheld-{number}", renamed.values())
        renamed[row["recognition_id"]] = new_id
        by_token = checker.by_token(f"{row['name']} {row['persons'] or ''}") is not None
        # What is left of an entry when the name is out of its pages may read as something else than what was announced.
        recorded = checker.entries[number].recognitions.get((award_id, year))
        kind = recorded or (checker.entries[number].kind if by_token else Kind(row["kind"]))
        recipient_id = new_id.replace("_", "-")
        rows.append(
            row
            | CLEARED["recognitions"]
            | {
                "recognition_id": new_id,
                "name": WITHHELD_NAME,
                "kind": kind.value,
                "mode": MODE_OF_KIND[kind].value,
                "kind_basis": "decision",
                "kind_confidence": 1.0,
                "kind_reason": KIND_REASON,
                "recipient_id": recipient_id,
            }
        )
        placeholders.append(
            dict.fromkeys(TABLE_BY_NAME["recipients"].column_names)
            | {"recipient_id": recipient_id, "name": WITHHELD_NAME, "kind": kind.value}
            | {"first_year": year, "last_year": year, "recognitions": 1, "awards": 1}
        )
    return renamed, rows, placeholders


def _rename_recipients(rows: Mapping[str, list[Row]], telling: Mapping[str, int]) -> None:
    """Gives recipients whose identifier tells a withheld name (-> its entry) another one, wherever it stands: a body called after a person
    in its first recognition, say, which goes by another name now."""
    new_ids: dict[str, str] = {}
    for key, number in telling.items():
        new_ids[key] = _free(f"named-with-withheld-{number}", new_ids.values())
    for of_table in rows.values():
        for row in of_table:
            for column in ("recipient_id", "redirect"):
                if row.get(column) in new_ids:
                    row[column] = new_ids[row[column]]


def _relink(frame: pl.DataFrame, renamed: Mapping[str, str], placeholders: list[Row]) -> list[Row]:
    kept = [row for row in frame.iter_rows(named=True) if row["recognition_id"] not in renamed]
    made = zip(renamed.values(), placeholders, strict=True)
    return kept + [
        {"recognition_id": new_id, "recipient_id": placeholder["recipient_id"], "role": "recipient"}
        for new_id, placeholder in made
    ]


def _withhold_statement_rows(
    frame: pl.DataFrame,
    checker: Checker,
    found: Mapping[str, int],
    inside: Callable[[str], int | None],
    renamed: Mapping[str, str],
) -> tuple[list[Row], dict[str, str]]:
    """(all rows, old -> new statement identifier)"""
    renamed_statements: dict[str, str] = {}
    rows = []
    for row in frame.sort("statement_id").iter_rows(named=True):
        new_recognition = renamed.get(row["recognition_id"])
        number = _entry_in(row, NAMED_IN["statements"], found, inside)
        if number is None and new_recognition is None:
            rows.append(row)
            continue
        part = new_recognition.rpartition("-withheld-")[2] if new_recognition else str(number)
        edition = row["year"] or "undated"
        new_id = _free(f"{row['source_id']}#{edition}-withheld-{part}", renamed_statements.values())
        renamed_statements[row["statement_id"]] = new_id
        rows.append(
            row
            | CLEARED["statements"]
            | {
                "statement_id": new_id,
                "recognition_id": new_recognition or row["recognition_id"],
                "name": WITHHELD_NAME,
                "place": PLACELESS,
                "shape": "unknown",
                # The hash of a single cited record could be tried out with candidate names.
                "capture_sha256": NO_HASH if row["place"].startswith(CITED_FILE) else row["capture_sha256"],
            }
        )
    return rows, renamed_statements


def _withhold_conflicts(frame: pl.DataFrame, renamed: Mapping[str, str], statements: Mapping[str, str]) -> list[Row]:
    rows: list[Row] = []
    for row in frame.sort("conflict_id").iter_rows(named=True):
        if row["recognition_id"] not in renamed and row["statement_id"] not in statements:
            rows.append(row)
            continue
        statement_id = statements.get(row["statement_id"], row["statement_id"])
        taken = [other["conflict_id"] for other in rows]
        told: Row = {} if row["field"] == "year" else {"ours": WITHHELD_NAME, "theirs": WITHHELD_NAME}
        told["recognition_id"] = renamed.get(row["recognition_id"], row["recognition_id"])
        told["statement_id"] = statement_id
        told["conflict_id"] = _free(f"{statement_id}:{row['field']}", taken)
        rows.append(row | told)
    return rows


def _named_recipients(
    tables: Mapping[str, pl.DataFrame], found: Mapping[str, int], inside: Callable[[str], int | None]
) -> Iterable[str]:
    for name in ("recipients", "recipient_names"):
        for recipient_id, text in tables[name].select("recipient_id", "name").iter_rows():
            if text in found or inside(text) is not None:
                yield recipient_id


def _recount(frame: pl.DataFrame, recognitions: list[Row], links: list[Row], gone: set[str]) -> list[Row]:
    """Rows of `recipients` that are left; one that lost a recognition is counted anew over those that still name it."""
    by_id = {row["recognition_id"]: row for row in recognitions}
    named: dict[str, dict[str, Row]] = {}
    beside: dict[str, dict[str, Row]] = {}
    for link in links:
        row = by_id[link["recognition_id"]]
        group = beside if link["role"] == "affiliation" else named
        group.setdefault(link["recipient_id"], {})[row["recognition_id"]] = row
    rows = []
    for recipient in frame.iter_rows(named=True):
        recipient_id = recipient["recipient_id"]
        mine = list((named.get(recipient_id) or beside.get(recipient_id) or {}).values())
        if recipient_id in gone or not mine:
            continue
        counted = {
            "recognitions": len(mine),
            "awards": len({row["award_id"] for row in mine}),
            "first_year": min(row["year"] for row in mine),
            "last_year": max(row["year"] for row in mine),
            "country_codes": "; ".join(
                sorted({code for row in mine for code in _items(row["country_codes"]) if "; " not in code})
            )
            or None,
        }
        rows.append(recipient if len(mine) >= recipient["recognitions"] else recipient | counted)
    return rows


def _swept(name: str, frame: pl.DataFrame, inside: Callable[[str], int | None]) -> pl.DataFrame:
    """`frame` with every remaining cell that mentions a withheld name emptied, or filled with what says no more."""
    table = TABLE_BY_NAME[name]
    keys = {column for column in table.primary_key if column != "name"} | {
        "source_id",
        "recognition_id",
        "statement_id",
    }
    replaced = []
    for column in table.columns:
        if column.type != "string" or column.name in keys or column.references:
            continue
        series = frame[column.name]
        mentions = {text for text in series.drop_nulls().unique() if inside(text) is not None}
        if not mentions:
            continue
        stand_in: str | None = None
        if not column.nullable:
            stand_in = WITHHELD_URL if column.pattern and column.pattern.startswith("^https") else WITHHELD_NAME
        replaced.append(
            series.map_elements(
                partial(_instead, mentions=mentions, stand_in=stand_in), return_dtype=pl.String, skip_nulls=True
            )
        )
    return conform(table, frame.with_columns(replaced))


def _instead(text: str, mentions: set[str], stand_in: str | None) -> str | None:
    return stand_in if text in mentions else text


def mention_of(checker: Checker, least_word: int | None = None) -> Callable[[str], int | None]:
    """A function that gives the entry whose name, in a spelling met, stands in a text as words in a row; None for no entry.

    A name of one word must be the whole text, as alone it can be part of another's name; with `least_word` it may stand inside
    the text when it has that many letters.
    """
    forms = {f" {folded} ": number for name, number in checker.seen.items() if (folded := fold(name))}
    several = {
        form: number
        for form, number in forms.items()
        if form.count(" ") > 2 or (least_word is not None and len(form) - 2 >= least_word)
    }
    pattern = re.compile("|".join(re.escape(form) for form in sorted(several, key=len, reverse=True)) or r"(?!)")
    unspaced = {name: number for name, number in checker.seen.items() if UNSPACED.search(name)}
    memory: dict[str, int | None] = {}

    def mention(text: str) -> int | None:
        if text not in memory:
            memory[text] = checker.by_token(text)
            if memory[text] is None:
                folded = f" {fold(text)} "
                hit = pattern.search(folded)
                memory[text] = several[hit.group()] if hit else forms.get(folded)
            if memory[text] is None:
                memory[text] = next((number for name, number in unspaced.items() if name in text), None)
        return memory[text]

    return mention


def _entry_in(
    row: Row, columns: Iterable[str], found: Mapping[str, int], inside: Callable[[str], int | None]
) -> int | None:
    for name in columns:
        for text in _items(row[name]):
            if text in found:
                return found[text]
            if (number := inside(text)) is not None:
                return number
    return None


def _items(cell: str | None) -> list[str]:
    return [] if cell is None else [cell, *cell.split("; ")] if "; " in cell else [cell]


def _texts(series: pl.Series) -> list[str]:
    return [text for cell in series.drop_nulls().unique() for text in _items(cell)]


def _free(wanted: str, taken: Iterable[str]) -> str:
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted}-{number}" in used:
        number += 1
    return f"{wanted}-{number}"


def _framed(name: str, rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=polars_schema(TABLE_BY_NAME[name]))

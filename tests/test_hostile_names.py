"""Names are hostile input: each comes back from every format equal to its published form, which is reversible and runs nowhere."""

from __future__ import annotations

import io
import json
import re

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from schemas.dictionary import dictionary
from schemas.tables import TABLE_BY_NAME
from tests import factory
from warehouse.load import write_duckdb
from warehouse.release.changes import changes_between
from warehouse.release.formats import csv_bytes, parquet_bytes, read_csv, read_duckdb
from warehouse.release.metadata import metadata_files
from warehouse.release.model import Inputs
from warehouse.release.readme import readme
from warehouse.release.summary import Draft, changes_text, summary_json
from warehouse.release.text import FORMULA_STARTS, original_text, publishable, safe_text
from warehouse.release.workbook import CUT_MARK, MOST_CHARACTERS, workbook_bytes

RECIPIENT_NAMES = TABLE_BY_NAME["recipient_names"]
FIXED = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><!--",
    "Robert'); DROP TABLE recognitions;--",
    "' OR ''='",
    "=1+1",
    '=HYPERLINK("http://example.org","x")',
    "+1",
    "-1",
    "@SUM(A1:A9)",
    "＝1+1",
    "＠x",
    "'=1+1",
    "''=1+1",
    "'t Zand",
    "=cmd|' /C calc'!A0",
    "a\tb",
    "\tstart",
    "a\rb",
    "a\nb",
    "a\r\nb",
    "a\x00b",
    "\x07bell",
    "\x1b[31mred\x1b[0m",
    "a\u202eb",
    "\u2067rtl\u2069",
    "a\u2028b",
    "\ufeffmark",
    "a\ufffeb",
    "می‌خواهم",
    "क्‍ष",
    "\u200f\u200eמרים",
    "zero\u200bwidth",
    "o\u0308verlong\u0301\u0301\u0301",
    "👩‍👩‍👧‍👦",
    "𐎠𐎡𐎢",
    "\\u202e",
    "\\\\u202e",
    "\\n",
    "\\",
    '"',
    '""',
    '"quoted", with comma',
    ",",
    ";",
    "; ",
    "a;b; c",
    "NA",
    "NaN",
    "null",
    "None",
    "true",
    "1901",
    "1e5",
    "2026-01-01",
    "0x10",
    "_x000D_",
    "_x0041_",
    "&amp;",
    "]]>",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "%s%n",
    "../../etc/passwd",
    "| a | b |",
    "`code`",
    "[link](javascript:alert(1))",
    "x" * 10_000,
    "😀" * 10_000,
    "=" + "x" * 40_000,
]


def hostile_frame(names):
    rows = [
        {"recipient_id": f"recipient-{number:04}", "name": name, "language": "und"} for number, name in enumerate(names)
    ]
    return publishable(pl.DataFrame(rows))


def draft_of(names):
    """The factory's tables with one recipient per name, named so everywhere."""
    tables = factory.tables()
    frame = hostile_frame(names)
    template = tables["recipients"].row(0, named=True)
    recipients = [template | {"recipient_id": row[0], "name": row[1]} for row in frame.iter_rows()]
    tables["recipients"] = factory.frame("recipients", tables["recipients"].to_dicts() + recipients)
    tables["recipient_names"] = factory.frame("recipient_names", frame.to_dicts())
    return Draft("2026.11.0", pd.Timestamp("2026-11-24").date(), None, tables)


def stripped(names):
    """What the contract lets through: no empty text, none surrounded by white space."""
    return [name.strip() for name in names if name.strip()]


@pytest.fixture(scope="module")
def draft():
    return draft_of(stripped(FIXED))


@pytest.fixture(scope="module")
def published(draft):
    return draft.tables["recipient_names"]


@pytest.mark.parametrize("name", FIXED, ids=lambda name: repr(name[:20]))
def test_the_published_form_runs_nowhere_hides_nothing_and_is_reversible(name):
    safe = safe_text(name)
    assert original_text(safe) == name
    assert safe[0] not in FORMULA_STARTS.replace("\\", "") + "\t\r\n"
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", safe)


@settings(max_examples=500, deadline=None)
@given(st.text(min_size=1))
def test_any_text_has_a_reversible_published_form(name):
    safe = safe_text(name)
    assert original_text(safe) == name
    assert safe[0] not in FORMULA_STARTS.replace("\\", "") + "\t\r\n"
    assert publishable(pl.DataFrame({"name": [name]}))["name"][0] == safe


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(min_size=1).filter(lambda text: text.strip()), min_size=25, max_size=25))
def test_any_names_come_back_from_csv_and_parquet(tmp_path_factory, names):
    frame = hostile_frame(stripped(names))
    path = tmp_path_factory.mktemp("formats")
    (path / "names.csv").write_bytes(csv_bytes(frame))
    (path / "names.parquet").write_bytes(parquet_bytes(RECIPIENT_NAMES, frame))
    assert read_csv(RECIPIENT_NAMES, path / "names.csv").equals(frame)
    assert pl.read_parquet(path / "names.parquet").equals(frame)
    by_pandas = pd.read_csv(path / "names.csv", dtype=str, keep_default_na=False, na_values=[""])
    assert by_pandas["name"].to_list() == frame["name"].to_list()
    with duckdb.connect() as connection:
        columns = dict.fromkeys(frame.columns, "VARCHAR")
        reading = "SELECT name FROM read_csv(?, header = true, columns = ?, nullstr = '', delim = ',', quote = '\"', escape = '\"')"
        rows = connection.execute(reading, [str(path / "names.csv"), columns]).fetchall()
    assert [name for (name,) in rows] == frame["name"].to_list()


def test_names_come_back_from_duckdb_and_break_no_table(draft, published, tmp_path):
    write_duckdb(draft.tables, tmp_path / "hostile.duckdb")
    stored = read_duckdb(tmp_path / "hostile.duckdb", (RECIPIENT_NAMES, TABLE_BY_NAME["recognitions"]))
    assert stored["recipient_names"].equals(published)
    assert stored["recognitions"].height == factory.tables()["recognitions"].height


def test_names_come_back_from_the_workbook_as_text(draft, published):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(draft)), read_only=False)
    cells = [row[1] for row in book["recipient_names"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    for cell, name in zip(cells, published["name"], strict=True):
        if len(name.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
            assert cell.value.endswith(CUT_MARK)
            assert name.startswith(cell.value.removesuffix(CUT_MARK))
        else:
            # Excel reads _x005F_ as an underscore; openpyxl does so in shared strings only.
            assert unescape(cell.value) == name


def test_no_document_takes_a_name_for_markup(draft):
    changes = changes_between(factory.tables(), draft.tables, Inputs(), Inputs(code="2"))
    renamed = [("recognitions", "r", "name", "changed", "x", safe_text(name), "source") for name in stripped(FIXED)]
    changes = pl.concat([changes, pl.DataFrame(renamed, schema=changes.schema, orient="row")])
    texts = [
        changes_text(changes, "2026.11.1", "2026.11.0"),
        dictionary(draft.tables),
        readme(draft).decode(),
        metadata_files(draft)["CITATION.cff"].decode(),
    ]
    for text in texts:
        assert "<script" not in text
        assert "<img" not in text
        assert "\n| a | b |" not in text
    assert json.loads(metadata_files(draft)["datapackage.json"])["name"] == "hrd-awards"
    assert json.loads(summary_json(draft))["rows"]["recipient_names"] == draft.tables["recipient_names"].height

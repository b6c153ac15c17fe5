"""Metadata and the workbook, judged by the validators and readers that others use."""

from __future__ import annotations

import csv
import json
import logging
import subprocess
import sys
from datetime import date

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest

from schemas.tables import TABLES
from tests import factory
from warehouse.release.model import Inputs
from warehouse.release.publish import publish


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return publish(factory.tables(), tmp_path_factory.mktemp("home"), date(2026, 11, 24), Inputs()).path


@pytest.fixture(scope="module")
def package(release):
    return json.loads((release / "datapackage.json").read_text(encoding="utf-8"))


def test_frictionless_finds_no_error(release):
    from frictionless import Package

    report = Package(str(release / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "name", "rowNumber", "fieldName", "note"])
    assert len(report.tasks) >= 2 * len(TABLES)


def test_the_package_says_what_the_validator_does_not_read(package):
    # frictionless ignores categories and uniqueKeys, so both are held to the table descriptions here.
    resources = {resource["name"]: resource for resource in package["resources"]}
    for table in TABLES:
        schema = resources[table.name]["schema"]
        assert schema["uniqueKeys"][0] == schema["primaryKey"] == list(table.primary_key)
        for column, field in zip(table.columns, schema["fields"], strict=True):
            assert (field["name"], field["type"]) == (column.name, column.type)
            if column.allowed and not column.list:
                words = [str(word) for word in column.allowed]
                assert field["constraints"]["enum"] == words
                labelled = [word["value"] if isinstance(word, dict) else word for word in field["categories"]]
                assert labelled == words


def test_every_key_and_word_holds_in_the_csv_files(package, release):
    for resource in package["resources"]:
        if resource.get("format") != "csv":
            continue
        with (release / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == resource["rows"]
        for key in resource["schema"]["uniqueKeys"]:
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
        for field in resource["schema"]["fields"]:
            words = field.get("constraints", {}).get("enum")
            if words:
                assert {row[field["name"]] for row in rows} <= {*words, ""}


def test_every_captured_source_and_licence_is_named(package):
    assert {source["path"] for source in package["sources"]} == set(factory.tables()["sources"]["url"])
    assert all(resource["licenses"][0]["name"] == "CC0-1.0" for resource in package["resources"])


def test_mlcroissant_accepts_the_description_and_reads_records(release, caplog):
    import mlcroissant

    with caplog.at_level(logging.WARNING):
        described = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    assert not described.metadata.ctx.issues.errors
    assert not described.metadata.ctx.issues.warnings
    assert not [record.message for record in caplog.records if "@context" in record.message]
    records = list(described.records("coverage"))
    assert len(records) == factory.tables()["coverage"].height
    assert records[0]["coverage/status"] == b"not seen"


def test_the_citation_schema_accepts_the_citation(release):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    subprocess.run([*command, str(release / "CITATION.cff")], check=True, capture_output=True)


def test_schema_org_names_every_data_file_with_its_checksum(release):
    described = json.loads((release / "dataset.jsonld").read_text(encoding="utf-8"))
    listed = dict(reversed(line.split("  ")) for line in (release / "SHA256SUMS").read_text().splitlines())
    assert {"name", "description", "license", "creator", "distribution", "version"} <= set(described)
    files = {file["contentUrl"]: file["sha256"] for file in described["distribution"]}
    assert {f"csv/{table.name}.csv" for table in TABLES} <= set(files)
    assert {"hrd-awards.duckdb", "hrd-awards.xlsx"} <= set(files)
    assert all(listed[path] == digest for path, digest in files.items())


PANDAS_TYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "boolean", "date": "str"}
DUCKDB_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_pandas_polars_and_duckdb_read_csv_and_parquet_to_equal_frames(release, table):
    csv_path, parquet_path = str(release / f"csv/{table.name}.csv"), str(release / f"parquet/{table.name}.parquet")
    expected = pl.read_parquet(parquet_path)
    types = {column.name: PANDAS_TYPES[column.type] for column in table.columns}
    options = {"keep_default_na": False, "na_values": [""], "float_precision": "round_trip"}
    from_csv = pd.read_csv(csv_path, dtype=types, **options)
    from_parquet = pd.read_parquet(parquet_path)
    for column in table.columns:
        values = [None if pd.isna(value) else value for value in from_csv[column.name]]
        if column.type == "date":
            values = [None if value is None else date.fromisoformat(value) for value in values]
        assert values == expected[column.name].to_list()
        assert [None if pd.isna(value) else value for value in from_parquet[column.name]] == values
    with duckdb.connect() as connection:
        columns = {column.name: DUCKDB_TYPES[column.type] for column in table.columns}
        reading = "SELECT * FROM read_csv(?, header = true, columns = ?, nullstr = '')"
        assert connection.execute(reading, [csv_path, columns]).fetchall() == expected.rows()
        assert connection.execute("SELECT * FROM read_parquet(?)", [parquet_path]).fetchall() == expected.rows()


def test_namibia_is_not_a_missing_value(release):
    codes = pd.read_csv(release / "csv/recognitions.csv", keep_default_na=False, na_values=[""])["country_codes"]
    assert (codes == "NA").sum() == 2


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_workbook_has_the_same_cells(release, table):
    book = openpyxl.load_workbook(release / "hrd-awards.xlsx", read_only=True)
    heading, *rows = book[table.name].iter_rows(values_only=True)
    assert list(heading) == table.column_names
    expected = factory.tables()[table.name]
    assert len(rows) == expected.height
    for found, row in zip(rows, expected.iter_rows(), strict=True):
        values = [value.date() if hasattr(value, "date") else value for value in found]
        values += [None] * (len(row) - len(values))
        assert values == list(row)


def test_the_workbook_explains_itself(release):
    book = openpyxl.load_workbook(release / "hrd-awards.xlsx", read_only=True)
    assert book.sheetnames == ["README", "dictionary", *(table.name for table in TABLES)]
    described = {(row[0], row[1]) for row in book["dictionary"].iter_rows(min_row=2, values_only=True)}
    assert described == {(table.name, column.name) for table in TABLES for column in table.columns}
    assert "not yet checked by a human expert" in " ".join(str(row[0].value) for row in book["README"].iter_rows())

"""The DuckDB file: whole or not at all, readable by old clients, and its views and macros agree with the tables."""

from __future__ import annotations

import hashlib

import duckdb
import polars as pl
import pytest

from schemas.tables import TABLES
from tests import factory
from tests.built import built_home
from warehouse import load
from warehouse.files import BusyError, one_writer
from warehouse.load import LoadError, write_duckdb
from warehouse.release.verify import DUCKDB_FILE


@pytest.fixture(scope="module")
def tables():
    return factory.tables()


@pytest.fixture(scope="module")
def path(tables, tmp_path_factory):
    path = tmp_path_factory.mktemp("home of o'connor") / "warehouse.duckdb"
    write_duckdb(tables, path)
    return path


@pytest.fixture(scope="module")
def reader(path):
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def test_every_table_comes_back_row_for_row(reader, tables):
    for table in TABLES:
        back = reader.sql(f"FROM {table.name}").pl()
        assert back.equals(tables[table.name]), table.name


def test_every_macro_has_a_comment(reader):
    macros = reader.execute("SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal").fetchall()
    assert macros
    assert [name for name, comment in macros if not comment] == []


def test_storage_is_the_old_one_and_comments_are_kept(reader):
    tags = reader.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.0.0")
    commented = dict(
        reader.execute("SELECT table_name || '.' || column_name, comment FROM duckdb_columns()").fetchall()
    )
    for table in TABLES:
        for column in table.columns:
            assert commented[f"{table.name}.{column.name}"] == column.meaning


def test_the_same_tables_give_the_same_bytes(path, tables, tmp_path, monkeypatch):
    monkeypatch.setattr(load._Latest, "content", b"")
    again = tmp_path / "again.duckdb"
    write_duckdb(tables, again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()


def test_a_file_just_written_is_copied_but_never_when_it_or_the_tables_changed(tables, tmp_path, monkeypatch):
    built = []
    real = load.beside.begin
    monkeypatch.setattr(load.beside, "begin", lambda *given: (built.append(given), real(*given))[1])
    monkeypatch.setattr(load._Latest, "content", b"")
    first, second, third, fourth = (tmp_path / f"{number}.duckdb" for number in range(4))
    write_duckdb(tables, first)
    write_duckdb(tables, second)
    assert len(built) == 1
    assert second.read_bytes() == first.read_bytes()
    second.write_bytes(b"somebody wrote here")
    write_duckdb(tables, third)
    assert len(built) == 2
    assert third.read_bytes() == first.read_bytes()
    write_duckdb(tables | {"leftovers": tables["leftovers"].clear()}, fourth)
    assert len(built) == 3
    assert fourth.read_bytes() != first.read_bytes()


def test_the_bundled_data_give_the_same_bytes_again(request, tmp_path, monkeypatch):
    monkeypatch.setattr(load._Latest, "content", b"")
    # Short tables do not show it: what varied from run to run stood in the second blocks of long columns.
    release = built_home(request.config.cache.mkdir("built")) / "releases/latest"
    published = {table.name: pl.read_parquet(release / f"parquet/{table.name}.parquet") for table in TABLES}
    again = tmp_path / "again.duckdb"
    write_duckdb(published, again)
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256((release / DUCKDB_FILE).read_bytes()).digest()


def test_a_refused_row_names_its_table_and_leaves_the_old_file(tables, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    write_duckdb(tables, path)
    before = path.read_bytes()
    with pytest.raises(LoadError, match="table recognitions"):
        write_duckdb(tables | {"recipients": tables["recipients"][1:]}, path)
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"warehouse.duckdb", ".warehouse.duckdb.lock"}


def test_a_second_writer_is_refused(tables, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    with one_writer(tmp_path, ".warehouse.duckdb.lock"), pytest.raises(BusyError, match="another process"):
        write_duckdb(tables, path)


def test_collective_share_agrees_with_the_published_shares(reader, tables):
    years = tables["recognitions"]["year"]
    shares = reader.execute(
        "SELECT measure, numerator, numerator_with_mixed, denominator, wilson_low, wilson_high, awards "
        "FROM collective_share(?, ?)",
        [years.min(), years.max()],
    ).fetchall()
    assert len(shares) == 3
    everything = (pl.col("breakdown") == "overall") & (pl.col("panel") == "all") & (pl.col("period_type") == "all")
    published = tables["collective_share"].filter(everything)
    for measure, numerator, with_mixed, denominator, low, high, awards in shares:
        lower = published.row(by_predicate=(pl.col("measure") == measure) & (pl.col("bound") == "lower"), named=True)
        upper = published.row(by_predicate=(pl.col("measure") == measure) & (pl.col("bound") == "upper"), named=True)
        assert (numerator, with_mixed, denominator) == (lower["numerator"], upper["numerator"], lower["denominator"])
        assert low == pytest.approx(lower["wilson_low"], abs=1e-5)
        assert high == pytest.approx(upper["wilson_high"], abs=1e-5)
        assert awards == lower["awards"]


def test_views_count_every_recognition(reader, tables):
    total = tables["recognitions"].height
    assert reader.execute("SELECT count(*) FROM recognitions_flat").fetchall() == [(total,)]
    assert reader.execute("SELECT sum(recognitions) FROM by_award").fetchall() == [(total,)]
    namibia = reader.execute("SELECT recognitions, mixed FROM by_country WHERE country_code = 'NA'").fetchall()
    assert namibia == [(2, 1)]


def test_a_recipient_of_two_honours_is_listed_once_with_both(tables, tmp_path):
    links = tables["recognition_recipients"].to_dicts()
    extra = {**links[3], "recipient_id": "recipient-0", "role": "named person"}
    path = tmp_path / "warehouse.duckdb"
    write_duckdb(tables | {"recognition_recipients": factory.frame("recognition_recipients", [*links, extra])}, path)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("SELECT recipient_id, recognitions, honours FROM honoured_more_than_once").fetchall()
    assert rows == [("recipient-0", 2, "river_prize 2001; river_prize 2011")]

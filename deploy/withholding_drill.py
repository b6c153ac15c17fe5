"""Withholds recipients of many scripts and kinds from a copy of the whole project, builds again, and looks for their names byte by byte.

    python deploy/withholding_drill.py [--number 20] [--work FOLDER]

Copies the tracked files of this checkout, builds in the copy, withholds the recipients with the command that a maintainer
would use, builds once more, and then searches every release, the site and the copy itself for every spelling that was published of them.
The search is its own and shares nothing with the one the program makes: bytes as UTF-8 and UTF-16, with gzip (WARC), zip (workbook), Parquet
and DuckDB unpacked, and the DuckDB files raw as well. Shares must stay what they were, to the last digit. Takes minutes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import duckdb
import polars as pl

from scrapers.names import fold
from warehouse.fingerprint import ROOT
from warehouse.release.verify import verify

SCRIPTS = (
    "CYRILLIC",
    "ARABIC",
    "HEBREW",
    "CJK",
    "HANGUL",
    "THAI",
    "DEVANAGARI",
    "BENGALI",
    "TIBETAN",
    "GREEK",
    "GEORGIAN",
)
WITH_NAMES = ("recipients", "recipient_names", "recognitions", "statements")
LEAST_LETTERS = 4
UNCHANGED = ("collective_share", "trend_models", "coverage")
AS_OF = ("2026-11-24", "2026-12-01")


def spellings(names: Iterable[str]) -> set[str]:
    """What is looked for: each form as it is, composed and decomposed, folded, as a slug, percent-encoded, in HTML and in JSON."""
    found: set[str] = set()
    for name in names:
        words = fold(name).split()
        forms = {name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)}
        if len(words) > 1:
            forms |= {mark.join(words) for mark in " -_"}
        for form in list(forms):
            forms |= {quote(form), quote(form.replace(" ", "_")), html.escape(form), json.dumps(form)[1:-1]}
        found |= forms
    return {form.lower() for form in found if len(form) >= LEAST_LETTERS or not form.isascii()}


def traces(roots: Iterable[Path], wanted: set[str]) -> list[str]:
    """`file: spelling` for everything found below `roots`."""
    edges = {form: re.compile(rf"(?<![^\W_]){re.escape(form)}(?![^\W_])") for form in wanted if not _unspaced(form)}
    found: set[str] = set()
    for root in roots:
        for path in sorted(path for path in [root, *root.rglob("*")] if path.is_file() and not path.is_symlink()):
            for text in (str(path.relative_to(root.parent)), *_readings(path)):
                lowered = text.lower()
                # A name is not found in the middle of another word, where words have edges.
                hits = [form for form in wanted if form in lowered]
                found |= {f"{path}: {form}" for form in hits if form not in edges or edges[form].search(lowered)}
    return sorted(found)


def _unspaced(form: str) -> bool:
    return any(
        unicodedata.name(letter, "").split()[0] in ("CJK", "THAI", "HIRAGANA", "KATAKANA", "LAO") for letter in form
    )


def _readings(path: Path) -> Iterator[str]:
    content = path.read_bytes()
    for packed in (content, *_unpacked(path, content)):
        yield packed.decode("utf-8", "replace")
        for start in (0, 1):
            yield packed[start:].decode("utf-16-le", "replace")


def _unpacked(path: Path, content: bytes) -> Iterator[bytes]:
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                part = archive.read(name)
                yield part
                yield html.unescape(part.decode("utf-8", "replace")).encode()
    elif content.startswith(b"PAR1"):
        yield pl.read_parquet(io.BytesIO(content)).write_csv().encode()
    elif content[8:12] == b"DUCK":
        with duckdb.connect(str(path), read_only=True) as connection:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield connection.sql(f'FROM "{table}"').pl().write_csv().encode()


def chosen(release: Path, number: int) -> list[str]:
    """Ids of recipients: of each script and each kind, and of those named inside mixed and joint entries, in turn; the same each time."""
    tables = {name: pl.read_parquet(release / f"parquet/{name}.parquet") for name in ("recipients", "recipient_names")}
    links = pl.read_parquet(release / "parquet/recognition_recipients.parquet")
    recognitions = pl.read_parquet(release / "parquet/recognitions.parquet")
    inside = links.filter(role="named person").join(recognitions.select("recognition_id", "kind"), on="recognition_id")
    honoured = set(links.filter(pl.col("role") != "affiliation")["recipient_id"])
    groups: list[list[str]] = []
    for script in SCRIPTS:
        written = [
            recipient_id
            for recipient_id, name in tables["recipient_names"].select("recipient_id", "name").iter_rows()
            if any(unicodedata.name(letter, "").startswith(script) for letter in name)
        ]
        groups.append(written)
    groups += [group["recipient_id"].to_list() for _, group in sorted(tables["recipients"].group_by("kind"))]
    groups += [inside.filter(kind=kind)["recipient_id"].to_list() for kind in ("mixed", "people")]
    ordered = [sorted(set(group) & honoured, key=lambda one: hashlib.sha256(one.encode()).digest()) for group in groups]
    picked: dict[str, None] = {}
    for turn in range(number):
        picked |= dict.fromkeys(group[turn] for group in ordered if len(group) > turn)
    return list(picked)[:number]


def names_of(release: Path, recipient_id: str) -> set[str]:
    """Every form of its name that the release holds."""
    tables = {name: pl.read_parquet(release / f"parquet/{name}.parquet") for name in WITH_NAMES}
    links = pl.read_parquet(release / "parquet/recognition_recipients.parquet")
    whole = links.filter(recipient_id=recipient_id, role="recipient")
    names = set(tables["recipients"].filter(recipient_id=recipient_id)["name"])
    names |= set(tables["recipient_names"].filter(recipient_id=recipient_id)["name"])
    for table in ("recognitions", "statements"):
        names |= set(tables[table].join(whole, on="recognition_id", how="semi")["name"])
    return names | {recipient_id.replace("-", " ")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument(
        "--work", type=Path, default=None, help="An empty folder; default a temporary one, removed at the end."
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        return drill(given.work or Path(temporary), given.number)


def drill(work: Path, number: int) -> int:
    """Exit status 0 when nothing was found and no share moved."""
    tree, home = work / "tree", work / "home"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).exists():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)

    def run(*arguments: str) -> None:
        code = "from pipelines.cli import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, "--home", str(home)],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            tell(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-3000:]}")

    started = time.monotonic()

    def tell(what: str) -> None:
        sys.stdout.write(f"{time.monotonic() - started:6.0f} s  {what}\n")
        sys.stdout.flush()

    run("build", "--plain", "--as-of", AS_OF[0])
    first = (home / "releases/latest").resolve()
    shares = {name: pl.read_parquet(first / f"parquet/{name}.parquet") for name in UNCHANGED}
    ids = chosen(first, number)
    names = {one: names_of(first, one) for one in ids}
    tell(f"built; {len(ids)} recipients: {', '.join(ids)}")
    known = spellings(name for forms in names.values() for name in forms)
    tell(f"before: {len(traces([home / 'releases'], known))} traces of {len(known)} spellings in the release")
    run("withhold", *ids, "--reason", "danger")
    tell("withheld")
    run("build", "--plain", "--as-of", AS_OF[1])
    failures = [
        f"trace: {place}" for place in traces([home / "releases", tree / "scrapers/awards", tree / "warehouse"], known)
    ]
    for release in sorted((home / "releases").glob("2*")):
        failures += [f"{release.name}: {problem}" for problem in verify(release)]
        for name, before in shares.items():
            if not pl.read_parquet(release / f"parquet/{name}.parquet").equals(before):
                failures.append(f"{release.name}: {name} is not what it was")
    for failure in failures:
        sys.stdout.write(f"{failure}\n")
    tell(f"{len(failures)} failures in {len(list((home / 'releases').glob('2*')))} releases")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

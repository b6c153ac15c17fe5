"""Carries out a request to withhold a name, or to restore one, in every place of the home and the working tree; who may ask is policy.

See docs/do-no-harm.md. Each step can be run again: what was asked is noted first, in a private file of the home.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from schemas.vocabulary import Kind
from scrapers.captures import store_of
from scrapers.captures.redaction import rewrite_captures
from scrapers.captures.store import CONTENT, LOGS, REDUCED, ROBOTS, ROWS, RUNS, WARC
from scrapers.drift import Withheld
from scrapers.names import fold
from warehouse import fingerprint
from warehouse.coding import votes_to_record
from warehouse.coding.entries import entries_of
from warehouse.release import store
from warehouse.release.changes import WITHHELD_NAME
from warehouse.release.publish import NO_FILES, ExtraFiles, read_release
from warehouse.wikidata import accepted_honours, items_of, with_types
from warehouse.withholding.entries import (
    Checker,
    Entry,
    WithholdingError,
    name_keys,
    new_entry,
    read_entries,
    write_entries,
)
from warehouse.withholding.reissue import reissue
from warehouse.withholding.spellings import Replacer, find_traces
from warehouse.withholding.tables import naming
from warehouse.withholding.tree import Rewritten, named_after, restore_tree, rewrite_tree, write_private

WITHHELD_FILE = "withheld.csv"
PRIVATE = "withheld"
"""The folder of the home that alone may still hold the name, for its owner's eyes."""
CAPTURES = "captures"
STORED = (CONTENT, LOGS, REDUCED, ROBOTS, ROWS, RUNS, WARC)
STAMP = "list.sha256"
"""In the private folder: which list the releases of the home were last issued for."""
DERIVED = ("statements", "stages", "accepted", "corroborated", "preview.md", "warehouse.duckdb", "build.json")
"""What a build makes anew in the home, and what would keep the name until then."""
TO_DO = (
    "Commit the changed files; then take the name out of the repository's history (git filter-repo --replace-text), force-push, "
    "and ask the forge to drop its caches and the forks it can reach.",
    "Run `hrd-awards build`, then `hrd-awards publish` to every target: older releases there are replaced as well.",
    "Ask for the older versions of a Zenodo deposit to be restricted, and tell known users of the dataset to fetch it again.",
    "Ask public web archives to remove captures that were made for this project.",
    "Delete caches of tools in the working tree (.pytest_cache, .hypothesis) and the run history of Dagster in the home where "
    "they are listed above.",
    "When the decision is final and will not be reversed, delete the private folder `withheld` of the home: it still holds the name.",
)


@dataclass(frozen=True)
class Subject:
    """Whom a request is about: all spellings met, and the recognitions that become nameless."""

    names: tuple[str, ...]
    kind: Kind
    recognitions: dict[tuple[str, int], Kind]
    votes: dict[tuple[str, int], str]


@dataclass(frozen=True)
class Report:
    """What was done: `carried_on` are entries that stood before, `traces` places that still hold a name and need a person."""

    entries: tuple[Entry, ...]
    reissued: list[str]
    rewritten: list[Rewritten]
    traces: list[str]
    to_do: tuple[str, ...] = field(default=TO_DO)
    carried_on: tuple[Entry, ...] = ()


def withhold(
    subject_ids: Iterable[str],
    reason_class: str,
    day: date,
    home: Path,
    decisions: Path,
    roots: Iterable[Path],
    extra_files: ExtraFiles = NO_FILES,
) -> Report:
    """Takes the recipients and recognitions `subject_ids` off every place their names appear in.

    `roots`: folders and files of the working tree to rewrite (award folders, decisions, tests, documents). The home's captures are
    rewritten too, and what a build derives is removed. An entry that was begun for one of them is carried on. Raises WithholdingError,
    before anything is touched, when nothing has one of these identifiers or it is withheld for another reason.
    """
    entries = list(read_entries(decisions / WITHHELD_FILE))
    standing = tuple(entries)
    asked: dict[int, Entry] = {}
    names: dict[int, str] = {}
    for subject_id in dict.fromkeys(subject_ids):
        entry = _asked_for(home, entries, subject_id)
        if entry is None:
            subject = find_subject(home, subject_id, decisions)
            entry = _covering(entries, subject.names)
        if entry is None:
            number = max((one.number for one in entries), default=0) + 1
            entry = new_entry(
                number, subject.names, reason_class, day, subject.kind, subject.recognitions, votes=subject.votes
            )
            names[number] = json.dumps({"asked": subject_id, "names": subject.names}, ensure_ascii=False)
            entries.append(entry)
        elif entry.reason_class != reason_class:
            raise WithholdingError(
                f"{subject_id} is withheld by entry {entry.number} for the reason {entry.reason_class!r}: give that reason to carry "
                f"on, or take the entry back with `hrd-awards restore {entry.number}` first"
            )
        asked[entry.number] = entry
    for number, told in names.items():
        write_private(_names_file(home, number), told)
    write_entries(decisions / WITHHELD_FILE, entries)
    report = carry_out(asked, home, decisions, roots, extra_files)
    return replace(report, carried_on=tuple(entry for entry in report.entries if entry in standing))


def carry_out(
    numbers: Iterable[int], home: Path, decisions: Path, roots: Iterable[Path], extra_files: ExtraFiles = NO_FILES
) -> Report:
    """Does, or finishes, what the entries `numbers` ask for: releases, working tree, home; then looks for what is left."""
    entries = read_entries(decisions / WITHHELD_FILE)
    chosen = tuple(_entry(entries, number) for number in numbers)
    known = {entry.number: _names(home, entry.number) for entry in chosen}
    for number, names in known.items():
        if not names:
            raise WithholdingError(
                f"{_names_file(home, number)} is missing: the spellings of entry {number} are known there alone"
            )
    everywhere = _everywhere(home, roots)
    reissued = keep_withheld(home, decisions / WITHHELD_FILE, extra_files)
    rewritten: list[Rewritten] = []
    left: set[str] = set()
    for number, names in known.items():
        replacer = Replacer(number, names)
        rewritten += rewrite_tree(everywhere, replacer, _record(home, number))
        rewritten += _take_out_of_captures(home, number, replacer)
        left |= {str(path) for path in named_after(everywhere, replacer)}
    _clear_derived(home)
    every = [name for names in known.values() for name in names]
    left |= {str(home / place) for place, _ in find_traces(home, every) if Path(place).parts[0] != PRIVATE}
    return Report(chosen, reissued, rewritten, sorted(left))


def keep_withheld(home: Path, withheld_file: Path, extra_files: ExtraFiles = NO_FILES) -> list[str]:
    """Issues the releases of `home` again when the list of withheld names changed since the last time; returns their versions.

    For a build: a list that came with a change from elsewhere must reach the older releases of this home too, before a new one is
    compared with them.
    """
    digest = hashlib.sha256(withheld_file.read_bytes()).hexdigest() if withheld_file.exists() else ""
    stamp = _private(home) / STAMP
    known = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    if digest == known or not (home / "releases").exists():
        return []
    reissued = reissue(home, read_entries(withheld_file), _private(home) / "releases", extra_files)
    write_private(stamp, digest)
    return reissued


def restore(
    numbers: Iterable[int], home: Path, decisions: Path, roots: Iterable[Path], extra_files: ExtraFiles = NO_FILES
) -> Report:
    """Reverses the entries `numbers`: files, then the list, then the releases, from what the private folder of the home kept."""
    entries = read_entries(decisions / WITHHELD_FILE)
    # a later entry may have taken a token of an earlier one along with its name
    chosen = tuple(_entry(entries, number) for number in sorted(set(numbers), reverse=True))
    restored: list[Rewritten] = []
    for number in (entry.number for entry in chosen):
        names = _names(home, number)
        replacer = Replacer(number, names)
        if names:
            restored += restore_tree(_everywhere(home, roots), replacer, _record(home, number))
        restored += _put_back_into_captures(home, number, replacer)
    remaining = [
        replace(one, marks=frozenset(), recognitions={}, votes={}) if one in chosen else one for one in entries
    ]
    write_entries(decisions / WITHHELD_FILE, remaining)
    _clear_derived(home)
    reissued = keep_withheld(home, decisions / WITHHELD_FILE, extra_files)
    for entry in chosen:
        _record(home, entry.number).unlink(missing_ok=True)
        _names_file(home, entry.number).unlink(missing_ok=True)
    return Report(chosen, reissued, restored, [], ("Run `hrd-awards build`, then publish again.",))


def keep_captures_withheld(home: Path) -> list[Rewritten]:
    """Takes withheld names out of captures that came since: a site goes on naming them. Needs what the private folder keeps."""
    done = []
    for file in sorted(_private(home).glob("*-names.json")):
        number = int(file.name.partition("-")[0])
        done += _take_out_of_captures(home, number, Replacer(number, _names(home, number)))
    return done


def withheld_names(home: Path, withheld_file: Path = fingerprint.WITHHELD_FILE) -> Withheld:
    """Tells whether one of some names is withheld: by the list, or by what the private folder of the home keeps."""
    known = {
        key
        for file in _private(home).glob("*-names.json")
        for name in json.loads(file.read_text(encoding="utf-8"))["names"]
        for key in name_keys(name, all_readings=True)
    }
    checker = Checker(read_entries(withheld_file))

    def withheld(names: Iterable[str]) -> bool:
        names = list(names)
        return any(known & name_keys(name) for name in names) or bool(checker.check(names))

    return withheld


def _everywhere(home: Path, roots: Iterable[Path]) -> list[Path]:
    """What is rewritten file by file: `roots`, and what lies beside the store of live captures, which is rewritten as a whole."""
    strays = [path for path in (home / CAPTURES).glob("*") if path.name not in STORED]
    return [root for root in [*roots, *strays] if root.exists()]


def _take_out_of_captures(home: Path, number: int, replacer: Replacer) -> list[Rewritten]:
    record = _captures_record(home, number)
    kept: dict[str, list[str]] = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    taken: dict[str, int] = {}

    def rewrite(place: str, text: str) -> str:
        without, originals = replacer.replace(text)
        if originals:
            taken[place] = len(originals)
            if "#" not in place:
                kept.setdefault(place, []).extend(originals)
                # what stood there is on the disk before it is gone from the capture
                write_private(record, json.dumps(kept, ensure_ascii=False))
        return without

    changed = rewrite_captures(store_of(home), rewrite)
    return [Rewritten(Path(CAPTURES, place), taken.get(place, 1)) for place in changed]


def _put_back_into_captures(home: Path, number: int, replacer: Replacer) -> list[Rewritten]:
    """Puts back what was taken out; where the places no longer fit (a capture that is gone) the text stays, and a crawl brings it anew."""
    record = _captures_record(home, number)
    if not record.exists():
        return []
    kept: dict[str, list[str]] = json.loads(record.read_text(encoding="utf-8"))

    def rewrite(place: str, text: str) -> str:
        try:
            return replacer.restore(text, kept.get(place, []))
        except ValueError:
            return text

    changed = rewrite_captures(store_of(home), rewrite)
    record.unlink()
    return [Rewritten(Path(CAPTURES, place), len(kept.get(place, []))) for place in changed]


def find_subject(home: Path, subject_id: str, decisions: Path) -> Subject:
    """All spellings of the recipient or recognition `subject_id` in the latest release, and the recognitions that name it."""
    latest = home / "releases" / store.LATEST
    if not latest.exists():
        raise WithholdingError(f"{latest}: there is no release to find {subject_id} in; run `hrd-awards build` first")
    version = store.read_manifest(latest).version
    kept = _private(home) / "releases" / version
    tables = read_release(kept if kept.exists() else latest)
    links = tables["recognition_recipients"].filter(pl.col("role") != "affiliation")
    if subject_id in tables["recognitions"]["recognition_id"]:
        recipients = links.filter(pl.col("recognition_id") == subject_id)["recipient_id"].unique().sort().to_list()
    elif subject_id in tables["recipients"]["recipient_id"]:
        # One that is several, as a person and a movement honoured together, is withheld with the persons it names.
        whole = links.filter((pl.col("recipient_id") == subject_id) & (pl.col("role") == "recipient"))
        inside = links.join(whole, on="recognition_id", how="semi")["recipient_id"]
        recipients = sorted({subject_id, *inside})
    else:
        raise WithholdingError(
            f"{subject_id} is neither a recognition_id nor a recipient_id of release {version}; `hrd-awards sql` finds it"
        )
    linked = links.filter(pl.col("recipient_id").is_in(recipients))
    named = tables["recognitions"].join(linked, on="recognition_id", how="semi").sort("recognition_id")
    whole = linked.filter(pl.col("role") == "recipient")
    names = tables["recipients"].filter(pl.col("recipient_id").is_in(recipients))["name"].to_list()
    names += tables["recipient_names"].filter(pl.col("recipient_id").is_in(recipients))["name"].sort().to_list()
    for table in ("recognitions", "statements"):
        names += tables[table].join(whole, on="recognition_id", how="semi")["name"].sort().to_list()
    names = [name for name in dict.fromkeys(names) if fold(name)]
    if WITHHELD_NAME in names:
        raise WithholdingError(f"{subject_id} is withheld already")
    _refuse_namesakes(tables["awards"], names)
    names += _aliases(decisions, names)
    # Also what only mentions the name, such as a foundation called after the recipient: its token tells no kind.
    mentioning = tables["recognitions"].filter(pl.col("recognition_id").is_in(naming(tables["recognitions"], names)))
    # What names it comes last: it is the one that counts where an edition has both.
    hidden = pl.concat([mentioning.join(named, on="recognition_id", how="anti").sort("recognition_id"), named])
    kinds = {(row["award_id"], row["year"]): Kind(row["kind"]) for row in hidden.iter_rows(named=True)}
    asked = [subject_id] if subject_id in recipients else recipients
    own = tables["recipients"].filter(pl.col("recipient_id").is_in(asked))["kind"]
    return Subject(tuple(names), Kind(own[0]), kinds, _votes(home, tables, hidden))


def _votes(home: Path, tables: Mapping[str, pl.DataFrame], hidden: pl.DataFrame) -> dict[tuple[str, int], str]:
    """What the recognitions `hidden` told the coder of their awards' lists when the release was made."""
    honours = {one: said for one, said in accepted_honours(home).items() if one in set(hidden["award_id"])}
    statements = tables["statements"].join(tables["sources"].select("source_id", "rank"), on="source_id")
    entries = with_types(entries_of(hidden, statements), items_of(tables["recognitions"], honours))
    return dict(zip(entries.select("award_id", "year").iter_rows(), votes_to_record(entries), strict=True))


def _refuse_namesakes(awards: pl.DataFrame, names: list[str]) -> None:
    forms = [f" {fold(name)} " for name in names]
    for award_id, name in awards.select("award_id", "name").iter_rows():
        if any(form in f" {fold(name)} " for form in forms):
            raise WithholdingError(
                f"the award {award_id} is named after the recipient: taking the name off every place would take the award off. "
                "Nothing was done; decide on the single recognitions by hand"
            )


def _aliases(decisions: Path, names: Iterable[str]) -> list[str]:
    known = {fold(name) for name in names}
    path = decisions / "aliases.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [(row["name"], row["alias"]) for row in csv.DictReader(file)]
    return sorted({form for pair in pairs for form in pair if known & {fold(pair[0]), fold(pair[1])}} - set(names))


def _clear_derived(home: Path) -> None:
    for name in DERIVED:
        path = home / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def _entry(entries: Iterable[Entry], number: int) -> Entry:
    for entry in entries:
        if entry.number == number and entry.marks:
            return entry
    raise WithholdingError(f"there is no withheld entry {number} in {WITHHELD_FILE}")


def _asked_for(home: Path, entries: Iterable[Entry], subject_id: str) -> Entry | None:
    """The entry that was made for `subject_id`: releases made since know it no longer."""
    for entry in entries:
        file = _names_file(home, entry.number)
        if entry.marks and file.exists() and json.loads(file.read_text(encoding="utf-8"))["asked"] == subject_id:
            return entry
    return None


def _covering(entries: Iterable[Entry], names: Iterable[str]) -> Entry | None:
    """The entry that withholds each of `names`."""
    wanted = set(names)
    return next((one for one in entries if one.marks and Checker([one]).check(wanted).keys() == wanted), None)


def _names(home: Path, number: int) -> list[str]:
    """The spellings of entry `number`; none when the private folder does not keep them."""
    file = _names_file(home, number)
    return list(json.loads(file.read_text(encoding="utf-8"))["names"]) if file.exists() else []


def _private(home: Path) -> Path:
    return home / PRIVATE


def _names_file(home: Path, number: int) -> Path:
    return _private(home) / f"{number}-names.json"


def _captures_record(home: Path, number: int) -> Path:
    return _private(home) / f"{number}-captures.json"


def _record(home: Path, number: int) -> Path:
    return _private(home) / f"{number}-files.json"

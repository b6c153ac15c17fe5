"""The list of withheld names: salted slow hashes, and how a name is recognised by them in any spelling; no name is ever stored here.

A name is reduced to keys that its spellings share: its folded words in order of the alphabet, and how they sound. Each key is hashed
with scrypt and the salt of its entry. Fourteen bits of a fast hash stand before each, so that a build need not put every name of the
dataset through the slow one. Whoever has a list of candidate names can try them: the hashes hinder that and do not prevent it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from pathlib import Path

from schemas.vocabulary import WITHHOLDING_REASONS, Kind
from scrapers.names import coarse_keys, name_tokens, read_name
from scrapers.text import WITHHELD
from warehouse.coding.agreement import RECORDED_VOTES
from warehouse.fingerprint import Settings

COLUMNS = ("entry", "reason_class", "date", "kind", "salt", "marks", "recognitions")
TOKEN = WITHHELD
"""What stands in the working tree where a withheld name stood: see `token`."""
SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 24}
CONSONANTS, VOWELS = "bdfgklmnprstvzhj", "aeiou"
FILTER_BYTES = 2
FILTER_MASK = 0x3FFF
MOST_READINGS = 16
LEAST_LETTERS = 8
"""A name by sound alone needs two words and so many letters: shorter ones sound like too many others."""


class WithholdingError(ValueError):
    """A list of withheld names that cannot be read, or a request that cannot be met; the message says what to do."""


@dataclass(frozen=True)
class Entry:
    """One withheld recipient or recognition. `recognitions`: (award_id, year) -> kind it counts as; `kind`: that of any other.

    `votes`: (award_id, year) -> what the entry told the coder of the rest of its award's list, one of RECORDED_VOTES.
    """

    number: int
    reason_class: str
    date: date
    kind: Kind
    salt: bytes
    marks: frozenset[tuple[int, str]]
    recognitions: Mapping[tuple[str, int], Kind] = field(default_factory=dict)
    votes: Mapping[tuple[str, int], str] = field(default_factory=dict)


def token(number: int) -> str:
    """What is written in place of the name of entry `number`.

    Three words that every layout reads as a name; two of them are invented from the number, so that no two tokens are alike and
    the sources of one edition still agree on which entry they mean.
    """
    letters = hashlib.blake2b(str(number).encode(), digest_size=16, person=b"token").digest()
    syllables = [CONSONANTS[letters[at] % 16] + VOWELS[letters[at + 1] % 5] for at in range(0, 16, 2)]
    return f"Withheld {''.join(syllables[:4]).title()} {''.join(syllables[4:]).title()}"


def name_keys(name: str, all_readings: bool = False) -> frozenset[str]:
    """Keys that spellings of `name` share; empty for a text without letters.

    Some letters can be read in two ways (ch, j, x). `all_readings` gives a key for each, up to MOST_READINGS: an entry keeps them
    all, so that a spelling met later is found by its first reading alone.
    """
    words = name_tokens(name)
    if not words:
        return frozenset()
    keys = {"f:" + " ".join(sorted(words))}
    sounding = read_name(name).main.words
    if len(sounding) >= 2 and sum(map(len, sounding)) >= LEAST_LETTERS:
        readings = product(*(sorted(coarse_keys(word)) for word in sounding))
        keys |= {"s:" + " ".join(sorted(reading)) for reading in islice(readings, MOST_READINGS if all_readings else 1)}
    return frozenset(keys)


def new_entry(
    number: int,
    names: Iterable[str],
    reason_class: str,
    day: date,
    kind: Kind,
    recognitions: Mapping[tuple[str, int], Kind],
    salt: bytes | None = None,
    votes: Mapping[tuple[str, int], str] | None = None,
) -> Entry:
    """An entry for all spellings in `names`; raises WithholdingError for an unknown reason or names without letters."""
    if reason_class not in WITHHOLDING_REASONS:
        raise WithholdingError(f"reason {reason_class!r} is not one of {', '.join(WITHHOLDING_REASONS)}")
    salt = salt or os.urandom(16)
    keys = sorted({key for name in names for key in name_keys(name, all_readings=True)})
    if not keys:
        raise WithholdingError("there is no name to withhold: none of the given texts has a letter")
    marks = frozenset((_filter(salt, key), _slow(salt, key)) for key in keys)
    return Entry(number, reason_class, day, kind, salt, marks, dict(recognitions), dict(votes or {}))


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of withheld.csv at `path`; none when there is no such file. WithholdingError names the row that cannot be read."""
    if not path.exists():
        return ()
    entries = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise WithholdingError(f"{path}: columns are {reader.fieldnames}; expected {', '.join(COLUMNS)}")
        for line, row in enumerate(reader, start=2):
            try:
                entries.append(_entry_of(row))
            except (ValueError, KeyError, TypeError) as error:
                raise WithholdingError(f"{path} row {line}: {error}; restore the row from git") from error
    numbers = [entry.number for entry in entries]
    if len(numbers) != len(set(numbers)):
        raise WithholdingError(f"{path}: an entry number stands twice; restore the file from git")
    return tuple(entries)


def write_entries(path: Path, entries: Iterable[Entry]) -> None:
    """Writes withheld.csv, in the order of entry numbers."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for entry in sorted(entries, key=lambda entry: entry.number):
            # A restored entry has no marks left; its number is never given again.
            marks = "; ".join(f"{bits:04x}:{digest}" for bits, digest in sorted(entry.marks))
            recognitions = "; ".join(
                "/".join(
                    [edition[0], str(edition[1]), kind, *([entry.votes[edition]] if edition in entry.votes else [])]
                )
                for edition, kind in sorted(entry.recognitions.items())
            )
            day = entry.date.isoformat()
            writer.writerow([entry.number, entry.reason_class, day, entry.kind, entry.salt.hex(), marks, recognitions])


def withheld_names(settings: Settings) -> Checker | None:
    """What tells withheld names in a build; None when no name is withheld."""
    checker = Checker(read_entries(settings.withheld_file), settings.home / "withheld" / "cleared.json")
    return checker if checker.entries else None


class Checker:
    """Tells which names are withheld. `seen` collects the spellings met, name -> entry number; they stay in memory."""

    def __init__(self, entries: Iterable[Entry], cache: Path | None = None) -> None:
        """`cache`: a private file that remembers which hashed keys were found not to be withheld, to spare later builds the work."""
        self.entries = {entry.number: entry for entry in entries if entry.marks}
        self.seen: dict[str, int] = {}
        self.tokens = {token(number): number for number in self.entries}
        self._cache = cache
        self._cleared: set[str] = set()
        if cache and cache.exists():
            self._cleared = set(json.loads(cache.read_text(encoding="utf-8")))

    def check(self, names: Iterable[str]) -> dict[str, int]:
        """name -> entry number for those of `names` that are withheld, by hash or because the name is a token."""
        found: dict[str, int] = {}
        keys: dict[str, list[str]] = {}
        for name in sorted(set(names)):
            number = self.by_token(name)
            if number is not None:
                found[name] = number
                continue
            for key in name_keys(name) if self.entries else ():
                keys.setdefault(key, []).append(name)
        hits = self._withheld_keys(list(keys))
        for key, number in hits.items():
            found |= dict.fromkeys(keys[key], number)
        self.seen |= {name: number for name, number in found.items() if not TOKEN.search(name)}
        return found

    def by_token(self, text: str) -> int | None:
        """The entry whose token stands in `text`."""
        numbers = (self.tokens.get(" ".join(found.group().split())) for found in TOKEN.finditer(text))
        return next((number for number in numbers if number is not None), None)

    def _withheld_keys(self, keys: list[str]) -> dict[str, int]:
        suspects = []
        for entry in self.entries.values():
            filters = {bits for bits, _ in entry.marks}
            for key in keys:
                if _filter(entry.salt, key) in filters:
                    note = hashlib.blake2b(key.encode(), key=entry.salt, digest_size=16).hexdigest()
                    if note not in self._cleared:
                        suspects.append((entry, key, note))
        with ThreadPoolExecutor() as pool:
            digests = list(pool.map(lambda suspect: _slow(suspect[0].salt, suspect[1]), suspects))
        hits: dict[str, int] = {}
        for (entry, key, note), digest in zip(suspects, digests, strict=True):
            if (_filter(entry.salt, key), digest) in entry.marks:
                hits.setdefault(key, entry.number)
            else:
                self._cleared.add(note)
        if self._cache and suspects:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            self._cache.write_text(json.dumps(sorted(self._cleared)), encoding="utf-8")
        return hits


def _entry_of(row: Mapping[str, str]) -> Entry:
    marks = [mark.partition(":") for mark in row["marks"].split("; ") if mark]
    recognitions = [part.split("/") for part in row["recognitions"].split("; ") if part]
    return Entry(
        number=int(row["entry"]),
        reason_class=row["reason_class"],
        date=date.fromisoformat(row["date"]),
        kind=Kind(row["kind"]),
        salt=bytes.fromhex(row["salt"]),
        marks=frozenset((int(bits, 16), digest) for bits, _, digest in marks),
        recognitions={(award_id, int(year)): Kind(kind) for award_id, year, kind, *_ in recognitions},
        votes={(award_id, int(year)): _vote(vote) for award_id, year, _, *told in recognitions for vote in told},
    )


def _vote(told: str) -> str:
    if told not in RECORDED_VOTES:
        raise ValueError(f"vote {told!r} is not one of {', '.join(RECORDED_VOTES)}")
    return told


def _filter(salt: bytes, key: str) -> int:
    digest = hashlib.blake2b(key.encode(), key=salt, person=b"filter", digest_size=FILTER_BYTES).digest()
    return int.from_bytes(digest, "big") & FILTER_MASK


def _slow(salt: bytes, key: str) -> str:
    return hashlib.scrypt(key.encode(), salt=salt, **SCRYPT).hex()

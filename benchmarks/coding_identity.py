"""CPU time of coding and identity: on the dataset, and how it grows to 100,000 recognitions; results are printed, nothing is asserted.

    python -m benchmarks.coding_identity --home data [--sizes 12500 25000 50000 100000] [--profile]

Larger collections are invented from the dataset, with its shares of kinds, countries and languages: persons by pairing words of its
persons' names anew, bodies by giving its bodies other telling words, and as often as in the dataset somebody is honoured again, now and
then in another spelling. Copies of the dataset would tell nothing: everybody in them would be honoured as often as there are copies.
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

SEED = 2018
AGAIN = 0.25
"""Recognitions of somebody who was recognised before."""
OTHERWISE_SPELLED = 0.3
SIZES = (12_500, 25_000, 50_000, 100_000)
SYLLABLES = [c + v for c in ("b", "d", "g", "k", "l", "m", "n", "r", "s", "t", "v", "z", "sh", "ch") for v in "aeiou"]


def invented(recognitions: pl.DataFrame, size: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(recognitions, statements) of `size` entries, made from the published table as the module says."""
    choose = random.Random(SEED)
    rows = recognitions.to_dicts()
    first, last = _words_of_persons(rows)
    # Vocabularies grow more slowly than collections (Heaps' law).
    new_words = [_word(choose) for _ in range(int(len(rows) * (size / len(rows)) ** 0.6))]
    made: list[dict] = []
    awards = max(73, round(73 * math.sqrt(size / len(rows))))
    for number in range(size):
        like = choose.choice(rows)
        if made and choose.random() < AGAIN:
            like = choose.choice(made)
            name = _respelled(like["name"], choose) if choose.random() < OTHERWISE_SPELLED else like["name"]
        elif like["kind"] == "person":
            name = " ".join((choose.choice(first), choose.choice(last if choose.random() < 0.6 else new_words)))
        else:
            name = " ".join(choose.choice(new_words) if _telling(word) else word for word in like["name"].split())
        award_id = f"award_{choose.randrange(awards):03}"
        year = choose.randrange(1960, 2027)
        made.append(
            like
            | {
                "recognition_id": f"{award_id}-{year}-entry-{number}",
                "award_id": award_id,
                "year": year,
                "name": name,
                "name_as_published": name,
                "persons": None,
                "affiliation": None,
            }
        )
    table = pl.DataFrame(made, schema=recognitions.schema)
    statements = table.select(
        "recognition_id",
        "name",
        "persons",
        "affiliation",
        pl.col("name_language").alias("language"),
        pl.col("name_as_published").alias("as_published"),
        pl.lit("unknown").alias("shape"),
        pl.lit(1, pl.Int64).alias("rank"),
        pl.col("recognition_id").alias("statement_id"),
    )
    return table, statements


def _words_of_persons(rows: list[dict]) -> tuple[list[str], list[str]]:
    names = [row["name"].split() for row in rows if row["kind"] == "person"]
    whole = [words for words in names if len(words) >= 2]
    return [words[0] for words in whole], [words[-1] for words in whole]


def _word(choose: random.Random) -> str:
    return "".join(choose.choice(SYLLABLES) for _ in range(choose.randint(2, 4))).title()


def _telling(word: str) -> bool:
    from scrapers import lexicon

    return word[:1].isupper() and len(word) > 3 and not lexicon.find(word)


def _respelled(name: str, choose: random.Random) -> str:
    """Another spelling: surname first, a doubled letter, or a vowel changed."""
    words = name.split()
    if len(words) == 2 and choose.random() < 0.3:
        return f"{words[1]}, {words[0]}"
    at = choose.randrange(len(name))
    swapped = {"i": "y", "y": "i", "c": "k", "s": "ss", "l": "ll", "e": "é"}.get(name[at], name[at])
    return name[:at] + swapped + name[at + 1 :]


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of one call, in seconds, with the garbage collector off as in a build."""
    gc.collect()
    gc.disable()
    started = time.process_time()
    work()
    gc.enable()
    return time.process_time() - started


def measure(recognitions: pl.DataFrame, statements: pl.DataFrame, same: pl.DataFrame) -> tuple[float, float]:
    """CPU seconds of coding and of identity."""
    from warehouse.coding import code, read_decisions
    from warehouse.coding.entries import entries_of
    from warehouse.identity import identify

    entries = entries_of(recognitions, statements)
    decisions = read_decisions()
    plain = recognitions.drop("recipient_id")
    return cpu_seconds(lambda: code(entries, decisions)), cpu_seconds(lambda: identify(plain, statements, same))


def main() -> None:
    from warehouse.build import read_same
    from warehouse.fingerprint import DECISIONS_DIR

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=Path("data"))
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--profile", action="store_true", help="Profile identity at the last size instead.")
    given = parser.parse_args()
    tables = given.home / "releases/latest/parquet"
    recognitions = pl.read_parquet(tables / "recognitions.parquet")
    statements = pl.read_parquet(tables / "statements.parquet").join(
        pl.read_parquet(tables / "sources.parquet").select("source_id", "rank"), on="source_id"
    )
    none = read_same(None)
    if given.profile:
        _profile(*invented(recognitions, given.sizes[-1]), none)
        return
    print(f"{'recognitions':>12}  {'coding':>8}  {'identity':>8}  {'together':>8}  CPU seconds")
    _tell(recognitions.height, *measure(recognitions, statements, read_same(DECISIONS_DIR)), note="the dataset")
    before: tuple[int, float] | None = None
    for size in given.sizes:
        coding, identity = measure(*invented(recognitions, size), none)
        together = coding + identity
        growth = math.log(together / before[1]) / math.log(size / before[0]) if before else None
        _tell(size, coding, identity, note="invented" + (f", grows as n^{growth:.2f}" if growth else ""))
        before = (size, together)


def _tell(size: int, coding: float, identity: float, note: str) -> None:
    print(f"{size:>12,}  {coding:>8.2f}  {identity:>8.2f}  {coding + identity:>8.2f}  {note}", flush=True)


def _profile(recognitions: pl.DataFrame, statements: pl.DataFrame, same: pl.DataFrame) -> None:
    import cProfile
    import pstats

    from warehouse.identity import identify

    profile = cProfile.Profile()
    profile.runcall(identify, recognitions.drop("recipient_id"), statements, same)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()

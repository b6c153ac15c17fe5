"""How well identity and the likeness of names do on labelled pairs: the figures of docs/identity.md.

`python -m warehouse.identity.measure` writes them between the marks in docs/identity.md; nothing here is used by the build.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scrapers.names import alike
from warehouse.identity.clusters import THRESHOLD, cluster
from warehouse.identity.mentions import BODY, PERSON, Mention

ROOT = Path(__file__).parents[2]
IDENTITY_PAIRS = ROOT / "tests" / "identity_pairs.csv"
ALIKE_PAIRS = ROOT / "tests" / "alike_pairs.csv"
DOCUMENT = ROOT / "docs" / "identity.md"


@dataclass(frozen=True)
class Score:
    """Pairs found and right, found and wrong, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


@dataclass(frozen=True)
class LabelledPair:
    """Two mentions (by number), whether they are the same, whether that is hard to tell, and why."""

    left: int
    right: int
    same: bool
    hard: bool
    reason: str


def labelled_mentions(path: Path = IDENTITY_PAIRS) -> tuple[list[Mention], list[LabelledPair]]:
    """The sides of tests/identity_pairs.csv as mentions of editions of their own: names and countries alone must tell."""
    mentions: list[Mention] = []
    numbers: dict[tuple[str, ...], int] = {}
    pairs: list[LabelledPair] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            sides = []
            for side in ("left", "right"):
                key = (row[side], *(row[f"{side}_{part}"] for part in ("countries", "kind", "award", "year")))
                if key not in numbers:
                    numbers[key] = len(mentions)
                    mentions.append(_mention(len(mentions), key))
                sides.append(numbers[key])
            pairs.append(LabelledPair(sides[0], sides[1], row["same"] == "yes", row["hard"] == "yes", row["reason"]))
    return mentions, pairs


def _mention(number: int, key: Sequence[str]) -> Mention:
    name, countries, kind, award, year = key
    return Mention(
        recognition_id=f"pair_{number}-{year}-{number}",
        award_id=f"{award}_{number}",
        year=int(year),
        role="recipient",
        sort=PERSON if kind == "person" else BODY,
        name=name,
        kind=kind,
        forms=((name, "und"),),
        countries=frozenset(countries.split("; ")) if countries else frozenset(),
        members=(),
        anonymous=False,
    )


def score(found: Iterable[bool], labels: Iterable[bool]) -> Score:
    """Count pairs by whether they were found to be the same and are."""
    pairs = list(zip(found, labels, strict=True))
    return Score(sum(f and s for f, s in pairs), sum(f and not s for f, s in pairs), sum(s and not f for f, s in pairs))


def identity_scores(thresholds: Sequence[float]) -> dict[float, tuple[Score, Score]]:
    """Per threshold the scores over all labelled pairs and over the hard ones."""
    mentions, pairs = labelled_mentions()
    found: dict[float, tuple[Score, Score]] = {}
    for threshold in thresholds:
        groups, _ = cluster(mentions, [], [], threshold)
        together = [groups[pair.left] == groups[pair.right] for pair in pairs]
        hard = [number for number, pair in enumerate(pairs) if pair.hard]
        found[threshold] = (
            score(together, [pair.same for pair in pairs]),
            score([together[number] for number in hard], [pairs[number].same for number in hard]),
        )
    return found


def alike_scores(thresholds: Sequence[float], path: Path = ALIKE_PAIRS) -> dict[float, Score]:
    """Per threshold the score of `alike` over tests/alike_pairs.csv."""
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [(alike(row["left"], row["right"]), row["same"] == "yes") for row in csv.DictReader(lines)]
    return {
        threshold: score([likeness >= threshold for likeness, _ in pairs], [same for _, same in pairs])
        for threshold in thresholds
    }


def _tables() -> dict[str, str]:
    _, pairs = labelled_mentions()
    identity = ["| threshold | precision | recall | precision, hard | recall, hard |", "|---|---|---|---|---|"]
    for threshold, (every, hard) in identity_scores([1.0, 2.0, THRESHOLD, 4.0, 5.0, 6.0]).items():
        identity.append(
            f"| {threshold:g} | {every.precision:.3f} | {every.recall:.3f} | {hard.precision:.3f} | {hard.recall:.3f} |"
        )
    names = ["| threshold | precision | recall |", "|---|---|---|"]
    for threshold, of_names in alike_scores([0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9]).items():
        names.append(f"| {threshold:g} | {of_names.precision:.3f} | {of_names.recall:.3f} |")
    same = sum(pair.same for pair in pairs)
    size = f"{len(pairs)} pairs, {same} the same and {len(pairs) - same} different, {sum(pair.hard for pair in pairs)} of them hard."
    return {"identity": "\n".join([size, "", *identity]), "alike": "\n".join(names)}


def written_figures(text: str) -> str:
    """The document with the figures of now between its marks; ValueError where a mark is missing."""
    for name, table in _tables().items():
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not mark.search(text):
            raise ValueError(f"{DOCUMENT}: no <!-- {name} --> ... <!-- end {name} --> to write the figures between")
        text = mark.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", text)  # type: ignore[misc]
    return text


def main() -> None:
    """Write the figures into docs/identity.md."""
    DOCUMENT.write_text(written_figures(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()

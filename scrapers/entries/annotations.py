"""Annotations of an entry, from the closed list, in the languages of the sources. No other remark is kept."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

from schemas.vocabulary import ANNOTATIONS

_SPACES = re.compile(r"\s{2,}")
# “Aung San Suu Kyi. The award was subsequently withdrawn on 12 November 2018.”
_ABOUT_PRIZE = re.compile(
    r"[.;]\s+((?:the|der|die|le|la|el|o|il|de|den|het)\s+(?:prize|award|preis|prix|premio|pr[êé]mio|pris|prijs|honou?r)\b.*)$",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (Path(__file__).parent / "annotations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, list[str]] = {annotation: [] for annotation in ANNOTATIONS}
    for row in rows:
        found[row["annotation"]].append(row["pattern"])
    return tuple(
        (annotation, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE))
        for annotation, words in found.items()
        if words
    )


@lru_cache(8192)
def is_annotated(text: str) -> bool:
    """Whether an annotation stands anywhere in the text: most lines have none, and need not be asked for each."""
    return any_annotation().search(text) is not None


@cache
def any_annotation() -> re.Pattern[str]:
    """Matches wherever an annotation stands."""
    return re.compile("|".join(pattern.pattern for _, pattern in _patterns()), re.IGNORECASE)


def annotations_in(text: str) -> tuple[str, ...]:
    """Annotations that any part of the text names, in the order of the closed list."""
    if not is_annotated(text):
        return ()
    return tuple(annotation for annotation, pattern in _patterns() if pattern.search(text))


def is_annotation(text: str) -> bool:
    """True when the text is nothing but an annotation with small words, as “(2018 aberkannt)” or “, posthum”."""
    if not is_annotated(text):
        return False
    rest = text
    for _, pattern in _patterns():
        rest = pattern.sub(" ", rest)
    return rest != text and not re.sub(
        r"\b(?:the|was|ist|est|le|la|à|in|en|im|am|the (?:award|prize)|der preis|\d{1,4})\b|[\W_]+",
        "",
        rest,
        flags=re.IGNORECASE,
    )


def tells_of_prize(text: str) -> bool:
    """Whether a sentence of the text says what became of the prize: that it was declined, withdrawn or given after a death."""
    return (sentence := _ABOUT_PRIZE.search(text)) is not None and bool(annotations_in(sentence.group(1)))


def status_of(annotations: tuple[str, ...]) -> str:
    """Declined or withdrawn where the annotations say so, else awarded."""
    return next((status for status in ("withdrawn", "declined") if status in annotations), "awarded")


def take_annotations(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without bracketed or trailing annotations, and the annotations."""
    if not is_annotated(text):
        return _SPACES.sub(" ", text).strip(), ()
    found: list[str] = []

    def drop(match: re.Match[str]) -> str:
        pieces = list(re.split(r"\s*[,;]\s*", match.group(1)))
        kept = [piece for piece in pieces if not is_annotation(piece)]
        if len(kept) == len(pieces):
            return match.group(0)
        found.extend(annotations_in(match.group(1)))
        return f"({', '.join(kept)})" if kept else ""

    if (sentence := _ABOUT_PRIZE.search(text)) and (told := annotations_in(sentence.group(1))):
        found.extend(told)
        text = text[: sentence.start()]
    text = re.sub(r"\(([^()]*)\)", drop, text)
    while match := re.search(r"(?:[,;:–-]\s*|\s+)((?:[^\s,;]+\s+){0,4}[^\s,;]+)\s*$", text):
        tail = next(
            (match.group(1)[at:] for at in _word_starts(match.group(1)) if is_annotation(match.group(1)[at:])), None
        )
        if tail is None or not text[: len(text) - len(tail)].strip(" ,;:–-"):
            break
        found.extend(annotations_in(tail))
        text = text.rstrip()[: -len(tail)].rstrip(" ,;:–-")
    return _SPACES.sub(" ", text).strip(), tuple(a for a in ANNOTATIONS if a in found)


def _word_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\s+", text))]

"""Plain text off a page: white space, reference marks, language tags, brackets and quotes. No meaning is read here."""

from __future__ import annotations

import re
import unicodedata

REFERENCE = re.compile(
    r"\[\s*(?:\d{1,3}|[a-z]|note \d+|nb \d+|N \d+|citation needed|edit(?: source)?|\u7f16\u8f91|\u7de8\u8f2f|"
    r"Bearbeiten(?:\s*\|\s*Quelltext bearbeiten)?|modifier(?:\s*\|\s*modifier le code)?|modifica(?:\s*\|\s*modifica wikitesto)?|"
    r"editar(?:\s*\|\s*editar (?:código|código-fonte))?|rediger|redigér|redigera|editovat|edytuj|bewerken)\s*\]",
    re.IGNORECASE,
)
# “(en)”, “[ es ]” behind a name link to another language's article
LANGUAGE_TAG = re.compile(
    r"\s*(?:\((?:en|es|de|fr|it|pt|ru|ar|nl|sv|ca|d)\)|\[\s*(?:en|es|de|fr|it|pt|ru|ar|nl|sv|ca|d)\s*\])"
)
# Arabic-Indic, Persian and full-width digits, as years are written in
_DIGITS = str.maketrans({ord(zero) + n: str(n) for zero in "٠۰०０" for n in range(10)})
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_BEFORE_MARK = re.compile(r" ([,;:.)\]])")
_BEHIND_BRACKET = re.compile(r"([(\[]) ")
_LOOSE_MARK = re.compile(r" [,;:.)\]]|[(\[] ")
WITHHELD = re.compile(r"Withheld\s+([A-Z][a-z]{7})\s+([A-Z][a-z]{7})")
"""What stands in pages and captures where a withheld name stood."""
QUOTES = {"“": "”", "„": "“”", "«": "»", "‘": "’", "”": "”", '"': '"', "「": "」", "『": "』"}
BRACKETS = {"(": ")", "[": "]", "（": "）"}
_OPENING = re.compile(f"[{re.escape(''.join((*BRACKETS, *QUOTES)))}]")


def western_digits(text: str) -> str:
    """The text with the digits of other scripts written as 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def tidy(text: str) -> str:
    """One line without reference marks, language tags and invisible characters; white space collapsed, NFC."""
    # Most texts need little of this, and every text of a page comes through here.
    if not text.isascii():
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).translate(_DIGITS)
    if "[" in text:
        text = REFERENCE.sub("", text)
    if "(" in text or "[" in text:
        # a long run of white space would be searched again and again for what may follow it
        text = LANGUAGE_TAG.sub("", " ".join(text.split()))
    text = " ".join(text.split())
    if text.replace(" ", "").isalpha() or not _LOOSE_MARK.search(text):
        return text
    return _BEHIND_BRACKET.sub(r"\1", _BEFORE_MARK.sub(r"\1", text))


def depth_map(text: str) -> list[int]:
    """For every character how many brackets and quotes enclose it; an unclosed bracket or quote encloses nothing."""
    closers = [0] * len(text)
    if not _OPENING.search(text):
        return closers
    stack: list[tuple[str, int]] = []
    spans: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if stack and char in stack[-1][0]:
            if char in "’'\"" and i + 1 < len(text) and text[i + 1].isalnum():
                continue
            _, start = stack.pop()
            spans.append((start, i))
        elif char in BRACKETS:
            stack.append((BRACKETS[char], i))
        elif char in QUOTES and (i == 0 or not text[i - 1].isalnum()) and i + 1 < len(text):
            stack.append((QUOTES[char], i))
    for start, end in spans:
        for i in range(start, end + 1):
            closers[i] += 1
    return closers


def split_outside(text: str, separator: re.Pattern[str]) -> list[str]:
    """Pieces of `text` between matches of `separator` that stand outside brackets and quotes."""
    matches = list(separator.finditer(text))
    if not matches:
        return [text]
    depth = depth_map(text)
    pieces, last = [], 0
    for match in matches:
        if depth[match.start()] or (match.end() > match.start() and depth[match.end() - 1]):
            continue
        pieces.append(text[last : match.start()])
        last = match.end()
    return [*pieces, text[last:]]

"""Keys that different transliterations of one name share; single words only, no judgement on whole names.

The rules are those by which German, French, English, Polish, Czech, Scandinavian, Italian and scholarly spellings of
Slavic, Arabic, Persian, Burmese and Chinese names differ. Letters that a spelling leaves open (ch, j, x) give several keys.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import Indel, JaroWinkler

from scrapers.names.folding import ascii_letters, fold, mend

# Accented letters whose sound plain ASCII would lose; "$" stands for any hushing sound (sh, ch, zh, j).
_ACCENTED = str.maketrans(
    {
        "č": "$", "ć": "$", "ĉ": "$", "š": "$", "ş": "$", "ș": "$", "ś": "$", "ŝ": "$", "ž": "$", "ź": "z", "ż": "$",
        "ť": "tj", "ţ": "ts", "ț": "ts", "ď": "d", "đ": "dj", "ň": "n", "ń": "n", "ñ": "n", "ř": "r", "ç": "s",
        "ł": "l", "ğ": "g", "ı": "i", "ð": "d", "þ": "t", "ь": "", "ъ": "",
        "ö": "o", "ø": "o", "ő": "o", "ü": "u", "ű": "u", "ä": "a", "å": "a",
    }
)  # fmt: skip
_HUSHING = re.compile(
    r"schtsch|chtch|shch|sjtsj|stsch|tsch|tsj|tch|sch|skj|szcz|cz|sz|rz|sh|zh|dzh|dsch|dj|dz|tj(?!$)|sj|zj|gj|kj|\$\$"
)
_FINAL_TJ = re.compile(r"tj$")
# Plain replacements, then those that depend on what stands beside; both in this order.
_LITERAL = (
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("kh", "h"), ("gh", "g"), ("bh", "b"), ("ck", "k"), ("kk", "k"), ("q", "k"),
)  # fmt: skip
_SOFT_C = re.compile(r"c(?=[eiy])")
_LITERAL_AFTER_C = (
    ("ts", "s"), ("tz", "s"), ("ss", "s"), ("zz", "s"), ("z", "s"), ("w", "v"), ("ou", "u"), ("oo", "u"),
)  # fmt: skip
_UE = re.compile(r"ue(?=[^aeiou])")
_OE = re.compile(r"oe(?=[^aeiou])")
_LONG_I = re.compile(r"ee|ea|ie$|iy|yi|ij|yj|ii")
_GLIDE = re.compile(r"i+(?=[aeou])")
_DOUBLE = re.compile(r"(.)\1+")
_VOWEL = re.compile(r"[aeiou]+")
_MERGED = str.maketrans({"$": "s", "b": "p", "d": "t", "g": "k", "v": "f", "h": "", "e": "a", "o": "u"})
# Czech and Slovak add -ová to women's names.
_FEMININE = re.compile(r"(?<=\w{3})(?:ová|ova)$")
_ARABIC = re.compile(r"[\u0600-\u06ff]")  # writes long vowels with the letters of w and y, and no short ones
_BETWEEN_TWINS = re.compile(r"(.)h(?=\1)")  # the h of Muhammad, which keeps its two m apart
_AL = "ال"
_OPEN = re.compile(r"ch|j|x")
_OPEN_READINGS = {"ch": ("$", "h"), "j": ("i", "$"), "x": ("ks", "$")}


@lru_cache(maxsize=200_000)
def sound_keys(word: str) -> tuple[str, ...]:
    """Keys of one word as written (accents kept if known), the likeliest first; never empty, at most 8."""
    if not word.isascii():
        word = mend(word)
    word = word.lower()
    stems = [word]
    if word.endswith("ová"):
        stems.append(_FEMININE.sub("", word))
    if (len(word) >= 7 and word.startswith(("al", "el"))) or (len(word) >= 5 and word.startswith(_AL)):
        stems.append(word[2:])
    if not word.isascii():
        stems.append(fold(word).replace(" ", ""))  # many spellings just leave the accents out
    keys: dict[str, None] = {}
    for stem in stems:
        plain = stem if stem.isascii() else ascii_letters(stem.translate(_ACCENTED)).lower().replace("'", "")
        if not stem.isascii() and _ARABIC.search(stem):
            plain = _BETWEEN_TWINS.sub(r"\1ah", plain).replace("j", "$")  # never the j of Jürgen or Julio
            if "w" in plain[1:]:
                keys[_finished(_HUSHING.sub("$", plain))] = None  # a consonant, as in Tawakkol
            plain = plain[:1] + plain[1:].replace("w", "u").replace("y", "i")
        if "h" in plain or "j" in plain or "z" in plain:
            plain = _HUSHING.sub("$", _FINAL_TJ.sub("$", plain))
        if "ch" not in plain and "j" not in plain and "x" not in plain:
            keys[_finished(plain)] = None
            continue
        parts = _OPEN.split(plain)
        readings = [_OPEN_READINGS[found] for found in _OPEN.findall(plain)][:3]
        parts = [*parts[: len(readings)], "".join(parts[len(readings) :])]
        for choice in product(*readings):
            keys[_finished("".join(a + b for a, b in zip(parts, (*choice, ""), strict=True)))] = None
    return tuple(keys)[:8]


def _finished(key: str) -> str:
    for written, plain in _LITERAL:
        if written in key:
            key = key.replace(written, plain)
    if "c" in key:
        key = _SOFT_C.sub("s", key).replace("c", "k")
    for written, plain in _LITERAL_AFTER_C:
        if written in key:
            key = key.replace(written, plain)
    if "ue" in key:
        key = _UE.sub("u", key)
    key = _LONG_I.sub("i", key)
    if "oe" in key:
        key = _OE.sub("o", key)
    key = key.replace("y", "i")
    if len(key) > 2:
        key = _GLIDE.sub("", key)
    if "h" in key:
        key = key[:1] + key[1:].replace("h", "")
    return _without_doubles(key) or key


def _without_doubles(key: str) -> str:
    """The key with each run of one letter written once."""
    return _DOUBLE.sub(r"\1", key) if _DOUBLE.search(key) else key


@lru_cache(maxsize=200_000)
def coarse_keys(word: str) -> frozenset[str]:
    """Keys with voiced and voiceless, hushing and hissing sounds and neighbouring vowels merged."""
    return frozenset(_without_doubles(key.translate(_MERGED)) for key in sound_keys(word))


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> frozenset[str]:
    """Consonants of the coarse keys; blank for words of vowels."""
    return frozenset(_VOWEL.sub("", key) for key in coarse_keys(word))


@lru_cache(maxsize=200_000)
def _sound(word: str) -> tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    keys = sound_keys(word)
    return keys, frozenset(keys), coarse_keys(word), frozenset(bone for bone in skeletons(word) if len(bone) >= 2)


@lru_cache(maxsize=500_000)
def word_likeness(left: str, right: str) -> float:
    """0..1: how far two words, accents kept, can be two spellings of one; an initial fits any word it begins."""
    if left == right:
        return 1.0
    left_keys, left_set, left_coarse, left_bones = _sound(left)
    right_keys, right_set, right_coarse, right_bones = _sound(right)
    if not left_set.isdisjoint(right_set):
        return 0.97
    if len(left) == 1 or len(right) == 1:
        return 0.9 if left_keys[0][:1] == right_keys[0][:1] or left[:1] == right[:1] else 0.0
    left_folded, right_folded = fold(left.removeprefix(_AL)), fold(right.removeprefix(_AL))
    if left_folded == right_folded:
        return 0.98
    written = 0.95 * Indel.normalized_similarity(left_folded, right_folded)
    bones = left_bones & right_bones
    if written < 0.4 and not bones:
        return written
    best = max(
        0.6 * Indel.normalized_similarity(a, b) + 0.4 * JaroWinkler.similarity(a, b)
        for a in left_keys[:4]
        for b in right_keys[:4]
    )
    best = max(best, written)
    if left_folded[:5] == right_folded[:5] and min(len(left), len(right)) >= 9:
        best = max(best, 0.86)
    if _shortened(left_folded, right_folded) or _shortened(right_folded, left_folded):
        best = max(best, 0.86)
    if not left_coarse.isdisjoint(right_coarse):
        best = max(best, 0.93)
    if any(len(bone) >= 3 for bone in bones):
        # Where one side writes no short vowels, consonants are all that can agree.
        best = max(best, 0.86 if bool(_ARABIC.search(left)) == bool(_ARABIC.search(right)) else 0.9)
    elif bones:
        best = max(
            best,
            (0.9 if bool(_ARABIC.search(left)) != bool(_ARABIC.search(right)) else 0.86)
            if written >= 0.7
            else 0.83
            if min(len(left), len(right)) >= 5
            else 0.72,
        )
    return min(best, 0.96)


def may_be_alike(left: str, right: str) -> bool:
    """False only for words whose `word_likeness` is under 0.8; a fraction of its cost, for the many pairs that have nothing in common."""
    left_keys, _, left_coarse, left_bones = _sound(left)
    right_keys, _, right_coarse, right_bones = _sound(right)
    if not left_coarse.isdisjoint(right_coarse) or not left_bones.isdisjoint(right_bones):
        return True
    left_folded, right_folded = fold(left), fold(right)
    few = min(len(left), len(right))
    if few == 1 or left_folded.startswith(right_folded) or right_folded.startswith(left_folded):
        return True
    if few >= 9 and left_folded[:5] == right_folded[:5]:
        return True
    # A likeness is at most 0.95 of that of the letters, or 0.4 and 0.6 of that of two keys.
    if Indel.normalized_similarity(left_folded, right_folded, score_cutoff=0.84):
        return True
    return any(Indel.normalized_similarity(a, b, score_cutoff=0.66) > 0 for a in left_keys[:4] for b in right_keys[:4])


def _shortened(short: str, full: str) -> bool:
    """True for Jenni and Jennifer, Ken and Kenule; not for Ali and Alia, Xia and Xiaobo."""
    return len(short) >= (4 if short[-1] in "aeiou" else 3) and len(full) >= len(short) + 2 and full.startswith(short)


def differ_in_gender(left: str, right: str) -> bool:
    """True where one word is the other with -a: Sami and Samiha, Andre and Andrea are two persons."""
    left_keys, right_keys = sound_keys(left), sound_keys(right)
    return any(key + "a" in right_keys for key in left_keys) or any(key + "a" in left_keys for key in right_keys)

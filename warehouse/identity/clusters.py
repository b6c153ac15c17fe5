"""Which mentions are one recipient: pairs worth comparing, their evidence, and merging that never breaks a decision.

Works on mentions and decided pairs; knows nothing of tables or ids (`tables`) nor of how evidence is weighed (`evidence`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from scrapers.executors import Executor
from scrapers.names import NameParts, fold, read_name, stands_for
from warehouse.identity import evidence
from warehouse.identity.mentions import BODY, JOINT, PERSON, Mention
from warehouse.rulings import DecisionError

# Log odds from which two names are one recipient; chosen on tests/identity_pairs.csv, see docs/identity.md.
THRESHOLD = 3.0
# Pairs from the one on that were not merged, and those up to the other that were, are listed for review.
_DOUBTFUL = 0.0
_SURE = 4.5
# Blocks above these sizes hold common names. A wide block (one word and a letter) is then left to the narrow ones (two words);
# in a narrow one only names that sound alike in full are compared.
_LARGEST_WIDE_BLOCK = 20
_LARGEST_NARROW_BLOCK = 100
# Words of bodies below this rarity (log odds) bring nobody together, alone or in pairs, unless the whole name is equal.
_TELLING_WORD = 4.0
_TELLING_PAIR = 5.5
_LEAST_LETTERS = 3
# Acronyms of one country and letter times bodies: more are too many to hold one against the other.
_MOST_SPELLED = 5000
_LONGEST_CAREER = 75
_MOST_FORMS = 6
_PAIRS_AT_ONCE = 20_000
"""Pairs that go to a worker together: enough to be worth sending their names."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions (by number) that were compared: evidence of names above the prior, and of both with countries."""

    left: int
    right: int
    sort: str
    name: float
    total: float


@dataclass
class _Group:
    members: list[int]
    countries: frozenset[str]
    entries: dict[tuple[str, int], str]
    recognitions: set[str]
    names: list[NameParts]
    first: int
    last: int
    apart: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class _Profile:
    """Mentions of equal name and countries, compared once."""

    sort: str
    names: tuple[NameParts, ...]  # names in full, then forms in brackets and the like
    full: int
    countries: frozenset[str]
    mentions: tuple[int, ...]
    beside: bool  # only ever named with somebody else


def cluster(
    mentions: Sequence[Mention],
    same: Iterable[tuple[int, int]],
    different: Iterable[tuple[int, int]],
    threshold: float = THRESHOLD,
    executor: Executor | None = None,
    told: Iterable[tuple[int, int]] = (),
) -> tuple[list[int], list[Pair]]:
    """The group of each mention (number of its first member), and the pairs in doubt: nearly merged, or merged by a little.

    Args:
        mentions: in a fixed order; pairs refer to them by index.
        same, different: decided pairs. Decisions win over evidence.
        threshold: log odds from which names are merged.
        executor: where pairs are compared; None: here.
        told: pairs that a source says are one; decisions, and two entries of one edition, win over them.

    Raises:
        DecisionError: when a chain of "same" decisions joins a pair decided "different".
    """
    merger = _Merger(mentions, threshold)
    for left, right in different:
        merger.keep_apart(left, right)
    for left, right in same:
        if not merger.join(left, right):
            raise DecisionError(
                f"same.csv: {mentions[left].reference} and {mentions[right].reference} are decided both same and "
                "different (perhaps by way of other rows); remove one of the rows"
            )
    for left, right in told:
        merger.join(left, right, free=True)
    held = {number for pair in different for number in pair}
    profiles = _profiles(mentions, held)
    frequencies = evidence.Frequencies.count(
        _distinct(profiles, PERSON),
        _distinct(profiles, BODY),
        {p.names[0].words: p.countries for p in profiles}.values(),
    )
    for profile in profiles:
        if profile.countries or _tells(profile, frequencies, threshold):
            for number in profile.mentions[1:]:
                merger.join(profile.mentions[0], number, free=True)
    pairs = sorted(_compared(profiles, frequencies, executor), key=lambda pair: (-pair.total, pair.left, pair.right))
    for pair in pairs:
        merger.merge(pair, frequencies)
    _join_joints(mentions, merger)
    apart: dict[tuple[int, int], Pair] = {}
    for pair in pairs:
        left, right = sorted((merger.find(pair.left), merger.find(pair.right)))
        if left != right and not merger.barred(left, right):
            apart.setdefault((left, right), pair)
    doubtful = sorted([*merger.scarcely, *apart.values()], key=lambda pair: (-pair.total, pair.left, pair.right))
    return [merger.find(number) for number in range(len(mentions))], doubtful


class _Merger:
    """Groups of mentions under the ties and bars between them."""

    def __init__(self, mentions: Sequence[Mention], threshold: float) -> None:
        self.threshold = threshold
        self.parent = list(range(len(mentions)))
        self.scarcely: list[Pair] = []
        self.groups = {
            number: _Group(
                [number],
                mention.countries,
                {(mention.award_id, mention.year): fold(mention.name)} if mention.role == "recipient" else {},
                {mention.recognition_id},
                [read_name(mention.name).main],
                mention.year,
                mention.year,
            )
            for number, mention in enumerate(mentions)
        }

    def find(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def keep_apart(self, left: int, right: int) -> None:
        self.groups[left].apart.add(right)
        self.groups[right].apart.add(left)

    def barred(self, left: int, right: int) -> bool:
        """True where a decision keeps two groups apart."""
        a, b = self.groups[left], self.groups[right]
        few, other = (a, right) if len(a.apart) <= len(b.apart) else (b, left)
        return any(self.find(number) == other for number in few.apart)

    def join(self, left: int, right: int, free: bool = False) -> bool:
        """Unite two groups unless a decision bars it; with `free` also unless they are two entries of one edition."""
        left, right = sorted((self.find(left), self.find(right)))
        if left == right:
            return True
        if self.barred(left, right) or (free and self._two_entries(self.groups[left], self.groups[right])):
            return False
        a, b = self.groups[left], self.groups.pop(right)
        self.parent[right] = left
        a.members.extend(b.members)
        a.countries |= b.countries
        a.entries.update(b.entries)
        a.recognitions |= b.recognitions
        known = {name.tokens for name in a.names}
        a.names.extend(name for name in b.names if name.tokens not in known)
        del a.names[_MOST_FORMS:]
        a.first, a.last = min(a.first, b.first), max(a.last, b.last)
        a.apart |= b.apart
        return True

    def merge(self, pair: Pair, frequencies: evidence.Frequencies) -> None:
        """Unite the groups of a pair if, with all that is known of both groups, the evidence still suffices."""
        left, right = self.find(pair.left), self.find(pair.right)
        if left == right or pair.total < self.threshold:
            return
        a, b = self.groups[left], self.groups[right]
        total = pair.name + evidence.of_countries(a.countries, b.countries, frequencies, pair.sort)
        if total < self.threshold:
            return
        if pair.sort == PERSON:
            if max(a.last, b.last) - min(a.first, b.first) > _LONGEST_CAREER:
                return
            # A short name must not tie two longer ones together that contradict each other.
            if any(evidence.contradict(x, y) for x in a.names for y in b.names):
                return
        elif evidence.of_two_by_acronym(a.names, b.names, a.countries, b.countries, frequencies):
            return
        if a.recognitions & b.recognitions:
            return  # those named in one entry are several
        if self.join(left, right, free=True) and total < _SURE:
            self.scarcely.append(replace(pair, total=total))

    @staticmethod
    def _two_entries(a: _Group, b: _Group) -> bool:
        return any(a.entries[edition] != b.entries[edition] for edition in a.entries.keys() & b.entries.keys())


def _profiles(mentions: Sequence[Mention], held: set[int]) -> list[_Profile]:
    grouped: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        alone = number if mention.anonymous or number in held else -1
        folded = " ".join(sorted(read_name(mention.name).main.tokens)) or fold(mention.name)
        grouped[mention.sort, folded, mention.countries, alone].append(number)
    profiles = []
    for (sort, *_), numbers in grouped.items():
        full: dict[tuple[str, ...], NameParts] = {}
        parts: dict[tuple[str, ...], NameParts] = {}
        for number in numbers:
            for form, _ in mentions[number].forms:
                read = read_name(form)
                if read.main.words and len(full) < 2 * _MOST_FORMS:
                    full.setdefault(read.main.words, read.main)
                for other in read.others[:_MOST_FORMS]:
                    if other.words and len(parts) < _MOST_FORMS:
                        parts.setdefault(other.words, other)
        names = (*full.values(), *(part for words, part in parts.items() if words not in full))
        beside = all(mentions[number].role == "affiliation" for number in numbers)
        if full and not any(mentions[number].anonymous for number in numbers):
            profiles.append(
                _Profile(str(sort), names, len(full), mentions[numbers[0]].countries, tuple(numbers), beside)
            )
    return profiles


def _tells(profile: _Profile, frequencies: evidence.Frequencies, threshold: float) -> bool:
    """True where the name alone, of unknown country, is rare enough to be one recipient's."""
    own = profile.names[0]
    found = (
        evidence.of_persons(own, own, frequencies)
        if profile.sort == PERSON
        else evidence.of_bodies(own, own, frozenset(), frozenset(), frequencies)
    )
    return found - frequencies.prior >= threshold


def _distinct(profiles: Iterable[_Profile], sort: str) -> list[NameParts]:
    return list({p.names[0].tokens: p.names[0] for p in profiles if p.sort == sort}.values())


def _compared(
    profiles: Sequence[_Profile], frequencies: evidence.Frequencies, executor: Executor | None
) -> Iterator[Pair]:
    candidates = sorted(_candidates(profiles, frequencies))
    if executor is None or executor.workers < 2 or len(candidates) <= _PAIRS_AT_ONCE:
        yield from _compare(dict(enumerate(profiles)), candidates, frequencies)
        return

    def blocks() -> Iterator[_Block]:
        for start in range(0, len(candidates), _PAIRS_AT_ONCE):
            pairs = candidates[start : start + _PAIRS_AT_ONCE]
            yield _Block({n: profiles[n] for pair in pairs for n in pair}, pairs, frequencies)

    for found in executor.map(_compare_block, blocks()):
        yield from found


@dataclass(frozen=True)
class _Block:
    """Pairs to compare, with all that their comparison needs."""

    profiles: dict[int, _Profile]
    pairs: list[tuple[int, int]]
    frequencies: evidence.Frequencies

    def __str__(self) -> str:
        return f"comparing {len(self.pairs)} pairs of names from number {self.pairs[0][0]} on"


def _compare_block(block: _Block) -> list[Pair]:
    return list(_compare(block.profiles, block.pairs, block.frequencies))


def _compare(
    profiles: dict[int, _Profile], pairs: Iterable[tuple[int, int]], frequencies: evidence.Frequencies
) -> Iterator[Pair]:
    most = {
        number: max(evidence.most_of(name, profile.sort == PERSON, frequencies) for name in profile.names)
        for number, profile in profiles.items()
    }
    for left, right in pairs:
        a, b = profiles[left], profiles[right]
        sort = _sort_of_pair(a, b)
        where = evidence.of_countries(a.countries, b.countries, frequencies, sort) - frequencies.prior
        if max(most[left], most[right]) + where < _DOUBTFUL:
            continue
        name = max(
            _name_evidence(a, b, x, y, i < a.full and j < b.full, frequencies)
            for i, x in enumerate(a.names)
            for j, y in enumerate(b.names)
            # What stands in brackets is compared with names, never with what stands in other brackets.
            if i < a.full or j < b.full
        )
        if name + where >= _DOUBTFUL:
            yield Pair(a.mentions[0], b.mentions[0], sort, name - frequencies.prior, name + where)


def _sort_of_pair(a: _Profile, b: _Profile) -> str:
    if a.sort == b.sort == PERSON:
        return PERSON
    if any(evidence.is_international(names[0]) for names in (a.names, b.names)):
        return evidence.INTERNATIONAL
    beside = (a.beside or b.beside) and len(a.names[0].meanings) > 1
    return evidence.EMPLOYER if beside else BODY


def _name_evidence(
    a: _Profile, b: _Profile, x: NameParts, y: NameParts, in_full: bool, frequencies: evidence.Frequencies
) -> float:
    if a.sort == b.sort == PERSON:
        found = evidence.of_persons(x, y, frequencies)
        return found if found < 0 else found + evidence.of_custom(x, y, a.countries, b.countries)
    if a.sort == b.sort and not in_full and not evidence.equal_bodies(x, y):
        return evidence.APART  # a bracketed form is only as good as its equal
    if a.sort == b.sort or (x.tokens == y.tokens and x is a.names[0] and y is b.names[0]):
        return evidence.of_bodies(x, y, a.countries, b.countries, frequencies)
    return evidence.APART


def _candidates(profiles: Sequence[_Profile], frequencies: evidence.Frequencies) -> set[tuple[int, int]]:
    wide: dict[tuple[str, ...], list[int]] = defaultdict(list)
    narrow: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        if profile.sort == JOINT:
            continue
        keys: dict[tuple[str, ...], bool] = {}
        for name in profile.names:
            keys["=", *sorted(name.tokens)] = False
            found = _keys_of_person(name) if profile.sort == PERSON else _keys_of_body(name, frequencies)
            for key, is_wide in found:
                keys[key] = is_wide
        for key, is_wide in keys.items():
            (wide if is_wide else narrow)[key].append(number)
    pairs = {pair for block in wide.values() if len(block) <= _LARGEST_WIDE_BLOCK for pair in combinations(block, 2)}
    for block in narrow.values():
        pairs.update(_pairs_within(block, profiles))
    pairs.update(_spelled_out(profiles))
    return pairs


def _spelled_out(profiles: Sequence[_Profile]) -> Iterator[tuple[int, int]]:
    """Acronyms and the bodies of their country whose words they are made of, if not of the first letters alone."""
    short: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    full: dict[tuple[str, str], set[tuple[tuple[str, ...], int]]] = defaultdict(set)
    for number, profile in enumerate(profiles):
        if profile.sort != BODY:
            continue
        for name in profile.names:
            alone = {acronym for acronym in evidence.lone_acronyms(name) if len(acronym) >= _LEAST_LETTERS}
            for country in profile.countries - {"INT"}:
                for acronym in alone:
                    short[country, acronym[0]].add((acronym, number))
                if not alone and len(name.written) >= 3:
                    full[country, name.written[0][0]].add((name.written, number))
    for key, acronyms in short.items():
        if len(acronyms) * len(full[key]) <= _MOST_SPELLED:
            for acronym, number in acronyms:
                for words, other in full[key]:
                    if number != other and stands_for(acronym, words):
                        yield min(number, other), max(number, other)


def _pairs_within(block: list[int], profiles: Sequence[_Profile]) -> Iterator[tuple[int, int]]:
    if len(block) <= _LARGEST_NARROW_BLOCK:
        yield from combinations(block, 2)
        return
    parted: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in block:
        parted[profiles[number].names[0].joined].append(number)
    for part in parted.values():
        yield from pairwise(part)


def _keys_of_person(name: NameParts) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Keys, each with whether it is wide: the whole name, two words by their consonants, one and the first letter of another."""
    for whole in (*name.joined, *evidence.joined_coarse(name)):
        yield ("whole", whole), False
    words = [word for word in name.words if len(word) > 1]
    for one, other in combinations(words, 2):
        for key in evidence.blocking_keys(one):
            for other_key in evidence.blocking_keys(other):
                yield (min(key, other_key), max(key, other_key)), False
    for word in words:
        for other in name.words:
            if other != word:
                for letter in evidence.first_sounds(other):
                    for key in evidence.blocking_keys(word):
                        yield (letter, key, "*"), True


def _keys_of_body(name: NameParts, frequencies: evidence.Frequencies) -> Iterator[tuple[tuple[str, ...], bool]]:
    """All its meanings, its rare words, pairs of them that are rare together, and its acronyms."""
    rarest = sorted(
        (
            -frequencies.of_meaning(meaning),
            meaning if evidence.is_meaning(meaning) else evidence.blocking_keys(form)[0],
        )
        for meaning, form in name.meanings
        if not meaning.startswith("=")
    )[:4]
    yield ("all", *sorted(meaning for meaning, _ in name.meanings if not meaning.startswith("="))), False
    if name.joined:
        yield ("whole", name.joined[0]), False
    yield from ((("word", word), True) for rarity, word in rarest[:2] if -rarity >= _TELLING_WORD)
    for (rarity, word), (other_rarity, other) in combinations(rarest, 2):
        if -rarity - other_rarity >= _TELLING_PAIR:
            yield (min(word, other), max(word, other)), False
    yield from ((("acronym", acronym), True) for acronym in name.acronyms | name.initials if len(acronym) >= 3)


def _join_joints(mentions: Sequence[Mention], merger: _Merger) -> None:
    """Joint entries are one recipient where their names read alike or all their persons and bodies are the same."""
    group_of = {
        (mention.recognition_id, mention.name): merger.find(number)
        for number, mention in enumerate(mentions)
        if mention.role != "recipient"
    }
    seen: dict[tuple[object, ...], int] = {}
    for number, mention in enumerate(mentions):
        if mention.sort != JOINT or mention.anonymous:
            continue
        inside = frozenset(group_of[mention.recognition_id, name] for name in mention.members)
        keys: list[tuple[object, ...]] = [("name", frozenset(fold(mention.name).split()), mention.countries)]
        if len(inside) >= 2:
            keys.append(("members", inside))
        for key in keys:
            merger.join(seen.setdefault(key, number), number, free=True)

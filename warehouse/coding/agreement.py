"""What the other entries say about one: the rest of its award's list, and the same body in other years and awards.

Not here: what an entry's own text says (`reading`, `deciding`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from schemas.vocabulary import Kind
from scrapers import names as name_text
from warehouse.coding.deciding import Ruling, Weight
from warehouse.coding.reading import without_brackets

BODY_KINDS = frozenset({Kind.ORGANIZATION, Kind.NETWORK, Kind.COMMUNITY, Kind.MOVEMENT, Kind.INSTITUTION})
RECORDED_VOTES = {"body": True, "person": False, "open": None}
"""What an entry tells of the rest of its award's list, as it is recorded before its name is withheld: see `vote_of`."""
_SURE = 2.5
_PRIOR_STRENGTH = 3.0
_PRIOR_LIMIT = 3.5
# about one recognition in six goes to a body
BASE_PRIOR = -1.6
_ARTICLE = re.compile(r"^(?:the|la|le|les|el|los|las|die|der|das|il|l|de|het)\s+")
_MINIMUM_KEY = 3
_DECIDED_ELSEWHERE = 0.95
# a plain personal name is not made a body because one award lists a body of the same name
_SURE_PERSON = 0.9


def award_priors(award_ids: Sequence[str], votes: Sequence[bool | None]) -> list[float]:
    """For each entry the log odds that an entry of its award's list is a body, from the votes of the others (see `vote_of`)."""
    bodies: dict[str, int] = defaultdict(int)
    sure: dict[str, int] = defaultdict(int)
    for award_id, vote in zip(award_ids, votes, strict=True):
        if vote is not None:
            sure[award_id] += 1
            bodies[award_id] += vote
    share = (sum(bodies.values()) + 1) / (sum(sure.values()) + 4)
    priors = []
    for award_id, vote in zip(award_ids, votes, strict=True):
        others, their_bodies = sure[award_id] - (vote is not None), bodies[award_id] - bool(vote)
        chance = (their_bodies + _PRIOR_STRENGTH * share) / (others + _PRIOR_STRENGTH)
        priors.append(max(-_PRIOR_LIMIT, min(_PRIOR_LIMIT, math.log(chance / (1 - chance)))))
    return priors


def vote_of(weight: Weight) -> bool | None:
    """Whether an entry is a body beyond doubt (True), a person or persons (False), or neither (None)."""
    if weight.settled is not None:
        return False if weight.settled.kind is Kind.PEOPLE else None
    odds = weight.odds + weight.openness * BASE_PRIOR
    return odds > 0 if abs(odds) >= _SURE else None


def body_keys(forms: Iterable[str]) -> set[str]:
    """Keys under which a body is the same body: its names folded, without article, brackets and punctuation."""
    keys = set()
    for form in forms:
        for text in (form, without_brackets(form)):
            key = _ARTICLE.sub("", name_text.fold(text))
            if len(key) >= _MINIMUM_KEY:
                keys.add(key)
    return keys


def agree(forms: Sequence[Sequence[str]], rulings: Sequence[Ruling], decided: Sequence[bool]) -> list[Ruling]:
    """The rulings with one kind for one body: a decided kind first, else the one whose text says it best.

    Entries that name persons beside a body, and groups without a name, are left as they are.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    keys = [
        body_keys(row) if decided[index] or _may_agree(rulings[index]) else set() for index, row in enumerate(forms)
    ]
    for index in range(len(rulings)):
        for key in keys[index]:
            by_key[key].append(index)
    agreed = list(rulings)
    for index, ruling in enumerate(rulings):
        if decided[index] or not keys[index]:
            continue
        others = {i for key in keys[index] for i in by_key[key] if i != index}
        best = _spokesman(sorted(others), rulings, decided)
        if best is None:
            continue
        other = rulings[best]
        if other.kind is ruling.kind:
            if decided[best] and ruling.confidence < _DECIDED_ELSEWHERE:
                why = f"{ruling.reason}; the same body is decided as {other.kind.value} elsewhere"
                agreed[index] = replace(ruling, confidence=_DECIDED_ELSEWHERE, reason=why)
            continue
        if (
            decided[best]
            or (other.decisive and not ruling.decisive)
            or (other.decisive == ruling.decisive and other.confidence > ruling.confidence)
        ):
            why = "decided" if decided[best] else "coded"
            agreed[index] = Ruling(
                other.kind,
                min(_DECIDED_ELSEWHERE, other.confidence),
                f"the same body is {why} as {other.kind.value} elsewhere ({other.reason})",
                other.body,
                other.decisive,
            )
    return agreed


def _may_agree(ruling: Ruling) -> bool:
    """Whether a ruling is on a body, or on a person so unsure that the name may be a body's."""
    return ruling.kind in BODY_KINDS or (ruling.kind is Kind.PERSON and ruling.confidence < _SURE_PERSON)


def _spokesman(others: Sequence[int], rulings: Sequence[Ruling], decided: Sequence[bool]) -> int | None:
    candidates = [i for i in others if rulings[i].kind in BODY_KINDS or decided[i]]
    if not candidates:
        return None
    return max(candidates, key=lambda i: (decided[i], rulings[i].decisive, rulings[i].confidence, -i))

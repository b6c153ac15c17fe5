"""What the other entries say about one: the rest of its award's list, and the same body in other years and awards.

Not here: what an entry's own text says (`reading`, `deciding`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from schemas.vocabulary import Kind
from scrapers import names as name_text
from warehouse.coding.deciding import Ruling
from warehouse.coding.reading import without_brackets

BODY_KINDS = frozenset({Kind.ORGANIZATION, Kind.NETWORK, Kind.COMMUNITY, Kind.MOVEMENT, Kind.INSTITUTION})
_SURE = 2.5
_PRIOR_STRENGTH = 3.0
_PRIOR_LIMIT = 3.5
# about one recognition in six goes to a body
BASE_PRIOR = -1.6
_ARTICLE = re.compile(r"^(?:the|la|le|les|el|los|las|die|der|das|il|l|de|het)\s+")
_MINIMUM_KEY = 3


def award_priors(award_ids: Sequence[str], rulings: Sequence[Ruling]) -> dict[str, float]:
    """Per award the log odds that an entry of its list is a body, from the entries whose own text leaves no doubt."""
    bodies: dict[str, int] = defaultdict(int)
    sure: dict[str, int] = defaultdict(int)
    for award_id, ruling in zip(award_ids, rulings, strict=True):
        personal = ruling.kind in {Kind.PERSON, Kind.PEOPLE}
        if abs(ruling.body) >= _SURE or ruling.kind is Kind.PEOPLE:
            sure[award_id] += 1
            bodies[award_id] += not personal
    total = sum(sure.values())
    share = (sum(bodies.values()) + 1) / (total + 4)
    priors = {}
    for award_id in set(award_ids):
        chance = (bodies[award_id] + _PRIOR_STRENGTH * share) / (sure[award_id] + _PRIOR_STRENGTH)
        odds = math.log(chance / (1 - chance))
        priors[award_id] = max(-_PRIOR_LIMIT, min(_PRIOR_LIMIT, odds))
    return priors


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
    keys = [body_keys(row) for row in forms]
    for index, ruling in enumerate(rulings):
        if ruling.kind in BODY_KINDS or (ruling.kind is Kind.PERSON and ruling.confidence < 0.9):
            for key in keys[index]:
                by_key[key].append(index)
    agreed = list(rulings)
    for index, ruling in enumerate(rulings):
        if decided[index]:
            continue
        others = (
            {i for key in keys[index] for i in by_key.get(key, ()) if i != index}
            if index in _indexes(by_key, keys[index])
            else set()
        )
        best = _spokesman(sorted(others), rulings, decided)
        if best is None or rulings[best].kind is ruling.kind:
            continue
        other = rulings[best]
        if (
            decided[best]
            or (other.decisive and not ruling.decisive)
            or (other.decisive == ruling.decisive and other.confidence > ruling.confidence)
        ):
            why = "decided" if decided[best] else "coded"
            agreed[index] = Ruling(
                other.kind,
                min(0.95, other.confidence),
                f"the same body is {why} as {other.kind.value} elsewhere ({other.reason})",
                other.body,
                other.decisive,
            )
    return agreed


def _indexes(by_key: dict[str, list[int]], keys: set[str]) -> set[int]:
    return {i for key in keys for i in by_key.get(key, ())}


def _spokesman(others: Sequence[int], rulings: Sequence[Ruling], decided: Sequence[bool]) -> int | None:
    candidates = [i for i in others if rulings[i].kind in BODY_KINDS]
    if not candidates:
        return None
    return max(candidates, key=lambda i: (decided[i], rulings[i].decisive, rulings[i].confidence, -i))

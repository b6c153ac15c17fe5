"""The statements of one edition brought together: which of them speak of the same honour. Values are chosen elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from scrapers.names import alike, fold, is_latin

Statement = dict[str, Any]
# below it two names of one edition are different recipients (docs/identity.md shows how it was found)
ALIKE = 0.7
CERTAIN = 0.9


@dataclass
class Cluster:
    """Statements that speak of one honour; `outcomes` says of each statement why it is no plain support."""

    year: int
    statements: list[Statement]
    outcomes: dict[str, str] = field(default_factory=dict)

    @property
    def cited(self) -> bool:
        return any(s["origin"] == "cited" for s in self.statements)

    @property
    def lineages(self) -> set[str]:
        return {s["lineage"] for s in self.statements}

    @property
    def strength(self) -> tuple[bool, int, int, int]:
        """Greater is more trusted: reviewed record, independent lineages, best rank, number of sources."""
        return (self.cited, len(self.lineages), -min(s["rank"] for s in self.statements), len(self.statements))

    @property
    def captures(self) -> set[str]:
        return {s["capture_sha256"] for s in self.statements if s["origin"] != "cited"}

    @property
    def codes(self) -> set[str]:
        return {code for s in self.statements for code in split_list(s["country_codes"])}

    @property
    def only_cut(self) -> bool:
        return all(s["cut"] for s in self.statements)

    def named(self) -> set[str]:
        """Persons and bodies named inside a joint entry of the cluster."""
        found: set[str] = set()
        for s in self.statements:
            persons = split_list(s["persons"])
            found.update(persons)
            if s["shape"] == "mixed":
                found.update(split_list(s["affiliation"]))
        return found


def split_list(joined: str | None) -> list[str]:
    """Items of a cell whose list is joined with “; ”."""
    return [item for item in joined.split("; ") if item] if joined else []


class Names:
    """Likeness of statements by their names and the reviewed aliases of those names."""

    def __init__(self, aliases: dict[str, set[str]]) -> None:
        self._aliases = aliases

    def forms(self, name: str) -> tuple[str, ...]:
        """The name and its reviewed other forms."""
        others = self._aliases.get(fold(name))
        return (name, *sorted(others)) if others else (name,)

    def likeness(self, left: Statement, right: Statement) -> float:
        """0 to 1; joint entries are alike when they name the same persons."""
        ours, theirs = self.forms(left["name"]), self.forms(right["name"])
        score = alike(ours[0], theirs[0])
        if len(ours) > 1 or len(theirs) > 1:
            score = max(alike(a, b) for a in ours for b in theirs)
        if score < ALIKE and left["persons"] and right["persons"]:
            score = max(score, self._same_persons(split_list(left["persons"]), split_list(right["persons"])))
        return score

    def _same_persons(self, left: list[str], right: list[str]) -> float:
        if len(left) != len(right):
            return 0.0
        rest = list(right)
        lowest = 1.0
        for person in left:
            best = max(rest, key=lambda other: alike(person, other))
            lowest = min(lowest, alike(person, best))
            rest.remove(best)
        return lowest if lowest >= ALIKE else 0.0

    def to_cluster(self, statement: Statement, cluster: Cluster) -> float:
        return max(self.likeness(statement, other) for other in cluster.statements)


def cluster_edition(statements: Iterable[Statement], year: int, names: Names) -> list[Cluster]:
    """Statements of one year grouped by name: reviewed records first, then source after source in order of trust.

    Within one capture every line is a recipient of its own, so two lines of it only meet when they bear the same name
    (one recipient in two categories).
    """
    clusters: list[Cluster] = []
    groups: dict[tuple[bool, int, bool, str], list[Statement]] = {}
    for s in statements:
        cited = s["origin"] == "cited"
        groups.setdefault(
            (not cited, s["rank"], s["cut"], s["source_id"] if cited else s["capture_sha256"]), []
        ).append(s)
    for (page, *_), group in sorted(groups.items(), key=lambda item: item[0]):
        before = len(clusters)
        several = {i for i, s in enumerate(group) if _names_several(s, clusters[:before])}
        pairs = sorted(
            (
                (names.to_cluster(s, cluster), -i, -j)
                for i, s in enumerate(group)
                for j, cluster in enumerate(clusters[:before])
            ),
            reverse=True,
        )
        taken: set[int] = set()
        placed: set[int] = set()
        for score, minus_i, minus_j in pairs:
            i, j = -minus_i, -minus_j
            if score < ALIKE or i in placed or (page and j in taken and score < CERTAIN):
                continue
            if i in several and len(clusters[j].named()) < 2:
                continue
            clusters[j].statements.append(group[i])
            placed.add(i)
            taken.add(j)
        for i, s in enumerate(group):
            if i in placed:
                continue
            twin = next((c for c in clusters[before:] if names.to_cluster(s, c) >= (CERTAIN if page else ALIKE)), None)
            if twin and not (
                twin.codes and split_list(s["country_codes"]) and not twin.codes & set(split_list(s["country_codes"]))
            ):
                twin.statements.append(s)
            else:
                clusters.append(Cluster(year, [s]))
    return clusters


def _names_several(statement: Statement, clusters: list[Cluster]) -> bool:
    """Whether the text of a line holds the full names of two recipients: it is like each of them and is neither."""
    text = f" {fold(statement['name'])} "
    inside = [
        c
        for c in clusters
        if any(len(name.split()) > 1 and f" {name} " in text for name in {fold(o["name"]) for o in c.statements})
    ]
    return len(inside) > 1


def absorb(strong: Cluster, weak: Cluster, outcome: str | None = None) -> None:
    """Gives the statements of `weak` to `strong`, with the reason where they are no plain support."""
    strong.statements.extend(weak.statements)
    strong.outcomes.update(weak.outcomes)
    if outcome:
        strong.outcomes.update({s["statement_id"]: outcome for s in weak.statements})


def speaks_other_script(left: Cluster, right: Cluster) -> bool:
    """True when one side is only written in a script whose names cannot be compared by sound."""
    return all(not is_latin(s["name"]) for s in left.statements) or all(
        not is_latin(s["name"]) for s in right.statements
    )

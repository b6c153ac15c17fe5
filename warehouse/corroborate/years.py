"""One honour under two years: which year stands, and the statements that contradict it."""

from __future__ import annotations

from scrapers.names import fold
from warehouse.corroborate.clusters import CERTAIN, Cluster, Names, Statement

# a ceremony in the next year, or an edition counted from another end, is off by this at most
NEAR = 2


def settle_years(
    editions: dict[int, list[Cluster]], covered: dict[str, set[int]], names: Names
) -> list[tuple[Cluster, Cluster]]:
    """Pairs (standing cluster, contradicting cluster) over the editions of an award.

    `covered`: capture to the years it has entries for. The same name in two years is one honour with a disputed year
    when no source gives it in both and either the years are near each other or a source that covers both years
    puts it under one only. Contradicting clusters are removed from `editions`.
    """
    found: list[tuple[Cluster, Cluster]] = []
    strength = {id(c): c.strength for edition in editions.values() for c in edition}
    clusters = sorted(
        (c for edition in editions.values() for c in edition), key=lambda c: (strength[id(c)], -c.year), reverse=True
    )
    gone: set[int] = set()
    by_word: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        for word in {word for s in cluster.statements for word in fold(s["name"]).split() if len(word) > 2}:
            by_word.setdefault(word, []).append(cluster)
    for strong in clusters:
        if id(strong) in gone:
            continue
        near = {id(c): c for s in strong.statements for word in fold(s["name"]).split() for c in by_word.get(word, ())}
        for weak in near.values():
            if (
                weak is strong
                or id(weak) in gone
                or weak.year == strong.year
                or strength[id(weak)] > strength[id(strong)]
            ):
                continue
            if _contradict(strong, weak, covered, names):
                gone.add(id(weak))
                editions[weak.year].remove(weak)
                found.append((strong, weak))
    return found


def _contradict(strong: Cluster, weak: Cluster, covered: dict[str, set[int]], names: Names) -> bool:
    sources = [{s["source_id"] for s in cluster.statements} for cluster in (strong, weak)]
    if sources[0] & sources[1] or (strong.cited and weak.cited):
        return False
    if (
        strong.statements[0]["category"]
        and weak.statements[0]["category"]
        and strong.statements[0]["category"] != weak.statements[0]["category"]
    ):
        return False
    # Names are compared last: that costs most.
    if not any(names.likeness(a, b) >= CERTAIN for a in strong.statements for b in weak.statements):
        return False
    if abs(strong.year - weak.year) <= NEAR:
        return True
    return any(strong.year in covered[capture] for capture in weak.captures) or any(
        weak.year in covered[capture] for capture in strong.captures
    )


def confirm_without_year(statements: list[Statement], clusters: list[Cluster], names: Names) -> list[Statement]:
    """Gives entries without a year to the one recognition of the award they name; returns those that name none or several."""
    rest = []
    for s in statements:
        scored = sorted(((names.to_cluster(s, c), -n) for n, c in enumerate(clusters)), reverse=True)
        named = [clusters[-minus] for score, minus in scored if score >= CERTAIN] or [
            clusters[-minus] for score, minus in scored[:1] if score >= 0.8
        ]
        if named:
            # a recipient honoured twice: the entry confirms the name, whichever year is meant
            named[0].statements.append(s)
        else:
            rest.append(s)
    return rest

"""What names alone leave open in an edition: members of joint entries, summary lines, translated names, cut lines."""

from __future__ import annotations

from scrapers.names import alike, fold
from warehouse.corroborate.clusters import (
    ALIKE,
    Cluster,
    Names,
    Statement,
    absorb,
    speaks_other_script,
    split_list,
)

# names that resemble each other enough to be translations of one another when nothing else is left
RESEMBLES = 0.45
# machine-translated mirrors rank below every original page
TRANSLATED_RANK = 5


def settle_edition(clusters: list[Cluster], names: Names) -> tuple[list[Cluster], list[Statement], list[Statement]]:
    """(clusters that stand, summary statements, cut statements nobody confirms) of one edition."""
    summaries: list[Statement] = []
    cut: list[Statement] = []
    clusters = _join_members(clusters, names)
    clusters = _match_cut(clusters, cut)
    clusters = _take_summaries(clusters, summaries, names)
    clusters = _align_by_elimination(clusters)
    return clusters, summaries, cut


def _weakest_first(clusters: list[Cluster]) -> list[Cluster]:
    return sorted(clusters, key=lambda c: c.strength)


def _join_members(clusters: list[Cluster], names: Names) -> list[Cluster]:
    """A person whom a stronger joint entry names is no entry of its own; a joint line against separate ones is a summary."""
    standing = list(clusters)
    if not any(len(cluster.named()) > 1 for cluster in clusters):
        return standing
    for weak in _weakest_first(clusters):
        if weak.cited:
            continue
        for strong in sorted(standing, key=lambda c: c.strength, reverse=True):
            if strong is weak or strong.strength < weak.strength:
                continue
            named = strong.named()
            if len(named) < 2 or weak.named() or _stands_apart(strong, standing, names):
                continue
            if all(_names_one_of(s, named, names) for s in weak.statements):
                absorb(strong, weak)
                standing.remove(weak)
                break
    return standing


def _names_one_of(statement: Statement, named: set[str], names: Names) -> bool:
    return any(alike(form, other) >= ALIKE for form in names.forms(statement["name"]) for other in named)


def _stands_apart(joint: Cluster, standing: list[Cluster], names: Names) -> bool:
    """True when every member of an unreviewed joint entry also has an entry of its own from somebody else."""
    if joint.cited or len(joint.lineages) > 1:
        return False
    others = [c for c in standing if c is not joint and c.lineages - joint.lineages]
    return all(any(_names_one_of(s, {member}, names) for c in others for s in c.statements) for member in joint.named())


def _match_cut(clusters: list[Cluster], cut: list[Statement]) -> list[Cluster]:
    """The last line of a page seen in part: “Arno” is Arnold Tsunga where another source has him, else a leftover."""
    standing = []
    whole = [c for c in clusters if not c.only_cut]
    for cluster in clusters:
        if not cluster.only_cut:
            standing.append(cluster)
            continue
        for s in cluster.statements:
            start = fold(s["name"])
            found = [
                c for c in whole if len(start) >= 3 and any(fold(o["name"]).startswith(start) for o in c.statements)
            ]
            if len(found) == 1:
                found[0].statements.append(s)
            else:
                cut.append(s)
    return standing


def _take_summaries(clusters: list[Cluster], summaries: list[Statement], names: Names) -> list[Cluster]:
    """Lines that speak of several recognitions at once: run-together names, or a joint line against separate ones."""
    standing = list(clusters)
    for weak in _weakest_first(clusters):
        if weak.cited:
            continue
        apart = bool(weak.named()) and _stands_apart(weak, standing, names)
        others = [c for c in standing if c is not weak and (apart or c.strength >= weak.strength)]
        if all(_tells_several(s, others, names) for s in weak.statements):
            summaries.extend(weak.statements)
            standing.remove(weak)
    return standing


def _tells_several(statement: Statement, others: list[Cluster], names: Names) -> bool:
    named = [
        *split_list(statement["persons"]),
        *(split_list(statement["affiliation"]) if statement["shape"] == "mixed" else []),
    ]
    if len(named) > 1:
        met = [c for c in others if any(_names_one_of(o, set(named), names) for o in c.statements)]
        return len(met) >= 2
    text = f" {fold(statement['name'])} "
    inside = [
        c
        for c in others
        if any(len(fold(o["name"]).split()) >= 2 and f" {fold(o['name'])} " in text for o in c.statements)
    ]
    return len(inside) >= 2 or (len(inside) == 1 and _rest_is_known(text, inside[0], others))


def _rest_is_known(text: str, inside: Cluster, others: list[Cluster]) -> bool:
    """What a run-together line holds beside one name is like another recipient of the edition."""
    for o in inside.statements:
        name = f" {fold(o['name'])} "
        if name in text:
            rest = text.replace(name, " ").strip()
            return any(alike(rest, other["name"]) >= ALIKE for c in others if c is not inside for other in c.statements)
    return False


def _align_by_elimination(clusters: list[Cluster]) -> list[Cluster]:
    """A capture's line and a recognition it lacks that are each other's only candidate are the same, told in another language.

    Countries must not contradict, and the names must be incomparable: translated, or in another script.
    """
    standing = list(clusters)
    while pair := _next_pair(standing):
        weak, strong = pair
        absorb(strong, weak)
        standing.remove(weak)
    return standing


def _next_pair(standing: list[Cluster]) -> tuple[Cluster, Cluster] | None:
    """A line and a recognition that are each other's only candidate, first by country, then without."""
    for same_country in (True, False):
        for weak in _weakest_first(standing):
            if weak.cited or not weak.captures:
                continue
            candidates = _candidates(weak, standing, same_country)
            if len(candidates) != 1:
                continue
            rivals = [
                c for c in standing if c is not weak and not c.cited and c.captures and c.captures <= weak.captures
            ]
            if not any(candidates[0] in _candidates(rival, standing, same_country) for rival in rivals):
                return weak, candidates[0]
    return None


def _candidates(weak: Cluster, standing: list[Cluster], same_country: bool) -> list[Cluster]:
    return [
        c
        for c in standing
        if c is not weak
        and not c.captures & weak.captures
        and c.strength >= weak.strength
        and (not same_country or weak.codes & c.codes)
        and _may_be_same(weak, c)
    ]


def _may_be_same(weak: Cluster, strong: Cluster) -> bool:
    if weak.codes and strong.codes and not weak.codes & strong.codes:
        return False
    if not any((s["language"] or "en") != "en" for s in (*weak.statements, *strong.statements)):
        return False
    if speaks_other_script(weak, strong):
        return True
    collective = all(any(s["shape"] != "person" for s in cluster.statements) for cluster in (weak, strong))
    translated = any(s["rank"] > TRANSLATED_RANK for s in weak.statements)
    best = max(alike(a["name"], b["name"]) for a in weak.statements for b in strong.statements)
    return collective or translated or best >= RESEMBLES

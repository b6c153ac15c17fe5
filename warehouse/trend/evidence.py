"""The sections of the findings that show what the answer rests on; the answer itself is in `findings`. Words only."""

from __future__ import annotations

from warehouse.trend.facts import MOVERS, Facts
from warehouse.trend.wording import Bullets, Grid, Section, Text, escape, estimate_cells, number, say


def other_ways(found: Facts) -> Section:
    """The difference by panel, measure, bound and restriction, within awards and over all."""
    rows = []
    for row in found.rows["differences"]:
        kind = {"difference": "difference", "sensitivity": "difference", "points within awards": "within awards"}[
            row["question"]
        ]
        name = " · ".join(
            part
            for part in (
                kind,
                row["measure"].replace("_", "-"),
                f"{row['bound']} bound" if row["bound"] == "upper" else "",
                row["panel"] if row["panel"] != "all" else "",
                row["variant"] or "",
            )
            if part
        )
        rows.append((escape(name), *estimate_cells(row), f"{row['recognitions']:,}", f"{row['awards']:,}"))
    text = (
        "In percentage points, {after_first}–{after_last} less {before_first}–{before_last}. *Difference* compares all recognitions of the "
        "two periods; *within awards* compares each award with itself. The interval says how far the figure would move had other awards of "
        "the same sort been followed; it says nothing about editions that were not seen."
    )
    header = ("what is compared", "points", "95 % interval", "recognitions", "awards")
    odds = (
        "As odds within awards (conditional logit): a recognition from {mark} on has {odds:ratio} times the odds of being collective "
        "({odds_low:ratio} to {odds_high:ratio}; {odds_awards:n} awards that have both kinds)."
    )
    return Section(
        "The same question asked in other ways",
        (Text(say(text, found.single)), Grid(header, tuple(rows)), Text(say(odds, found.single))),
    )


def made_of(found: Facts) -> Section:
    """What the difference is the sum of."""
    meanings = {
        "within": "awards seen in both periods changed what they recognise",
        "between": "among them, awards with higher shares gave more of the honours",
        "entry": "awards seen only after",
        "exit": "awards seen only before",
    }
    rows = {row["term"]: row for row in found.rows["decomposition"]}
    grid = tuple(
        (term, meaning, *estimate_cells(rows[term]), rows[term]["note"] or "")
        for term, meaning in meanings.items()
        if term in rows
    )
    text = "The difference of {difference:points} points is the sum of four parts."
    return Section(
        "Changed habits, or other awards?",
        (
            Text(say(text, found.single)),
            Grid(("part", "meaning", "points", "95 % interval", "awards"), grid, words=2),
        ),
    )


def placebo_years(found: Facts) -> Section:
    """The same comparison around other years."""
    rows = tuple((row["variant"], *estimate_cells(row), f"{row['awards']:,}") for row in found.rows["placebos"])
    text = (
        "The comparison within awards, with {placebo_reach:n} years on either side of other years, all before {mark}. Were differences as "
        "large common, {mark} would be nothing special. The windows overlap, so these are not independent tries."
    )
    return Section(
        "Is {mark} special?".format_map(found.single),
        (Text(say(text, found.single)), Grid(("year", "points", "95 % interval", "awards"), rows)),
    )


def awards_behind(found: Facts) -> Section:
    """The difference without each award."""
    known = [row for row in found.rows["left_out"] if row.get("difference") is not None]
    middle = found.single["difference"] or 0.0
    moved = sorted(known, key=lambda row: (-abs(row["difference"] - middle), row["award_id"]))[: 2 * MOVERS]
    rows = tuple(
        (
            escape(row["name"]),
            number(row["difference"] * 100),
            number(row["within"] * 100) if row.get("within") is not None else "",
            f"{row['recognitions']:,}",
        )
        for row in sorted(moved, key=lambda row: row["difference"])
    )
    text = (
        "Without any one award, the difference of {difference:points} points lies between {left_out_difference_least:points} (without "
        "{left_out_difference_least_award}) and {left_out_difference_most:points} (without {left_out_difference_most_award}); within "
        "awards, {main:points} points lie between {left_out_within_least:points} (without {left_out_within_least_award}) and "
        "{left_out_within_most:points} (without {left_out_within_most_award}). The awards that move it most:"
    )
    return Section(
        "How much rests on which awards",
        (
            Text(say(text, found.single)),
            Grid(("without", "difference", "within awards", "its recognitions"), rows),
        ),
    )


def levels(found: Facts) -> Section:
    """Kinds and decades."""
    f = found.single
    rows = tuple(
        (
            row["kind"],
            f"{row['before']:,}",
            say("{share_before:share}", row),
            f"{row['after']:,}",
            say("{share_after:share}", row),
        )
        for row in found.rows["kinds"]
    )
    decades = tuple(
        (
            f"{row['period']}s",
            say("{share:share}", row),
            say("{upper_share:share}", row),
            say("{wilson_low:points} to {upper_high:points}", row),
            f"{row['denominator']:,}",
            f"{row['awards']:,}",
            say("{coverage:share}", row) if row["coverage"] is not None else "",
        )
        for row in found.rows["decades"]
        if row["denominator"] >= f["readable"]
    )
    text = (
        "Of {ranked_awards:n} awards with {ranked:n} recognitions or more, {mostly_individual:n} gave more than half to individuals and "
        "{mostly_collective:n} more than half to collectives. {never_collective:n} never recognised a collective in what was seen, "
        "{never_collective_by_rule:n} of them because their rules admit individuals only."
    )
    return Section(
        "Who is recognised",
        (
            Text(say(text, f)),
            Grid(
                (
                    "kind",
                    say("{before_first}–{before_last}", f),
                    "share",
                    say("{after_first}–{after_last}", f),
                    "share ",
                ),
                rows,
            ),
            Text(say("The collective share by decade, where there are {readable:n} recognitions or more:", f)),
            Grid(
                (
                    "decade",
                    "lower bound",
                    "upper bound",
                    "95 % interval (Wilson)",
                    "recognitions",
                    "awards",
                    "editions seen",
                ),
                decades,
            ),
        ),
    )


def unseen(found: Facts) -> Section:
    """Editions that were not seen, and what they could change."""
    f = found.single
    rows = tuple((escape(row["name"]), f"{row['unseen']:,}", f"{row['due']:,}") for row in found.rows["unseen"])
    items = [
        "{after_unseen:n} editions due in {after_first}–{after_last} and {before_unseen:n} in {before_first}–{before_last} were not seen. "
        "With as many recognitions each as the others, the two periods would have the same share if the unseen later ones were "
        "{undo_by_after:share} collective, or if the unseen earlier ones were {undo_by_before:share} collective.",
        "Some editions were seen only in part: pages that break off, or records of some of the recipients. What is missing there is not "
        "missing by chance. In such editions collectives have {before_partly_seen_share:share} of {before_partly_seen:n} recognitions in "
        "{before_first}–{before_last}, {before_partly_seen_most:n} of them of one award ({before_partly_seen_most_award}), and "
        "{after_partly_seen_share:share} of {after_partly_seen:n} in {after_first}–{after_last}, {after_partly_seen_most:n} of them of "
        "{after_partly_seen_most_award}. In editions seen in full the share went from {whole_editions_before:share} to "
        "{whole_editions_after:share}.",
        "Awards are missing that list no winners in public, or only in languages and places that were not looked at.",
    ]
    return Section(
        "What was not seen",
        (
            Bullets(tuple(say(item, f) for item in items)),
            Text(say("Most editions unseen in {after_first}–{after_last}:", f)),
            Grid(("award", "not seen", "due"), rows),
        ),
    )


def sureness(found: Facts) -> Section:
    """Sources, corroboration, coding."""
    items = [
        "{corroborated:n} of {recognitions:n} recognitions ({corroborated_share:share}) are confirmed by two sources that do not copy each "
        "other; {disputed:n} are disputed; the rest have one source.",
        "Of {sources:n} sources in use, {wikipedia:n} are Wikipedia pages and {captured:n} were fetched by the program itself; the others "
        "are transcriptions and single records taken from parts of public pages.",
        "Kinds come from written rules ({by_rule:n}) and from decisions ({by_decision:n}), both made with machine assistance. {unsure:n} "
        "({unsure_share:share}) have a confidence below {sure}. [reliability.md](reliability.md) says how far two codings agree.",
        "How an entry is split matters: names joined in one line are separate recognitions, so an award that lists five persons in a line "
        "adds five. With each edition weighing one, the difference is {edition_weighted:points} points.",
        "{withdrawn:n} declined or withdrawn honours are counted; without them the difference is {without_withdrawn:points} points "
        "instead of {difference:points}.",
    ]
    return Section("How sure records and kinds are", (Bullets(tuple(say(item, found.single) for item in items)),))


def sources() -> Section:
    """Tables in which the figures stand."""
    return Section(
        "Where each figure is",
        (
            Text(
                "Shares, intervals and coverage are rows of the table `collective_share`, models are rows of `trend_models`; counts are "
                "counts over `recognitions`, `coverage` and `sources`. For example:"
            ),
            Text(
                "`hrd-awards sql \"SELECT estimate, low, high FROM trend_models WHERE question = 'points within awards'\"`"
            ),
        ),
    )

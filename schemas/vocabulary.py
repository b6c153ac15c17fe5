"""The closed word lists of the dataset and what each word means; no rules that assign them."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What was announced, as one entry."""

    PERSON = "person"
    PEOPLE = "people"
    ORGANIZATION = "organization"
    NETWORK = "network"
    COMMUNITY = "community"
    MOVEMENT = "movement"
    GROUP = "group"
    INSTITUTION = "institution"
    MIXED = "mixed"


class Mode(StrEnum):
    """The coarse reading of a kind that the trend is about."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    INSTITUTIONAL = "institutional"
    MIXED = "mixed"


KIND_MEANINGS: dict[Kind, str] = {
    Kind.PERSON: "one named natural person, also when described as founder or leader of a body (the body goes to `affiliation`)",
    Kind.PEOPLE: "several named persons honoured as one entry; also a family, or a definite number of persons up to twelve",
    Kind.ORGANIZATION: "a constituted body or a named group with continuing membership and someone who speaks for it: "
    "NGO, association, union, newspaper, clinic, foundation, collective, band, festival",
    Kind.NETWORK: "a coalition, federation, alliance, platform or umbrella whose members are organizations and that is called so",
    Kind.COMMUNITY: "a people or place, its government (council of authorities, cabildo, guard), a peace community, or its common land body",
    Kind.MOVEMENT: "people acting together under the name of a movement, campaign or protest, or under a description of those who act",
    Kind.GROUP: "people honoured by shared profession or fate, neither named nor acting together",
    Kind.INSTITUTION: "created by a state or by states and run under public authority: court, ministry, city, public school or university, UN body",
    Kind.MIXED: "one entry naming person(s) and a collective, joined by “and”, “&”, “/” or “with”",
}

MODE_OF_KIND: dict[Kind, Mode] = {
    Kind.PERSON: Mode.INDIVIDUAL,
    Kind.PEOPLE: Mode.INDIVIDUAL,
    Kind.ORGANIZATION: Mode.COLLECTIVE,
    Kind.NETWORK: Mode.COLLECTIVE,
    Kind.COMMUNITY: Mode.COLLECTIVE,
    Kind.MOVEMENT: Mode.COLLECTIVE,
    Kind.GROUP: Mode.COLLECTIVE,
    Kind.INSTITUTION: Mode.INSTITUTIONAL,
    Kind.MIXED: Mode.MIXED,
}

MEASURES: dict[str, frozenset[Kind]] = {
    "grassroots": frozenset({Kind.COMMUNITY, Kind.MOVEMENT}),
    "collective": frozenset({Kind.COMMUNITY, Kind.MOVEMENT, Kind.ORGANIZATION, Kind.NETWORK, Kind.GROUP}),
    "non_individual": frozenset(
        {Kind.COMMUNITY, Kind.MOVEMENT, Kind.ORGANIZATION, Kind.NETWORK, Kind.GROUP, Kind.INSTITUTION}
    ),
}

KINDS = tuple(Kind)
MODES = tuple(Mode)
KIND_BASES = ("decision", "rule", "model")
ANNOTATIONS = ("posthumous", "shared", "declined", "withdrawn", "honorary", "special")
STATUSES = ("awarded", "declined", "withdrawn")
CORROBORATIONS = ("single", "corroborated", "disputed")
COVERAGE_STATUSES = ("found", "partly seen", "not awarded", "not due", "not seen")
ROLES = ("recipient", "named person", "affiliation")
SOURCE_KINDS = ("official", "wikipedia", "news", "other")
ORIGINS = ("transcription", "capture", "cited", "declared")
SCOPES = ("international", "regional", "national")
ELIGIBILITIES = ("both", "individuals", "collectives", "unknown")
FREQUENCIES = ("annual", "biennial", "irregular")
FOCUSES = (
    "children",
    "democracy",
    "environment_land",
    "human_rights_general",
    "lgbtqi",
    "minority_indigenous",
    "other",
    "peace",
    "press_freedom",
    "rule_of_law",
    "women",
)
SHAPES = {
    "person": "reads as one person's name",
    "people": "several persons in one entry",
    "body": "reads as the name or description of a collective",
    "mixed": "persons and a collective in one entry",
    "unknown": "the text alone does not tell",
}
LEFTOVER_REASONS = {
    "ignored": "named under `ignore:` in award.yaml, with its reason there",
    "not awarded": "the source says that no award was given in that year",
    "no recipient": "the source has a row or heading for the year and leaves the recipient empty",
    "cut": "the page was seen only in part and breaks off inside this entry",
    "nominee": "finalist, nominee or shortlisted: not a recipient",
    "jury": "member of the jury, host, presenter or conferrer: not a recipient",
    "heading": "an introductory or closing line that names no recipient",
    "summary": "describes together the recipients that the line itself or another source names one by one",
    "repeat": "repeats an entry of the same source",
    "unreadable": "nothing in the layout accounts for it: look at the page and mend award.yaml",
}
OUTCOMES = {
    "supports": "agrees with the recognition it belongs to",
    "differs": "belongs to the recognition but contradicts a value of it: see `conflicts`",
    "year conflict": "names the recipient under another year than better sources do: see `conflicts`",
    "no year": "gives no year; confirms the name within the award, never makes a recognition",
    "summary": "describes several recognitions of the edition at once",
    "cut": "the last entry of a page seen in part, and no other source confirms it",
    "overruled": "a decision rules that this statement makes no recognition",
}
CHANGE_TYPES = ("added", "removed", "changed")
CAUSES = ("source", "pipeline", "decision", "withholding")
WITHHOLDING_REASONS = {
    "danger": "publication may put the recipient or those near them in danger",
    "own wish": "the recipient, or who speaks for them, asked for it",
    "child": "the recipient was a child when honoured",
    "anonymous": "the giver announced the recipient without a name, or withdrew the name",
    "legal": "a court or an authority with the right to do so ordered it",
}
TREND_QUESTIONS = (
    "difference",
    "decomposition",
    "points within awards",
    "odds within awards",
    "trend within awards",
    "beyond the trend",
    "placebo year",
    "leave one award out",
    "sensitivity",
    "unseen editions",
)
INTERVALS = ("jackknife over awards", "Newcombe", "clustered by award", "wild cluster bootstrap")

CODING_SAMPLES: dict[str, str] = {
    "all": "all entries of the sample",
    "random": "entries drawn at random from all recognitions",
    "nonperson": "entries drawn from those that do not read as one person",
}
"""Entries that were coded twice, and how they were drawn."""
AGREEMENT_MEASURES = ("percent agreement", "Cohen's kappa", "Krippendorff's alpha", "specific agreement")

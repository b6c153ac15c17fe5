"""The published tables, each described once. Order matters: a table comes after those it refers to."""

from __future__ import annotations

from schemas import vocabulary as words
from schemas.model import Column, RowRule, Table

AWARD_ID = r"^[a-z][a-z0-9_]*$"
URL = r"^https?://[!-~]+$"
SHA256 = r"^[0-9a-f]{64}$"
COUNTRY_CODES = r"^[A-Z]{2,4}(; [A-Z]{2,4})*$"
FIRST_YEAR, LAST_YEAR = 1900, 2100
# The mode `mixed` is the kind `mixed`.
_MODES = tuple(mode for mode in words.MODES if mode not in words.KINDS)

SCHEMA_VERSION = "2.0.0"
"""SemVer of the tables: new column = minor; renamed or removed column, or a changed meaning = major; new rows = nothing."""


def _award(meaning: str = "The award.") -> Column:
    return Column("award_id", meaning, pattern=AWARD_ID, references=("awards", "award_id"))


def _year(meaning: str, nullable: bool = False) -> Column:
    return Column("year", meaning, "integer", nullable=nullable, minimum=FIRST_YEAR, maximum=LAST_YEAR)


AWARDS = Table(
    "awards",
    "The prizes followed, one row each.",
    (
        Column("award_id", "Identifier of the award; also the name of its folder.", pattern=AWARD_ID),
        Column("name", "English name of the award."),
        Column("native_name", "Name in the language of its giver, where that is not English.", nullable=True),
        Column("conferrer", "Who gives the award.", nullable=True),
        Column(
            "conferrer_country",
            "Seat of the giver: ISO 3166-1 alpha-2, or INT for bodies of several states.",
            nullable=True,
            pattern=r"^([A-Z]{2}|INT)$",
        ),
        Column("scope", "Whom the award may go to, geographically.", nullable=True, allowed=words.SCOPES),
        Column("region", "Region of a regional or national award, as its giver names it.", nullable=True),
        Column("focus", "Field of human rights work the award is for.", nullable=True, allowed=words.FOCUSES),
        Column(
            "eligibility",
            "Whether its rules admit individuals, collectives or both; unknown is never assumed to be either.",
            allowed=words.ELIGIBILITIES,
        ),
        Column("frequency", "How often it is given.", nullable=True, allowed=words.FREQUENCIES),
        Column(
            "first_year", "Year of the first edition.", "integer", nullable=True, minimum=FIRST_YEAR, maximum=LAST_YEAR
        ),
        Column(
            "last_seen_year",
            "Latest edition known to whoever described the award.",
            "integer",
            nullable=True,
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR,
        ),
        Column("official_url", "Home page of the award or its giver.", nullable=True, pattern=URL),
        Column("winners_page_url", "Page on which the giver lists winners.", nullable=True, pattern=URL),
        Column("wikipedia_url", "Wikipedia article on the award.", nullable=True, pattern=URL),
        Column("coverage_note", "What was seen of the award and what was not, in words.", nullable=True),
        Column("recognitions", "Recognitions of the award in this release.", "integer", minimum=0),
        Column("editions", "Years of the award with at least one recognition in this release.", "integer", minimum=0),
        Column(
            "stale",
            "True when the award could not be read in this build, or a newer capture of it is in quarantine: its last good rows stand in.",
            "boolean",
        ),
    ),
    ("award_id",),
)

SOURCES = Table(
    "sources",
    "The public pages and records that the dataset rests on, and pages declared for the crawl that have not been captured yet.",
    (
        Column("source_id", "`<award_id>/<short name>`.", pattern=r"^[a-z0-9_]+/[a-z0-9._-]+$"),
        _award("The award whose recipients the source names."),
        Column("url", "Address of the source, percent-encoded.", pattern=URL),
        Column("kind", "What sort of page it is.", allowed=words.SOURCE_KINDS),
        Column(
            "origin",
            "How its text came here: transcription (facts typed from the page), capture (bytes fetched by the crawler), "
            "cited (single records taken by hand), declared (known address, nothing captured yet).",
            allowed=words.ORIGINS,
        ),
        Column("lineage", "Sources of one lineage repeat one another and never corroborate each other."),
        Column("rank", "Trust order between the sources of an award; 1 is best.", "integer", minimum=1, maximum=9),
        Column("language", "Language of the page (BCP 47).", nullable=True),
        Column("translated", "True for a machine-translated copy of a page in another language.", "boolean"),
        Column(
            "complete",
            "False when only part of the page was seen; null for declared and cited sources.",
            "boolean",
            nullable=True,
        ),
        Column(
            "seen_at", "Address at which the text was seen: the page itself or a mirror.", nullable=True, pattern=URL
        ),
        Column("seen_on", "Day on which it was seen.", "date", nullable=True),
        Column("statements", "Statements read from it.", "integer", minimum=0),
        Column("leftovers", "Lines of it that became no statement, each counted in `leftovers`.", "integer", minimum=0),
    ),
    ("source_id",),
)

RECIPIENTS = Table(
    "recipients",
    "Persons and bodies, the same across awards and years.",
    (
        Column("recipient_id", "Identifier of the recipient.", pattern=r"^[a-z0-9-]+$"),
        Column("name", "Name, without title or description."),
        Column("kind", "Kind under which the recipient is most often recognised.", allowed=words.KINDS),
        Column("wikidata_id", "Wikidata item, where one was matched.", nullable=True, pattern=r"^Q[1-9][0-9]*$"),
        Column("country_codes", "Countries of its recognitions.", nullable=True, pattern=COUNTRY_CODES, list=True),
        Column("languages", "Languages in which its names were seen.", nullable=True, list=True),
        Column("first_year", "Year of the first recognition.", "integer", minimum=FIRST_YEAR, maximum=LAST_YEAR),
        Column("last_year", "Year of the latest recognition.", "integer", minimum=FIRST_YEAR, maximum=LAST_YEAR),
        Column("recognitions", "Recognitions in which it is the recipient or is named.", "integer", minimum=1),
        Column("awards", "Different awards among them.", "integer", minimum=1),
    ),
    ("recipient_id",),
)

RECOGNITIONS = Table(
    "recognitions",
    "The unit that is counted: one entry of one edition of one award, as announced.",
    (
        Column("recognition_id", "Readable, unique, never reused.", pattern=r"^[a-z0-9_]+-[0-9]{4}-[a-z0-9-]+$"),
        _award(),
        _year("Edition: the year the award counts the honour under."),
        Column("category", "Category or region of the prize, as published.", nullable=True, list=True),
        Column(
            "name", "The recipient's name only, in English where a statement or a reviewed alias gives an English form."
        ),
        Column("name_language", "Language of `name` (BCP 47).", nullable=True),
        Column("name_as_published", "This entry's own text in its best source.", nullable=True),
        Column("kind", "What was announced.", allowed=words.KINDS),
        Column("mode", "Individual, collective, institutional or mixed.", allowed=words.MODES),
        Column("kind_basis", "What the kind rests on.", allowed=words.KIND_BASES),
        Column("kind_confidence", "Estimated probability that the kind is right.", "number", minimum=0, maximum=1),
        Column("kind_reason", "Why the entry has this kind, in a few words."),
        Column("persons", "Persons named in an entry of kind people or mixed.", nullable=True, list=True),
        Column(
            "affiliation", "Body named with a person, or the collective of a mixed entry.", nullable=True, list=True
        ),
        Column(
            "country_codes",
            "ISO 3166-1 alpha-2, 3166-3 for states that ended, XK for Kosovo.",
            nullable=True,
            pattern=COUNTRY_CODES,
            list=True,
        ),
        Column("place_as_published", "Country or place in the words of the best source that gives one.", nullable=True),
        Column("region", "UN M49 regions of the countries.", nullable=True, list=True),
        Column(
            "annotations",
            "What the announcement adds to the entry, from a closed list.",
            nullable=True,
            allowed=words.ANNOTATIONS,
            list=True,
        ),
        Column(
            "status",
            "Awarded, declined by the recipient or withdrawn by the giver; all three count.",
            allowed=words.STATUSES,
        ),
        Column(
            "corroboration",
            "Corroborated: two independent lineages; disputed: sources contradict each other on it.",
            allowed=words.CORROBORATIONS,
        ),
        Column("source_count", "Sources with a statement of it.", "integer", minimum=1),
        Column("lineage_count", "Independent lineages among them.", "integer", minimum=1),
        Column("source_url", "Address of its best source.", pattern=URL),
        Column("recipient_id", "The recipient of the entry as a whole.", references=("recipients", "recipient_id")),
    ),
    ("recognition_id",),
    rules=(
        RowRule(
            "lineages_within_sources", "lineage_count <= source_count", "there are never more lineages than sources"
        ),
        RowRule(
            "corroborated_has_two_lineages",
            "corroboration <> 'corroborated' OR lineage_count >= 2",
            "corroborated means at least two lineages",
        ),
        RowRule(
            "mode_follows_kind",
            " OR ".join(
                f"(mode = '{mode}' AND kind IN ({', '.join(repr(str(k)) for k in words.KINDS if words.MODE_OF_KIND[k] is mode)}))"
                for mode in words.MODES
            ),
            "the mode is the one of the kind",
        ),
    ),
)

STATEMENTS = Table(
    "statements",
    "What one source says: this award, this year, this entry.",
    (
        Column(
            "statement_id",
            "`<source_id>#<year>-<number>`, numbered in page order within the year that the source gives; `undated` where it gives none.",
            pattern=r"^[a-z0-9_]+/[^#]+#([0-9]{4}|undated)-(withheld-)?[0-9]+(-[0-9]+)*$",
        ),
        Column(
            "recognition_id",
            "The recognition it supports; null where `outcome` says why not.",
            nullable=True,
            references=("recognitions", "recognition_id"),
        ),
        Column("outcome", "What became of the statement.", allowed=tuple(words.OUTCOMES)),
        Column("source_id", "Where it was read.", references=("sources", "source_id")),
        Column("capture_sha256", "SHA-256 of the captured bytes, or of the cited record.", pattern=SHA256),
        Column("place", "Where on the page, or file and row of the cited record."),
        _award(),
        _year("Edition the source puts it under; null where it gives none.", nullable=True),
        Column("category", "Category or region of the prize, as published.", nullable=True, list=True),
        Column("name", "The recipient's name in the source's language, without title or description."),
        Column("as_published", "The entry's own text.", nullable=True),
        Column(
            "persons",
            "Persons named in the entry, where it names several or pairs them with a body.",
            nullable=True,
            list=True,
        ),
        Column("affiliation", "Body named with the person.", nullable=True, list=True),
        Column("country_as_published", "Country or place in the source's words.", nullable=True),
        Column("country_codes", "Codes of that place.", nullable=True, pattern=COUNTRY_CODES, list=True),
        Column(
            "annotations",
            "What the source adds to the entry, from a closed list.",
            nullable=True,
            allowed=words.ANNOTATIONS,
            list=True,
        ),
        Column("status", "Awarded, declined or withdrawn.", allowed=words.STATUSES),
        Column("shape", "What the text alone looks like.", allowed=tuple(words.SHAPES)),
        Column("language", "Language of the text (BCP 47).", nullable=True),
    ),
    ("statement_id",),
    rules=(
        RowRule(
            "unattached_says_why",
            "(recognition_id IS NOT NULL AND outcome IN ('supports', 'differs')) "
            "OR (recognition_id IS NULL AND outcome NOT IN ('supports', 'differs'))",
            "a statement without recognition has an outcome that says why",
        ),
    ),
)

RECIPIENT_NAMES = Table(
    "recipient_names",
    "Every form of a recipient's name that was seen.",
    (
        Column("recipient_id", "The recipient.", references=("recipients", "recipient_id")),
        Column("name", "A form of the name."),
        Column("language", "Language of the sources it was seen in; `und` where unknown."),
    ),
    ("recipient_id", "name", "language"),
)

RECOGNITION_RECIPIENTS = Table(
    "recognition_recipients",
    "Who is named in a recognition and as what.",
    (
        Column("recognition_id", "The recognition.", references=("recognitions", "recognition_id")),
        Column("recipient_id", "Who is named.", references=("recipients", "recipient_id")),
        Column("role", "As what.", allowed=words.ROLES),
    ),
    ("recognition_id", "recipient_id", "role"),
)

REDIRECTS = Table(
    "redirects",
    "Identifiers of recipients that are no longer given, because the recipient was recognised as another, and where to look instead.",
    (
        Column(
            "recipient_id", "The identifier of earlier releases; never given to anybody else.", pattern=r"^[a-z0-9-]+$"
        ),
        Column("redirect", "The recipient in its place.", references=("recipients", "recipient_id")),
        Column("named_in", "The recognition that the identifier was made from.", nullable=True),
        Column("date", "Date of the first release without it.", "date"),
    ),
    ("recipient_id",),
)

CONFLICTS = Table(
    "conflicts",
    "Contradictions between sources, both sides kept.",
    (
        Column("conflict_id", "`<statement_id>:<field>`."),
        _award(),
        Column("field", "What they contradict each other on.", allowed=("year", "country", "status", "recipient")),
        Column(
            "recognition_id", "The recognition concerned.", nullable=True, references=("recognitions", "recognition_id")
        ),
        Column("ours", "The value published."),
        Column("theirs", "The value of the contradicting statement."),
        Column("statement_id", "The contradicting statement.", references=("statements", "statement_id")),
        Column("resolution", "Why ours is published: rank, majority or decision."),
    ),
    ("conflict_id",),
)

LEFTOVERS = Table(
    "leftovers",
    "Lines of a page that became no statement: where and why. The text stays with the operator.",
    (
        Column("source_id", "The source.", references=("sources", "source_id")),
        Column("capture_sha256", "The capture it was read from.", pattern=SHA256),
        Column("place", "Where on the page."),
        _award(),
        _year("Year the page puts it under, where known.", nullable=True),
        Column("reason", "Why it is no statement.", allowed=tuple(words.LEFTOVER_REASONS)),
    ),
    ("source_id", "capture_sha256", "place", "reason"),
)

COVERAGE = Table(
    "coverage",
    "Award by year: whether the edition was found, so that absence is never read as zero.",
    (
        _award(),
        _year("The edition."),
        Column("status", "What is known of the edition.", allowed=words.COVERAGE_STATUSES),
        Column("reason", "Why that status."),
        Column("source_url", "Source of the reason, where there is one.", nullable=True, pattern=URL),
        Column("recognitions", "Recognitions of the edition.", "integer", minimum=0),
    ),
    ("award_id", "year"),
)

COLLECTIVE_SHARE = Table(
    "collective_share",
    "Share of recognitions that are collective, per period, breakdown and panel, with bounds for mixed entries.",
    (
        Column(
            "breakdown",
            "What `part` names: nothing (overall), an award, a region of the recipients or a focus of the awards.",
            allowed=("overall", "award", "region", "focus"),
        ),
        Column(
            "part",
            "`all`, the award_id, the UN M49 region (`none` without country; of two regions, both) or the focus. Parts have no rows per "
            "single year, which would be read from a handful of recognitions.",
        ),
        Column(
            "panel",
            "Which awards: all; award-weighted (all, each award of the period weighing the same); fixed (followed throughout, from ten years "
            "before 2018); open (rules admit collectives); individuals only; eligibility unknown. Parts have the panel all.",
            allowed=("all", "award-weighted", "fixed", "open", "individuals only", "eligibility unknown"),
        ),
        Column("period_type", "Length of the period.", allowed=("year", "five years", "decade", "all")),
        Column("period", "First year of the period.", "integer", minimum=FIRST_YEAR, maximum=LAST_YEAR),
        Column("measure", "Which kinds count.", allowed=tuple(words.MEASURES)),
        Column(
            "bound", "Mixed entries counted as individual (lower) or as collective (upper).", allowed=("lower", "upper")
        ),
        Column("numerator", "Recognitions that count.", "integer", minimum=0),
        Column("denominator", "All recognitions.", "integer", minimum=1),
        Column(
            "share",
            "Numerator by denominator; in the panel award-weighted the mean of the awards' shares.",
            "number",
            minimum=0,
            maximum=1,
        ),
        Column(
            "wilson_low",
            "Lower end of the 95 % Wilson interval; in the panel award-weighted with Kish's effective number of recognitions.",
            "number",
            minimum=0,
            maximum=1,
        ),
        Column("wilson_high", "Upper end of the 95 % Wilson interval.", "number", minimum=0, maximum=1),
        Column("awards", "Awards with a recognition in the period.", "integer", minimum=1),
        Column("editions", "Editions with a recognition in the period.", "integer", minimum=1),
        Column(
            "editions_due",
            "Editions of the awards that were due in the period; null for regions, because the region of an unseen edition is not known.",
            "integer",
            nullable=True,
            minimum=1,
        ),
        Column(
            "coverage",
            "Editions with a recognition, of the editions due.",
            "number",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "edition_share",
            "Mean over editions of the share within the edition: no splitting of entries moves it.",
            "number",
            minimum=0,
            maximum=1,
        ),
        Column("numerator_awarded", "Numerator without declined and withdrawn honours.", "integer", minimum=0),
        Column("denominator_awarded", "Denominator without declined and withdrawn honours.", "integer", minimum=0),
        Column(
            "share_awarded",
            "Share without declined and withdrawn honours; null where the period has no other.",
            "number",
            nullable=True,
            minimum=0,
            maximum=1,
        ),
    ),
    ("breakdown", "part", "panel", "period_type", "period", "measure", "bound"),
    rules=(
        RowRule(
            "awarded_within",
            "numerator_awarded <= numerator AND denominator_awarded <= denominator AND numerator_awarded <= denominator_awarded",
            "counts without declined and withdrawn honours are part of the counts",
        ),
        RowRule("numerator_within", "numerator <= denominator", "a share is at most one"),
        RowRule(
            "interval_around_share", "wilson_low <= share AND share <= wilson_high", "the interval contains the share"
        ),
    ),
)

TREND_MODELS = Table(
    "trend_models",
    "Before and after 2018: differences, what they are made of, models within awards, placebo years, sensitivity; one row per specification.",
    (
        Column("model_id", "The specification in one word.", pattern=r"^[A-Za-z0-9_./-]+$"),
        Column("question", "What is asked; docs/analysis-plan.md explains each.", allowed=words.TREND_QUESTIONS),
        Column("term", "What `estimate` is of."),
        Column("measure", "Which kinds count.", allowed=tuple(words.MEASURES)),
        Column(
            "bound", "Mixed entries counted as individual (lower) or as collective (upper).", allowed=("lower", "upper")
        ),
        Column("panel", "Which awards, as in collective_share; or edition-weighted: each edition weighing the same."),
        Column("variant", "What sets the row apart: a restriction, a placebo year, the award left out.", nullable=True),
        Column("before_first", "First year of the earlier period.", "integer", minimum=1800, maximum=LAST_YEAR),
        Column("before_last", "Last year of the earlier period.", "integer", minimum=1800, maximum=LAST_YEAR),
        Column("after_first", "First year of the later period.", "integer", minimum=1800, maximum=LAST_YEAR),
        Column("after_last", "Last year of the later period.", "integer", minimum=1800, maximum=LAST_YEAR),
        Column("share_before", "Share in the earlier period.", "number", nullable=True, minimum=0, maximum=1),
        Column("share_after", "Share in the later period.", "number", nullable=True, minimum=0, maximum=1),
        Column(
            "unit",
            "share: difference of shares (0.01 is one percentage point); log odds.",
            allowed=("share", "log odds"),
        ),
        Column("estimate", "The figure; null where the data are too few.", "number", nullable=True),
        Column("low", "Lower end of its 95 % interval.", "number", nullable=True),
        Column("high", "Upper end of its 95 % interval.", "number", nullable=True),
        Column("interval", "How the interval was made.", nullable=True, allowed=words.INTERVALS),
        Column("p_value", "Against no difference, by wild bootstrap.", "number", nullable=True, minimum=0, maximum=1),
        Column("recognitions", "Recognitions it rests on.", "integer", minimum=0),
        Column("awards", "Awards it rests on.", "integer", minimum=0),
        Column("note", "What else to know.", nullable=True),
    ),
    ("model_id",),
    rules=(
        RowRule(
            "interval_around_estimate",
            "low IS NULL OR high IS NULL OR (low <= estimate AND estimate <= high)",
            "the interval contains the estimate",
        ),
    ),
)

RELIABILITY = Table(
    "reliability",
    "How far two independent, machine-assisted codings of the same entries agree, with intervals; docs/reliability.md says how to read it.",
    (
        Column("variable", "What was coded.", allowed=("kind", "mode")),
        Column(
            "sample",
            "Which entries: all that were coded twice, those drawn at random, or those drawn from what does not read as one person. Only "
            "`random` stands for the dataset.",
            allowed=tuple(words.CODING_SAMPLES),
        ),
        Column(
            "value",
            "The kind or mode that the figure is of; `all` for all together.",
            allowed=("all", *words.KINDS, *_MODES),
        ),
        Column(
            "measure",
            "The measure of agreement; for one value, of that value against all others.",
            allowed=words.AGREEMENT_MEASURES,
        ),
        Column(
            "entries",
            "Entries coded twice; for one value, those that at least one coding gave it.",
            "integer",
            minimum=1,
        ),
        Column(
            "estimate",
            "The agreement; null where the sample cannot tell.",
            "number",
            nullable=True,
            minimum=-1,
            maximum=1,
        ),
        Column(
            "low",
            "Lower end of the 95 % bootstrap interval over entries.",
            "number",
            nullable=True,
            minimum=-1,
            maximum=1,
        ),
        Column("high", "Upper end of the interval.", "number", nullable=True, minimum=-1, maximum=1),
    ),
    ("variable", "sample", "value", "measure"),
    rules=(
        RowRule(
            "interval_around_agreement",
            "low IS NULL OR high IS NULL OR (low <= estimate AND estimate <= high)",
            "the interval contains the estimate",
        ),
    ),
)

CHANGES = Table(
    "changes",
    "What changed against the previous release, and why.",
    (
        Column("table_name", "The table."),
        Column("key", "Primary key of the row, its parts joined with ` | `."),
        Column("column_name", "The column; `*` for a row added or removed."),
        Column("change_type", "Added, removed or changed.", allowed=words.CHANGE_TYPES),
        Column("old", "Value in the previous release.", nullable=True),
        Column("new", "Value in this release.", nullable=True),
        Column(
            "cause",
            "Source, pipeline, decision or withholding; derived from what differs between the two builds.",
            allowed=words.CAUSES,
        ),
    ),
    ("table_name", "key", "column_name"),
)

TABLES: tuple[Table, ...] = (
    AWARDS,
    SOURCES,
    RECIPIENTS,
    RECOGNITIONS,
    STATEMENTS,
    RECIPIENT_NAMES,
    RECOGNITION_RECIPIENTS,
    REDIRECTS,
    CONFLICTS,
    LEFTOVERS,
    COVERAGE,
    COLLECTIVE_SHARE,
    TREND_MODELS,
    RELIABILITY,
    CHANGES,
)
TABLE_BY_NAME = {table.name: table for table in TABLES}

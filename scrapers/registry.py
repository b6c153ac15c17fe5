"""`award.yaml` to typed awards and sources: the strict model and the loader. Nothing here opens a page."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from schemas import vocabulary as words
from scrapers.structured import wikidata

AWARDS_DIR = Path(__file__).parent / "awards"
LAYOUTS = ("table", "year_list", "headed_list", "cards", "lines", "prose", "json")
COLUMN_ROLES = ("year", "recipient", "country", "category", "affiliation", "note", "nominee", "jury", "ignore")
DEFAULT_RANKS = {"official": 1, "wikipedia": 3, "news": 4, "other": 4}
# `complete` and other addresses keep every reserved character; only what RFC 3986 does not allow is encoded
URL_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


class AwardError(ValueError):
    """An award folder that cannot be used; the message names the file, the key and what to do."""


def encode_url(url: str) -> str:
    """The address with every character outside RFC 3986 percent-encoded; encoding twice changes nothing."""
    url = url.strip()
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"{url!r} is no web address: write it with https:// and a host")
    return quote(url, safe=URL_SAFE)


Url = Annotated[str, AfterValidator(encode_url)]
Year = Annotated[int, Field(ge=1900, le=2100)]


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_check_pattern)]


class Strict(BaseModel):
    """Unknown keys are errors, so that a typing slip never silently does nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Ignore(Strict):
    """Text of a page that is known to be no recipient."""

    match: Pattern = Field(description="Regular expression that the whole line (or cell) matches.")
    reason: Literal["ignored", "nominee", "jury", "heading", "summary", "no recipient", "not awarded"] = "ignored"
    why: str = Field(default="", description="What the text is, for the next reader.")


class ColumnRole(Strict):
    """What a column of a table means."""

    role: Literal["year", "recipient", "country", "category", "affiliation", "note", "nominee", "jury", "ignore"]
    category: str | None = Field(default=None, description="Category that recipients of this column have.")


class Layout(Strict):
    """How the recipients stand on the page."""

    type: Literal["table", "year_list", "headed_list", "cards", "lines", "prose", "json"]
    within: str | None = Field(default=None, description="CSS selector of the part of the page to read.")
    heading: Pattern | None = Field(
        default=None, description="Regular expression: only what stands under a matching heading is read."
    )
    tags: tuple[str, ...] = Field(
        default=(),
        description="Only lines in these elements are read, as li or p; figcaption: what stands below pictures; for `headed_list` "
        "a heading, as h3: the recipients are the headings of this level below those with the year.",
    )
    card: str | None = Field(
        default=None,
        pattern=r"^[a-z]+[1-6]?(\.[^\s.]+)?$",
        description="For `cards`: the element around each recipient with its year, as article or div.views-row.",
    )
    columns: dict[str, ColumnRole | str] = Field(
        default_factory=dict,
        description="Header text (or column number, from 1) to its role, where the header words alone do not tell.",
    )
    patterns: tuple[Pattern, ...] = Field(
        default=(),
        description="For `lines`: regular expressions with the groups name, year, country, category, affiliation, note; "
        "the first that matches a whole line reads it. (?#each) at its start: looked for repeatedly inside the line; "
        "(?#heading): for headings, which other patterns never see.",
    )
    join_headings: bool = Field(
        default=False, description="For `lines`: the lines under a heading are read with it as one, joined with “ | ”."
    )
    winners: Pattern | None = Field(
        default=None, description="Where finalists share the list: only lines matching this are recipients."
    )
    categories: dict[str, str | None] = Field(
        default_factory=dict,
        description="Label on the page to the category it stands for; null when it stands for none.",
    )
    surname_first: bool = Field(default=False, description="Names are written “Dunant, Jean Henry”.")
    joint: bool = Field(default=False, description="All names of one line or cell are one entry.")
    split: bool = Field(default=True, description="False: every line or cell is one entry, whatever it contains.")
    strip: Pattern | None = Field(
        default=None,
        description="Text that is no part of an entry and stands inside lines: a city, a remark of the site.",
    )
    separator: Pattern | None = Field(
        default=None, description="What sets recipients apart where the page runs them together in a cell."
    )
    pair: Pattern | None = Field(
        default=None, description="What stands between a person and a body that are one entry, where it is no “and”."
    )
    year_at: Literal["start", "end"] = Field(default="start", description="Where the year stands in a line.")
    affiliation_after_comma: bool = Field(default=False, description="“Person, body”: the body is the affiliation.")
    country_last: bool = Field(default=False, description="The last word of an entry is a country even without comma.")
    ignore: tuple[Ignore, ...] = ()

    @property
    def takes_lines_as_they_are(self) -> bool:
        """Whether nothing is cut out of a line or set apart in it but by the usual separators."""
        return self.split and self.pair is None and self.separator is None and self.strip is None

    @property
    def reads_captions(self) -> bool:
        """Whether what stands below pictures is read."""
        return "figcaption" in self.tags


class Source(Strict):
    """One public page or API answer that lists recipients."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", description="Short name, unique within the award.")
    url: Url
    kind: Literal["official", "wikipedia", "news", "other"] = "other"
    language: str | None = Field(default=None, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    layout: Layout | None = Field(default=None, description="Needed as soon as the source has a capture.")
    pages: dict[str, Layout] = Field(
        default_factory=dict, description="Bundled file to its own layout, where captures of one address differ."
    )
    lineage: str | None = Field(default=None, description="Overrides the lineage that kind and host give.")
    rank: int | None = Field(default=None, ge=1, le=9, description="Overrides the rank that the kind gives; 1 is best.")
    crawl: bool = Field(default=True, description="False: never fetched, for addresses that are gone or forbid it.")
    http: bool = Field(default=False, description="True: the address is only served over plain http.")

    @field_validator("layout", mode="before")
    @classmethod
    def _short_layout(cls, value: Any) -> Any:
        return {"type": value} if isinstance(value, str) else value

    @field_validator("pages", mode="before")
    @classmethod
    def _short_page_layouts(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {file: {"type": layout} if isinstance(layout, str) else layout for file, layout in value.items()}
        return value

    @cached_property
    def resolved_lineage(self) -> str:
        """Lineage that corroboration compares."""
        return self.lineage or lineage_of(self.url, self.kind)

    @cached_property
    def resolved_rank(self) -> int:
        """Trust order, 1 is best."""
        return self.rank or DEFAULT_RANKS[self.kind]


class Joint(Strict):
    """Several names that the giver announces as one honour, where the page's wording does not tell."""

    year: Year
    names: tuple[str, ...] = Field(default=(), description="The names; empty: all of the year's line.")
    source: Url = Field(description="Page that says so.")


class Edition(Strict):
    """What is known of a year in which nothing, or not all, was found."""

    year: Year
    status: Literal["not awarded", "not due", "partly seen", "not seen"]
    reason: str
    source: Url | None = None


class Expect(Strict):
    """What a build of this award must find; below a minimum is an error, above a maximum a warning."""

    minimum: int | None = Field(default=None, ge=0, description="Recognitions of the award.")
    maximum: int | None = Field(default=None, ge=0)
    first_year: Year | None = Field(default=None, description="No recognition may be older.")
    latest_edition: Year | None = Field(default=None, description="There must be a recognition of this year or later.")
    month: int | None = Field(default=None, ge=1, le=12, description="Month in which an edition is usually announced.")


class Award(Strict):
    """A prize, as its `award.yaml` describes it. Only id, name and sources are required."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    sources: tuple[Source, ...]
    native_name: str | None = None
    conferrer: str | None = None
    conferrer_country: str | None = Field(default=None, pattern=r"^([A-Z]{2}|INT)$")
    scope: Literal["international", "regional", "national"] | None = None
    region: str | None = None
    focus: str | None = None
    eligibility: Literal["both", "individuals", "collectives", "unknown"] = "unknown"
    frequency: Literal["annual", "biennial", "irregular"] | None = None
    first_year: Year | None = None
    last_seen_year: Year | None = None
    official_url: Url | None = None
    winners_page_url: Url | None = None
    wikipedia_url: Url | None = None
    wikidata_item: str | None = Field(
        default=None,
        pattern=wikidata.ITEM.pattern,
        description="The award's own item; makes Wikidata one of its sources, named `wikidata`.",
    )
    coverage_note: str | None = None
    joint: tuple[Joint, ...] = ()
    editions: tuple[Edition, ...] = ()
    expect: Expect = Expect()

    @field_validator("focus")
    @classmethod
    def _known_focus(cls, value: str | None) -> str | None:
        if value is not None and value not in words.FOCUSES:
            raise ValueError(f"focus {value!r} is not one of {', '.join(words.FOCUSES)}")
        return value

    @model_validator(mode="before")
    @classmethod
    def _with_wikidata(cls, content: Any) -> Any:
        item = content.get("wikidata_item") if isinstance(content, dict) else None
        if not isinstance(item, str) or not wikidata.ITEM.match(item) or not isinstance(content.get("sources"), list):
            return content
        asked = {"name": wikidata.SOURCE_NAME, "url": wikidata.address(item), "layout": "json", "language": "en"}
        return content | {
            "sources": [*content["sources"], asked | {"lineage": wikidata.LINEAGE, "rank": wikidata.RANK}]
        }

    @model_validator(mode="after")
    def _unique_sources(self) -> Award:
        for what in ("name", "url"):
            seen = [getattr(source, what) for source in self.sources]
            doubled = sorted({value for value in seen if seen.count(value) > 1})
            if doubled:
                raise ValueError(
                    f"sources share the {what} {', '.join(doubled)}: captures of one address are one source"
                )
        return self

    def source_id(self, source: Source) -> str:
        """`<award_id>/<short name>`."""
        return f"{self.id}/{source.name}"


def lineage_of(url: str, kind: str) -> str:
    """All Wikipedia editions are one lineage; otherwise the host decides."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return "wikipedia" if kind == "wikipedia" or host.endswith("wikipedia.org") else host


def load_award(folder: Path) -> Award:
    """The award described in `folder/award.yaml`; AwardError names the file, the key and the remedy."""
    file = folder / "award.yaml"
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AwardError(f"{file}: missing; every award folder needs an award.yaml") from None
    except UnicodeDecodeError as error:
        raise AwardError(f"{file}: not readable as YAML: {error}") from error
    return parse_award(text, file)


@lru_cache(1024)
def parse_award(text: str, file: Path) -> Award:
    """The award that `text` describes as the award.yaml at `file`, which need not exist yet; AwardError as `load_award`."""
    try:
        content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise AwardError(f"{file}: not readable as YAML: {error}") from error
    if not isinstance(content, dict):
        raise AwardError(f"{file}: expected keys and values, found {type(content).__name__}")
    try:
        award = Award.model_validate(content)
    except ValidationError as error:
        raise AwardError("\n".join(f"{file}: {_describe(problem)}" for problem in error.errors())) from error
    if award.id != file.parent.name:
        raise AwardError(
            f"{file}: id is {award.id!r} but the folder is called {file.parent.name!r}; make them the same"
        )
    return award


def _describe(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"]) or "award"
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key}: check its spelling against the reference in CONTRIBUTING.md, or remove it"
    if problem["type"] == "missing":
        return f"key {key} is missing: add it"
    return f"key {key}: {problem['msg'].removeprefix('Value error, ')} (found {problem['input']!r:.120})"


def award_folders(awards_dir: Path = AWARDS_DIR) -> list[Path]:
    """Folders under `awards_dir` that hold an award, sorted by name; AwardError when there is none."""
    if not awards_dir.is_dir():
        raise AwardError(f"{awards_dir}: no such folder; give --awards-dir a folder of award folders")
    folders = sorted(path.parent for path in awards_dir.glob("*/award.yaml"))
    if not folders:
        raise AwardError(f"{awards_dir}: no */award.yaml in it; `hrd-awards new` makes one")
    return folders


def load_awards(awards_dir: Path = AWARDS_DIR) -> tuple[list[Award], dict[str, AwardError]]:
    """Every award of the folder, and the errors of those that cannot be read, by folder name."""
    awards: list[Award] = []
    errors: dict[str, AwardError] = {}
    for folder in award_folders(awards_dir):
        try:
            awards.append(load_award(folder))
        except AwardError as error:
            errors[folder.name] = error
    return awards, errors


def award_json_schema() -> dict[str, Any]:
    """JSON Schema of award.yaml, from which editors complete and check it."""
    schema = Award.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "award.yaml", **schema}

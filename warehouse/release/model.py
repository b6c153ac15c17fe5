"""The typed records of a release: its inputs, its files, its manifest and the index of all releases; they are written and read here only as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

VERSION_PATTERN = r"^[0-9]{4}\.(1[0-2]|[1-9])\.[0-9]+$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"


class Record(BaseModel):
    """A frozen record that refuses unknown fields; `write` is its one JSON form (sorted input, two spaces, final newline)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def write(self) -> bytes:
        return (self.model_dump_json(indent=2) + "\n").encode()

    @classmethod
    def read(cls, path: Path) -> Record:
        return cls.model_validate_json(path.read_bytes())


class Inputs(Record):
    """SHA-256 of everything a build depends on, fine enough to tell which part of it changed."""

    captures: dict[str, str] = Field(default={}, description="source_id -> digest of its captures or cited records")
    awards: dict[str, str] = Field(default={}, description="award_id -> digest of its award.yaml and hook.py")
    decisions: dict[str, str] = Field(
        default={}, description="award_id -> digest of the decisions about it; `*` for those about no single award"
    )
    withholding: str = Field(default="", description="digest of the list of withheld names")
    code: str = Field(default="", description="digest of the program and of the libraries that shape values")


class File(Record):
    """One published file."""

    path: str
    bytes: int
    sha256: str = Field(pattern=SHA256_PATTERN)
    rows: int | None = Field(default=None, description="rows of the table in it, where it holds one table")


class Redaction(Record):
    """A later withholding for which files of this release were issued again, with other bytes; never how many names, nor which."""

    date: date
    reason_class: str


class Manifest(Record):
    """`manifest.json` of a release: what it is, what it was made from and what it holds."""

    version: str = Field(pattern=VERSION_PATTERN)
    as_of: date
    previous: str | None = Field(description="the release it was compared with; null for the first")
    schema_version: str
    tables: dict[str, str] = Field(description="table -> SHA-256 of its CSV file")
    inputs: Inputs
    files: list[File] = Field(description="every file but manifest.json and SHA256SUMS")
    redactions: list[Redaction] = []
    withdrawn: bool = Field(default=False, description="its data is no longer published, see README.md beside it")


class IndexEntry(Record):
    """One release in the index."""

    version: str = Field(pattern=VERSION_PATTERN)
    as_of: date
    previous: str | None
    schema_version: str
    rows: dict[str, int] = Field(description="table -> rows")
    files: list[File]
    redactions: list[Redaction]
    withdrawn: bool = False


class Deprecation(Record):
    """A table or column that a coming schema version drops."""

    name: str
    since: str
    removed_in: str
    instead: str


class Index(Record):
    """`releases/index.json`: the public contract on which releases exist, in the order of their publication."""

    index_version: str = "1.1.0"
    latest: str | None
    schema_version: str
    deprecations: list[Deprecation] = []
    releases: list[IndexEntry]


def entry_of(manifest: Manifest) -> IndexEntry:
    """What the index says of the release of `manifest`."""
    rows = {
        file.path.removeprefix("csv/").removesuffix(".csv"): file.rows
        for file in manifest.files
        if file.path.startswith("csv/") and file.rows is not None
    }
    return IndexEntry(
        version=manifest.version,
        as_of=manifest.as_of,
        previous=manifest.previous,
        schema_version=manifest.schema_version,
        rows=rows,
        files=manifest.files,
        redactions=manifest.redactions,
        withdrawn=manifest.withdrawn,
    )

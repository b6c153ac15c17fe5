"""Captures, and those that are bundled in the award folders. Live ones are in `live`, and nothing is parsed here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scrapers.captures.charset import as_utf8
from scrapers.registry import encode_url

MAX_PAGE_BYTES = 20_000_000


class CaptureError(ValueError):
    """A capture or cited record that cannot be used; the message names file, row and remedy."""


@dataclass(frozen=True)
class Capture:
    """The bytes of a source at a time, and where they came from.

    A live capture has a character set (its bytes are as they were served) and an `opener` where it is kept outside the file system.
    """

    file: str
    url: str
    seen_at: str
    seen_on: date
    origin: str
    sha256: str
    language: str | None
    translated: bool
    complete: bool
    path: Path
    charset: str | None = None
    opener: Callable[[], bytes] | None = field(default=None, compare=False, repr=False)

    def read(self) -> bytes:
        """The bytes, checked against the recorded hash, a live page as UTF-8.

        CaptureError when the file was changed or is too large.
        """
        if self.opener is not None:
            content = self.opener()
            return as_utf8(content, self.charset) if self.charset else content
        size = self.path.stat().st_size
        if size > MAX_PAGE_BYTES:
            raise CaptureError(
                f"{self.path}: {size:,} bytes, more than {MAX_PAGE_BYTES:,}: no list page is so large; check what was saved"
            )
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise CaptureError(
                f"{self.path}: does not have the hash in pages.lock.yaml; run `hrd-awards lock` after an intended edit, or restore the file"
            )
        return content


def load_lock(folder: Path) -> dict[str, dict[str, Any]]:
    """`pages.lock.yaml` of an award folder: file to its facts; empty when the award has no pages."""
    file = folder / "pages.lock.yaml"
    if not file.exists():
        return {}
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise CaptureError(f"{file}: not readable as YAML: {error}; restore it from git") from error
    return content or {}


def bundled_captures(folder: Path) -> list[Capture]:
    """The captures in an award folder, in lock order; CaptureError when lock and files disagree."""
    lock = load_lock(folder)
    on_disk = {f"pages/{path.name}" for path in (folder / "pages").glob("*") if path.is_file()}
    unlocked = sorted(on_disk - lock.keys())
    if unlocked:
        raise CaptureError(
            f"{folder}: {', '.join(unlocked)} not in pages.lock.yaml; `hrd-awards new` adds a page with its address"
        )
    captures = []
    for file, facts in lock.items():
        path = folder / file
        if not path.exists():
            raise CaptureError(f"{path}: named in pages.lock.yaml but missing; restore it from git")
        try:
            captures.append(
                Capture(
                    file=file,
                    url=encode_url(facts["url"]),
                    seen_at=encode_url(facts["seen_at"]),
                    seen_on=day_of(facts["seen_on"]),
                    origin=facts["origin"],
                    sha256=facts["sha256"],
                    language=facts.get("language"),
                    translated=bool(facts.get("translated", False)),
                    complete=bool(facts.get("complete", True)),
                    path=path,
                )
            )
        except (KeyError, ValueError) as error:
            raise CaptureError(
                f"{folder / 'pages.lock.yaml'}: {file}: {error}; `hrd-awards lock` writes it anew"
            ) from error
    return captures


def day_of(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))

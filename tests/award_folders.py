"""Small award folders for tests: one award with one page of invented recipients, ready to be damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

ROWS = (
    (2001, "Ada Example", "Namibia"),
    (2002, "Riverbank Association", "Brazil"),
    (2003, "Ben Sample", "France"),
    (2004, "Women of Example Square", "Peru"),
    (2005, "Cleo Instance", "Kenya"),
)
CITED_HEADER = (
    "year,recipient,country,category,persons,affiliation,note,as_published,source_url,source_kind,seen_at,seen_on"
)


def page(rows: Sequence[tuple[int, str, str]] = ROWS) -> str:
    """A page with a table of year, laureate and country."""
    lines = "".join(f"<tr><td>{year}</td><td>{name}</td><td>{country}</td></tr>\n" for year, name, country in rows)
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Laureates</title></head><body><h1>Laureates</h1>\n"
        f"<table><tr><th>Year</th><th>Laureate</th><th>Country</th></tr>\n{lines}</table></body></html>\n"
    )


def write_award(
    awards_dir: Path, award_id: str = "river_prize", content: str | bytes | None = None, more: str = ""
) -> Path:
    """Writes an award folder with one page (`content`, by default `page()`); `more` is added to award.yaml. Returns the folder."""
    folder = awards_dir / award_id
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    url = f"https://{award_id.replace('_', '-')}.example/laureates"
    yaml = f"id: {award_id}\nname: The {award_id}\nsources:\n- name: page\n  url: {url}\n  kind: official\n  language: en\n  layout: table\n"
    (folder / "award.yaml").write_text(yaml + more, encoding="utf-8")
    put_page(folder, page() if content is None else content)
    return folder


def put_page(folder: Path, content: str | bytes) -> Path:
    """Puts `content` in the place of the page, with its lock brought up to date. Returns the page's path."""
    path = folder / "pages" / "page.html"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    url = f"https://{folder.name.replace('_', '-')}.example/laureates"
    lock = (
        f"pages/page.html:\n  url: {url}\n  seen_at: {url}\n  seen_on: '2026-11-23'\n  origin: transcription\n"
        f"  sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}\n  language: en\n  translated: false\n  complete: true\n"
    )
    (folder / "pages.lock.yaml").write_text(lock, encoding="utf-8")
    return path


def cite(folder: Path, *rows: str) -> Path:
    """Writes cited.csv with `rows` (CSV lines in the columns of CITED_HEADER). Returns its path."""
    path = folder / "cited.csv"
    path.write_text("\n".join([CITED_HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def published(home: Path) -> dict[str, bytes]:
    """Every file of the latest release, path to bytes."""
    latest = home / "releases" / "latest"
    return {
        path.relative_to(latest).as_posix(): path.read_bytes() for path in sorted(latest.rglob("*")) if path.is_file()
    }

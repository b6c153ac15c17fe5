"""The page with the files of the release: rows, bytes, checksums, and lines to copy that read them."""

from __future__ import annotations

from collections.abc import Iterable

from schemas import dataset
from schemas.tables import TABLES
from warehouse.release.metadata import schema_org
from warehouse.release.model import File
from warehouse.release.readme import SNIPPETS
from warehouse.release.summary import Draft
from warehouse.site.frame import escaped, frame, said, structured
from warehouse.site.markup import grid, number

PAGE = "downloads.html"
DOCUMENTS = (
    "README.md",
    "CODEBOOK.md",
    "DICTIONARY.md",
    "CHANGES.md",
    "datapackage.json",
    "croissant.json",
    "dataset.jsonld",
    "CITATION.cff",
    "summary.json",
    "SHA256SUMS",
)
"""Files of a release that describe it."""


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the page."""
    meanings = {table.name: table.meaning for table in TABLES}
    tables = [file for file in draft.files if file.path.startswith(("csv/", "parquet/"))]
    whole = [file for file in draft.files if file not in tables]
    snippets = "".join(
        f"<h3>{escaped(name)}</h3><pre tabindex=0><code>{escaped(code)}</code></pre>" for name, code in SNIPPETS.items()
    )
    documents = "".join(f'<li><a href="../{name}">{name}</a></li>' for name in DOCUMENTS)
    body = f"""{said("downloads_title", "h1")}
{said("downloads_note", "p")}
<section>{said("whole", "h2")}{_listed(whole, {})}</section>
<section>{said("every_table", "h2")}{_listed(tables, meanings)}</section>
<section>{said("copy_lines", "h2")}{said("copy_note", "p")}{snippets}
<h3>{said("check_files")}</h3><pre tabindex="0"><code>sha256sum -c SHA256SUMS</code></pre></section>
<section>{said("about_files", "h2")}<ul>{documents}</ul></section>
<section>{said("cite_title", "h2")}
<pre tabindex="0"><code>{escaped(dataset.citation(draft.version, draft.as_of.year))}</code></pre></section>"""
    page = frame("Get the data", body, page=PAGE, version=draft.version, head=structured(schema_org(draft)))
    return {PAGE: page}


def _listed(listed: Iterable[File], meanings: dict[str, str]) -> str:
    rows = []
    for file in sorted(listed, key=lambda file: (file.path.split("/")[-1], file.path)):
        meaning = meanings.get(file.path.split("/")[-1].split(".")[0], "")
        about = (
            f'<br><span class="quiet small" lang="en">{escaped(meaning)}</span>'
            if meaning and file.path.startswith("csv/")
            else ""
        )
        rows.append(
            (
                f'<a href="../{escaped(file.path)}" download>{escaped(file.path)}</a>{about}',
                f'<code class="small">{file.sha256}</code>',
                number(file.rows) if file.rows is not None else "",
                number(file.bytes),
            )
        )
    return grid(("file", "checksum", "rows", "bytes"), rows, numbers=2, label="file")

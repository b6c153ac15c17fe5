"""The page that asks the release in SQL, and where its database comes from; the page itself is run by `static/sql.js`.

DuckDB-Wasm weighs 35 MB and is no part of an ordinary release: `make sqlpage` puts it in a folder from which the next build takes it
along. Without it the page says that it would ask another host, and asks only when told to; the bytes are held to the same hashes.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict, dataclass

from warehouse.fingerprint import BROWSER_DATABASE
from warehouse.release.store import ReleaseError
from warehouse.release.summary import Draft
from warehouse.site.frame import data_script, escaped, frame, said
from warehouse.site.messages import ENGLISH

PACKAGE, VERSION = "@duckdb/duckdb-wasm", "1.32.0"
HOST = "cdn.jsdelivr.net"


@dataclass(frozen=True)
class Pinned:
    """A file of the package and what its bytes must be."""

    name: str
    bytes: int
    integrity: str


FILES = (
    Pinned(
        "duckdb-browser-eh.worker.js", 772759, "sha384-a2Q5wPfMJHriw96D3xhtkym83ST11xUIm6e27q9d3v4ykPqSzeY7WCXK6CTlJFwb"
    ),
    Pinned("duckdb-eh.wasm", 34242586, "sha384-hw3GjeJZY5QapQ8mwqMHXBPVmTLO+jKm5dlDwkGsEfjyu/HcXx1d0Rwlr/ZAShjq"),
)


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes: the page, and the database itself where `make sqlpage` has put it."""
    bundled = bundled_files()
    facts = {
        "version": VERSION,
        "host": HOST,
        "from": "duckdb/" if bundled else f"https://{HOST}/npm/{PACKAGE}@{VERSION}/dist/",
        "local": bool(bundled),
        "files": [asdict(one) for one in FILES],
    }
    return {
        "sql.html": _page(draft, bool(bundled)),
        "data/database.js": data_script("database", facts),
        **{f"duckdb/{name}": content for name, content in bundled.items()},
    }


def bundled_files() -> dict[str, bytes]:
    """Name -> bytes of the database's files; none without the folder. ReleaseError when they are not the pinned ones."""
    if not BROWSER_DATABASE.exists():
        return {}
    found = {}
    for one in FILES:
        path = BROWSER_DATABASE / one.name
        content = path.read_bytes() if path.exists() else b""
        digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
        if one.integrity != f"sha384-{digest}":
            raise ReleaseError(
                f"{path} is not that of {PACKAGE} {VERSION}: run `make sqlpage` again, or remove {BROWSER_DATABASE}"
            )
        found[one.name] = content
    return found


def _policy(bundled: bool) -> tuple[str, ...]:
    elsewhere = "" if bundled else f" https://{HOST}"
    return (
        "default-src 'none'",
        "script-src 'self' blob: 'wasm-unsafe-eval'",
        "worker-src blob:",
        f"connect-src 'self' blob:{elsewhere}",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    )


def _page(draft: Draft, bundled: bool) -> bytes:
    hashes = "".join(f"<li><code>{one.name} {one.integrity}</code></li>" for one in FILES)
    body = f"""{said("sql_title", "h1")}
{said("sql_note", "p")}
<p id="from-disk" class="note" data-t="sql_file" hidden>{escaped(ENGLISH.sql_file)}</p>
<p id="from-where"></p>
<details class="small"><summary>SHA-384</summary><ul>{hashes}</ul></details>
<p><button type="button" id="start" data-t="sql_start">{escaped(ENGLISH.sql_start)}</button> <span id="said" role="status"></span></p>
<form id="asking">
<label>{said("sql_question")} <select id="question"></select></label>
<label class="words">{said("sql_query")} <textarea id="query" rows="10" spellcheck="false"></textarea></label>
<p><button type="submit" id="run" data-t="sql_run" disabled>{escaped(ENGLISH.sql_run)}</button> <span id="outcome" role="status"></span></p>
</form>
<div id="answer"></div>
"""
    return frame(
        ENGLISH.sql_title,
        body,
        page="sql.html",
        version=draft.version,
        scripts=("data/messages.en.js", "data/database.js", "assets/questions.js", "assets/page.js", "assets/sql.js"),
        policy=_policy(bundled),
    )


def check() -> None:
    """Ends the program with the reason unless `make sqlpage` has put the pinned files into their folder."""
    if not bundled_files():
        raise SystemExit(f"{BROWSER_DATABASE} is missing: run `make sqlpage`")

"""The first page of the site and the data its scripts read; how the other pages look is in `pages`."""

from __future__ import annotations

from schemas import dataset
from warehouse.release.summary import Draft
from warehouse.site.frame import escaped, frame, script_json
from warehouse.site.messages import LANGUAGES, as_plain


def files(draft: Draft) -> dict[str, bytes]:
    """Path below `site/` -> bytes of the explorer."""
    return {
        "index.html": _index(draft),
        **{f"data/messages.{code}.js": data_script(f"messages.{code}", as_plain(m)) for code, m in LANGUAGES.items()},
    }


def data_script(name: str, value: object) -> bytes:
    """A classic script that gives `value` to the page under `name`: a page opened from disk may not fetch JSON."""
    return f"HRD.give({script_json(name)},{script_json(value)});\n".encode()


def _index(draft: Draft) -> bytes:
    body = f"<h1>{escaped(dataset.TITLE)}</h1><p>{escaped(dataset.DESCRIPTION)}</p>"
    return frame(dataset.TITLE, body, page="index.html", version=draft.version)

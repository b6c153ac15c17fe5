"""The generated parts of CODEBOOK.md: tables of kinds, modes and measures from the vocabulary, and the decisions by kind.

Not here: the prose of the codebook, which is written by hand around the markers. `python -m warehouse.coding.codebook` rewrites the
generated parts in place.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from schemas.vocabulary import KIND_MEANINGS, KINDS, MEASURES, MODE_OF_KIND, MODES
from warehouse.coding.decisions import read_decisions

CODEBOOK_FILE = Path(__file__).parents[2] / "CODEBOOK.md"
_BLOCK = re.compile(r"<!-- generated: (?P<name>[a-z]+) -->\n.*?<!-- end: (?P=name) -->", re.DOTALL)
_ROW = re.compile(r"^\| (?P<rule>[^|]+) \| “(?P<name>[^|]+)” \| `(?P<kind>[a-z]+)` \|", re.MULTILINE)


def kinds_table() -> str:
    """Every kind with its meaning and mode."""
    rows = [f"| `{kind}` | {KIND_MEANINGS[kind]} | {MODE_OF_KIND[kind]} |" for kind in KINDS]
    return "\n".join(["| kind | what was announced | mode |", "|---|---|---|", *rows])


def modes_table() -> str:
    """Every mode with its kinds."""
    rows = [
        f"| `{mode}` | {', '.join(f'`{kind}`' for kind in KINDS if MODE_OF_KIND[kind] is mode)} |" for mode in MODES
    ]
    return "\n".join(["| mode | kinds |", "|---|---|", *rows])


def measures_table() -> str:
    """Every measure with the kinds it counts, in order of the vocabulary."""
    rows = [
        f"| `{name}` | {', '.join(f'`{kind}`' for kind in KINDS if kind in counted)} |"
        for name, counted in MEASURES.items()
    ]
    return "\n".join(["| measure | counts |", "|---|---|", *rows])


def decisions_table(decisions: pl.DataFrame) -> str:
    """How many decisions there are for each kind."""
    counts = dict(decisions.group_by("kind").len().iter_rows())
    rows = [f"| `{kind}` | {counts.get(kind.value, 0)} |" for kind in KINDS]
    return "\n".join(["| kind | decisions |", "|---|---:|", *rows, f"| all | {decisions.height} |"])


def examples(text: str) -> list[tuple[str, str, str]]:
    """Rule, name and kind of every example row of the codebook: `| rule | “name” | `kind` |`."""
    return [(found["rule"].strip(), found["name"], found["kind"]) for found in _ROW.finditer(text)]


def fill(text: str, decisions: pl.DataFrame) -> str:
    """The codebook with its generated parts made anew; ValueError for a marker nobody fills."""
    parts = {
        "kinds": kinds_table(),
        "modes": modes_table(),
        "measures": measures_table(),
        "decisions": decisions_table(decisions),
    }

    def block(found: re.Match[str]) -> str:
        name = found["name"]
        if name not in parts:
            raise ValueError(f"CODEBOOK.md: nothing fills the marker {name!r}; known are {', '.join(parts)}")
        return f"<!-- generated: {name} -->\n{parts[name]}\n<!-- end: {name} -->"

    return _BLOCK.sub(block, text)


def main() -> None:
    """Rewrite the generated parts of CODEBOOK.md."""
    text = CODEBOOK_FILE.read_text(encoding="utf-8")
    CODEBOOK_FILE.write_text(fill(text, read_decisions()), encoding="utf-8")


if __name__ == "__main__":
    main()

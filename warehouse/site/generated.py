"""Writes the scripts of the site that are made and not written: chart specifications, questions in SQL, and the drawing library.

They are kept in the repository, so that a build imports no Altair and bundles nothing; `make generated` writes them anew, a test
holds them to what they are made from. The library is Vega, Vega-Lite and Vega-Embed as vl-convert carries them, for pages that fetch nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from warehouse.cookbook import COOKBOOK, read_questions
from warehouse.site.drawn import STATIC, VEGA_LITE
from warehouse.site.frame import script_json

NOTICE = (
    "Vega {vega}, Vega-Lite {lite}, Vega-Embed {embed}: Copyright (c) 2013-2023 University of Washington Interactive Data Lab and "
    "contributors, BSD-3-Clause licence. Bundled by vl-convert {version}; written by `python -m warehouse.site.generated`."
)


def written_scripts() -> dict[Path, str]:
    """File -> text of the scripts made from this program: `specs.js` and `questions.js`."""
    from warehouse.site.charts import specifications

    return {
        STATIC / "specs.js": _script("specs", specifications(), "warehouse/site/charts.py"),
        STATIC / "questions.js": _script(
            "questions",
            {f"{one.number}. {one.question}": one.sql.strip() for one in read_questions(COOKBOOK.read_text("utf-8"))},
            "docs/queries.md",
        ),
    }


def notice() -> str:
    """First line of `vega.js`: versions and licence."""
    import vl_convert

    versions = {"vega": vl_convert.get_vega_version(), "embed": vl_convert.get_vega_embed_version()}
    return f"/*! {NOTICE.format(lite=VEGA_LITE, version=version('vl-convert-python'), **versions)} */\n"


def drawing_library() -> str:
    """The text of `vega.js`."""
    import vl_convert

    # In a function, so that its thousands of names are not those of the page.
    return f"{notice()}(() => {{\n{vl_convert.javascript_bundle('window.vegaEmbed = vegaEmbed;', VEGA_LITE)}\n}})();\n"


def _script(name: str, value: Mapping[str, object], source: str) -> str:
    lines = ",\n".join(f"  {script_json(key)}: {script_json(part)}" for key, part in value.items())
    return (
        f"// Generated from {source} by `make generated`; change that, never this file.\n"
        f"HRD.give({script_json(name)}, {{\n{lines}\n}});\n"
    )


if __name__ == "__main__":
    for file, text in written_scripts().items():
        file.write_text(text, encoding="utf-8")
    (STATIC / "vega.js").write_text(drawing_library(), encoding="utf-8")

"""The documents: what README, CONTRIBUTING and docs name exists, and what is generated in them is current."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
import yaml
from click.testing import CliRunner

from pipelines.cli import COMMANDS, main
from pipelines.documents import ROOT, award_schema, generated_files
from schemas.tables import TABLE_BY_NAME
from schemas.vocabulary import KINDS
from scrapers.registry import Award, load_award
from tests.award_folders import page
from tests.built import built_home

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/operations.md",
    "docs/decisions.md",
    "docs/findings.md",
    "docs/analysis-plan.md",
)
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS if (ROOT / name).exists()}


@pytest.fixture(scope="module")
def home(request: pytest.FixtureRequest) -> Path:
    return built_home(request.config.cache.mkdir("built"))


def code_of(text: str, language: str) -> list[str]:
    """The fenced code blocks of a language."""
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_what_is_generated_is_current(home: Path) -> None:
    stale = [
        str(path) for path, text in generated_files(home).items() if (ROOT / path).read_text(encoding="utf-8") != text
    ]
    assert not stale, "run `make generated` and read what changed"


@pytest.mark.parametrize("name", TEXTS)
def test_commands_named_exist(name: str) -> None:
    named = set(re.findall(r"hrd-awards ([a-z]+)\b(?! [a-z]+ [a-z])", TEXTS[name]))
    assert named <= set(COMMANDS), named - set(COMMANDS)
    targets = set(re.findall(r"`make ([a-z]+)`|^    make ([a-z]+)", TEXTS[name], re.MULTILINE))
    assert {one or two for one, two in targets} <= make_targets()


@pytest.mark.parametrize("name", TEXTS)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXTS[name])
    broken = [link for link in links if not ((ROOT / name).parent / link).exists()]
    assert not broken


@pytest.mark.parametrize("name", TEXTS)
def test_environment_variables_named_are_read(name: str) -> None:
    named = set(re.findall(r"\bHRD_AWARDS_[A-Z_]+\b", TEXTS[name]))
    folders = ("pipelines", "warehouse", "scrapers", "deploy")
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".yml", ".env"} and "awards/" not in path.as_posix()
    )
    assert [variable for variable in sorted(named) if variable not in code] == []


def test_every_environment_variable_that_is_read_is_documented_in_one_table() -> None:
    code = [
        path.read_text(encoding="utf-8")
        for folder in ("pipelines", "warehouse", "scrapers", "schemas")
        for path in (ROOT / folder).rglob("*.py")
    ]
    read = {name for text in code for name in re.findall(r"\"(HRD_AWARDS_[A-Z_]+)\"", text)}
    section = TEXTS["docs/operations.md"].split("## Configuration")[1].split("\n## ")[0]
    assert [name for name in sorted(read) if f"`{name}`" not in section] == []


def test_every_table_and_kind_is_in_the_readme() -> None:
    readme = TEXTS["README.md"]
    assert [name for name in TABLE_BY_NAME if f"| `{name}` |" not in readme] == []
    assert [kind for kind in KINDS if f"| {kind} |" not in readme] == []


def test_the_python_snippets_of_the_readme_run(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(home)
    monkeypatch.chdir(tmp_path)
    snippets = code_of(TEXTS["README.md"], "python")
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})


def test_the_queries_of_the_readme_answer(home: Path) -> None:
    queries = re.findall(r'hrd-awards sql "(.*?)"', TEXTS["README.md"])
    assert queries
    with duckdb.connect(str(home / "releases/latest/hrd-awards.duckdb"), read_only=True) as connection:
        assert all(connection.execute(query).fetchall() for query in queries)


def test_the_columns_of_the_r_snippet_exist() -> None:
    (snippet,) = code_of(TEXTS["README.md"], "r")
    columns = set(re.findall(r"recognitions\$(\w+)", snippet))
    assert columns <= set(TABLE_BY_NAME["recognitions"].column_names)


def test_the_commands_of_contributing_lead_from_a_page_to_a_release_with_the_award(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = TEXTS["CONTRIBUTING.md"].split("## Adding an award\n")[1].split("\nTo offer the award")[0]
    commands = re.findall(r"^    \.venv/bin/hrd-awards (.+)$", section, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["new", "build", "show", "show"]
    monkeypatch.chdir(tmp_path)
    Path("saved.html").write_text(page(), encoding="utf-8")
    for command in commands:
        done = CliRunner().invoke(main, command.split())
        assert done.exit_code == 0, done.output
    published = pl.read_parquet("my-awards-data/releases/latest/parquet/recognitions.parquet")
    assert set(published["award_id"]) == {"example_prize"}
    assert published.height == 5


def test_the_award_of_contributing_is_read_as_it_stands(tmp_path: Path) -> None:
    award_yaml, lock = code_of(TEXTS["CONTRIBUTING.md"].replace("\n   ", "\n"), "yaml")
    folder = tmp_path / yaml.safe_load(award_yaml)["id"]
    (folder / "pages").mkdir(parents=True)
    (folder / "award.yaml").write_text(award_yaml, encoding="utf-8")
    (folder / "pages.lock.yaml").write_text(lock, encoding="utf-8")
    (folder / next(iter(yaml.safe_load(lock)))).write_text(page(), encoding="utf-8")
    assert isinstance(load_award(folder), Award)
    assert CliRunner().invoke(main, ["lock", "--awards-dir", str(tmp_path)]).exit_code == 0
    shown = CliRunner().invoke(main, ["show", folder.name, "--awards-dir", str(tmp_path), "--json"])
    assert len(json.loads(shown.stdout)) == 5


def test_every_award_satisfies_the_schema_that_editors_use(tmp_path: Path) -> None:
    schema = tmp_path / "award.schema.json"
    schema.write_text(award_schema(), encoding="utf-8")
    awards = sorted((ROOT / "scrapers/awards").glob("*/award.yaml"))
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), *map(str, awards)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert all("$schema=../award.schema.json" in path.read_text(encoding="utf-8").splitlines()[0] for path in awards)


def test_the_citation_is_valid() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.citation-file-format",
        str(ROOT / "CITATION.cff"),
    ]
    subprocess.run(command, check=True, capture_output=True)


def test_the_locks_name_no_index_and_agree() -> None:
    runtime, development = (
        dict(re.findall(r"^([\w.-]+(?:\[\w+\])?)==([\w.]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert {name: version for name, version in development.items() if name in runtime} == runtime
    for name in ("requirements.lock", "requirements-dev.lock", "pyproject.toml", "Makefile"):
        assert not re.search(
            r"(?i)--(extra-)?index-url|--find-links|https?://\S*simple|file://",
            (ROOT / name).read_text(encoding="utf-8"),
        )
    assert not (ROOT / "uv.lock").exists()


def test_readme_says_what_is_not_checked() -> None:
    readme = " ".join(TEXTS["README.md"].split())
    for said in ("transcriptions", "machine assistance", "not yet checked by a human expert"):
        assert said in readme


def test_figures_of_the_readme_are_counted(home: Path) -> None:
    recognitions = pl.read_parquet(home / "releases/latest/parquet/recognitions.parquet")
    assert f"**{recognitions.height:,} recognitions**" in TEXTS["README.md"]

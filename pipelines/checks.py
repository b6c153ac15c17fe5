"""What must hold of each asset, as checks a person can look up: contracts of tables, expectations of awards, nothing lost on the way.

A contract blocks what comes after it; everything else is reported and counted, so that one award never stops the others.
"""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg
import polars as pl

from pipelines.progress import tell
from pipelines.resources import Workspace
from pipelines.tables import markdown
from schemas.contracts import Failure, find_dangling, find_failures
from schemas.model import Table
from schemas.tables import CHANGES, TABLES
from scrapers.captures import store_of
from scrapers.captures.freshness import stale_awards
from scrapers.registry import Award
from warehouse.build import Recognised
from warehouse.expectations import RULES, declared_expectations, error_of
from warehouse.readings import find_standing, load_facts
from warehouse.repair import damaged_files

ERROR, WARN = dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN
CHECKED = tuple(table for table in TABLES if table is not CHANGES)
"""`changes` is made with the release and checked there."""


def make_checks(awards: Iterable[Award]) -> list[dg.AssetChecksDefinition]:
    """All checks; those on expectations come from the `expect:` of `awards`."""
    return [_of_statements(), _of_recognitions(list(awards)), _of_tables(), _of_release()]


def _spec(name: str, asset: str, description: str, blocking: bool = False) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(name, asset=dg.AssetKey(asset), description=description, blocking=blocking)


def _result(
    name: str, asset: str, problems: list[tuple], columns: list[str], severity: dg.AssetCheckSeverity = ERROR
) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=name,
        asset_key=dg.AssetKey(asset),
        passed=not problems,
        severity=severity,
        description=f"{len(problems)} found" if problems else None,
        metadata={"problems": len(problems), "table": markdown(columns, problems)} if problems else {},
    )


def _of_statements() -> dg.AssetChecksDefinition:
    asset = "statements"
    specs = [
        _spec(
            "every_award_was_read",
            asset,
            "Every award could be read; otherwise its last published statements stand in.",
        ),
        _spec(
            "every_line_was_read",
            asset,
            "No line of a page is unreadable: each is an entry or has a reason to be none.",
        ),
        _spec("every_place_is_known", asset, "Every place word is known, or decided in scrapers/places.csv."),
    ]

    @dg.multi_asset_check(name="statements_checks", specs=specs)
    def checks(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        tell("Checking statements")
        standing = find_standing(workspace.settings)
        errors = [
            (award_id, "yes" if award_id in standing.stale else "no", text)
            for award_id, text in standing.errors.items()
        ]
        yield _result("every_award_was_read", asset, errors, ["award", "last statements stand in", "what to do"])
        facts = [load_facts(folder) for folder in standing.folders.values()]
        unreadable = [line for reading in facts for line in reading.unreadable]
        yield _result("every_line_was_read", asset, unreadable, ["source", "place", "line"], WARN)
        unknown = sorted(word for reading in facts for word in reading.unknown_words)
        yield _result("every_place_is_known", asset, unknown, ["source", "place", "word"], WARN)

    return checks


def expectation_checks(awards: Iterable[Award]) -> dict[str, Award]:
    """Name of the check on the `expect:` of each award that has one; it covers all bounds stated there."""
    return {f"expect_{award.id}": award for award in awards if declared_expectations(award)}


def _expected(award: Award) -> str:
    bounds = (
        RULES[rule].problem.partition(",")[0].format(expected=getattr(award.expect, rule))
        for rule in declared_expectations(award)
    )
    return f"{award.id}: {'; '.join(bounds)} (expect in award.yaml)."


def _of_recognitions(awards: list[Award]) -> dg.AssetChecksDefinition:
    asset = "recognitions"
    expected = expectation_checks(awards)
    specs = [
        _spec(
            "every_recognition_has_a_statement",
            asset,
            "Every recognition rests on a statement of a source.",
            blocking=True,
        ),
        _spec("every_decision_is_used", asset, "Every ruling matches something: one that does not is out of date."),
        _spec(
            "every_award_is_fresh",
            asset,
            "No award stands on the statements of an earlier build, or has a newer capture in quarantine.",
        ),
        *(_spec(name, asset, _expected(award)) for name, award in expected.items()),
    ]

    @dg.multi_asset_check(name="recognitions_checks", specs=specs)
    def checks(workspace: Workspace, recognitions: Recognised) -> Iterator[dg.AssetCheckResult]:
        tell("Checking recognitions")
        supported = recognitions.tables["statements"]["recognition_id"].drop_nulls()
        alone = recognitions.tables["recognitions"].filter(~pl.col("recognition_id").is_in(supported.implode()))
        yield _result(
            "every_recognition_has_a_statement", asset, alone.select("recognition_id").rows(), ["recognition"]
        )
        unused = [tuple(text.split(": ", 1)) for text in recognitions.notes["unused_decisions"]]
        yield _result("every_decision_is_used", asset, unused, ["where", "ruling"], WARN)
        stale = [(award_id, recognitions.notes["errors"].get(award_id, "")) for award_id in recognitions.notes["stale"]]
        held = stale_awards(recognitions.notes["quarantined"], store_of(workspace.settings.home))
        stale += held.items()
        yield _result("every_award_is_fresh", asset, stale, ["award", "why"])
        failed: dict[str, list[dict]] = {}
        for failure in recognitions.notes["expectations"]:
            failed.setdefault(failure["award_id"], []).append(failure)
        for name, award in expected.items():
            unmet = failed.get(award.id, [])
            problems = [
                (f["rule"], f["expected"], f["found"], error_of(f, workspace.settings.awards_dir)) for f in unmet
            ]
            severity = ERROR if any(failure["severity"] == "error" for failure in unmet) else WARN
            yield _result(name, asset, problems, ["rule", "expected", "found", "what to do"], severity)

    return checks


def _of_tables() -> dg.AssetChecksDefinition:
    asset = "tables"
    specs = [
        *(
            _spec(f"contract_{table.name}", asset, f"Table {table.name}: {table.meaning}", blocking=True)
            for table in CHECKED
        ),
        _spec("references", asset, "Every reference between tables leads to a row.", blocking=True),
    ]

    @dg.multi_asset_check(name="tables_checks", specs=specs)
    def checks(tables: Recognised) -> Iterator[dg.AssetCheckResult]:
        tell("Checking contracts")
        for table in CHECKED:
            yield _contract(f"contract_{table.name}", contract_failures(table, tables.tables))
        yield _contract("references", find_dangling(tables.tables))

    return checks


def contract_failures(table: Table, tables: Mapping[str, pl.DataFrame]) -> list[Failure]:
    """What breaks the contract of `table`; a table that is missing breaks it too."""
    if table.name not in tables:
        return [Failure(table.name, "", "*", "", "the table is missing", "Make it in warehouse/build.py.")]
    return find_failures(table, tables[table.name])


def broken_contracts(stage: Recognised) -> list[Failure]:
    """Everything in the tables that blocks a release."""
    failures = [failure for table in CHECKED for failure in contract_failures(table, stage.tables)]
    return failures + find_dangling(stage.tables)


def _contract(name: str, failures: list[Failure]) -> dg.AssetCheckResult:
    rows = [(f.key, f.column, f.value, f.problem, f.remedy) for f in failures]
    return _result(name, "tables", rows, ["row", "column", "value", "problem", "remedy"])


def _of_release() -> dg.AssetChecksDefinition:
    asset = "release"
    specs = [
        _spec(
            "every_file_is_whole",
            asset,
            "Every file of the latest release is there and has the checksum of its manifest.",
        )
    ]

    @dg.multi_asset_check(name="release_checks", specs=specs)
    def checks(workspace: Workspace) -> Iterator[dg.AssetCheckResult]:
        tell("Checking the release")
        damaged = damaged_files(workspace.settings.home / "releases" / "latest")
        yield _result("every_file_is_whole", asset, damaged, ["file", "what is wrong"])

    return checks

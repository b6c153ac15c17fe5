"""Compare the rules that code kinds with a learned model, leaving one award out at a time; measurement only, nothing here ships.

    python benchmarks/coder_comparison.py --gold CORPUS [--write]

CORPUS holds <award_id>/cited.csv and <award_id>/gold.csv: reviewed answers, read here to score and never to train. The learned model is
a logistic regression on character and word n-grams of name and category plus what the rules found; it learns from the rules' own sure
labels and from the decisions, both without the award that is scored. Needs scikit-learn, which the project itself does not.
`--write` puts the table between the markers of docs/coder.md.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.vocabulary import MODE_OF_KIND, Kind
from scrapers.names import fold
from warehouse.coding import code, read_decisions

ELSEWHERE = Path(__file__).parents[1] / "tests" / "kinds_elsewhere.csv"
DOCUMENT = Path(__file__).parents[1] / "docs" / "coder.md"
BEGIN, END = "<!-- comparison: begin -->", "<!-- comparison: end -->"
SURE = 0.9
UNSURE = 0.8
SCHEMA = {
    "recognition_id": pl.String,
    "award_id": pl.String,
    "year": pl.Int64,
    "category": pl.String,
    "name": pl.String,
    "names": pl.List(pl.String),
    "as_published": pl.List(pl.String),
    "persons": pl.String,
    "affiliation": pl.String,
    "country_codes": pl.String,
    "shape": pl.List(pl.String),
    "languages": pl.String,
}


@dataclass(frozen=True)
class Score:
    """One coder's result: shares of entries with the right kind and mode, expected calibration error, seconds."""

    coder: str
    kind: float
    mode: float
    error: float
    seconds: float


def read_corpus(corpus: Path) -> tuple[pl.DataFrame, list[str | None]]:
    """Entries of all cited and reviewed records, one for each award, year and name, and the reviewed kind where there is one."""
    rows: dict[tuple[str, str, str], dict] = {}
    answers: dict[tuple[str, str, str], str] = {}
    for folder in sorted(path.parent for path in corpus.glob("*/award.yaml")):
        for file in ("cited.csv", "gold.csv"):
            if not (folder / file).exists():
                continue
            with (folder / file).open(encoding="utf-8-sig", newline="") as lines:
                for record in csv.DictReader(lines):
                    key = (folder.name, record["year"], fold(record["recipient"]))
                    row = rows.setdefault(key, _row(folder.name, record))
                    line = record.get("as_published")
                    if line and line not in row["as_published"]:
                        row["as_published"].append(line)
                    if "kind" in record:
                        answers[key] = record["kind"]
    entries = [{"recognition_id": f"{number:05}", **row} for number, row in enumerate(rows.values())]
    return pl.DataFrame(entries, schema=SCHEMA), [answers.get(key) for key in rows]


def _row(award_id: str, record: dict[str, str]) -> dict:
    return {
        "award_id": award_id,
        "year": int(record["year"]),
        "category": record["category"] or None,
        "name": record["recipient"],
        "names": [record["recipient"]],
        "as_published": [],
        "persons": record["persons"] or None,
        "affiliation": record["affiliation"] or None,
        "country_codes": None,
        "shape": [],
        "languages": None,
    }


def calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean distance between confidence and share of right answers over equal-width bins."""
    grouped: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, hit in zip(confidences, right, strict=True):
        grouped[min(bins - 1, int(confidence * bins))].append((confidence, hit))
    return sum(
        len(group) / len(right) * abs(sum(c for c, _ in group) / len(group) - sum(h for _, h in group) / len(group))
        for group in grouped.values()
    )


def learned(entries: pl.DataFrame, rules: pl.DataFrame, decided: pl.DataFrame, with_rules: bool) -> pl.DataFrame:
    """Kind and confidence of every entry by a model that never saw its award."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    texts = [f"{name} | {category or ''}" for name, category in entries.select("name", "category").iter_rows()]
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True).fit_transform(
        texts
    )
    words = TfidfVectorizer(analyzer="word", ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit_transform(texts)
    features = [characters, words]
    if with_rules:
        kinds = list(Kind)
        features.append(
            csr_matrix(
                [
                    [confidence if kind == k.value else 0.0 for k in kinds]
                    for kind, confidence in rules.select("kind", "kind_confidence").iter_rows()
                ]
            )
        )
    matrix = csr_matrix(hstack(features))
    labels = decided["kind"].to_list()
    usable = [
        basis == "decision" or confidence >= SURE
        for basis, confidence in decided.select("kind_basis", "kind_confidence").iter_rows()
    ]
    awards = entries["award_id"].to_list()
    kinds_out, confidences = [""] * len(awards), [0.0] * len(awards)
    for award in sorted(set(awards)):
        train = [i for i, a in enumerate(awards) if a != award and usable[i]]
        test = [i for i, a in enumerate(awards) if a == award]
        # one linear model per kind: the joint model is no better here and takes ten times as long
        model = OneVsRestClassifier(LogisticRegression(C=10.0, solver="liblinear", class_weight="balanced"))
        model.fit(matrix[train], [labels[i] for i in train])
        for i, chances in zip(test, model.predict_proba(matrix[test]), strict=True):
            best = chances.argmax()
            kinds_out[i], confidences[i] = str(model.classes_[best]), float(chances[best])
    return pl.DataFrame({"kind": kinds_out, "kind_confidence": confidences})


def score(coder: str, coded: pl.DataFrame, answers: Sequence[str | None], seconds: float) -> Score:
    """How a coder's kinds compare with the reviewed ones."""
    judged = [
        (answer, kind, confidence)
        for answer, (kind, confidence) in zip(answers, coded.select("kind", "kind_confidence").iter_rows(), strict=True)
        if answer
    ]
    right = [answer == kind for answer, kind, _ in judged]
    modes = [MODE_OF_KIND[Kind(answer)] is MODE_OF_KIND[Kind(kind)] for answer, kind, _ in judged]
    return Score(
        coder,
        sum(right) / len(right),
        sum(modes) / len(modes),
        calibration_error([confidence for *_, confidence in judged], right),
        seconds,
    )


def compare(corpus: Path) -> list[Score]:
    """The scores of rules, models and both together, and of rules with decisions."""
    entries, answers = read_corpus(corpus)
    results = []

    def run(coder: str, work: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        start = time.perf_counter()
        coded = work()
        results.append(score(coder, coded, answers, time.perf_counter() - start))
        return coded

    rules = run("rules and lexicon", lambda: code(entries))
    decided = code(entries, read_decisions())
    run("n-grams alone", lambda: learned(entries, rules, decided, with_rules=False))
    model = run("n-grams and what the rules found", lambda: learned(entries, rules, decided, with_rules=True))

    def both() -> pl.DataFrame:
        sure = rules["kind_confidence"] >= UNSURE
        return pl.DataFrame(
            {
                name: [r if s else m for r, m, s in zip(rules[name], model[name], sure, strict=True)]
                for name in ("kind", "kind_confidence")
            }
        )

    run(f"rules, and the model where they are under {UNSURE}", both)
    run("rules with decisions", lambda: decided)
    others, kinds = read_elsewhere()
    start = time.perf_counter()
    results.append(score("rules, on names of other awards", code(others), kinds, time.perf_counter() - start))
    return results


def read_elsewhere() -> tuple[pl.DataFrame, list[str | None]]:
    """Recipients of awards that are not in the dataset, with nothing but a name, and their kinds."""
    with ELSEWHERE.open(encoding="utf-8", newline="") as lines:
        records = list(csv.DictReader(lines))
    blank = {"year": "2000", "category": "", "persons": "", "affiliation": ""}
    rows = [
        {"recognition_id": f"{number:05}", **_row("elsewhere", {"recipient": record["name"], **blank})}
        for number, record in enumerate(records)
    ]
    return pl.DataFrame(rows, schema=SCHEMA), [record["kind"] for record in records]


def table(results: Sequence[Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| coder | kind right | mode right | calibration error | seconds |", "|---|---:|---:|---:|---:|"]
    lines += [f"| {s.coder} | {s.kind:.3f} | {s.mode:.3f} | {s.error:.3f} | {s.seconds:.1f} |" for s in results]
    return "\n".join(lines)


def main() -> None:
    """Print the comparison; with --write put it into docs/coder.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True, help="folder with <award_id>/gold.csv")
    parser.add_argument("--write", action="store_true", help=f"write the table into {DOCUMENT.name}")
    arguments = parser.parse_args()
    result = table(compare(arguments.gold))
    print(result)
    if arguments.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        head, _, rest = text.partition(BEGIN)
        _, _, tail = rest.partition(END)
        DOCUMENT.write_text(f"{head}{BEGIN}\n{result}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()

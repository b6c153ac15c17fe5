"""The drift gate against damages made by chance to every bundled page: what harms a known row never gets through, a new edition always does."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.damages import DAMAGES, Trial, harms, trials_of_bundled_pages, try_damages, try_editions

GENERATED = 200


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> list[Trial]:
    return trials_of_bundled_pages(tmp_path_factory.mktemp("damages"))


def test_every_damage_to_a_known_row_is_held_back(trials: list[Trial]) -> None:
    tally = try_damages(trials, GENERATED)
    assert tally.missed == []
    counted = sum(tally.damages.values(), Counter())
    assert sum(counted.values()) == GENERATED
    assert all(sum(of_kind.values()) == GENERATED // len(DAMAGES) for of_kind in tally.damages.values())
    assert all(any(harmful for harmful, _ in of_kind) for of_kind in tally.damages.values()), "each kind does harm"


def test_every_page_with_a_new_edition_is_accepted(trials: list[Trial]) -> None:
    tally = try_damages(trials, 0)
    try_editions(trials[::6], tally)
    assert set(tally.editions) <= {"accepted", "not made"}, tally.missed
    assert tally.editions["accepted"] > 0.9 * len(trials[::6])


def test_every_page_is_accepted_as_it_is_and_with_another_footer(trials: list[Trial]) -> None:
    for trial in trials[::6]:
        for content in (
            trial.page.content,
            trial.page.content.replace(b"</body>", b"<footer>Made at noon</footer></body>"),
        ):
            verdict, reasons, found = trial.judge(content)
            assert verdict == "accepted", (trial.page.name, reasons)
            assert not harms(trial.known, found)


def test_what_counts_as_harm() -> None:
    known = Counter({(2001, "Ada Example"): 1, (2002, "Ben Sample"): 1})
    assert not harms(known, known + Counter({(2003, "Cleo Instance"): 1}))
    assert harms(known, None)
    assert harms(known, known - Counter({(2001, "Ada Example"): 1}))
    assert harms(known, known + Counter({(2001, "Ada Example"): 1}))

"""Invented awards, recognitions and coverage of any size, drawn from a seed, for tests of shares and models. No real names."""

from __future__ import annotations

import numpy as np
import polars as pl

KINDS = ("person", "people", "organization", "network", "community", "movement", "group", "institution", "mixed")
REGIONS = (None, "Africa", "Americas", "Asia", "Europe", "Asia; Europe")
FOCUSES = (None, "peace", "women", "human_rights_general")
ELIGIBILITIES = ("both", "both", "collectives", "individuals", "unknown")


def world(
    awards: int = 24, seed: int = 1, first: int = 1995, last: int = 2025, rise: float = 0.0
) -> dict[str, pl.DataFrame]:
    """awards, recognitions, coverage. From 2018 on, `rise` is added to each award's chance of a collective recognition."""
    random = np.random.RandomState(seed)
    described, given, covered = [], [], []
    for number in range(awards):
        award_id = f"award_{number:03}"
        begun = first + int(random.randint(0, 12))
        frequency = ("annual", "annual", "biennial", "irregular")[random.randint(4)]
        chance = random.beta(2, 6)
        described.append(
            {
                "award_id": award_id,
                "frequency": frequency,
                "first_year": begun,
                "eligibility": ELIGIBILITIES[random.randint(len(ELIGIBILITIES))],
                "focus": FOCUSES[random.randint(len(FOCUSES))],
                "scope": ("international", "regional")[random.randint(2)],
            }
        )
        for year in range(begun, last + 1):
            status = ("found", "found", "found", "partly seen", "not seen", "not awarded")[random.randint(6)]
            entries = int(random.randint(1, 6)) if status in ("found", "partly seen") else 0
            covered.append({"award_id": award_id, "year": year, "status": status, "recognitions": entries})
            for entry in range(entries):
                collective = random.rand() < chance + (rise if year >= 2018 else 0.0)
                kinds = KINDS[2:7] if collective else (*KINDS[:2], *KINDS[:2], *KINDS[7:])
                given.append(
                    {
                        "recognition_id": f"{award_id}-{year}-{entry}",
                        "award_id": award_id,
                        "year": year,
                        "kind": kinds[random.randint(len(kinds))],
                        "status": ("awarded",) * 9 + ("declined",),
                        "region": REGIONS[random.randint(len(REGIONS))],
                        "corroboration": ("single", "corroborated")[random.randint(2)],
                        "kind_confidence": float(random.choice([0.8, 0.95])),
                        "kind_basis": "rule",
                    }
                )
                given[-1]["status"] = given[-1]["status"][random.randint(10)]
    return {
        "awards": pl.DataFrame(described, infer_schema_length=None),
        "recognitions": pl.DataFrame(given, infer_schema_length=None),
        "coverage": pl.DataFrame(covered),
    }

"""Codes -> regions and sub-regions of the UN's M49 standard.

Not here: names of countries (`names`). Neither babel nor pycountry carries M49 containment, so the compact list is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

# M49 lists neither Taiwan nor Kosovo by themselves: they stand with their neighbours. Ended states stand where their
# capital lay; Bonaire (BQ) and the like with the sub-region M49 gives them.
_SUBREGIONS: dict[str, dict[str, str]] = {
    "Africa": {
        "Northern Africa": "DZ EG LY MA SD TN EH",
        "Eastern Africa": "IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW",
        "Middle Africa": "AO CM CF TD CG CD GQ GA ST",
        "Southern Africa": "BW SZ LS NA ZA",
        "Western Africa": "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG",
    },
    "Americas": {
        "Caribbean": "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI ANHH",
        "Central America": "BZ CR SV GT HN MX NI PA",
        "South America": "AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE",
        "Northern America": "BM CA GL PM US",
    },
    "Antarctica": {"Antarctica": "AQ"},
    "Asia": {
        "Central Asia": "KZ KG TJ TM UZ",
        "Eastern Asia": "CN HK MO KP JP MN KR TW",
        "South-eastern Asia": "BN KH ID LA MY MM PH SG TH TL VN VDVN",
        "Southern Asia": "AF BD BT IN IR MV NP PK LK",
        "Western Asia": "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE YDYE NTHH",
    },
    "Europe": {
        "Eastern Europe": "BY BG CZ HU PL MD RO RU SK UA SUHH CSHH",
        "Northern Europe": "AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB",
        "Southern Europe": "AL AD BA HR GI GR VA IT XK MT ME MK PT SM RS SI ES YUCS CSXX",
        "Western Europe": "AT BE FR DE LI LU MC NL CH DDDE",
    },
    "Oceania": {
        "Australia and New Zealand": "AU CX CC HM NZ NF",
        "Melanesia": "FJ NC PG SB VU",
        "Micronesia": "GU KI MH FM NR MP PW UM GEHH PCHH",
        "Polynesia": "AS CK PF NU PN WS TK TO TV WF",
    },
}


@cache
def _by_code() -> dict[str, tuple[str, str]]:
    return {
        code: (region, subregion)
        for region, subregions in _SUBREGIONS.items()
        for subregion, members in subregions.items()
        for code in members.split()
    }


def regions(codes: Iterable[str]) -> tuple[str, ...]:
    """M49 regions (Africa, Americas, Asia, Europe, Oceania) of the codes, in their order, none twice.

    Raises:
        KeyError: a code that no region holds.
    """
    return tuple(dict.fromkeys(_by_code()[code][0] for code in codes))


def subregions(codes: Iterable[str]) -> tuple[str, ...]:
    """M49 sub-regions ("Western Africa", "Caribbean") of the codes, in their order, none twice.

    Raises:
        KeyError: a code that no sub-region holds.
    """
    return tuple(dict.fromkeys(_by_code()[code][1] for code in codes))


def known_codes() -> frozenset[str]:
    """Every code `Place.codes` may hold: ISO 3166-1 alpha-2, XK, and the ended states of ISO 3166-3."""
    return frozenset(_by_code())

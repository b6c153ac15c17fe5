"""What a crawl may cost its hosts and this machine: who it says it is, its pace, its limits. Nothing is fetched here."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PRODUCT = "hrd-awards"
ENVIRONMENT = {
    "HRD_AWARDS_CONTACT": "address at which the owner of a site reaches whoever runs the crawl (mail or web)",
    "HRD_AWARDS_PROJECT_URL": "page that says what the project is",
    "HRD_AWARDS_PACE": "seconds between two requests to one host; default 5",
    "HRD_AWARDS_CA_BUNDLE": "file of certificate authorities to trust instead of the usual ones",
    "HRD_AWARDS_CAPTURES": "where captures are kept: a folder or an fsspec address; default the home",
    "HRD_AWARDS_TEST_ADMIT_LOOPBACK": "1: tests may fetch from 127.0.0.1; never set it otherwise",
}


class PolicyError(ValueError):
    """A setting that cannot be used; the message names it and says what to write."""


@dataclass(frozen=True)
class Policy:
    """Who asks, how often and how much; seconds and bytes throughout."""

    contact: str | None = None
    project_url: str | None = None
    pace: float = 5.0
    connect_timeout: float = 10.0
    read_timeout: float = 30.0
    answer_seconds: float = 120.0
    header_bytes: int = 64_000
    body_bytes: int = 10_000_000
    redirects: int = 5
    retries: int = 3
    backoff: float = 2.0
    longest_wait: float = 300.0
    requests: int = 2_000
    run_seconds: float = 6 * 3600.0
    hosts_at_once: int = 128
    answers_at_once: int = 24
    pages: int = 20
    ca_bundle: Path | None = None
    admit_loopback: bool = False

    @property
    def user_agent(self) -> str:
        """`hrd-awards/<version> (+<project page>; <contact>)`; what is not set is left out."""
        about = "; ".join(part for part in (self.project_url and f"+{self.project_url}", self.contact) if part)
        return f"{PRODUCT}/{program_version()}" + (f" ({about})" if about else "")


def program_version() -> str:
    """Version of the installed program; `0` where it runs uninstalled."""
    try:
        return version(PRODUCT)
    except PackageNotFoundError:
        return "0"


def policy_from(environment: Mapping[str, str] = os.environ) -> Policy:
    """The policy with what the environment sets; PolicyError for a value that cannot be used."""
    pace = environment.get("HRD_AWARDS_PACE", "")
    try:
        seconds = float(pace) if pace else Policy.pace
    except ValueError:
        raise PolicyError(f"HRD_AWARDS_PACE is {pace!r}: write seconds, e.g. 5") from None
    if not 0 <= seconds <= 3600:
        raise PolicyError(f"HRD_AWARDS_PACE is {pace!r}: write between 0 and 3600 seconds")
    bundle = environment.get("HRD_AWARDS_CA_BUNDLE")
    if bundle and not Path(bundle).is_file():
        raise PolicyError(f"HRD_AWARDS_CA_BUNDLE is {bundle!r}: there is no such file")
    return Policy(
        contact=_plain("HRD_AWARDS_CONTACT", environment),
        project_url=_plain("HRD_AWARDS_PROJECT_URL", environment),
        pace=seconds,
        ca_bundle=Path(bundle) if bundle else None,
        admit_loopback=environment.get("HRD_AWARDS_TEST_ADMIT_LOOPBACK") == "1",
    )


def _plain(name: str, environment: Mapping[str, str]) -> str | None:
    value = environment.get(name, "").strip()
    if re.search(r"[^\x20-\x7e]|[()]", value):
        raise PolicyError(f"{name} is {value!r}: it goes into a header, so write plain ASCII without brackets")
    return value or None

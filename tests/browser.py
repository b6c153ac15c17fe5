"""Chromium for tests that look at the site: one for each test run, without a network. What a page must show is in the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
DRAWN = "html[data-charts=drawn][data-rows]"
"""Matches once all charts are drawn and the list is filled."""


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless Chromium; skips the test with the reason where there is none, and fails it in CI."""
    if CHROMIUM is None:
        reason = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # In a container the program is root, for whom Chromium has no sandbox.
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Seen:
    """A page, with what its console said and what it asked for."""

    def __init__(self, browser: Any, **options: Any) -> None:
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog: {dialog.message}"))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, address: str, until: str = DRAWN) -> Any:
        """The page at `address` once `until` matches."""
        self.page.goto(address)
        self.page.wait_for_selector(until, state="attached")
        return self.page

    def outside(self, inside: str) -> list[str]:
        """Requests to anywhere but addresses that begin with `inside`, and what the page holds itself."""
        return [url for url in self.requests if not url.startswith((inside, "data:", "blob:"))]

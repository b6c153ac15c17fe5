"""A limit: BeautifulSoup makes its tree of each page (with lxml below it), and nothing is read off it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def reader() -> Callable[[list[dict[str, Any]]], int]:
    """A function from pages to the number of pages."""
    from bs4 import BeautifulSoup

    return lambda pages: sum(BeautifulSoup(page["html"], "lxml") is not None for page in pages)

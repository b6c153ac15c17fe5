"""A crawler as one is written on OpenSanctions' libraries: lxml, followthemoney entities, statements with ids. Entries are not split.

It knows the pages: where the list stands and how a line is made is written out for each kind, as in their crawlers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

LINE = re.compile(r"^(?P<year>\d{4}): (?P<name>.+?) \((?P<country>[^()]+)\)$")
PARAGRAPH = re.compile(r"^(?P<name>.+?) \((?P<country>[^()]+), (?P<year>\d{4})\)$")
BRACKETS = re.compile(r"^(?P<name>.+) \((?P<country>[^()]+)\)$")


def rows_of(root: Any, kind: str) -> Iterator[tuple[str, str, str]]:
    """Year, name and country of each entry of a page of this kind."""
    if kind == "table":
        for row in root.xpath("(//table[count(.//th)=3][not(contains(@class,'infobox'))])[1]//tr[td]"):
            cells = [" ".join(cell.text_content().split()) for cell in row.findall("td")]
            if len(cells) == 3:
                yield cells[0][-4:], cells[1], cells[2]
    elif kind == "year_list":
        for item in root.xpath("//h1/following::li"):
            text = re.sub(r"\[\d+\]", "", " ".join(item.text_content().split()))
            if match := LINE.match(text):
                yield match["year"], match["name"], match["country"]
    elif kind == "headed_list":
        for paragraph in root.xpath(
            "//h3[number(substring(normalize-space(.),1,4))=number(substring(normalize-space(.),1,4))]/following-sibling::p"
        ):
            year = paragraph.xpath("string(preceding-sibling::h3[1])").strip()[:4]
            name, _, country = " ".join(paragraph.text_content().split()).rpartition(", ")
            if name:
                yield year, name, country
    else:
        for paragraph in root.xpath("//p"):
            if match := PARAGRAPH.match(" ".join(paragraph.text_content().split())):
                yield match["year"], match["name"], match["country"]


def reader() -> Callable[[list[dict[str, Any]]], int]:
    """A function from pages to the number of entities emitted and validated."""
    from followthemoney import Dataset, StatementEntity
    from lxml import html

    dataset = Dataset({"name": "awards", "title": "Awards"})

    def read(pages: list[dict[str, Any]]) -> int:
        emitted = 0
        lines = []
        for number, page in enumerate(pages):
            root = html.fromstring(page["html"])
            for year, name, country in rows_of(root, page["kind"]):
                key = hashlib.sha1(f"{number} {year} {name}".encode()).hexdigest()
                entity = StatementEntity(dataset, {"schema": "LegalEntity", "id": f"award-{key}"})
                entity.add("name", name, lang=None)
                entity.add("country", country)
                entity.add("notes", f"Laureate {year}")
                entity.add("sourceUrl", f"https://site-{number}.example/prize")
                entity.add("topics", "role.act")
                entity.schema.validate(entity.to_dict())
                lines.extend(json.dumps(statement.to_dict()) for statement in entity.statements)
                emitted += 1
        return emitted

    return read

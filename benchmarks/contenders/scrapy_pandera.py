"""Scrapy's parts without its network: parsel selectors, items through an item loader, then a Pandera schema over all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

LINE = re.compile(r"^(?P<year>\d{4}): (?P<name>.+?) \((?P<country>[^()]+)\)$")
PARAGRAPH = re.compile(r"^(?P<name>.+?) \((?P<country>[^()]+), (?P<year>\d{4})\)$")


def _text(selector: Any) -> str:
    return re.sub(r"\[\d+\]", "", " ".join(" ".join(selector.css("::text").getall()).split()))


def rows_of(response: Any, kind: str) -> Iterator[tuple[str, str, str]]:
    """Year, name and country of each entry of a page of this kind."""
    if kind == "table":
        for row in response.xpath("(//table[count(.//th)=3][not(contains(@class,'infobox'))])[1]//tr[td]"):
            cells = [_text(cell) for cell in row.css("td")]
            if len(cells) == 3:
                yield cells[0][-4:], cells[1], cells[2]
    elif kind == "year_list":
        for item in response.css("li"):
            if match := LINE.match(_text(item)):
                yield match["year"], match["name"], match["country"]
    elif kind == "headed_list":
        year = ""
        for block in response.xpath("//h3 | //h3/following-sibling::p"):
            text = _text(block)
            if block.root.tag == "h3":
                year = text[:4] if text[:4].isdigit() else ""
            elif year and ", " in text:
                name, _, country = text.rpartition(", ")
                yield year, name, country
    else:
        for paragraph in response.css("p"):
            if match := PARAGRAPH.match(_text(paragraph)):
                yield match["year"], match["name"], match["country"]


def reader() -> Callable[[list[dict[str, Any]]], int]:
    """A function from pages to the number of rows that the schema lets pass."""
    import pandas as pd
    import pandera.pandas as pa
    from itemloaders.processors import MapCompose, TakeFirst
    from scrapy import Field, Item
    from scrapy.http import HtmlResponse
    from scrapy.loader import ItemLoader

    class Entry(Item):  # type: ignore[misc]
        year = Field()
        name = Field()
        country = Field()
        url = Field()

    class Loader(ItemLoader):  # type: ignore[misc]
        default_item_class = Entry
        default_input_processor = MapCompose(str.strip)
        default_output_processor = TakeFirst()
        year_in = MapCompose(str.strip, int)

    schema = pa.DataFrameSchema(
        {
            "year": pa.Column(int, pa.Check.in_range(1900, 2100)),
            "name": pa.Column(str, pa.Check.str_length(2, 300)),
            "country": pa.Column(str, nullable=True),
            "url": pa.Column(str, pa.Check.str_startswith("https://")),
        }
    )

    def read(pages: list[dict[str, Any]]) -> int:
        items = []
        for number, page in enumerate(pages):
            url = f"https://site-{number}.example/prize"
            response = HtmlResponse(url, body=page["html"].encode(), encoding="utf-8")
            for year, name, country in rows_of(response, page["kind"]):
                loader = Loader()
                for field, value in (("year", year), ("name", name), ("country", country), ("url", url)):
                    loader.add_value(field, value)
                items.append(dict(loader.load_item()))
        return len(schema.validate(pd.DataFrame(items)))

    return read

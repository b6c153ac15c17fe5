"""The bytes of an answer to a page: decompression with a limit, and the kind of content. Nothing is parsed."""

from __future__ import annotations

import codecs
import re
import zlib

from scrapers.web.exchange import CHUNK, Exchange, FetchError

HTML_TYPES = ("text/html", "application/xhtml+xml")
JSON_TYPES = ("application/json", "application/sparql-results+json", "application/ld+json")
ACCEPT = {
    "html": "text/html, application/xhtml+xml;q=0.9",
    "json": "application/sparql-results+json, application/json;q=0.9",
    "any": "text/html, application/xhtml+xml;q=0.9, application/json;q=0.8",
    "robots": "text/plain, */*;q=0.1",
}
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


MOST_ENCODINGS, MOST_MEMBERS = 2, 100
"""Of one answer, and of one gzip file: each costs a pass over what is left."""
MOST_ATTRIBUTES = 2_000
"""Of one tag: parsers take quadratic time for them."""
_TAG = re.compile(rb"<[a-zA-Z]")
_INSIDE_TAG = re.compile(rb"(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+")
_QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")


def _most_attributes(content: bytes) -> int:
    """Attributes of the tag that has most of them."""
    most = at = 0
    while tag := _TAG.search(content, at):
        inside = _INSIDE_TAG.match(content, tag.end())
        at = inside.end() if inside else tag.end()
        if at - tag.end() > MOST_ATTRIBUTES:
            most = max(most, len(_QUOTED.sub(b"=", content[tag.end() : at]).split()))
    return most


def decompress(exchange: Exchange, limit: int) -> bytes:
    """The body without its Content-Encoding; FetchError when it grows beyond `limit` bytes or is damaged."""
    content = exchange.body
    encodings = [name.strip().casefold() for name in (exchange.header("Content-Encoding") or "").split(",")]
    encodings = [name for name in encodings if name not in ("", "identity")]
    if len(encodings) > MOST_ENCODINGS:
        raise FetchError("content", f"{exchange.url}: is packed {len(encodings)} times over", exchange.status)
    for encoding in reversed(encodings):
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise FetchError(
                "content", f"{exchange.url}: encoded as {encoding}, which was not offered", exchange.status
            )
        try:
            content = _inflate(content, "gzip" in encoding, limit)
        except zlib.error as error:
            raise FetchError("incomplete", f"{exchange.url}: its compression is damaged: {error}") from error
        if len(content) > limit:
            message = f"{exchange.url}: more than {limit:,} bytes after decompression"
            raise FetchError("too large", message, exchange.status)
    return content


def _inflate(content: bytes, gzipped: bool, limit: int) -> bytes:
    """At most `limit` + 1 bytes of the inflated content, so that no bomb ever unfolds; zlib.error when it is damaged."""
    # servers send “deflate” with and without the zlib header
    raw = not gzipped and (len(content) < 2 or (content[0] << 8 | content[1]) % 31 != 0)
    window = 31 if gzipped else -15 if raw else 15
    inflated = bytearray()
    members = 0
    while content:
        members += 1
        if members > MOST_MEMBERS:
            raise zlib.error(f"it has more than {MOST_MEMBERS} parts")
        engine = zlib.decompressobj(window)
        while content and not engine.eof and len(inflated) <= limit:
            inflated += engine.decompress(content, min(CHUNK, limit + 1 - len(inflated)))
            content = engine.unconsumed_tail
        if len(inflated) > limit:
            break
        if not engine.eof:
            # the input is used up; what the engine still holds comes out in pieces of the same size
            inflated += engine.flush(CHUNK)
            if not engine.eof:
                raise zlib.error("it ends before its end mark")
        content = engine.unused_data if gzipped and engine.unused_data[:2] == b"\x1f\x8b" else b""
    return bytes(inflated)


def check_kind(exchange: Exchange, content: bytes, kind: str) -> None:
    """FetchError when the answer is not `kind` (html, json, any of them) by its Content-Type, or by its first byte where it has none."""
    declared = (exchange.header("Content-Type") or "").partition(";")[0].strip().casefold()
    first = content.lstrip(b"\xef\xbb\xbf\x00\xff\xfe \t\r\n")[:1]
    types = {"html": HTML_TYPES, "json": JSON_TYPES, "any": HTML_TYPES + JSON_TYPES}[kind]
    begins = {"html": (b"<",), "json": (b"{", b"["), "any": (b"<", b"{", b"[")}[kind]
    if declared not in types if declared else first not in begins:
        wanted = "a page" if kind == "any" else kind
        raise FetchError(
            "content", f"{exchange.url}: is {declared or 'of unknown type'}, not {wanted}", exchange.status
        )
    if not content.strip():
        raise FetchError("content", f"{exchange.url}: the answer is empty", exchange.status)
    if _most_attributes(content) > MOST_ATTRIBUTES:
        message = f"{exchange.url}: has a tag with more than {MOST_ATTRIBUTES:,} attributes"
        raise FetchError("content", message, exchange.status)
    if b"\x00" in content[:4096] and not content.startswith(_MARKS):
        raise FetchError("content", f"{exchange.url}: is a binary file, not {kind}", exchange.status)

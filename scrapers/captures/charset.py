"""The character set a page is really in, and the page as UTF-8. Nothing of the page is read."""

from __future__ import annotations

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(
    rb"""(<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s*=\s*["']?\s*)([\w.:-]+)""", re.I
)
_META_WITHIN = 4096
# browsers take these for windows-1252, and so do the people who write such pages
_REALLY = {"iso8859-1": "cp1252", "ascii": "cp1252"}
# what the Encoding standard knows; among Python's others are some that take hours for a page, and some that are no text
_ON_THE_WEB = re.compile(
    r"utf-8|utf-16(-[bl]e)?|ascii|iso8859-\d+|cp125\d|cp866|cp874|koi8-[ru]|mac-(roman|cyrillic)|gbk|gb18030|gb2312"
    r"|big5(hkscs)?|euc_(jp|kr)|iso2022_jp|shift_jis|cp932|cp949|tis-620"
)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
MOSTLY = 3


class CharsetError(ValueError):
    """Bytes that are text in no character set we know."""


def find_charset(content: bytes, content_type: str | None = None) -> str:
    """Character set of a page: by its mark, header and meta in this order where they fit, else by detection.

    Bytes that are UTF-8 are UTF-8 whatever one-byte set is declared: other text is so by chance practically never. A page
    that is mostly UTF-8 but broken in places is UTF-8 too. CharsetError when the bytes fit nothing.
    """
    for mark, marked in _BOMS:
        if content.startswith(mark) and _decodes(content, marked):
            return marked
    header = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type or "", re.I)
    meta = _META.search(content[:_META_WITHIN])
    declared = [header.group(1)] if header else []
    declared += [meta.group(2).decode("ascii")] if meta else []
    names = list(dict.fromkeys(known for word in declared if (known := _known(word))))
    if b"\x1b" in content and (seven_bit := [name for name in names if name.startswith("iso2022")]):
        names = seven_bit
    elif _decodes(content, "utf-8") or _mostly_utf8(content):
        return "utf-8"
    for name in names:
        if name != "utf-8" and _decodes(content, name):
            return name
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None or not _decodes(content, best.encoding):
        raise CharsetError("its bytes are text in no known character set: save the page by hand, as UTF-8")
    return codecs.lookup(best.encoding).name


def _known(word: str) -> str | None:
    """The character set that a word of a page stands for; None for what browsers do not know, as Python's own codecs."""
    try:
        name = codecs.lookup(word).name
    except LookupError:
        return None
    return _REALLY.get(name, name) if _ON_THE_WEB.fullmatch(name) else None


def _decodes(content: bytes, name: str) -> bool:
    try:
        content.decode(name)
    except (LookupError, ValueError):
        return False
    return True


def _mostly_utf8(content: bytes) -> bool:
    broken = content.decode("utf-8", errors="replace").count("\ufffd") - content.count("\ufffd".encode())
    return len(_MULTIBYTE.findall(content)) > MOSTLY * broken > 0


def as_utf8(content: bytes, charset: str) -> bytes:
    """The page as UTF-8 that says so itself; bytes that are broken become U+FFFD, which no accepted row contains."""
    text = content.decode(charset, errors="replace").encode("utf-8")
    # as far as the readers look for a meta element
    within = max(_META_WITHIN, len(text) // 20)
    head, rest = text[:within], text[within:]
    return _META.sub(lambda found: found.group(1) + b"utf-8", head) + rest

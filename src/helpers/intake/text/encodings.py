"""The characters of a file: which encoding they were saved in, or why they are not text."""

import codecs
import re
import unicodedata

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "it is an Office or ZIP file (save it as PDF or text first)"),
    (b"\xd0\xcf\x11\xe0", "it is an older Office file (save it as PDF or text first)"),
    (b"{\\rtf", "it is a rich-text file (save it as PDF or text first)"),
    (b"\x89PNG", "it is an image, not text"),
    (b"\xff\xd8\xff", "it is an image, not text"),
    (b"GIF8", "it is an image, not text"),
)
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD_BYTES = 4096
_MOST_CONTROL_CHARACTERS = 0.01
_LEAST_CHINESE = 0.05
_MOST_DAMAGED = 0.02
_REPLACED = "\ufffd"


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: a mark says it, or UTF-8, the page, else GB18030.

    Raises:
        ValueError: The file is not text, or its characters are damaged; the message says which.
    """
    for signature, told in _SIGNATURES:
        if content.startswith(signature):
            raise ValueError(told)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).removeprefix("\ufeff"), encoding
            except UnicodeDecodeError as error:
                raise ValueError(_describe_damage(content, encoding)) from error
    candidates = _list_candidates(content)
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if _is_readable(text, needs_chinese=encoding != "utf-8"):
            return text, encoding.lower()
    raise ValueError(_describe_damage(content, *candidates))


def _list_candidates(content: bytes) -> list[str]:
    if 0 in content:
        return ["utf-16-le", "utf-16-be"]
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    return ["utf-8", *([declared[1].decode("ascii")] if declared else []), "gb18030", "big5"]


def _describe_damage(content: bytes, *candidates: str) -> str:
    """Return in which line a text is damaged, where all but a few of its characters can be read."""
    for encoding in candidates:
        try:
            text = content.decode(encoding, errors="replace")
        except LookupError:
            continue
        damaged = text.count(_REPLACED)
        if damaged <= _MOST_DAMAGED * len(text) and _is_readable(text, needs_chinese=True):
            line = text[: text.find(_REPLACED)].count("\n") + 1
            return f"a character of line {line} is damaged in this {encoding} text"
    return "it is not text"


def _is_readable(text: str, *, needs_chinese: bool) -> bool:
    """True when decoded bytes are a text."""
    categories = [unicodedata.category(character) for character in text]
    odd = sum(
        category in {"Cc", "Cn", "Co"} and character not in "\t\r\n\f"
        for category, character in zip(categories, text, strict=True)
    )
    if odd > _MOST_CONTROL_CHARACTERS * len(text):
        return False
    chinese = sum("一" <= character <= "鿿" for character in text)
    return not needs_chinese or chinese >= _LEAST_CHINESE * len(text)

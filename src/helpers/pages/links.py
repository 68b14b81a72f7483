"""Addresses in a text that become links."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

# A link opens nothing but a page or a letter: no script, no file, no data, no program.
_WEB, _LETTER = ("http", "https"), "mailto"
# The characters of RFC 3986. Chinese words may follow an address without a space; an address with
# Chinese characters in it is a link where it has a cell or the brackets of Markdown to itself.
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9+.-])(?:https?://|mailto:)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.IGNORECASE
)
_PART = re.compile(r"[^\W_]{1,12}[\W_]*|[\W_]+")
_STOPS = ".,;:!?'*_~(["
_BRACKETS = {")": "(", "]": "["}
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
# Separators, controls, characters without a shape, surrogates, private use.
_NEVER_IN_ADDRESSES = ("Z", "C")


@dataclass(frozen=True)
class Link:
    """An address, shown by its text; without an address that may be opened it is only the text."""

    text: str
    address: str = ""

    @property
    def target(self) -> str:
        """The address to open in ASCII, as a page and a PDF want it; empty where none may be."""
        return find_target(self.address or self.text)


@dataclass(frozen=True)
class ReportLink:
    """A link to another report: a page leads to its page, a PDF to its PDF, in the same folder."""

    text: str
    report: str


def find_target(address: str) -> str:
    """Return an address as a link opens it, in ASCII; empty for all but http, https and mailto."""
    if not address or not all(map(_may_be_in_address, address)):
        return ""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:  # such as a bracket that opens no host, or a label of 70 letters
        return ""
    if parts.scheme == _LETTER:
        name, at, domain = parts.path.partition("@")
        return quote(address, safe=_ASCII) if name and at and domain else ""
    if parts.scheme not in _WEB or not host:
        return ""
    if parts.hostname and not parts.hostname.isascii():
        parts = parts._replace(netloc=parts.netloc.lower().replace(parts.hostname, host))
    return quote(parts.geturl(), safe=_ASCII)


def _may_be_in_address(character: str) -> bool:
    return character not in '<>"\\^`{|}' and not unicodedata.category(character).startswith(
        _NEVER_IN_ADDRESSES
    )


def split_addresses(text: str) -> Iterator[str | Link]:
    """Split running text at the addresses in it.

    Args:
        text: Such as `Read at https://example.org/a_(b).`

    Yields:
        Words, and each address whole: without the stop of the sentence, without a bracket that
        was opened before it.
    """
    end = 0
    for found in _ADDRESS.finditer(text):
        address = _end_address(found[0])
        if find_target(address):
            if found.start() > end:
                yield text[end : found.start()]
            yield Link(address)
            end = found.start() + len(address)
    if end < len(text):
        yield text[end:]


def split_address(address: str) -> list[str]:
    """Split an address where a line may end: behind its signs, and within a long name.

    Args:
        address: Such as `https://example.org/a_b`, of the parts `https://`, `example.`, `org/`,
            `a_` and `b`.
    """
    return _PART.findall(address)


def _end_address(found: str) -> str:
    """Leave out the stops behind an address, and what follows a bracket not opened in it."""
    open_brackets: list[str] = []
    for place, character in enumerate(found):
        if character in _BRACKETS.values():
            open_brackets.append(character)
        elif character in _BRACKETS and _BRACKETS[character] != "".join(open_brackets[-1:]):
            found = found[:place]
            break
        elif character in _BRACKETS:
            open_brackets.pop()
    return found.rstrip(_STOPS)

"""What a sentence names: measures, places, bodies and sources, the longest name first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Row = Mapping[str, str]
# How a nation or a province is called beside its name.
_FORMS = {("en", "nation"): "the national", ("zh", "province"): "全省"}


@dataclass(frozen=True)
class Names:
    """The names of one language, as the codebook and a province give them."""

    language: str
    measures: Mapping[str, Row]
    places: Mapping[str, Row]
    others: tuple[str, ...] = field(repr=False)

    def read(self, text: str) -> tuple[list[tuple[int, set[str]]], list[set[str]], str]:
        """Return the measures that a text names with where, its places, and the words left."""
        measures, places = [], []
        for found in self._pattern.finditer(text):
            kind, slugs = self._known[found.group()]
            if kind == "measure":
                measures.append((found.start(), slugs))
            elif kind == "place":
                places.append(slugs)
        return measures, places, self._pattern.sub("□", text)

    def hide(self, text: str) -> str:
        """Return a text of the same length without its names, whose words say nothing of it."""
        return self._pattern.sub(lambda found: "□" * len(found.group()), text)

    @cached_property
    def _known(self) -> dict[str, tuple[str, set[str]]]:
        known: dict[str, tuple[str, set[str]]] = {}

        def add(kind: str, slug: str, text: str) -> None:
            for form in {text, text[:1].lower() + text[1:], text[:1].upper() + text[1:]} - {""}:
                known.setdefault(form, (kind, set()))[1].add(slug)

        for slug, row in self.places.items():
            for column in ("name_en",) if self.language == "en" else ("short_zh", "name_zh"):
                add("place", slug, row[column])
            add("place", slug, _FORMS.get((self.language, row["kind"]), ""))
        for slug, row in self.measures.items():
            name = row[f"name_{self.language}"]
            add("measure", slug, name)
            if name.startswith("National "):
                add("measure", slug, f"the n{name[1:]}")
            add("measure", slug, re.sub(r" ?[(（](derived|派生)[)）]$", "", name))
        for text in self.others:
            add("other", text, text)
        return known

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # 漯河市级以上 is of the city's level: no name of the city ends in its 市.
        texts = (
            re.escape(text) + ("(?!级)" if text.endswith("市") else "")
            for text in sorted(self._known, key=len, reverse=True)
        )
        before, after = (r"(?<![A-Za-z])", r"(?![A-Za-z])") if self.language == "en" else ("", "")
        return re.compile(f"{before}(?:{'|'.join(texts)}){after}")

"""The indicator of a figure, by the labels and names of curated rows."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.sizes import is_magnitude

_CLOSED = {"rank", "growth", "ratio_to_previous"}
_OPENINGS = frozenset(["预计", "约", "达", "全年", "全市", "全省"])
_LEAST_SCORE = 0.6
# What a narrowing word leaves of a score: 市级以上高新技术企业 are not 高新技术企业.
_NARROWED = 0.6
# 占地 is one pair of characters, and is enough right before the figure.
_WHOLE_WORD = 0.7
_PATTERNS = read_patterns("vocabulary")
_PLACES = frozenset({"whole_city", "county", "province", "nation"})
_BODIES = frozenset({"firm", "institution", "programme"})


@dataclass(frozen=True)
class Phrase:
    """Words that an indicator was printed with.

    Attributes:
        indicator: The indicator; empty for a standard term that none stands for yet.
        text: The words.
        parts: Their pairs of characters.
        term: The standard term, empty where there is an indicator.
        unit: The unit of the term.
    """

    indicator: str
    text: str
    parts: frozenset[str]
    term: str = ""
    unit: str = ""


def unify(text: str, synonyms: Sequence[Sequence[str]]) -> str:
    """Write words that mean the same in one way."""
    for _ in range(2):
        for word, same in synonyms:
            text = text.replace(word, same)
    return text


def split(text: str) -> Iterable[str]:
    """Split a text into pairs of characters: Chinese prints no spaces between its words."""
    plain = "".join(character for character in text if character.isalnum() or character == "&")
    return [plain[place : place + 2] for place in range(len(plain) - 1)] or [plain]


@dataclass(frozen=True)
class Vocabulary:
    """The indicators and the phrases that they are printed with.

    Attributes:
        phrases: Words by which figures of an indicator were labelled.
        indicators: Rows of the codebook by indicator.
        units_of_word: Units that a printed measure word means; the flag is for ranks.
        weights: How telling a pair of characters is.
        synonyms: Words that mean the same, the one to use last.
        opposites: Words of which only one can be meant.
        narrowing: Words that make a part of what a phrase names the whole of.
        seen: The scopes and kinds of statement that figures of an indicator had.
    """

    phrases: tuple[Phrase, ...]
    indicators: Mapping[str, Mapping[str, str]]
    units_of_word: Mapping[tuple[str, bool], tuple[str, ...]]
    weights: Mapping[str, float]
    synonyms: Sequence[Sequence[str]]
    opposites: Sequence[Sequence[str]]
    narrowing: Sequence[str]
    seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _fitting: dict[tuple[str, bool, bool, str], list[tuple[Phrase, float]]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def find_unit(self, figure: PrintedFigure | None, indicator: str) -> str:
        """Return the unit of a figure: that of its indicator, else that of its measure word."""
        if figure is None:
            return ""
        known = self._find_units(figure)
        allowed = self.indicators[indicator]["unit"].split("|") if indicator else []
        fitting = [unit for unit in known if unit in allowed]
        if not known and not figure.measure_word and len(allowed) == 1:
            fitting = allowed
        return next(iter([*fitting, *known]), figure.measure_word)

    def guess(
        self,
        near: str,
        around: str,
        figure: PrintedFigure | None,
        measure: str,
        *,
        scope: str = "",
        basis: str = "",
    ) -> tuple[Phrase | None, float]:
        """Guess the indicator of a figure from the words in its own clause, and in the one before.

        Returns:
            The phrase of its indicator or standard term, None where none fits, and how sure that
            is, from 0 to 1.
        """
        near_parts = set(split(self._unify(near)))
        around_parts = set(split(self._unify(around))) - near_parts
        best: Phrase | None = None
        best_score = 0.0
        said = near_parts | around_parts
        # 支出 is not meant where 收入 is printed.
        opposed = [
            one
            for pair in self.opposites
            for one, other in (pair, pair[::-1])
            if other in near and one not in near
        ]
        narrowing = [word for word in self.narrowing if word in near]
        for phrase, total in self._find_fitting(figure, measure):
            if phrase.parts.isdisjoint(said):
                continue
            inside = math.fsum(self.weights[part] for part in phrase.parts & near_parts)
            beside = math.fsum(self.weights[part] for part in phrase.parts & around_parts)
            # Of two phrases printed in full, the longer one is more specific.
            score = (inside + 0.5 * beside) / total * (1 - 0.5 / len(phrase.parts))
            if score <= best_score or any(word in phrase.text for word in opposed):
                continue
            if self._is_wrong(phrase, near, around) or self._is_other_share(phrase, near, said):
                continue
            if not self._suits(phrase.indicator, scope, basis):
                continue
            if near.endswith(phrase.text) and len(phrase.parts) == 1:
                score = _WHOLE_WORD
            is_part = any(word not in phrase.text for word in narrowing)
            if is_part and scope not in _BODIES:
                score *= _NARROWED
            if score > best_score:
                best, best_score = phrase, score
        return best if best_score >= _LEAST_SCORE else None, best_score

    def _find_fitting(
        self, figure: PrintedFigure | None, measure: str
    ) -> list[tuple[Phrase, float]]:
        """Return the phrases whose indicator has such figures, each with its whole weight."""
        key = (
            figure.measure_word if figure else "?",
            bool(figure and figure.ordinal),
            bool(figure and is_magnitude(figure)),
            measure if measure in _CLOSED else "",
        )
        if key not in self._fitting:
            self._fitting[key] = [
                (phrase, math.fsum(self.weights[part] for part in phrase.parts))
                for phrase in self.phrases
                if self._fits(phrase, figure, measure)
            ]
        return self._fitting[key]

    def _suits(self, indicator: str, scope: str, basis: str) -> bool:
        """True when an indicator is one of firms, of rules, or of places, as the figure is.

        The turnover of one firm is not that of a city, nor is the least that a rule demands.
        """
        seen = self.seen.get(indicator)
        if not seen or not scope:
            return True
        if scope in _BODIES and scope not in seen:
            return False
        # The text may not name the project whose size it gives.
        if scope in _PLACES and not seen & {*_PLACES, "programme"}:
            return False
        return basis != "policy" or "policy" in seen

    def _is_wrong(self, phrase: Phrase, near: str, around: str) -> bool:
        """True when an indicator covers another span of time than what is printed."""
        if phrase.term:
            return False
        row = self.indicators[phrase.indicator]
        if "新增" in row["name_zh"] and not _PATTERNS["new"].search(near + around):
            return True
        if row["measure"] == "flow" and _PATTERNS["counted_up"].search(near):
            return True
        if row["measure"] == "growth":
            return ("年均" in row["name_zh"]) != ("年均" in around)
        return (
            row["measure"] == "cumulative" and _PATTERNS["within_a_year"].search(near) is not None
        )

    def _is_other_share(self, phrase: Phrase, near: str, said: set[str]) -> bool:
        """True when the share is of something else: 工业增加值占GDP比重 is not R&D."""
        if "比" not in phrase.text or not ("占" in phrase.text and "占" in near):
            return False
        own = set(split(self._unify(phrase.text.partition("占")[0]))) - _OPENINGS
        subject = near.partition("占")[0].strip("其中,、")
        told = set(split(self._unify(subject))) - _OPENINGS if subject else set()
        return bool(told) if not own else own.isdisjoint(told or said)

    def _unify(self, text: str) -> str:
        return unify(text, self.synonyms)

    def _fits(self, phrase: Phrase, figure: PrintedFigure | None, measure: str) -> bool:
        if phrase.term:
            is_share = phrase.unit in {"%", "‰"}
            if figure is None or figure.ordinal or (measure == "growth" and not is_share):
                return False
            return figure.measure_word == phrase.unit or phrase.unit in self._find_units(figure)
        row = self.indicators[phrase.indicator]
        if (row["measure"] in _CLOSED or measure in _CLOSED) and row["measure"] != measure:
            return False
        if figure is None:
            return True
        allowed = row["unit"].split("|")
        known = self._find_units(figure)
        if known or figure.measure_word:
            return any(unit in allowed for unit in known)
        return len(allowed) == 1

    def _find_units(self, figure: PrintedFigure) -> tuple[str, ...]:
        """Return the units that a printed figure may be in; 千亿级 is said of money."""
        if figure.measure_word:
            return self.units_of_word.get((figure.measure_word, figure.ordinal), ())
        if figure.ordinal:
            return tuple(
                unit for key, units in self.units_of_word.items() if key[1] for unit in units
            )
        return self.units_of_word.get(("元", False), ()) if is_magnitude(figure) else ()

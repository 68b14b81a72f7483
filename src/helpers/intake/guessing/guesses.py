"""A proposed row: the guesses about one figure, put together and weighed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.data.printed.measure_words import MEASURE_PATTERN
from helpers.data.printed.numerals import NUMERAL_PATTERN
from helpers.data.printed.printed_changes import split_decline
from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.guessing.document_header import DocumentHeader
from helpers.intake.guessing.labels import find_label
from helpers.intake.guessing.measured_words import read_meaning
from helpers.intake.guessing.named_times import find_reported_year, name_part
from helpers.intake.guessing.places.gazetteer import Gazetteer, Location
from helpers.intake.guessing.statements import Statement, guess_basis, guess_measure, guess_scope
from helpers.intake.guessing.subjects import Subject, Subjects, is_county
from helpers.intake.guessing.text_tables import Cell
from helpers.intake.guessing.times import Guess, guess_period
from helpers.intake.guessing.vocabulary import Vocabulary
from helpers.intake.text.lexicon import Words
from helpers.intake.text.passages import Passage
from helpers.intake.text.sizes import is_magnitude, read_size
from helpers.intake.text.spotted_numbers import SpottedNumber

_SENTENCE_END = re.compile("[。!?\n]")
_CLAUSE_END = re.compile("[;:。!?、\n]|,(?![0-9]{3}(?![0-9]))")
# 增加12家至113家: the second figure is no increase.
_CHANGED = re.compile(
    rf"(?:增加|减少|下降|提高|上升|降低|上涨|下跌|回落)了?{NUMERAL_PATTERN}{MEASURE_PATTERN}(?=[至到]$)"
)
# From 第6位 it rose to 第2位: the first rank was that of the year before.
_FROM_RANK = re.compile("[从由][^,;。]{0,8}$")
_LEFT_RANK = re.compile("(?:上升|提升|跃升|跃居|升|前移|前进|下降|下滑|降|退|后移)[至到为居]?第")
# 由120家增加到168家: the first of them is of an earlier time than the sentence names.
_FROM = re.compile("[由从](?![^,;。]*(?:年|月|季度))[^,;。]{0,10}$")
_RISEN = re.compile("[^,;。0-9]{0,4}[增升高加长大展降少低落减滑][至到为]")
_CHANGED_BY = re.compile("(?:比|较|同比)[^,;。]{0,10}(?:多|少|减|(?<![净新])增)[^,;。0-9]{0,4}$")
_CHANGE_COLUMN = re.compile("增减|增量|净增|[增减]加?[额数]|升降|变化")
# 六、下半年打算。 opens a paragraph and is a heading all the same.
_RUN_IN = re.compile(
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|[0-9]+[.、])([^。,;]{2,20})。"
)
_MOVED = re.compile("(?:排名|位次|名次|排位)|(?:跃升|前移|后移|提升|上升|下降|进位)(?:了|至|到)?$")
_REACH_AFTER = 14
_REACH_BACK = 12
_NEAR = 80
# No section is longer, and work shall grow with the length of a document alone.
_LONGEST_REACH = 4000
_LONGEST_SENTENCE = 600
# No row whose place is in doubt is as sure as those that may be accepted at a glance.
_DOUBTFUL = 0.79
_BODIES = frozenset({"firm", "institution", "programme"})
# How much each guess counts for the confidence in a row.
_WEIGHTS = {"indicator": 0.4, "period": 0.3, "place": 0.2, "token": 0.1}


@dataclass(frozen=True)
class Guesser:
    """Guesses the columns of proposed rows from the words around their figures.

    Attributes:
        words: The lexicon.
        vocabulary: How indicators are printed.
        gazetteer: The places, and that of the document.
        facts: What the document says of itself.
        subjects: Whom the document speaks of.
    """

    words: Words
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    facts: DocumentHeader
    subjects: Subjects

    def fill(
        self, passages: Sequence[Passage], number: int, finding: SpottedNumber, cell: Cell | None
    ) -> dict[str, str]:
        """Fill the columns of a proposed row that rest on a guess.

        Args:
            passages: All passages of the document.
            number: That of the figure.
            finding: The figure.
            cell: What the head of its table says, None outside of tables.

        Returns:
            The row by column, without what only the document as a whole tells.
        """
        passage = passages[number]
        number_start = finding.start + finding.lead
        before = passage.text[max(0, number_start - _LONGEST_REACH) : number_start]
        before = before[:-_NEAR] + _CHANGED.sub("", before[-_NEAR:])
        after = passage.text[finding.end : finding.end + _LONGEST_SENTENCE]
        figure = finding.figure
        ends = [match.end() for match in _SENTENCE_END.finditer(before)]
        # What runs on without an end says nothing of a figure far behind.
        sentence_start = max(ends[-1] if ends else 0, len(before) - _LONGEST_SENTENCE)
        sentence = before[sentence_start:]
        clauses = _CLAUSE_END.split(sentence)
        clause = clauses[-1]
        right = _CLAUSE_END.split(after)[0][:_REACH_AFTER]
        earlier = (
            "".join(other.text for other in passages[max(0, number - _REACH_BACK) : number])
            + before[:sentence_start]
        )[-_LONGEST_REACH:]
        headings = passage.headings
        run_in = _RUN_IN.match(passage.text)
        if run_in is not None:
            headings = (*headings, run_in[1])
        unit = figure.measure_word if figure else ""
        label = (
            cell.label
            if cell
            else find_label(before, after, unit, is_rank=bool(figure and figure.ordinal))
        )
        near = cell.label if cell else clause + right
        if not cell and label not in near:
            near = label
        around = near if cell else "".join(clauses[-3:]) + right
        basis = guess_basis(sentence, right, headings, figure, self.facts, self.words)
        if cell is not None and basis != "policy":
            is_goal = self.words.finds("goal_column", cell.label)
            is_done = self.words.finds("done_column", cell.label)
            basis = "target" if is_goal else "actual" if is_done else basis
        if figure is not None and is_magnitude(figure) and basis == "actual":
            basis = "actual" if re.search("全省|去年|上年|已", sentence) else "target"
        is_decline = bool(finding.lead) or bool(split_decline(finding.unit)[0])
        subject = self._find_subject(passages, number, finding, cell)
        said = self._read_words(sentence, before[:sentence_start], cell)
        is_share = figure is not None and figure.measure_word in {"%", "‰", "个百分点"}
        measure = guess_measure(said, right, figure, Statement(basis), self.words)
        measure = "growth" if is_decline and is_share else measure
        section = self._read_section(passages, number)
        time = guess_period(
            sentence,
            before[:sentence_start][-_LONGEST_SENTENCE:],
            section,
            basis,
            self.facts,
            headings=headings,
            growth=measure == "growth",
        )
        if cell is not None and (cell.year or cell.part):
            year = cell.year or str(find_reported_year(self.facts) or "")
            is_ahead = self.facts.year is not None and int(year or 0) > self.facts.year
            is_goal = is_ahead or self.words.finds("goal_column", cell.label)
            basis = "target" if is_goal else "actual" if basis == "target" else basis
            period = name_part(int(year), cell.part) if year and cell.part else year
            told = ("printed", "") if cell.year else ("inferred", "document_scope")
            time = Guess(f"by {year}" if is_ahead else period, *told)
        is_left = figure is not None and figure.ordinal and _LEFT_RANK.match(after)
        if is_left and _FROM_RANK.search(clause) and time.period.isdecimal():
            time = Guess(str(int(time.period) - 1), "inferred", "sentence")
        is_one_year = time.evidence == "relative_word" and "/" not in time.period
        is_told = time.basis == "printed" or is_one_year
        is_of_body = subject.scope == "institution" or (
            bool(subject.scope) and "完成投资" in clause
        )
        statement = Statement(basis, is_told, is_of_body)
        if measure != "growth" or not is_decline:
            measure = guess_measure(said, right, figure, statement, self.words)
        where = self._locate(passages, number, finding, cell, sentence, earlier)
        place, place_sureness = where.place, where.sureness
        if subject.scope == "province" and cell is None and where.place == self.gazetteer.home:
            where = self.gazetteer.locate("全省", "", "", "")
            place, place_sureness = where.place, where.sureness
        if subject.scope in _BODIES and self.gazetteer.find_kind(place) in {"province", "nation"}:
            where = self.gazetteer.locate("", "", "", earlier)
            place, place_sureness = where.place, where.sureness
        scope = (
            (subject.scope in _BODIES and subject.scope)
            or where.scope
            or guess_scope(clause + right, subject, self.gazetteer.find_kind(place), self.words)
        )
        near, around = read_meaning(near, around, clauses, figure, after)
        meaning = self.vocabulary.guess(near, around, figure, measure, scope=scope, basis=basis)
        indicator, sureness = meaning.indicator, meaning.sureness
        is_change = cell is not None and any(_CHANGE_COLUMN.search(word) for word in cell.heads)
        is_change = is_change or (cell is None and bool(_CHANGED_BY.search(clause)))
        if (is_decline or is_change) and measure not in {"growth", "rank"}:
            # What an amount fell by is no amount of that kind.
            indicator = ""
        if indicator:
            measure = self.vocabulary.indicators[indicator]["measure"]
        if measure == "stock" and self.facts.since and time.evidence == "document_scope":
            time = Guess(self.facts.written[:7], "inferred", "document_date")
        value, qualifier = read_size(figure)
        parts = {
            "indicator": sureness if indicator else 0.0,
            "period": 0.95 if time.basis == "printed" else 0.5 if time.period else 0.0,
            "place": place_sureness if place else 0.0,
            "token": 1.0 if figure is not None else 0.0,
        }
        confidence = sum(weight * parts[name] for name, weight in _WEIGHTS.items())
        is_start = bool(_FROM.search(clause) and _RISEN.match(after))
        if is_start or not where.is_sure:
            confidence = min(confidence, _DOUBTFUL)
        return {
            "place": place,
            "indicator": indicator,
            "period": time.period,
            "period_basis": time.basis,
            "period_evidence": time.evidence,
            "table_unit": finding.unit,
            "basis": basis,
            "measure": measure,
            "scope": scope,
            "entity": subject.entity,
            "status": "E" if basis == "estimate" else "A",
            "label": label,
            "value": value,
            "unit": self._find_unit(figure, indicator, clause),
            "qualifier": qualifier,
            "confidence": f"{confidence:.2f}",
            "term": meaning.term,
            "fault": finding.fault or where.fault,
        }

    def _locate(
        self,
        passages: Sequence[Passage],
        number: int,
        finding: SpottedNumber,
        cell: Cell | None,
        sentence: str,
        earlier: str,
    ) -> Location:
        """Return the place of a figure; in a table, that of its row or column."""
        text = passages[number].text
        if cell is None:
            headings = "。".join(passages[number].headings)
            said = f"{headings}。{text[: finding.start].removesuffix(sentence)}"
            token = text[finding.start : finding.end]
            return self.gazetteer.locate(
                sentence, token, text[finding.end :][:200], earlier, said[-600:]
            )
        first = number
        while first and passages[first].kind == "cells":
            first -= 1
        return self.gazetteer.locate_cell(cell, passages[first].text)

    def _find_unit(self, figure: PrintedFigure | None, indicator: str, clause: str) -> str:
        """Return the unit; places that a rank moved by are no persons."""
        if figure and not indicator and figure.measure_word == "位" and _MOVED.search(clause):
            return self.vocabulary.find_unit(replace(figure, ordinal=True), indicator)
        return self.vocabulary.find_unit(figure, indicator)

    def _read_words(self, sentence: str, earlier: str, cell: Cell | None) -> str:
        """Return the words that tell the measure: 其中 goes on from the sentence before."""
        if cell is not None:
            growth = re.search(self.words.pattern("growth_rate"), cell.label)
            return cell.label + (growth[0] if growth else "")
        if sentence.startswith("其中") and earlier:
            return _SENTENCE_END.split(earlier[:-1])[-1] + "," + sentence
        return sentence

    def _find_subject(
        self, passages: Sequence[Passage], number: int, finding: SpottedNumber, cell: Cell | None
    ) -> Subject:
        """Return whom a figure covers; a row of a table names it in its first cell."""
        if cell is None:
            return self.subjects.find(number, finding.start, finding.end)
        side = passages[number].text.split("\t")[0].strip()
        return Subject("county", county=side) if is_county(side) else Subject()

    def _read_section(self, passages: Sequence[Passage], number: int) -> str:
        """Return the headings above a passage and what was said before under the last of them."""
        headings = passages[number].headings
        first, length = number, 0
        while first and passages[first - 1].headings == headings and length < _LONGEST_REACH:
            first -= 1
            length += len(passages[first].text)
        said = "".join(passage.text for passage in passages[first:number])
        return "".join(headings) + said

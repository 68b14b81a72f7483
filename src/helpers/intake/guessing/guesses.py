"""A proposed row: the guesses about one figure, put together and weighed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpers.data.printed.printed_changes import split_decline
from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.guessing.document_header import DocumentHeader
from helpers.intake.guessing.labels import find_label, read_meaning
from helpers.intake.guessing.named_times import find_reported_year, name_part
from helpers.intake.guessing.places.gazetteer import Gazetteer, Location
from helpers.intake.guessing.statements import Statement, guess_basis, guess_measure, guess_scope
from helpers.intake.guessing.subjects import Subject, Subjects, is_county
from helpers.intake.guessing.surroundings import Surroundings, read_surroundings
from helpers.intake.guessing.text_tables import Cell
from helpers.intake.guessing.times import Guess, guess_period
from helpers.intake.guessing.vocabulary import Vocabulary
from helpers.intake.text.lexicon import Words
from helpers.intake.text.passages import Passage
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.sizes import is_magnitude, read_size
from helpers.intake.text.spotted_numbers import SpottedNumber

_PATTERNS = read_patterns("guesses")
_LONGEST_SENTENCE = 600
# A row whose place is in doubt stays below the confidence at which rows are accepted together.
_DOUBTFUL = 0.79
_SHARES = frozenset({"%", "‰", "个百分点"})
_BODIES = frozenset({"firm", "institution", "programme"})
# How much each guess counts for the confidence in a row.
_WEIGHTS = {"indicator": 0.4, "period": 0.3, "place": 0.2, "token": 0.1}


@dataclass(frozen=True)
class Guesser:
    """Guesses the columns of proposed rows from the words around their figures."""

    words: Words
    vocabulary: Vocabulary
    gazetteer: Gazetteer
    facts: DocumentHeader
    subjects: Subjects

    def fill(
        self, passages: Sequence[Passage], number: int, spotted: SpottedNumber, cell: Cell | None
    ) -> dict[str, str]:
        """Fill the columns of a proposed row that rest on a guess, not on the whole document."""
        around = read_surroundings(passages, number, spotted, cell)
        figure = spotted.figure
        subject = self._find_subject(around)
        is_decline = bool(spotted.lead) or bool(split_decline(spotted.unit)[0])
        basis = self._guess_basis(around)
        measure = self._guess_measure(around, Statement(basis))
        if is_decline and figure is not None and figure.measure_word in _SHARES:
            measure = "growth"
        basis, time = self._guess_time(around, basis, is_growth=measure == "growth")
        is_one_year = time.evidence == "relative_word" and "/" not in time.period
        is_of_body = subject.scope == "institution" or (
            bool(subject.scope) and "完成投资" in around.clause
        )
        statement = Statement(basis, time.basis == "printed" or is_one_year, is_of_body)
        if measure != "growth" or not is_decline:
            measure = self._guess_measure(around, statement)
        where = self._locate(around, subject)
        kind = self.gazetteer.find_kind(where.place)
        told = where.scope or guess_scope(around.clause + around.right, subject, kind, self.words)
        scope = subject.scope if subject.scope in _BODIES else told
        label = self._find_label(around)
        near, wide = read_meaning(
            *self._find_words(around, label), around.clauses, figure, around.after
        )
        phrase, sureness = self.vocabulary.guess(
            near, wide, figure, measure, scope=scope, basis=basis
        )
        indicator = phrase.indicator if phrase else ""
        if (is_decline or self._is_change(around)) and measure not in {"growth", "rank"}:
            # The amount by which something fell is not an amount of that kind.
            indicator = ""
        if indicator:
            measure = self.vocabulary.indicators[indicator]["measure"]
        if measure == "stock" and self.facts.since and time.evidence == "document_scope":
            time = Guess(self.facts.written[:7], "inferred", "document_date")
        value, qualifier = read_size(figure)
        confidence = self._weigh(around, time, where, sureness if indicator else 0.0)
        return {
            "place": where.place,
            "indicator": indicator,
            "period": time.period,
            "period_basis": time.basis,
            "period_evidence": time.evidence,
            "table_unit": spotted.unit,
            "basis": basis,
            "measure": measure,
            "scope": scope,
            "entity": subject.entity,
            "status": "E" if basis == "estimate" else "A",
            "label": label,
            "value": value,
            "unit": self._find_unit(figure, indicator, around.clause),
            "qualifier": qualifier,
            "confidence": f"{confidence:.2f}",
            "term": phrase.term if phrase else "",
            "fault": spotted.fault or where.fault,
        }

    def _guess_basis(self, around: Surroundings) -> str:
        """Return the kind of statement; in a table, the head of the column decides."""
        figure, cell = around.figure, around.cell
        basis = guess_basis(
            around.sentence, around.right, around.headings, figure, self.facts, self.words
        )
        if cell is not None and basis != "policy":
            is_goal = self.words.finds("goal_column", cell.label)
            is_done = self.words.finds("done_column", cell.label)
            basis = "target" if is_goal else "actual" if is_done else basis
        if figure is not None and is_magnitude(figure) and basis == "actual":
            basis = "actual" if re.search("全省|去年|上年|已", around.sentence) else "target"
        return basis

    def _guess_measure(self, around: Surroundings, statement: Statement) -> str:
        """Return the measure by the sentence; one that opens with 其中 continues the one before."""
        said = around.sentence
        if around.cell is not None:
            label = around.cell.label
            growth = re.search(self.words.pattern("growth_rate"), label)
            said = label + (growth[0] if growth else "")
        elif said.startswith("其中") and around.paragraph:
            said = re.split("[。!?\n]", around.paragraph[:-1])[-1] + "," + said
        return guess_measure(said, around.right, around.figure, statement, self.words)

    def _guess_time(
        self, around: Surroundings, basis: str, *, is_growth: bool
    ) -> tuple[str, Guess]:
        """Return the period, and the basis as far as the year of a column decides it."""
        cell, figure = around.cell, around.figure
        time = guess_period(
            around.sentence,
            around.paragraph[-_LONGEST_SENTENCE:],
            around.section,
            basis,
            self.facts,
            headings=around.headings,
            growth=is_growth,
        )
        if cell is not None and (cell.year or cell.part):
            year = cell.year or str(find_reported_year(self.facts) or "")
            is_ahead = self.facts.year is not None and int(year or 0) > self.facts.year
            is_goal = is_ahead or self.words.finds("goal_column", cell.label)
            basis = "target" if is_goal else "actual" if basis == "target" else basis
            period = name_part(int(year), cell.part) if year and cell.part else year
            told = ("printed", "") if cell.year else ("inferred", "document_scope")
            time = Guess(f"by {year}" if is_ahead else period, *told)
        is_left = figure and figure.ordinal and _PATTERNS["left_rank"].match(around.after)
        if is_left and _PATTERNS["from_rank"].search(around.clause) and time.period.isdecimal():
            time = Guess(str(int(time.period) - 1), "inferred", "sentence")
        return basis, time

    def _locate(self, around: Surroundings, subject: Subject) -> Location:
        """Return the place of a figure; in a table, that of its row or column."""
        if around.cell is not None:
            where = self.gazetteer.locate_cell(around.cell, around.table_caption)
        else:
            text, spotted = around.passage.text, around.spotted
            headings = "。".join(around.passage.headings)
            said = f"{headings}。{text[: spotted.start].removesuffix(around.sentence)}"
            where = self.gazetteer.locate(
                around.sentence,
                text[spotted.start : spotted.end],
                text[spotted.end :][:200],
                around.earlier,
                said[-600:],
            )
            if subject.scope == "province" and where.place == self.gazetteer.home:
                where = self.gazetteer.locate("全省", "", "", "")
        is_wide = self.gazetteer.find_kind(where.place) in {"province", "nation"}
        if subject.scope in _BODIES and is_wide:
            where = self.gazetteer.locate("", "", "", around.earlier)
        return where

    def _find_label(self, around: Surroundings) -> str:
        if around.cell is not None:
            return around.cell.label
        figure, before = around.figure, around.paragraph + around.sentence
        unit, is_rank = (figure.measure_word, figure.ordinal) if figure else ("", False)
        return find_label(before, around.after, unit, self.words, is_rank=is_rank)

    def _find_words(self, around: Surroundings, label: str) -> tuple[str, str]:
        """Return the words beside a figure, and those of the clauses around it."""
        if around.cell is not None:
            return label, label
        beside = around.clause + around.right
        return beside if label in beside else label, "".join(around.clauses[-3:]) + around.right

    def _is_change(self, around: Surroundings) -> bool:
        """True when a figure is the amount by which something changed."""
        if around.cell is None:
            return _PATTERNS["changed_by"].search(around.clause) is not None
        return any(_PATTERNS["change_column"].search(word) for word in around.cell.heads)

    def _weigh(self, around: Surroundings, time: Guess, where: Location, sureness: float) -> float:
        """Return the confidence in a row, whose indicator is as sure as given."""
        parts = {
            "indicator": sureness,
            "period": 0.95 if time.basis == "printed" else 0.5 if time.period else 0.0,
            "place": where.sureness if where.place else 0.0,
            "token": 1.0 if around.figure is not None else 0.0,
        }
        confidence = sum(weight * parts[name] for name, weight in _WEIGHTS.items())
        is_start = _PATTERNS["from"].search(around.clause) and _PATTERNS["risen"].match(
            around.after
        )
        return min(confidence, _DOUBTFUL) if is_start or not where.is_sure else confidence

    def _find_unit(self, figure: PrintedFigure | None, indicator: str, clause: str) -> str:
        """Return the unit; the places that a rank moved by are not persons."""
        is_move = figure and figure.measure_word == "位" and _PATTERNS["moved"].search(clause)
        if figure and not indicator and is_move:
            figure = replace(figure, ordinal=True)
        return self.vocabulary.find_unit(figure, indicator)

    def _find_subject(self, around: Surroundings) -> Subject:
        """Return the subject of a figure; a row of a table names it in its first cell."""
        spotted = around.spotted
        if around.cell is None:
            return self.subjects.find(around.number, spotted.start, spotted.end)
        side = around.passage.text.split("\t")[0].strip()
        return Subject("county", county=side) if is_county(side) else Subject()

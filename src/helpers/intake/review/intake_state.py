"""A review as plain data for its page: the text with its marks, the fields, and all labels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from helpers.intake.review.confirmation import find_unconfirmed, list_unconfirmed
from helpers.intake.review.faults import split_fault
from helpers.intake.review.filing import ACCEPTED, FILED, REJECTED
from helpers.intake.review.highlights import MarkedText
from helpers.intake.review.intake_faults import say_cell_fault, say_fault
from helpers.intake.review.intake_words import (
    ROW_FIELDS,
    SOURCE_FIELDS,
    describe_fields,
    pack_confident,
    say_read,
    say_reading,
    say_reason,
    say_where,
    say_words,
)
from helpers.intake.review.session import Session
from helpers.intake.text.reading_faults import translate_fault
from helpers.problems import Problem
from helpers.project import relative
from helpers.words.language import Language

_LINE_OF_FIRST_ROW = 2
_STATES = {"": "open", ACCEPTED: "accepted", REJECTED: "rejected", FILED: "filed"}


@dataclass(frozen=True)
class Packer:
    """Packs a review as plain data."""

    session: Session
    language: Language
    marked: MarkedText
    _packed: dict[tuple[object, ...], dict[str, Any]] = field(default_factory=dict, repr=False)

    def pack_document(self) -> dict[str, Any]:
        """Return what is constant: the text, what was left out, the fields, and all labels."""
        review = self.session.review
        proposals = review.proposals
        raw_table = review.raw.package.tables[review.raw.package.subjects[0]]
        sources = review.raw.package.tables["sources"]
        lines = [
            [line.locator.partition(" ")[2], line.text, line.is_cells]
            for line in proposals.document.lines
        ]
        omissions = [
            {
                "token": omission.token,
                "where": say_where(omission.locator, self.language),
                "reason": say_reason(omission.reason, self.language),
                "marks": self._find(omission.locator, omission.token, omission.context),
            }
            for omission in proposals.omissions
        ]
        lists = {
            name: [[key, self.language.name(row)] for key, row in review.raw.index(*where).items()]
            for name, where in raw_table.foreign_keys.items()
            if name in ROW_FIELDS
        }
        return {
            "language": self.language.code,
            "title": proposals.facts.title,
            "lines": lines,
            "omissions": omissions,
            "fields": describe_fields(ROW_FIELDS, raw_table, self.language),
            "source_fields": describe_fields(SOURCE_FIELDS, sources, self.language),
            "lists": lists,
            "words": say_words(self.language),
        }

    def pack_state(
        self, said: str = "", number: int = -1, *, wrong: bool = False
    ) -> dict[str, Any]:
        """Return what every step may change, and what the last one did, or why it was refused.

        It shows the row of a number; -1 leaves it to the page.
        """
        review, say = self.session.review, self.language.say
        rows = [self._pack_row(place) for place in range(len(review.rows))]
        counts = dict.fromkeys(_STATES.values(), 0)
        for row in rows:
            counts[row["decision"]] += 1
        source_faults = self._say_source_faults()
        return {
            "rows": rows,
            "counts": counts,
            "progress": self.say_progress(),
            "steps": self.list_steps(len(source_faults)),
            "can_file": bool(counts["accepted"]) and not source_faults,
            "file": say("intake_file_rows", rows=counts["accepted"]),
            "confident": list(pack_confident(rows, self.language)),
            "can_undo": bool(self.session.steps),
            "source": dict(review.source),
            "source_faults": source_faults,
            "is_known": review.is_known,
            "said": said,
            "wrong": wrong,
            "number": number,
        }

    def say_hello(self) -> tuple[str, bool]:
        """Return the first message of the page, and whether it is about an error."""
        review, say = self.session.review, self.language.say
        proposals = review.proposals
        if any(not row["place"] and not row["decision"] for row in review.rows):
            printed = proposals.place_printed or say("intake_not_found")
            if not proposals.place:
                return say("intake_place_unknown", printed=printed), True
        path = relative(review.paths.proposals, review.project)
        return say("intake_kept", path=path), False

    def say_progress(self) -> str:
        """Return how many rows are decided."""
        counts = self.session.review.count()
        return self.language.say(
            "intake_progress",
            decided=sum(counts.values()) - counts[""],
            total=sum(counts.values()),
            accepted=counts[ACCEPTED],
            rejected=counts[REJECTED],
            filed=counts[FILED],
        )

    def say_problem(self, problem: Problem) -> str:
        """Return the sentence that names the cell or row that kept rows from being filed."""
        review, say = self.session.review, self.language.say
        if problem.file == relative(review.paths.proposals, review.project) and problem.column:
            row = review.rows[problem.line - _LINE_OF_FIRST_ROW]
            text = say("intake_fault_unconfirmed")
            if [problem] != find_unconfirmed(row, problem.line, problem.file):
                text = say_fault(problem, row, review.raw, self.language)
            where = say_where(row["locator"], self.language)
            return say("intake_fault_at", where=where, token=row["as_printed"], text=text)
        file, line = problem.file, problem.line
        if not problem.column:
            texts = {"zh": say("intake_clash", file=file, line=line)}
        else:
            known = review.raw.package.tables.get(file.rpartition("/")[2].removesuffix(".csv"))
            names = {column.name: column.description for column in known.fields} if known else {}
            column = self.language.pick(names.get(problem.column, {"en": problem.column}))
            texts = {"zh": say("intake_clash_at", file=file, line=line, column=column)}
        # The message of the data check is in English already.
        return self.language.pick({"en": str(problem), **texts})

    def list_steps(self, missing: int) -> list[dict[str, Any]]:
        """List the three steps, each with what remains to be done."""
        say, review = self.language.say, self.session.review
        counts = review.count()
        decide = say("intake_step_decide", open=counts[""])
        if not counts[""]:
            decide = say("intake_step_decided")
        describe = say("intake_step_describe", missing=missing)
        if not missing:
            describe = say("intake_step_described")
        if counts[ACCEPTED]:
            file = say("intake_step_file", rows=counts[ACCEPTED])
        elif counts[FILED]:
            file = say("intake_step_filed", rows=counts[FILED])
        else:
            file = say("intake_step_nothing_to_file")
        return [
            {"text": decide, "done": not counts[""]},
            {"text": describe, "done": not missing},
            {"text": file, "done": bool(counts[FILED]) and not counts[ACCEPTED]},
        ]

    def find_row_marks(self, row: Mapping[str, str]) -> list[list[int]]:
        """Return the position of the token of a row; of an edited row, of the proposed token."""
        found = self._find(row["locator"], row["as_printed"], row["context"])
        if not found:
            proposed = row["context"].rpartition("【")[2].partition("】")[0]
            found = self._find(row["locator"], proposed, row["context"])
        return found

    def _find(self, locator: str, token: str, context: str) -> list[list[int]]:
        marks = self.marked.find(locator, token, context)
        return [[mark.line, mark.start, mark.end] for mark in marks]

    def _pack_row(self, number: int) -> dict[str, Any]:
        """Return a row as plain data; an unchanged row is not checked again."""
        review = self.session.review
        source = review.source
        written = source["source"], source["written_latest"], source["vintage"]
        key = number, *review.rows[number].values(), *written, len(review.raw.readings)
        if key not in self._packed:
            self._packed[key] = self._read_row(number)
        return self._packed[key]

    def _read_row(self, number: int) -> dict[str, Any]:
        review = self.session.review
        row = review.rows[number]
        is_open = row["decision"] in ("", ACCEPTED)
        found = review.find_faults(number) if is_open else []
        faults = {fault.column: say_fault(fault, row, review.raw, self.language) for fault in found}
        can_settle = False
        if row["fault"] and is_open:
            # The checks of the raw data come to the token last, when all other cells are filled in.
            column, reason = split_fault(row["fault"], row)
            can_settle = bool(row["value"])
            key = "intake_fault_reading" if can_settle else "intake_fault_token"
            faults[column] = self.language.say(
                key, value=row["as_printed"], reason=translate_fault(reason, self.language)
            )
        if row["decision"] == ACCEPTED and list_unconfirmed(row):
            faults["confirmed"] = self.language.say("intake_fault_unconfirmed")
        if row["term"] and "indicator" in faults:
            hint = self.language.say("intake_hint_term", term=row["term"])
            faults["indicator"] += f" {hint}" if self.language.code == "en" else hint
        confidence = row["confidence"] or "0"
        return {
            "number": number,
            "where": say_where(row["locator"], self.language),
            "decision": _STATES[row["decision"]],
            "cells": {name: row[name] for name in ROW_FIELDS},
            "cells_confidence": confidence,
            "confidence": f"{Decimal(confidence):.0%}" if row["confidence"] else "",
            "reading": say_reading(row, review.raw, self.language),
            "doubtful": [
                self.language.say(f"intake_doubt_{name}") for name in row["doubtful"].split()
            ],
            "can_settle": can_settle,
            "read": say_read(row, review.raw, self.language),
            "marks": self.find_row_marks(row),
            "faults": faults,
        }

    def _say_source_faults(self) -> dict[str, str]:
        review = self.session.review
        fields = {column.name: column for column in review.raw.package.tables["sources"].fields}
        return {
            fault.column: say_cell_fault(
                fault, review.source[fault.column], fields[fault.column], self.language
            )
            for fault in review.describe()
            # sources.csv takes precedence for sources that it lists.
            if not review.is_known or fault.column == "source"
        }

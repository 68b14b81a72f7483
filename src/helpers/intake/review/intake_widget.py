"""The page on which a person decides on proposals: the text, one proposal, and what is left."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from helpers.intake.review.filing import ChangedElsewhereError
from helpers.intake.review.highlights import Highlight
from helpers.intake.review.intake_state import Packer
from helpers.intake.review.intake_words import say_skipped
from helpers.intake.review.session import Session
from helpers.problems import InputError, UsageError
from helpers.project import relative
from helpers.scripts import read_script

_FOLDER = Path(__file__).parent


class Reviewer(anywidget.AnyWidget):
    """A session on a page; every message of the page is one step.

    The document is what is constant, and the state what every step may change, both as plain data.
    """

    _esm = read_script(_FOLDER / "page", "fields", "passage", "intake_review")
    _css = _FOLDER / "intake_review.css"
    document = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, packer: Packer) -> None:
        """Show a session."""
        self.packer = packer
        said, wrong = packer.say_hello()
        super().__init__(
            document=packer.pack_document(), state=packer.pack_state(said, wrong=wrong)
        )
        self.on_msg(lambda _, content, __: self.follow(content))

    @property
    def session(self) -> Session:
        """The review at work."""
        return self.packer.session

    def follow(self, message: dict[str, Any]) -> None:
        """Do what the page asks for, and show what came of it."""
        try:
            said, number = self._act(message)
            wrong = message["do"] == "accept" and bool(said)
        except (UsageError, InputError) as error:
            said, number, wrong = self._say_refusal(error), -1, True
        except OSError as error:
            path = relative(self.session.review.paths.proposals, self.session.review.project)
            said = self.packer.language.say("intake_not_written", path=path, reason=error.strerror)
            number, wrong = -1, True
        # The page waits for an answer to each message, and an equal state would not be sent.
        state = self.packer.pack_state(said, number, wrong=wrong)
        self.state = {**state, "answers": message.get("id", "")}

    def _act(self, message: dict[str, Any]) -> tuple[str, int]:
        """Do one step; return what it did and the row to show."""
        session, say = self.session, self.packer.language.say
        number = int(message.get("number", -1))
        match message["do"]:
            case "accept":
                return ("", -1) if not session.accept(number) else (say("intake_has_fault"), number)
            case "reject":
                session.reject(number)
            case "reopen":
                session.reopen(number)
                return "", number
            case "edit":
                session.edit(number, message["column"], message["value"])
                return "", number
            case "describe":
                session.describe(message["column"], message["value"])
            case "accept_confident":
                kinds = session.accept_confident(Decimal(message["least"]))
                accepted, *skipped = (len(numbers) for numbers in kinds.values())
                done = say("intake_accepted_confident", rows=accepted)
                return done + say("sentence_space") + say_skipped(
                    self.packer.language, *skipped
                ), -1
            case "add":
                return say("intake_added"), session.add(Highlight(*map(int, message["mark"])))
            case "file":
                return self._file(), -1
            case "undo":
                return self._undo()
        return "", -1

    def _file(self) -> str:
        say = self.packer.language.say
        filing = self.session.file()
        if not filing.changed:
            return say("intake_nothing_accepted")
        project = self.session.review.project
        files = self.packer.language.join([relative(path, project) for path in filing.changed])
        return say("intake_filed", rows=sum(filing.counts.values()), files=files)

    def _undo(self) -> tuple[str, int]:
        say = self.packer.language.say
        step = self.session.undo()
        if step is None:
            return say("intake_nothing_to_undo"), -1
        if step.filing is not None:
            return say("intake_filing_undone", rows=sum(step.filing.counts.values())), -1
        return say("intake_undone"), min(step.number, len(self.session.review.rows) - 1)

    def _say_refusal(self, error: UsageError | InputError) -> str:
        """Return why a step was refused; the fault is shown at its field as well."""
        say = self.packer.language.say
        if isinstance(error, ChangedElsewhereError):
            return say("intake_changed_elsewhere", path=error.path)
        if isinstance(error, InputError):
            faults = [self.packer.say_problem(problem) for problem in error.problems]
            return say("intake_refused", reason=say("list_semicolon").join(dict.fromkeys(faults)))
        return say("intake_refused", reason=str(error))

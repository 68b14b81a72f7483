"""The review of a new document in a notebook: a table, and a page where a kernel can answer."""

import html
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.intake.review.decisions import Review
from helpers.intake.review.highlights import MarkedText
from helpers.intake.review.intake_state import Packer
from helpers.intake.review.intake_words import say_reason, say_where
from helpers.intake.review.session import Session
from helpers.words.language import Language


@dataclass(frozen=True)
class Said:
    """Sentences for the analyst, which are not printed in a report."""

    sentences: tuple[str, ...]

    def __repr__(self) -> str:
        """Return a sentence per line."""
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)


@dataclass(frozen=True)
class ReviewPanel:
    """The proposals beside their text, with what a person decides by."""

    session: Session
    language: Language

    @property
    def packer(self) -> Packer:
        """Return the packer of the review as plain data."""
        text = MarkedText(self.session.review.proposals.document)
        return Packer(self.session, self.language, text)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the table as text and HTML, and the page where widgets are installed."""
        table = self.session.review.tabulate()
        said = self.packer.say_progress()
        bundle: dict[str, Any] = {
            "text/plain": f"{said}\n{table.to_string()}",
            "text/html": f"<p>{html.escape(said)}</p>{table.to_html()}",
        }
        try:
            from helpers.intake.review.intake_widget import Reviewer
        except ImportError:
            return bundle
        shown = Reviewer(self.packer)._repr_mimebundle_()
        data = shown[0] if isinstance(shown, tuple) else shown or {}
        return {**{kind: each for kind, each in data.items() if "widget" in kind}, **bundle}


def summarise_intake(review: Review, language: str) -> Said:
    """Return what was read in a document."""
    spoken = Language(language)
    say = spoken.say
    proposals = review.proposals
    printed = proposals.place_printed or say("intake_not_found")
    known = review.raw.index("places", "place").get(proposals.place)
    place = spoken.name(known) if known else printed
    day = proposals.facts.written
    written = spoken.day(day) if day else say("intake_not_found")
    summary = say(
        "intake_summary",
        title=proposals.facts.title,
        proposed=len(review.rows),
        omitted=len(proposals.omissions),
    )
    unknown = () if proposals.place else (say("intake_place_unknown", printed=printed),)
    return Said((summary, say("intake_place", place=place, written=written), *unknown))


def review_proposals(review: Review, language: str) -> ReviewPanel:
    """Show the proposals beside their text, to accept, edit, reject and file them."""
    return ReviewPanel(Session(review), Language(language))


def tabulate_omissions(review: Review, language: str) -> pd.DataFrame:
    """Return what was left out, with the reason."""
    spoken = Language(language)
    columns = [spoken.say(f"intake_column_{name}") for name in ("locator", "token", "reason")]
    rows = [
        (say_where(omission.locator, spoken), omission.token, say_reason(omission.reason, spoken))
        for omission in review.proposals.omissions
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def tell_what_remains(review: Review, language: str) -> Said:
    """Return what remains to be done before the accepted rows are filed; write nothing."""
    packer = review_proposals(review, language).packer
    faults = packer.pack_state()["source_faults"]
    steps = [step["text"] for step in packer.list_steps(len(faults))]
    return Said((*steps, *(f"{column}: {text}" for column, text in faults.items())))

"""The review of a new document in a notebook: a table, and buttons where a kernel can answer."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpers.intake.filing import ACCEPTED, FILED, REJECTED
from helpers.intake.review import Review
from helpers.problems import Problem
from helpers.project import relative
from helpers.reports.language import Language

_CHOICES = ("place", "indicator", "entity")
_TEXTS = ("as_printed", "table_unit", "period", "label", "note_zh", "note_en")
_CATEGORIES = ("period_basis", "period_evidence", "basis", "measure", "scope", "status")
_MARK = '<mark style="padding:0 .15em">{token}</mark>'


@dataclass(frozen=True)
class Said:
    """Sentences for the analyst, which no report prints."""

    sentences: tuple[str, ...]

    def __repr__(self) -> str:
        """Return a sentence per line."""
        return "\n".join(self.sentences)

    def _repr_html_(self) -> str:
        return "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.sentences)


def summarise_intake(review: Review, language: str) -> Said:
    """Say what was read in a document.

    Args:
        review: The review.
        language: `zh` or `en`.
    """
    say = Language(language).say
    proposals = review.proposals
    printed = proposals.place_printed or say("intake_not_found")
    place = proposals.place or say("intake_place_unknown", printed=printed)
    written = proposals.facts.written or say("intake_not_found")
    summary = say(
        "intake_summary",
        title=proposals.facts.title,
        proposed=len(review.rows),
        omitted=len(proposals.omissions),
    )
    return Said((summary, say("intake_place", place=place, written=written)))


def file_accepted_rows(review: Review, language: str) -> Said:
    """File the accepted rows with their source, and say what was filed.

    Args:
        review: The review.
        language: `zh` or `en`.

    Raises:
        InputError: A row or the source is wrong; nothing is filed then.
    """
    say = Language(language).say
    filing = review.file()
    rows = sum(filing.counts.values())
    if not rows:
        return Said((say("intake_nothing_accepted", open=filing.undecided),))
    said = say("intake_filed", rows=rows, rejected=filing.rejected, open=filing.undecided)
    return Said((said,))


@dataclass
class ReviewPanel:
    """The proposals beside the text, one at a time, with what a person decides by.

    Attributes:
        review: The review.
        language: Language of the labels.
        number: The row shown, counted from 0.
    """

    review: Review
    language: Language
    number: int = 0

    def say_counts(self) -> str:
        """Say which row is shown and how many are decided."""
        counts = self.review.count()
        return self.language.say(
            "intake_counts",
            number=self.number + 1,
            total=len(self.review.rows),
            accepted=counts[ACCEPTED],
            rejected=counts[REJECTED],
            filed=counts[FILED],
            open=counts[""],
        )

    def mark_text(self) -> str:
        """Return the lines beside the row as HTML, with its token marked."""
        if not self.review.rows:
            return ""
        row = self.review.rows[self.number]
        marked = []
        for locator, text in self.review.read_beside(self.number):
            shown = html.escape(text)
            token = html.escape(row["as_printed"])
            if locator == row["locator"]:
                shown = shown.replace(token, _MARK.format(token=token))
            marked.append(f"<small>{html.escape(locator)}</small> {shown}")
        return "<br>".join(marked)

    def move(self, step: int) -> None:
        """Show another row."""
        self.number = min(max(self.number + step, 0), max(len(self.review.rows) - 1, 0))

    def decide(self, values: dict[str, str], *, accept: bool) -> list[Problem]:
        """Take over what was typed, decide, and go on to the next row unless there are faults.

        Args:
            values: Cells as typed, by column.
            accept: Whether the row is accepted; it is rejected otherwise.

        Returns:
            The faults that keep it from being accepted.
        """
        row = self.review.rows[self.number]
        changed = {name: value for name, value in values.items() if value.strip() != row[name]}
        if not accept:
            self.review.reject(self.number)
            faults: list[Problem] = []
        else:
            if changed:
                self.review.edit(self.number, **changed)
            faults = self.review.accept(self.number)
        if not faults:
            self.move(1)
        return faults

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """Show the table as text and HTML, and the buttons where widgets are installed."""
        table = self.review.tabulate()
        text = f"{self.say_counts()}\n{table.to_string()}"
        shown = f"<p>{html.escape(self.say_counts())}</p>{self.mark_text()}{table.to_html()}"
        bundle: dict[str, Any] = {"text/plain": text, "text/html": shown}
        try:
            controls = build_controls(self)
        except ImportError:
            return bundle
        widget = controls._repr_mimebundle_()
        return {**{kind: data for kind, data in widget.items() if "widget" in kind}, **bundle}


def review_proposals(review: Review, language: str) -> ReviewPanel:
    """Show the proposals beside the text, to accept, edit or reject them.

    Args:
        review: The review.
        language: `zh` or `en`.
    """
    return ReviewPanel(review, Language(language))


def build_controls(panel: ReviewPanel) -> Any:
    """Build the buttons and fields of a panel.

    Args:
        panel: The panel that they move and decide in.

    Returns:
        A box of ipywidgets.

    Raises:
        ImportError: ipywidgets is not installed.
    """
    import ipywidgets

    review, say = panel.review, panel.language.say
    table = review.raw.package.tables[review.raw.package.subjects[0]]
    labels = {column.name: list(column.labels) for column in table.fields}
    beside, counts, faults = ipywidgets.HTML(), ipywidgets.HTML(), ipywidgets.HTML()
    fields: dict[str, Any] = {}
    for name in _CHOICES:
        known = list(review.raw.index(*table.foreign_keys[name]))
        fields[name] = ipywidgets.Combobox(description=name, options=known)
    for name in _CATEGORIES:
        fields[name] = ipywidgets.Dropdown(description=name, options=["", *labels[name]])
    for name in _TEXTS:
        fields[name] = ipywidgets.Text(description=name)

    def show(found: list[Problem] | None = None) -> None:
        if review.rows:
            for name, widget in fields.items():
                widget.value = review.rows[panel.number][name]
        beside.value, counts.value = panel.mark_text(), html.escape(panel.say_counts())
        lines = [f"{fault.column}: {fault.wrong}; {fault.expected}" for fault in found or []]
        faults.value = "<br>".join(html.escape(line) for line in lines)

    def decide(*, accept: bool) -> None:
        values = {name: str(widget.value) for name, widget in fields.items()}
        found = panel.decide(values, accept=accept) if review.rows else []
        # What was typed stays to be mended; the row already holds it.
        show(found)

    def step(count: int) -> None:
        panel.move(count)
        show()

    def save() -> None:
        review.save()
        faults.value = html.escape(
            say("intake_saved", path=relative(review.paths.proposals, review.project))
        )

    buttons = ipywidgets.HBox(
        [
            _make_button(say("intake_accept"), lambda: decide(accept=True), "success"),
            _make_button(say("intake_reject"), lambda: decide(accept=False), "warning"),
            _make_button(say("intake_previous"), lambda: step(-1)),
            _make_button(say("intake_next"), lambda: step(1)),
            _make_button(say("intake_save"), save, "primary"),
        ]
    )
    form = ipywidgets.GridBox(
        list(fields.values()),
        layout=ipywidgets.Layout(grid_template_columns="repeat(auto-fit, minmax(320px, 1fr))"),
    )
    show()
    return ipywidgets.VBox([counts, beside, form, faults, buttons])


def _make_button(label: str, act: Callable[[], None], style: str = "") -> Any:
    import ipywidgets

    button = ipywidgets.Button(description=label, button_style=style)
    button.on_click(lambda _: act())
    return button

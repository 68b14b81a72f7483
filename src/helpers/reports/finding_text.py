"""The findings of the audit in words: the finding, its arithmetic, its meaning."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers.analysis.claims.target_claims import ContradictionClaim
from helpers.audit.doubts import name_doubt
from helpers.audit.facts import Finding, Quantity
from helpers.data.figures import AnyFigure, Figure
from helpers.data.revisions import list_between
from helpers.reports.finding_numbers import widen_as_shown, write_number
from helpers.reports.quantity_text import write_quantity
from helpers.reports.report import Report, is_inferred
from helpers.words.language import cut_list, read_catalogue

# Of longer lists the first few are told; each is a row of the attached files.
_MOST_LISTED, _MOST_WORKED = 4, 3
_PARTS = ("name", "", "work", "so")
# Roles that no number of a finding is worked out from.
_BESIDE = ("fitting", "elsewhere")
# Sums and differences of what is printed are written as a reader works them out, but for a fall
# from or to what a table rounded coarser than it prints.
_SUMS = ("sum", "residual", "fall")


@dataclass(frozen=True)
class FindingText:
    """A finding in the words of one language: what was checked and found, the sum, its meaning.

    Of several findings `parts` are the lead of the sentence, then what it tells of each.
    """

    name: str
    sentence: str
    work: str
    so: str
    parts: Sequence[str] = ()


def write_finding(report: Report, finding: Finding) -> FindingText:
    """Write a finding in the language of the report."""
    values = _list_values(report, finding)
    name, sentence, work, so = (_tell(report, finding, part, values) for part in _PARTS)
    return FindingText(name, sentence, _add_reliability(report, work, [finding]), so)


def claim_finding(report: Report, finding: Finding) -> str:
    """Write the sentence of a finding as a claim of the report."""
    return _claim(report, "", [finding], _list_values(report, finding))


def claim_kind(report: Report, findings: Sequence[Finding]) -> FindingText | None:
    """Write several findings of one check and meaning as one claim, each in a few words.

    None where the catalogue has no words for several findings of this kind.
    """
    first = findings[0]
    if f"audit_{_find_words(first, 'many')}" not in read_catalogue():
        return None
    values = [_list_values(report, finding) for finding in findings]

    def list_items(part: str) -> list[str]:
        told = zip(findings, values, strict=True)
        return list(dict.fromkeys(_tell(report, finding, part, each) for finding, each in told))

    def separate(texts: Sequence[str]) -> list[str]:
        """Lead each text to the next: sentences by their stops, what is less by semicolons."""
        stop, between = report.say("full_stop"), report.say("list_semicolon")
        if all(text.endswith(stop) for text in texts):
            between = stop + report.say("sentence_space")
        *others, last = (text.rstrip("。.") for text in texts)
        return [*(f"{text}{between}" for text in others), last]

    def join(texts: Sequence[str]) -> str:
        return "".join(separate(texts) if texts else [])

    named = dict.fromkeys(str(each.get("first_name", "")) for each in values)
    items = separate(list_items("item"))
    told: dict[str, object] = {"count": len(findings), "items": "".join(items)}
    told["first_names"] = report.language.join([*named])
    # Where each item tells its own sum, only what that is is said of all.
    has_works = f"audit_{_find_words(first, 'item_work')}" in read_catalogue()
    works = list_items("item_work") if has_works else []
    worked = {"items": _list_first(report, works, _MOST_WORKED, join)}
    sentence = _claim(report, "many", findings, told)
    lead, _, end = sentence.rpartition("".join(items))
    return FindingText(
        _tell(report, first, "name", {}),
        sentence,
        _add_reliability(report, _tell(report, first, "many_work", worked), findings),
        _tell(report, first, "so", {}),
        [lead, *items[:-1], items[-1] + end],
    )


def _list_first(
    report: Report, texts: list[str], most: int, join: Callable[[list[str]], str]
) -> str:
    """Join the first of some texts, and say how many more there are."""
    first = cut_list(texts, most)
    items, more = join([*first]), len(texts) - len(first)
    return report.say("list_more", items=items, more=more) if more else items


def _add_reliability(report: Report, work: str, findings: Sequence[Finding]) -> str:
    """Add to a working which of its figures are less sure, and the note of each."""
    told: dict[tuple[str, str], list[str]] = {}
    for figure in dict.fromkeys(one for finding in findings for one in finding.figures):
        if figure.is_of_low_reliability:
            doubt = report.label("status", figure.status)
        elif figure.figure_confidence:
            level = report.label("confidence", figure.figure_confidence)
            doubt = report.say("audit_confidence", level=level)
        else:
            continue
        described = report.say("audit_role_described", **_describe(report, figure, figure.place))
        told.setdefault((doubt, report.language.pick(figure.notes)), []).append(described)
    stop, space = report.say("full_stop"), report.say("sentence_space")
    for (doubt, note), figures in told.items():
        key = "audit_less_sure_noted" if note else "audit_less_sure"
        listed = report.language.join(figures)
        text = report.say(key, figures=listed, doubt=doubt, note=note.rstrip("。.")).rstrip()
        work = f"{work.rstrip()}{space}{text.removesuffix(stop)}{stop}"
    return work


def tell_meaning(report: Report, finding: Finding) -> str:
    """Write what a finding means, and what the reports do about it."""
    return _tell(report, finding, "so", {})


def _claim(
    report: Report, part: str, findings: Sequence[Finding], values: Mapping[str, object]
) -> str:
    claims = [
        ContradictionClaim(
            finding=finding,
            relation="inconsistent" if finding.verdict == "inconsistent" else "undecided",
        )
        for finding in findings
    ]
    return report.claim(f"audit_{_find_words(findings[0], part)}", *claims, **values)


def _tell(report: Report, finding: Finding, part: str, values: Mapping[str, object]) -> str:
    text = report.say(f"audit_{_find_words(finding, part)}", **values)
    return text[0].upper() + text[1:].rstrip()


def _find_words(finding: Finding, part: str) -> str:
    """Return the name of a part of a message: of the form of a check, or what it begins with."""
    forms = finding.form.split("_")
    heads = [[finding.check, *forms[:number]] for number in range(len(forms), -1, -1)]
    names = ["_".join(filter(None, (*head, part))) for head in heads]
    return next((name for name in names if f"audit_{name}" in read_catalogue()), names[-1])


def _list_values(report: Report, finding: Finding) -> dict[str, object]:
    values: dict[str, object] = {}
    # What a finding doubts needs no mark in its own words, which say why.
    kind, raised = name_doubt(finding)
    plain = {
        f: replace(f, doubt="", doubt_bound=None) for f in raised if kind in f.doubt.split("|")
    }
    figures = finding.figures
    # What is found of one firm alone names the firm where else the place is named.
    firms = {figure.entity if figure.scope == "firm" else "" for figure in figures}
    firm = firms.pop() if len(firms) == 1 else ""
    for role, rows in finding.roles.items():
        told = [plain.get(row, row) for row in rows]
        told = [replace(row, entity="") for row in told] if firm else told
        values |= _write_role(report, role, told)
        # Of figures of one time, it is inferred where it is not printed with each of them.
        same = (one for one in figures if one.period == rows[0].period)
        starred = next(filter(is_inferred, same), rows[0])
        values[f"{role}_period"] = report.show_period(starred)
        values[f"{role}_told"] = tell_period(report, starred)  # beside a name, not after "in"
    if figures:
        firm_row = report.codebook.entities.get(firm)
        place = report.place(figures[0].place)
        values["place"] = report.language.name(firm_row) if firm_row else place
        if str(values.get("own_name", "")).startswith("省"):  # else the place reads as a province
            values["place"] = f"{values['place']}的"
        vintages = sorted(figure.vintage for figure in figures)
        between = list_between(
            report.codebook.revisions.values(),
            report.codebook.places[figures[0].place]["kind"],
            vintages[0],
            vintages[-1],
        )
        values["revision"] = report.language.join([report.language.name(row) for row in between])
    bases = [row for role, rows in finding.roles.items() if role not in _BESIDE for row in rows]
    is_doubted = any(plain.get(row, row).is_doubted for row in bases)
    rounded = ["fall"] if any(figure.rounded_to for figure in figures) else []
    # What is left of a total has the room that the rounding of all its parts leaves.
    rounded += ["residual"] if finding.check == "province" else []
    for name, number in finding.numbers.items():
        widened = widen_as_shown(finding, name, number)
        values |= write_number(report, name, widened, is_sum=name in _SUMS and name not in rounded)
        if isinstance(widened, Quantity):
            values[f"{name}_span"] = write_quantity(report, widened, is_worked_with=True)
            for key in (name, f"{name}_span") if is_doubted else ():
                values[key] = report.say("doubted", figure=values[key])
    return values


def _write_role(report: Report, role: str, figures: Sequence[Figure]) -> dict[str, object]:
    """Return the values that messages may name of the figures in one role."""
    language, first = report.language, figures[0]
    described = [_describe(report, figure, first.place) for figure in figures]

    def say_each(kind: str) -> list[str]:
        each = placed if kind == "described" else described
        return [report.say(f"audit_role_{kind}", **values) for values in each]

    # Where each is told with its place, its name need not tell it again.
    placed = [_describe(report, figure, figure.place) for figure in figures]
    written = [values["figure"] for values in described]
    inside = [report.indicator(figure.indicator, inside=True) for figure in figures]
    measured = [
        report.say("audit_role_listed", name=name, figure=text)
        for name, text in zip(inside, written, strict=True)
    ]
    listed = say_each("listed")
    subject, semicolon = described[0]["name"], report.say("list_semicolon")
    entity = report.codebook.entities.get(first.entity)
    values: dict[str, object] = {
        "entity": language.name(entity) if entity else subject,
        "listed": language.join(listed),
        "brief": _list_first(report, listed, _MOST_LISTED, language.join),
        "briefly": _list_first(report, say_each("named"), _MOST_LISTED, language.join),
        "kind": report.label(
            *(("basis", first.basis) if first.basis == "estimate" else ("status", first.status))
        ),
        "first": written[0],
        "list": language.join(written),
        "measured": language.join(measured),
        "name": report.indicator(first.indicator),
        "inside": inside[0],
        "subject": subject,
        "source": described[0]["source"],
        "count": len(figures),
        "named": semicolon.join(say_each("named")),
        "placed": semicolon.join(say_each("placed")),
        "described": language.join(say_each("described")),
        "dated": language.join(say_each("dated")),
        "counted": language.join(say_each("counted")),
        "periods": language.join([values["period"] for values in described]),
    }
    sums = report.say("audit_sum_sign").join(written)
    values["factor"] = report.say("audit_sum_bracketed", sum=sums) if len(written) > 1 else sums
    return {role: sums} | {f"{role}_{name}": value for name, value in values.items()}


def tell_period(report: Report, figure: AnyFigure) -> str:
    """Write the period of a row; what only the date of its document gives was stated then."""
    is_dated = isinstance(figure, Figure) and figure.period_evidence == "document_date"
    if not is_dated or "/" in figure.period:
        return report.show_period(figure)
    period = report.language.period(f"{figure.period}/..")
    return report.say("period_inferred", period=period)


def _describe(report: Report, figure: Figure, home: str) -> dict[str, str]:
    return {
        "name": report.subject_of_figure(figure, home, inside=True),
        "figure": report.write(figure),
        "period": tell_period(report, figure),
        "place": report.place(figure.place),
        "source": report.source(figure.source),
        "locator": report.locator(figure.locator, report.indicator(figure.indicator)),
    }

"""The kind of statement of a figure: basis, measure and scope, from the words around it."""

import re
from dataclasses import dataclass

from helpers.data.printed.printed_figures import PrintedFigure
from helpers.intake.guessing.document_header import DocumentHeader, find_plan_years
from helpers.intake.guessing.subjects import Subject
from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns
from helpers.intake.text.sizes import is_magnitude

_MONEY = frozenset(["元", "元人民币", "美元", "欧元", "日元", "港元", "英镑"])
_SHARES = frozenset({"%", "‰", "‱"})
_POINTS = frozenset({"个百分点", "个基点", "基点"})
_EVENTS = frozenset(["人次", "户次", "家次", "件次", "台次", "场次", "场", "次", "课时", "学时"])
_FEATURES = frozenset(["大", "大类", "部分", "层"])
# Output and transport are counted by period, except capacities and stocks.
_OUTPUTS = frozenset(["吨", "千瓦时", "辆", "斤", "公斤", "吨公里", "人公里", "标箱", "标准箱"])
_DURATIONS = frozenset(["个月", "月", "周", "天", "小时", "个小时", "分钟", "工作日", "个工作日"])
_PATTERNS = read_patterns("statements")
_SIZES = _MONEY | {"亩", "平方米", "平方公里", "公顷", "㎡"}


@dataclass(frozen=True)
class Statement:
    """Properties of a figure that are known before its measure is guessed.

    Attributes:
        basis: What kind of statement it is.
        is_dated: Whether its period is told: what was done in it is a flow.
        is_of_body: Whether it is of one institution or project, which counts since its start.
    """

    basis: str
    is_dated: bool = False
    is_of_body: bool = False


def guess_basis(
    sentence: str,
    after: str,
    headings: tuple[str, ...],
    figure: PrintedFigure | None,
    facts: DocumentHeader,
    words: Words,
) -> str:
    """Guess whether a figure is a fact, an estimate, a forecast, a target or a rule."""
    # Replaced by the same length, so that later positions stay valid.
    sentence = _PATTERNS["no_aim"].sub(lambda match: "_" * len(match[0]), sentence)
    run = _after_last(";。", sentence)
    clause = _after_last(",;。", sentence)
    if _is_rule(run, after, figure, words):
        return "policy"
    is_ahead = any(
        int(year) > (facts.year or 0) for year in _PATTERNS["deadline"].findall(sentence)
    )
    if words.finds("policy_title", facts.title) and not is_ahead:
        return "policy"
    if _PATTERNS["of_target"].search(clause):
        return "actual"
    if words.finds("after_completion", sentence):
        return "forecast"
    surely = _find_last(run, "done_surely", words)
    if words.finds("estimate", clause):
        is_open = not re.search("占", clause) and not re.search(r"(?:19|20)[0-9]{2}年", sentence)
        return "forecast" if is_open else "estimate"
    if figure and figure.measure_word in _SIZES and words.finds("planned_size", clause):
        return "target"
    if _PATTERNS["listed_aims"].search(sentence):
        return "target"
    headed = _read_headings(headings, facts, words)
    # 签约 is said of what was done or is planned; 已 marks what was done.
    done = surely if headed == "target" or is_ahead else _find_last(run, "done", words)
    target = max(_find_last(run, "target", words), 0 if is_ahead else -1)
    if done >= 0 or target >= 0:
        return "target" if target > done else "actual"
    if _PATTERNS["will"].search(clause) or (
        words.finds("target_strong", sentence) and not _PATTERNS["before_now"].search(run)
    ):
        return "target"
    if headed == "target" and _is_past(sentence, facts):
        return "actual"
    return headed or ("target" if facts.kind == "plan" else "actual")


def _is_past(sentence: str, facts: DocumentHeader) -> bool:
    """True when a sentence names a year or a plan that was over when it was written."""
    years = [int(year) for year in _PATTERNS["done_year"].findall(sentence)]
    plan = find_plan_years(sentence) if "五" in sentence and "期间" in sentence else None
    year = facts.year or 0
    return any(named < year for named in years) or bool(plan and plan[1] < year)


def _read_headings(headings: tuple[str, ...], facts: DocumentHeader, words: Words) -> str:
    """Return the basis by the innermost heading that tells it; empty where none does."""
    for heading in reversed(headings):
        if words.finds("past_heading", heading):
            return "actual"
        if words.finds("target_heading", _PATTERNS["named_plan"].sub("", heading)):
            return "target"
        years = [int(year) for year in _PATTERNS["heading_year"].findall(heading)]
        # What a report of January calls the tasks of its year are yet to come.
        if years and facts.year and _PATTERNS["tasks"].search(heading):
            is_new = years[-1] > facts.year or (years[-1] == facts.year and facts.opens_year)
            return "target" if is_new else "actual"
    return ""


def _is_rule(run: str, after: str, figure: PrintedFigure | None, words: Words) -> bool:
    """True when a figure is what a rule grants or demands."""
    if figure is None or figure.ordinal:
        return False
    if re.match(words.pattern("measures"), after):
        return True
    if figure.measure_word in _SHARES:
        return "给予" in run and bool(
            re.match(f"的?.{{0,4}}(?:贴息|{words.pattern('award')})", after)
        )
    if figure.measure_word not in _MONEY or words.finds("paid_out", run):
        return False
    if re.search("(?:补助|补贴|奖补)(?:收入|支出|资金)(?:达到?|为)?$", run):
        return False
    granted = re.search(words.pattern("award") + ".{0,12}$|给予.{0,16}$", run)
    return figure.each or bool(granted) or bool(re.match(words.pattern("award"), after))


def _after_last(signs: str, text: str) -> str:
    """Return what follows the last of some signs."""
    return text[max(text.rfind(sign) for sign in signs) + 1 :]


def _find_last(text: str, kind: str, words: Words) -> int:
    """Return where a word of a kind stands last, -1 where none does."""
    return max([match.start() for match in re.finditer(words.pattern(kind), text)], default=-1)


def guess_measure(
    sentence: str, after: str, figure: PrintedFigure | None, statement: Statement, words: Words
) -> str:
    """Guess what kind of quantity a figure is, where the codebook does not say it."""
    if figure is None:
        return "rate"
    if figure.ordinal:
        return "rank"
    if figure.measure_word in {"倍", "番"}:
        return "ratio_to_previous"
    if is_magnitude(figure):
        return "stock"
    clause = _after_last(",;。", sentence)
    if figure.measure_word in _SHARES or figure.measure_word in _POINTS:
        return "growth" if _is_growth(clause, figure, words) else "rate"
    is_money = figure.measure_word in _MONEY
    if figure.each or words.finds("rate_opening", clause):
        return "rate"
    if is_money and (
        statement.basis == "policy" or re.search(words.pattern("award") + ".{0,8}$", clause)
    ):
        return "rate"
    if figure.measure_word in _DURATIONS:
        return "flow"
    if figure.measure_word in _EVENTS:
        return "cumulative" if "累计" in _after_last(";。", sentence) else "flow"
    if figure.measure_word in _FEATURES:
        return "stock"
    return _guess_kind(sentence, after, figure, statement, words)


def _is_growth(clause: str, figure: PrintedFigure, words: Words) -> bool:
    """True when a figure is a growth rate, not a share."""
    # 分别增长26.3%、44.4%: the verb precedes the first of them.
    clause = re.sub(r"(?:[0-9.]+(?:%|个百分点)[、和])+$", "", clause)
    rate = words.pattern("growth_rate") + "率?(?:由.*)?(?:了|约|分别|为|达到?|超过|在|均)*.{0,2}$"
    change = words.pattern("growth_verb") + "(?:了|约|分别|近)*$"
    english = rf"\b{words.pattern('growth_verb_english')} ?$"
    is_lead = figure.measure_word in _POINTS and words.finds("growth_verb", clause)
    ends = (rate, change, english)
    return is_lead or any(re.search(end, clause) is not None for end in ends)


def _guess_kind(
    sentence: str, after: str, figure: PrintedFigure, statement: Statement, words: Words
) -> str:
    """Return `stock`, `flow` or `cumulative` for a figure that is neither rate nor growth."""
    clause = _after_last(",;。", sentence)
    if re.search(words.pattern("added") + "(?:了|约|近)*$", clause):
        return "flow"
    is_fund = figure.measure_word in _MONEY and re.match("规模|的?[\u4e00-\u9fff]{0,6}基金", after)
    if is_fund or re.search(words.pattern("capacity") + "(?!值)[\u4e00-\u9fff]{0,4}$", clause):
        return "stock"
    run = _after_last(";。", sentence)
    last = {kind: _find_last(run, kind, words) for kind in ("cumulative", "flow", "stock")}
    if figure.measure_word in _MONEY:
        # 投资达到2002.1亿元: the kind follows from what the amount is of, not from 达到.
        reached = re.search("达到?$", run)
        if reached and words.finds("flow_amount", clause) and last["stock"] >= reached.start():
            last["stock"] = _find_last(run[: reached.start()], "stock", words)
        last["flow"] = max(last["flow"], _find_last(run, "flow_amount", words))
    kind = max(last, key=lambda name: last[name])
    if last[kind] < 0:
        is_done = re.match(words.pattern("done_after"), after) or figure.measure_word in _OUTPUTS
        kind = "flow" if is_done else "stock"
    if kind != "flow":
        return kind
    is_new = re.search("新[增建设培引]|净增", clause)
    if statement.basis == "target":
        is_built = not is_new and re.search(words.pattern("built_up") + "[^,;]*$", run)
        return "stock" if is_built else "flow"
    is_counted_up = re.search("累计[^,;]{0,12}$", clause)
    is_since = not statement.is_dated and (last["cumulative"] >= 0 or statement.is_of_body)
    is_yearly = re.search("全年|年度|当年|本年|今年", clause)
    return "cumulative" if is_counted_up or (is_since and not is_yearly) else "flow"


def guess_scope(clause: str, subject: Subject, place_kind: str, words: Words) -> str:
    """Guess the scope that a figure covers."""
    if subject.scope:
        return subject.scope
    if words.finds("programme_scope", clause):
        return "programme"
    scopes = {"province": "province", "nation": "nation", "county_level": "county"}
    return scopes.get(place_kind, "whole_city")

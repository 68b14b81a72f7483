"""Reasons to leave a number out although it has a measure word: slogans, ordinals and others."""

import re

from helpers.data.printed.printed_figures import PrintedFigure, Qualifier
from helpers.intake.text.lexicon import Words
from helpers.intake.text.patterns import read_patterns

_PATTERNS = read_patterns("omissions")
_REACHES = r"(?:[(][^()]*[)])?[达到为是至由从高升增长超突破了缩小扩大0-9.]*$"
_NOUN = "(?![的及和与至到以左为是、])[\u4e00-\u9fff]"
_SHARES = frozenset("%‰‱")
_PHASE = frozenset(["届", "期", "代", "批", "批次", "轮", "段", "级"])


def find_reason(text: str, start: int, end: int, figure: PrintedFigure, words: Words) -> str:
    """Return the reason to leave a number out, the end of a key `intake_reason_…` of the messages.

    It is empty when the number is a figure. The text is without layout.
    """
    before, after = text[max(0, start - 16) : start], text[end : end + 8]
    clause = _PATTERNS["clause"].split(before)[-1]
    if clause.endswith(("数", "几")) and _PATTERNS["vague"].match(text, start):
        return "vague"
    if figure.ordinal:
        return _judge_ordinal(text[start:end], clause, after, figure, words)
    if figure.qualifier is Qualifier.ORDER_OF_MAGNITUDE:
        return "class" if _PATTERNS["magnitude_of_cities"].match(after) else ""
    unit = figure.measure_word
    if not unit:
        is_amount = figure.multiplier > 1 and (
            figure.qualifier is not Qualifier.EXACT or text[start].isdigit()
        )
        is_count = figure.qualifier is not Qualifier.EXACT and _PATTERNS["counted"].search(clause)
        return "" if is_amount or is_count else _judge_bare(text, start, clause, words)
    if unit in {"个", "座"} and re.match(words.pattern("ranked_among") + "[^,。;]{0,3}中", after):
        return "rank_bound"
    if clause.endswith(("前", "后")) and unit in {"位", "名", "个", "家", "大", "强", "类"}:
        return "rank_bound"
    if re.search(words.pattern("pointing") + "$", clause):
        return "word"
    if unit in {"岁", "周岁"} and not re.search("平均|寿命|年龄", clause):
        return "class"
    if clause.endswith("每") or text[start:end].startswith(("每月", "每天")):
        return "per"
    if unit in words.by_kind["time_unit"]:
        return _judge_time(text[start:end], clause, after, words)
    if unit == "代":
        return "ordinal"
    if unit in _SHARES:
        return ""
    if unit in words.by_kind["size_class_unit"] and re.match(_NOUN, after):
        return "class"
    if figure.value == 1 and re.search(words.pattern("per_opening") + "$", clause):
        return "per"
    chinese = _PATTERNS["chinese_only"].match(_PATTERNS["prefix"].sub("", text[start:end]))
    if (
        unit == "元"
        and text[start:end].endswith(("以上", "以下"))
        and _PATTERNS["sorted"].match(after)
    ):
        return "class"
    if chinese is None:
        return "ordinal" if unit in {"届", "期", "代"} and after[:1] == "" else ""
    if _PATTERNS["bare"].fullmatch(chinese[0]):
        is_bound = unit == "元" and text[start:end].endswith("以上")
        if unit == "元" and _PATTERNS["step"].search(clause):
            return ""
        if not is_bound and figure.qualifier is not Qualifier.EXACT:
            return ""
        return "class" if unit == "元" and re.match(_NOUN, after) else "word"
    return _judge_chinese(chinese[0], clause, after, unit, words)


def _judge_ordinal(token: str, clause: str, after: str, figure: PrintedFigure, words: Words) -> str:
    """Return the reason for an ordinal; none for a rank: 居全省第三位, but 第三届."""
    if re.match(words.pattern("series_noun"), figure.measure_word + after):
        return "ordinal"
    ranked = words.finds("rank_context", clause)
    scope = words.pattern("rank_scope") + "[\u4e00-\u9fff0-9]{0,10}$"
    scoped = re.search(scope, clause) is not None
    if token.startswith("榜"):
        return ""
    if token.startswith("首"):
        return "" if scoped or ranked else "ordinal"
    if figure.measure_word in {"位", "名"}:
        return "" if ranked or scoped else "ordinal"
    if figure.measure_word:
        return "" if scoped and figure.measure_word in {"个", "家"} else "ordinal"
    is_closed = after[:1] in {"", ",", "。", ";", "、", ")", "!"} or after.startswith(
        ("的", "方位")
    )
    return "" if (ranked or scoped) and is_closed else "ordinal"


def _judge_bare(text: str, start: int, clause: str, words: Words) -> str:
    if re.search(words.pattern("bare_measure") + _REACHES, clause):
        return ""
    if not clause and re.match(r"[0-9]{1,2}(?![0-9])", text[start:]):
        return "list_numeral"
    if clause.endswith("前"):
        return "rank_bound"
    number = re.match("[一二两三四五六七八九十百千万亿零〇]+", text[start:])
    return "word" if number else "no_unit"


def _judge_time(token: str, clause: str, after: str, words: Words) -> str:
    """Return the reason for a time; a duration that states a length is kept, 近三年 is a period."""
    if re.search(words.pattern("past_span") + "$", clause):
        return "period"
    if clause.endswith("经过") and _PATTERNS["course"].match(after):
        return "period"
    if re.match("近|前", token) or after.startswith(("来", "间", "前", "后", "期", "级", "制")):
        return "period"
    return "" if re.search(words.pattern("duration_cue") + "[时了近约到至]?$", clause) else "period"


def _judge_chinese(number: str, clause: str, after: str, unit: str, words: Words) -> str:
    if number == "一" and unit in {"番", "倍"}:
        return ""
    if number == "一":
        founded = re.search(words.pattern("founding") + "[了有为]?$", clause)
        is_counted = founded and unit in set("个家名所座项人位支条")
        return "" if is_counted else "indefinite"
    if unit in _PHASE:
        in_batches = unit in {"批", "批次"} and _PATTERNS["in_batches"].search(clause)
        return "" if in_batches else "ordinal"
    if unit == "元":
        # Nobody prints three yuan so: it is the name of a compound or a system.
        return "" if re.search("[十百千万亿]", number) else "name"
    if unit in {"个", "项", "条", "种", "次", "位", "分", "起", "大"} and re.match(
        words.pattern("slogan_after"), after
    ):
        return "slogan"
    if unit == "大":
        is_programme = re.search(words.pattern("programme_after") + "|之一", after)
        return "programme" if is_programme else ""
    if unit in {"分", "方", "片", "代", "部", "起", "头", "支"} and len(number) == 1:
        return "word"
    return ""

"""Figures as Chinese government prose prints them, read into values, bounds and units."""

import functools
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.data.printed import measure_words, numerals
from helpers.data.printed.measure_words import MEASURE_PATTERN, MEASURE_WORDS, any_of
from helpers.data.printed.numerals import NUMERAL_PATTERN, SCALE_PATTERN, Numeral, read_numeral
from helpers.data.printed.printed_changes import split_decline, turn_qualifier, write_doubling
from helpers.data.printed.printed_shares import write_share
from helpers.data.printed.qualifiers import QUALIFIER_OF, QUALIFYING_WORDS, WEAKER_OF
from helpers.data.printed.qualifiers import Qualifier as Qualifier

BASE_NOUNS = ("销售额", "营业收入", "主营业务收入", "销售收入", "GDP", "地区生产总值")


_BEFORE, _, _AFTER = (
    any_of(" ".join(words).split()) for words in zip(*QUALIFYING_WORDS.values(), strict=True)
)
# Three tenths, 三成, are 30%; but 三成员 are three members.
_TENTHS = f"{numerals.TENTH}(?![不为交份分功品员因型套就都本果熟立绩长])"
_MEASURE = f"(?:{MEASURE_PATTERN}|{_TENTHS})"
_AFTER_GE = any_of(word[1:] for word in MEASURE_WORDS if re.match("个.", word))

# Every part is optional and the end is open: it always matches, up to where reading gets stuck.
_FIGURE = re.compile(
    rf"""
    (?P<each>(?:各|分别|每[家个项名人位户件款所台套亩次年月])(?:为|给予|奖励|奖|补助|资助|支持)?)?
    (?:达到?)?
    (?:(?P<before>{_BEFORE})(?:(?:{any_of(BASE_NOUNS)})的?)?)?
    (?P<ordinal>第)?
    (?:(?P<low_share>[百千万]分之)?(?P<low>{NUMERAL_PATTERN})
       (?P<low_measure>{_MEASURE})?(?:——(?=第?[0-9])|[-–—−~〜至到](?!—))(?(ordinal)第?))?
    (?P<share>[百千万]分之)?
    (?:(?P<number>{NUMERAL_PATTERN})
       (?:(?P<more>[多余来]|(?<=十)几)(?P<scale>{SCALE_PATTERN})?)?
       (?P<measure>个(?P<more_within>[多余])(?:{_AFTER_GE})|{_MEASURE})?
       (?P<more_after>(?<=[倍成年周天时钟])[多余])?
       (?P<included>\(含\))?(?P<after>{_AFTER})?
    )?
    """,
    re.VERBOSE,
)
_TRAILING = re.compile(rf"(?:{_AFTER})\s*$")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_SMALLEST_MAGNITUDE = 10**8
# 首家 is 第一家; alone, 首 may begin another word.
_FIRST = re.compile("^首(?=[个家位名])|^榜首$")
_TO_ONE = re.compile(r"^([0-9]+(?:\.[0-9]+)?)[:∶]1$")
_INCLUDED = {Qualifier.OVER: Qualifier.AT_LEAST, Qualifier.UNDER: Qualifier.AT_MOST}


class PrintedFigureError(ValueError):
    """A printed token that cannot be read: what is `wrong`, and what is `expected` instead."""

    def __init__(self, wrong: str, expected: str = "") -> None:
        """Store both parts of the message."""
        super().__init__(f"{wrong}; expected {expected}" if expected else wrong)
        self.wrong, self.expected = wrong, expected or "a printed figure"


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as printed and what the print asserts about its size.

    Attributes:
        as_printed: The token, unchanged.
        value: The number in the unit without multiplier; None for a range.
        value_low: The lower bound, None when the print gives none.
        value_high: The upper bound, None when the print gives none.
        qualifier: How the number stands to the true one; over and under are strict.
        measure_word: The unit or classifier without multiplier, empty when none is printed.
        decimals: The decimals printed before the multiplier (for a range: of the finer end).
        multiplier: What 万, 亿 and the like stand for, 1 without them.
        ordinal: Whether the figure is a rank (第二位).
        each: Whether the amount is printed as one for each (各奖300万元).
    """

    as_printed: str
    value: Decimal | None
    value_low: Decimal | None
    value_high: Decimal | None
    qualifier: Qualifier
    measure_word: str
    decimals: int
    multiplier: Decimal
    ordinal: bool
    each: bool

    @property
    def rounding_unit(self) -> Decimal:
        """The size of the last printed digit: 16.15亿元 -> 1000000."""
        return numerals.simplest(self.multiplier * Decimal(10) ** -self.decimals)


@functools.cache
def parse_printed_figure(token: str) -> PrintedFigure:
    """Read a figure printed in Chinese prose; spaces, line breaks and full-width forms are fine.

    Raises:
        PrintedFigureError: If any part of the token is not understood or contradicts another.
    """
    text = _FIRST.sub("第一", numerals.without_layout(token))
    # 2.51:1 is 2.51 of one thing to one of another.
    text = write_doubling(_TO_ONE.sub(r"\1", text))
    decline, text = split_decline(text)
    try:
        text, part = write_share(text)
    except ValueError as error:
        raise PrintedFigureError(f"cannot read {token!r}: {error}") from error
    match = next(_FIGURE.finditer(text))
    understood, rest = text[: match.end()], text[match.end() :]
    if rest or not match["number"]:
        raise PrintedFigureError(
            f"cannot read {token!r}: understood {understood!r}, then "
            f"{f'stuck at {rest!r}' if rest else 'it ends'}",
            _expectation(match, rest),
        )
    try:
        figure = _interpret(token, match)
        figure = _negate(figure) if decline else figure
    except ValueError as error:
        raise PrintedFigureError(
            f"cannot read {token!r}: understood the parts of {understood!r}, but {error}"
        ) from error
    # 四分之三 is printed to the full fourth.
    return figure if part is None else replace(figure, decimals=0, multiplier=part)


def _negate(figure: PrintedFigure) -> PrintedFigure:
    """Return the growth that a decline is."""
    value, low, high = (
        None if number is None else numerals.simplest(-number)
        for number in (figure.value, figure.value_high, figure.value_low)
    )
    numbers = [number for number in (value, low, high) if number is not None]
    if figure.ordinal or figure.each or not numbers or max(numbers) > 0:
        raise ValueError("what declines is an amount without a sign")
    qualifier = turn_qualifier(figure.qualifier)
    return replace(figure, value=value, value_low=low, value_high=high, qualifier=qualifier)


def attach_unit(token: str, unit: str) -> str:
    """Return a number with what stands apart from it: its unit, 第 of a rank, 下降 of a decline.

    Args:
        token: The number as printed.
        unit: The unit of its column or row, after the word of decline that it shares with others;
            empty where the token holds all.

    Examples:
        >>> attach_unit("412", "家"), attach_unit("15以上", "家"), attach_unit("2", "第位")
        ('412家', '15家以上', '第2位')
        >>> attach_unit("2.1%", "下降"), attach_unit("2.1", "下降%")
        ('下降2.1%', '下降2.1%')
    """
    decline, unit = split_decline(unit)
    if decline:
        return decline + attach_unit(token, unit)
    if unit.startswith("第"):
        return f"第{token}{unit[1:]}"
    after = _TRAILING.search(token)
    return token[: after.start()] + unit + after[0] if after else token + unit


def try_printed_figure(token: str, unit: str = "") -> PrintedFigure | None:
    """Read a figure with the unit that stands apart from it; None where it cannot be read."""
    try:
        return parse_printed_figure(attach_unit(token, unit))
    except PrintedFigureError:
        return None


def find_end_of_figure(text: str, start: int) -> int:
    """Return the end of the longest figure that begins at a place; the place where none does.

    The text is without layout, as `numerals.without_layout` leaves it.
    """
    match = _FIGURE.match(text, start)
    if match is None or not match["number"]:
        return start
    # 0.3个百分点至1.12% is a change and what it leads to.
    is_two = match["low_measure"] and match["low_measure"] != match["measure"]
    return match.end("low_measure") if is_two else match.end()


def _expectation(match: re.Match[str], rest: str) -> str:
    if not match["number"]:
        vague = re.match("数|几|若干|半", rest)
        return "a number" + (f", but no number is printed ({vague[0]})" if vague else "")
    expected = "a measure word or the end"
    word = re.match(rf"(?!{NUMERAL_PATTERN})[^0-9.,\s]+?(?=(?:{_AFTER})?(?:[0-9.,\s]|$))", rest)
    if word and not match["after"]:
        unknown = (match["measure"] or "") + word[0]
        expected += f" ({unknown!r} is not in MEASURE_WORDS of {measure_words.__name__})"
    return expected


def _interpret(token: str, match: re.Match[str]) -> PrintedFigure:
    numeral = _read_number(match["number"] + (match["scale"] or ""), match["measure"])
    qualifier = _qualifier(match, numeral)
    measure_word = _measure_word(match["share"], match["measure"], match["more_within"])
    low, high = _bounds(numeral, qualifier)
    if match["low"]:
        low, high, numeral = _range(match, numeral, measure_word)
    is_plain = numeral.decimals == 0 and qualifier in {Qualifier.EXACT, Qualifier.RANGE}
    if match["ordinal"] and not (
        is_plain and low and low >= 1 and measure_word not in _SHARES.values()
    ):
        raise ValueError("a rank is a plain whole number from 1 upwards")
    return PrintedFigure(
        as_printed=token,
        value=None if match["low"] else numeral.value,
        value_low=low,
        value_high=high,
        qualifier=qualifier,
        measure_word=measure_word,
        decimals=numeral.decimals,
        multiplier=numeral.multiplier,
        ordinal=bool(match["ordinal"]),
        each=bool(match["each"]),
    )


def _measure_word(share: str | None, measure: str | None, more_within: str | None = None) -> str:
    if share and measure:
        raise ValueError(f"both {share} and {measure} name the unit")
    if share:
        return _SHARES[share]
    if measure == numerals.TENTH:
        return "%"
    # 套(间) counts sets; 台(套) is a unit of its own.
    measure = measure_words.standard_unit(measure or "")
    word = measure if measure in MEASURE_WORDS else re.sub(r"\([^)]*\)$", "", measure or "")
    return (word or "").replace(more_within or "", "", 1)


def _read_number(text: str, measure: str | None) -> Numeral:
    """Read a number; three tenths, 三成, as the 30 of 30%, printed to the full ten."""
    numeral = read_numeral(text)
    if measure != numerals.TENTH:
        return numeral
    if numeral.scale or not 0 < numeral.value <= 10:
        raise ValueError(f"{text} tenths are no share of a whole")
    return replace(numeral, value=numeral.value * 10, scale=numerals.TENTH)


def _qualifier(match: re.Match[str], numeral: Numeral) -> Qualifier:
    more = [word for word in match.group("more", "more_within", "more_after") if word]
    words = [word for word in (match["before"], *more, match["after"]) if word]
    qualifiers = frozenset(QUALIFIER_OF[word] for word in words)
    if match["low"] and words:
        raise ValueError(f"a range does not go with {' and '.join(words)}")
    if len(more) > 1 or (len(qualifiers) > 1 and qualifiers not in WEAKER_OF):
        raise ValueError(f"{' and '.join(words)} do not go together")
    if match["low"]:
        return Qualifier.RANGE
    # 万亿食品产业 names a magnitude, as 万亿级 does: neither a number nor a unit is printed.
    is_magnitude = numeral.is_bare and not match["measure"] and numeral.value >= _SMALLEST_MAGNITUDE
    plain = Qualifier.ORDER_OF_MAGNITUDE if is_magnitude else Qualifier.EXACT
    qualifier = WEAKER_OF.get(qualifiers) or next(iter(qualifiers), plain)
    if match["included"]:
        qualifier = _INCLUDED.get(qualifier, qualifier)
    if qualifier is Qualifier.ORDER_OF_MAGNITUDE and not (numeral.is_bare or numeral.scale):
        raise ValueError("级 needs a magnitude such as 千亿 or 300亿")
    if numeral.value < 0 and qualifier not in {Qualifier.EXACT, Qualifier.ABOUT}:
        raise ValueError(f"{words[0]} leaves open which way a negative number is meant")
    return qualifier


def _bounds(numeral: Numeral, qualifier: Qualifier) -> tuple[Decimal | None, Decimal | None]:
    value = numeral.value
    match qualifier:
        case Qualifier.EXACT:
            return value, value
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return value, None
        case Qualifier.NEARLY | Qualifier.AT_MOST | Qualifier.UNDER:
            return None, value
        case Qualifier.ORDER_OF_MAGNITUDE if numeral.is_bare:
            return value, value * 10
    return None, None


def _range(match: re.Match[str], high: Numeral, unit: str) -> tuple[Decimal, Decimal, Numeral]:
    low = _read_number(match["low"], numerals.TENTH if high.scale == numerals.TENTH else None)
    low_measure = _measure_word(match["low_share"], match["low_measure"])
    if low_measure not in {"", unit}:
        raise ValueError(f"the range has two units, {low_measure} and {unit or 'none'}")
    if high.scale and not (low.scale or low_measure):
        # 2-3万元 prints the multiplier of both ends once.
        low = read_numeral(match["low"] + high.scale)
    elif len(high.scale) > 1 and not low_measure and low.scale[-1] != high.scale[-1]:
        raise ValueError(f"{low.scale} may stand for {high.scale} at the lower end of the range")
    if low.value >= high.value:
        raise ValueError(f"the range from {low.value} to {high.value} does not rise")
    finer = min(low, high, key=lambda end: end.multiplier.scaleb(-end.decimals))
    return low.value, high.value, finer

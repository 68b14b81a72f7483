"""Which texts assert something of figures: by their words, once what claims say is taken out."""

import re
from collections.abc import Iterator, Sequence

from claims.told import Told
from helpers.pages.items import Chart, Heading, Item, Paragraph, Table
from helpers.pages.matter import Cover
from helpers.pages.runs import show_plain

# Words of change, order, count among others, absence, and standing of targets.
ASSERTING = re.compile(
    r"\b(rose|fell|raised|highest|lowest|led|leads|largest|smallest|most of|none|not reported|"
    r"no (?:actual |final |usable )?(?:figures?|number|stock)|alone|above|below|short of|met|"
    r"missed|reached|behind|on track|every one|contradicts?|cannot be (?:told|decided)|"
    r"[Aa]t least)\b"
    r"|升至|降至|上升|下降|居首|首位|最高|最低|最多|最大|均无|无(?:可用)?数据|没有|未载|只有|仅有|"
    r"高于|低于|超过|不低于|达到|落后|互相矛盾|无法判断|未能判断|无法判定|至少"
)


def list_texts(told: Told) -> Iterator[tuple[str, str]]:
    """Yield the titles, captions, sentences and words for pictures of a report with their kind."""
    for section in told.sections:
        for item in section.items:
            yield from ((kind, text) for kind, text in _list_texts(item) if text.strip())


def _list_texts(item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, Heading):
        yield "heading", item.text
    elif isinstance(item, Paragraph):
        yield "sentence", show_plain(item.runs)
    elif isinstance(item, Chart):
        yield from (("title", item.title), ("subtitle", item.subtitle), ("alt", item.alt))
    elif isinstance(item, Table):
        yield "caption", item.caption
        yield from (("note", note) for note in item.notes)
    elif isinstance(item, Cover):
        yield from (("title", item.title), ("subtitle", item.subtitle))
        for card in item.cards:
            yield "card", show_plain(card.detail)


def find_unclaimed(text: str, sentences: Sequence[str], fixed: Sequence[str]) -> str:
    """Return the first word that asserts something in what no claim and no fixed text says."""
    for said in sorted({*sentences, *fixed}, key=len, reverse=True):
        text = text.replace(said, "\n")
    found = ASSERTING.search(text)
    return found.group() if found else ""

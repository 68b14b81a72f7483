"""The role in which a text names a place: as its subject, for comparison, as a partner, or else."""

import re

from helpers.intake.guessing.places.place_names import Mention

_LEADING = re.compile(
    "(?:^|[,;:。!?\n\t(、]|年|月|[末底前期]|目前|其中|[而且]|同期|今年|去年|[均时時]|这时|同年|平均)$"
)
_RANKED = re.compile(
    "第|首|前|唯一|领先|各|人大|文明|重点|政协|示范|百强|先进|优秀|级|范围|[一二三四五六七八九十0-9]+(?:个|家)?(?:城市|地市|省辖市|市)"
)
_AGAINST = re.compile(
    "(?:[高低快慢多少好优]?[于比较較超]|[超过過]+|[高低多少快慢超]出|[领領]先|落[后後])$"
)
_WITHIN = re.compile("[居占佔领領列排全内]$|[位排][居列在]$")
_WITH = re.compile("(?:[与與同跟向赴到往请邀]|来自|來自|对接|前往|引进|依托|联合|服务|来|和|及)$")
# 为全省的2.4% and 是郑州市的1.2倍 are shares and ratios of the one that the sentence is about.
_SHARE_OF = re.compile("(?:[为是占约]|相当于)$")
_NEAR = 8


def find_role(text: str, mention: Mention, token: str, *, is_wider: bool, is_ours: bool) -> str:
    """Return the role of a place: `subject`, `against`, `with`, or `none`.

    Args:
        text: The sentence up to the figure.
        mention: The place.
        token: The figure; empty where none follows.
        is_wider: Whether it holds the document's place, as a province does.
        is_ours: Whether it is the document's place, lies in it or holds it.
    """
    before, after = text[: mention.start], text[mention.end :]
    if mention.is_body:
        return "with"
    if after.startswith("等") or (after.startswith("的") and _SHARE_OF.search(before)):
        return "none"
    if _AGAINST.search(before):
        is_near = len(after) <= _NEAR and token
        return "against" if is_near else "none"
    if _WITHIN.search(before):
        return "none"
    if is_wider:
        is_before_figure = bool(token) and len(after) <= len("为") and not _RANKED.match(token)
        leads = _LEADING.search(before) and not _RANKED.match(after or token)
        return "subject" if leads or is_before_figure else "none"
    if not mention.own and _WITH.search(before):
        is_in_list = any(sign in before[-1:] for sign in "和与及與")
        return "subject" if is_ours and not is_in_list else "with"
    return "subject"


def is_passing(sentence: str, mention: Mention, token: str) -> bool:
    """Return whether a share or an amount may be of the province or nation named before it."""
    before = sentence[: mention.start]
    is_compared = _AGAINST.search(before) or _WITHIN.search(before)
    is_size = not token or re.search("[%‰元]$", token)
    return not is_compared and bool(is_size)

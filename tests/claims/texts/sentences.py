"""Does a sentence say what its claims assert: names, words of the relation, numbers, marks?"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from claims.facts.naming import Row
from claims.facts.processed_rows import Claim, Processed, names
from claims.texts.written_numbers import (
    find_unhedged,
    find_wrong_numbers,
    find_wrong_totals,
    is_listed,
    list_marks,
    list_rows,
    read_numbers,
    read_words,
)

# Kinds that speak of measures and places by name.
_NAMED = ("value", "change", "line", "share", "extreme", "rank", "count", "absence", "target")


def group_by_sentence(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Return together what one sentence claims."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim["sentence"], claim["message"]), []).append(claim)
    return list(groups.values())


def find_misstatements(
    claims: Sequence[Claim], language: str, data: Processed, home: str | None = None
) -> Iterator[str]:
    """Yield what a sentence does not say of all that it claims, or says beyond or against it.

    Args:
        claims: What one sentence claims.
        language: Its language.
        data: The rows.
        home: Place of the report, which need not be named; None where no place need be.
    """
    sentence = claims[0]["sentence"]
    measures, places, rest = data.names[language].read(sentence)
    yield from _find_wrong_names(claims, data, measures, places, home)
    yield from _find_wrong_words(claims, language, data, rest)
    last = max(claim["period"] for claim in claims)
    for claim in claims:
        # Of a line that was crossed, only the later side is told with its figures.
        is_told = claim["kind"] != "line" or claim["period"] == last
        yield from find_wrong_numbers(claim, language, data) if is_told else ()
    if is_listed("dated", "messages", claims[0]):
        years = {claim["period"] for claim in claims if claim["kind"] in ("rank", "line")}
        yield from (f"does not say {year}" for year in years if year not in sentence)
    yield from find_wrong_totals(claims)
    yield from _find_unsaid_limits(claims, language, data)
    yield from find_unhedged(claims, language, data)
    is_side = "side" in claims[0]["message"]
    is_all = is_side and re.search(r"\ball\b|均", sentence)
    if is_listed("counted", "messages", claims[0]) and not is_all:
        exact = {number for number, _ in read_numbers(sentence)}
        apart = {claim["places"] if is_side else "" for claim in claims}
        counts = {
            Decimal(
                len({(*one.values(),) for one in claims if one["places"] == place or not place})
            )
            for place in apart
        }
        if not counts <= exact:
            yield "does not say how many it claims"


def _find_unsaid_limits(claims: Sequence[Claim], language: str, data: Processed) -> Iterator[str]:
    """Yield what an estimate is up to or from, where the sentence tells it as if it were exact."""
    for claim in claims if claims[0]["kind"] == "estimate" else ():
        against, floors = claim["against"], list[str]()
        if claim["statistic"] == "settled_share" and language == "zh":
            floors = ["95%以上"]
        elif error := re.match(r"\d+%$|error", against):
            most = error.group().replace("error", "5%")
            floors = [{"zh": f"不超过{most}", "en": f"up to {most}"}[language]]
        elif claim["statistic"] == "as_fast":
            qualifier = data.find(against.split("|")[-1])["qualifier"]
            words = {"over": ("高于", "more than "), "at_least": ("不低于", "at least ")}
            floors = [words[qualifier][language == "en"]] if qualifier in words else []
        yield from (f"does not say {text}" for text in floors if text not in claim["sentence"])


# --- names ------------------------------------------------------------------------------------


def _find_wrong_names(
    claims: Sequence[Claim],
    data: Processed,
    measures: Sequence[tuple[int, set[str]]],
    places: Sequence[set[str]],
    home: str | None,
) -> Iterator[str]:
    rows = [row for claim in claims for row in list_rows(claim, data, "figures", "against")]
    own = [name for claim in claims for name in names(claim, "indicator")]
    about = {part for name in own for part in (name, *name.split("/"))}
    about |= {row["indicator"] for row in rows}
    if any(claim["relation"].endswith("_outliers") for claim in claims):  # a quotient of two
        known = data.names["en"].measures.items()
        about |= {slug for slug, row in known if about <= {*_list_inputs(row)}}
    for row in list_relative(claims, data):
        shares = data.names["en"].measures if row["aspect"] == "share" else {}
        about |= {row["indicator"]}
        about |= {slug for slug, one in shares.items() if row["indicator"] in _list_inputs(one)}
    where = {row["place"] for row in rows}
    for claim in claims:
        if claim["kind"] in ("absence", "pairs"):
            where |= {*names(claim, "places")}
        if claim["kind"] == "estimate":
            where |= {*names(claim, "against")}
    around = {
        data.places[place]["parent"]
        for place in where.union(*(names(claim, "places") for claim in claims))
        if place in data.places
    }
    for _, slugs in measures:
        if not slugs & about and not is_listed("rungs", "messages", claims[0]):
            yield f"names another measure, {sorted(slugs)}"
    is_open = any(claim["kind"] in ("contradiction", "pace") for claim in claims)
    for slugs in places:
        if not slugs & {*where, *around, home} and not is_open:
            yield f"names another place, {sorted(slugs)}"
    if any(claim["kind"] not in _NAMED for claim in claims):
        return
    said = {slug for _, slugs in measures for slug in slugs}
    if not is_listed("beside", "measure", claims[0]):
        if not {*own} <= said:
            yield f"does not name {sorted({*own} - said)}"
        elif len({*own}) > 1 and _are_several_ranks(claims):
            yield from _find_swaps(claims, measures)
    if home is not None and not is_listed("beside", "place", claims[0]):
        missing = where - {home, ""} - {slug for slugs in places for slug in slugs}
        if missing:
            yield f"does not name {sorted(missing)}"


def list_relative(claims: Sequence[Claim], data: Processed) -> list[Row]:
    """Return the targets behind claims that look to another place and have no number."""
    about = [names(claim, "against") for claim in claims if claim["kind"] == "pace"]
    known = {name for targets in about for name in targets}
    return [data.relative[name] for name in sorted(known & {*data.relative})]


def _list_inputs(measure: Row) -> Iterator[str]:
    for name in ("numerator", "denominator"):
        yield from re.split(r"[|+]", measure.get(name, ""))


def _are_several_ranks(claims: Sequence[Claim]) -> bool:
    ranks = {(claim["low"], claim["high"], claim["total"]) for claim in claims}
    return len(ranks) > 1 and {claim["kind"] for claim in claims} == {"rank"}


def _find_swaps(claims: Sequence[Claim], measures: Sequence[tuple[int, set[str]]]) -> Iterator[str]:
    """Yield it where the numbers of ranks stand neither all before nor all after their measures."""
    sentence = claims[0]["sentence"]
    starts = [start for start, _ in measures]
    before = zip([0, *starts], starts, strict=False)
    after = zip(starts, [*starts[1:], len(sentence)], strict=True)
    for spans in (list(before), list(after)):
        numbers = [
            {number for number, _ in read_numbers(sentence[start:end])} for start, end in spans
        ]
        is_right = all(
            Decimal(claim["low"]) in said and Decimal(claim["total"]) in said
            for claim in claims
            for (_, slugs), said in zip(measures, numbers, strict=True)
            if claim["indicator"] in slugs
        )
        if is_right:
            return
    yield "gives a measure the rank of another"


# --- words ------------------------------------------------------------------------------------


def _find_wrong_words(
    claims: Sequence[Claim], language: str, data: Processed, rest: str
) -> Iterator[str]:
    words = read_words()
    allowed: list[str] = []
    is_known = all(claim["truth"] == "true" for claim in claims)
    for claim in claims:
        relation = re.sub("_(of_known|everywhere|named)$", "", claim["relation"])
        message = re.sub("^(headline|key)_", "", claim["message"])
        told = words.get(f"{message} {relation}") or words.get(f"{claim['kind']} {relation}")
        if claim["message"] == "gap_names":  # a list under a heading that says what is missing
            return
        is_known &= claim["kind"] == "value" if told is None else claim["kind"] != "contradiction"
        if told is None:
            continue
        if not re.search(told[language], claim["sentence"]):
            yield f"does not say {relation}"
        allowed += [told[language], told.get("also", "")]
    for row in list_relative(claims, data):
        told = words[f"relative {row['relation']}"]
        aspect = words["relative aspect"].get(f"{row['aspect']}_{language}", "")
        allowed += [told[language], told.get("also", ""), aspect]
        if claims[0]["message"] == "targets_named" and not re.search(told[language], rest):
            yield f"does not say {row['relation']}"
    allowed.append(words["beside_claims"].get(claims[0]["message"], ""))
    rows = [row for claim in claims for row in list_rows(claim, data, "figures", "against")]
    for mark in {mark for row in rows for mark in list_marks(row)}:
        hedged = words["figure"][mark][language].replace("#", r"\d[\d,.]*")
        rest = re.sub(hedged, lambda found: re.sub(r"[^\d.,]", "□", found.group()), rest)
    free = "|".join(filter(None, allowed))
    for found in re.finditer(words["lexicon"][language], rest) if is_known else ():
        if not re.search(free or "$^", found.group(), re.IGNORECASE):
            yield f"says {found.group()}, which no claim of it does"

import re
from collections import Counter
from pathlib import Path

import pytest

from claims.asserting import ASSERTING, find_unclaimed, list_texts
from claims.facts.processed_rows import read_csv
from claims.told import LANGUAGES, Told
from helpers.data.codebook import Codebook
from helpers.words.language import read_catalogue, read_claim_kinds

# Not said in a report, or said of findings, whose claims the audit makes.
ELSEWHERE = ("intake_", "audit_", "explore_", "notebook_", "own_", "index_", "checked_")
# Shorter pieces of a fixed text might hide what asserts something.
SHORTEST_PIECE = {"zh": 8, "en": 13}


def test_a_message_that_asserts_something_names_its_kind_of_claim() -> None:
    kinds = read_claim_kinds()
    asserting = {
        key
        for key, texts in read_catalogue().items()
        if key not in kinds and not key.startswith(ELSEWHERE) and "{" in texts["en"]
        if any(ASSERTING.search(texts[language]) for language in LANGUAGES)
    }

    assert asserting == set(), "give it a kind, or call it fixed"


def test_every_text_that_asserts_is_said_by_a_claim_or_is_fixed(
    every_report: list[Told], codebook: Codebook, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fixed = {
        language: [*list_fixed(codebook, language), *list_notes(project, language)]
        for language in LANGUAGES
    }
    texts: Counter[str] = Counter()
    unclaimed: list[tuple[str, str, str]] = []
    for told in every_report:
        sentences = [claim["sentence"] for claim in told.claims]
        for kind, text in list_texts(told):
            texts[kind] += 1
            if found := find_unclaimed(text, sentences, fixed[told.language]):
                unclaimed.append((told.name, found, text))
    with capsys.disabled():
        print(f"\n{texts.total()} texts read:", dict(texts))

    assert set(texts) >= {"title", "alt", "caption", "sentence", "card", "subtitle"}
    assert unclaimed == []


def list_fixed(codebook: Codebook, language: str) -> list[str]:
    """Return the texts that assert nothing of figures: names, and messages without a value."""
    kinds = read_claim_kinds()
    rows = [*codebook.indicators.values(), *codebook.derived.values()]
    names = [row[f"name_{language}"] for row in rows]
    shown = read_catalogue()["profile_derived"][language]
    names += [name.removesuffix(shown) for name in names]
    names += [name[:1].lower() + name[1:] for name in names]
    known = codebook.places.values()
    places = [row[name] for row in known for name in (f"name_{language}", "short_zh")]
    texts = [
        part
        for key, message in read_catalogue().items()
        if kinds.get(key, "fixed") == "fixed"
        for part in re.split(r"\{[^}]*\}", message[language])
    ]
    whole = [message[language] for message in read_catalogue().values() if "{" not in message["en"]]
    whole += [
        message[language].format(place=place)
        for key, message in read_catalogue().items()
        if kinds.get(key) == "fixed" and re.findall(r"\{.*?\}", message["en"]) == ["{place}"]
        for place in places
    ]
    long = [text for text in texts if len(text) >= SHORTEST_PIECE[language]]
    return [*names, *long, *(text for text in whole if len(text) > len("no "))]


def list_notes(project: Path, language: str) -> list[str]:
    """Return what curators noted on documents, which is shown as it stands."""
    return [
        row[f"{column}_{language}"].rstrip(".。")
        for name, columns in (
            ("relative_targets", ("note",)),
            ("proposals", ("note", "satisfaction_note")),
            ("partnerships", ("note",)),
        )
        for path in (project / "data" / "raw").glob(f"*/{name}.csv")
        for row in read_csv(path)
        for column in columns
        if row[f"{column}_{language}"]
    ]


def test_a_text_that_asserts_without_a_claim_is_found() -> None:
    assert find_unclaimed("Luohe is lowest with 2.1%", [], []) == "lowest"
    assert find_unclaimed("Luohe is lowest with 2.1%", ["Luohe is lowest with 2.1%"], []) == ""
    assert find_unclaimed("漯河居首", [], []) == "居首"
    assert find_unclaimed("Every figure, by indicator", [], []) == ""

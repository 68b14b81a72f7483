from pathlib import Path

import pandas as pd
import pytest

from helpers.data.raw_data import RawData
from helpers.intake.guessing.learning import learn_vocabulary
from helpers.intake.measurement import (
    ALL,
    compare_with_curated,
    measure_intake,
    summarise_confidence,
)
from helpers.intake.text.lexicon import read_phrases, read_words
from helpers.problems import UsageError


@pytest.fixture(scope="module")
def measured(project: Path, documents: Path) -> pd.DataFrame:
    return measure_intake(project, documents)


def test_the_documents_are_read_as_well_as_was_asked_for(measured: pd.DataFrame) -> None:
    whole = measured.loc[ALL]

    assert whole["recall"] >= 0.95
    assert whole["precision"] >= 0.85
    assert whole["value_and_unit"] >= 0.97


def test_no_single_document_is_read_badly(measured: pd.DataFrame) -> None:
    assert (measured["recall"] >= 0.9).all()
    assert (measured["precision"] >= 0.85).all()


def test_every_curated_figure_is_counted_once(measured: pd.DataFrame, raw: RawData) -> None:
    held = {row["source"] for row in raw.index("sources", "source").values() if row["file"]}
    curated = sum(raw.frames[name]["source"].isin(held).sum() for name in raw.package.subjects)

    assert measured.loc[ALL, "curated"] == curated
    assert measured.drop(ALL)["curated"].sum() == curated


def test_nothing_is_learnt_from_the_document_that_is_measured(project: Path, raw: RawData) -> None:
    words, phrases = read_words(project), read_phrases(project)
    whole = learn_vocabulary(raw, words, phrases)
    without = learn_vocabulary(raw, words, phrases, "puyang-reply-2022")

    printed_there = "strategic_agreement_institutes"
    assert printed_there in {phrase.indicator for phrase in whole.phrases}
    assert printed_there not in {phrase.indicator for phrase in without.phrases}


def test_without_the_documents_the_measurement_says_so(project: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected the folder of the source documents"):
        measure_intake(project, tmp_path / "none")


def test_guesses_are_as_good_as_they_were_measured(measured: pd.DataFrame) -> None:
    whole = measured.loc[ALL]
    least = {"place": 0.98, "period": 0.84, "basis": 0.93, "measure": 0.81, "scope": 0.87}
    least |= {"entity": 0.74, "entity_if_named": 0.8, "indicator_if_named": 0.9}

    assert {name for name, share in least.items() if whole[name] < share} == set()


def test_a_confident_row_has_mostly_the_right_indicator(project: Path, documents: Path) -> None:
    worth = summarise_confidence(compare_with_curated(project, documents))

    confident = worth.loc[[0.7]].iloc[0]
    assert confident["rows"] >= 40
    assert confident["indicator"] >= 0.85

import pandas as pd
from bench.intake import ALL, summarise

from helpers.data.raw_data import RawData
from helpers.intake.guessing.learning import learn_vocabulary
from helpers.intake.text.lexicon import Words


def test_the_documents_are_read_as_well_as_they_were_measured(measured: pd.DataFrame) -> None:
    summary = summarise(measured)
    whole = summary.loc[ALL]
    least = {"recall": 0.95, "precision": 0.85, "value_and_unit": 0.97, "place": 0.98}
    least |= {"period": 0.83, "basis": 0.93, "measure": 0.8, "scope": 0.87, "entity": 0.74}
    least |= {"entity_if_named": 0.8, "indicator_if_named": 0.9}

    assert {name for name, share in least.items() if whole[name] < share} == set()
    assert (summary["recall"] >= 0.9).all()
    assert (summary["precision"] >= 0.85).all()


def test_every_curated_figure_is_counted_once(measured: pd.DataFrame, raw: RawData) -> None:
    held = {row["source"] for row in raw.index("sources", "source").values() if row["file"]}
    curated = sum(raw.frames[name]["source"].isin(held).sum() for name in raw.package.subjects)

    assert measured["curated"].sum() == curated


def test_a_confident_row_has_mostly_the_right_indicator(measured: pd.DataFrame) -> None:
    confident = measured[measured["curated"] & (measured["confidence"] >= 0.7)]

    assert len(confident) >= 40
    assert confident["indicator"].mean() >= 0.85


def test_no_row_of_the_held_documents_is_silently_wrong(measured: pd.DataFrame) -> None:
    assert measured.loc[measured["silent"], ["document", "token"]].empty


def test_nothing_is_learnt_from_the_document_that_is_measured(raw: RawData, words: Words) -> None:
    whole = learn_vocabulary(raw, words)
    without = learn_vocabulary(raw, words, "puyang-reply-2022")

    printed_there = "strategic_agreement_institutes"
    assert printed_there in {phrase.indicator for phrase in whole.phrases}
    assert printed_there not in {phrase.indicator for phrase in without.phrases}

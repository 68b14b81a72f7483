"""A further language: what is translated is said, the rest in English."""

from pathlib import Path

import pytest

from helpers.problems import InputError, UsageError
from helpers.words import language, translation
from helpers.words.language import Language, read_catalogue, read_messages
from helpers.words.translation import write_translation


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(translation, "files", lambda _: tmp_path)
    return tmp_path


@pytest.fixture
def catalogue() -> dict[str, dict[str, str]]:
    return {key: dict(texts) for key, texts in read_catalogue().items()}


@pytest.fixture
def german(catalogue: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Language:
    catalogue["list_and"]["de"] = " und "
    monkeypatch.setattr(language, "LANGUAGES", ("zh", "en", "de"))
    for module in (language, translation):
        monkeypatch.setattr(module, "read_catalogue", lambda: catalogue)
    return Language("de")


def test_what_is_not_translated_is_said_in_english(german: Language) -> None:
    assert german.join(["A", "B", "C"]) == "A, B und C"


def test_a_name_without_a_translation_is_the_english_one(german: Language) -> None:
    names = {"name_zh": "漯河市", "short_zh": "漯河", "name_en": "Luohe", "name_de": ""}

    assert german.name(names) == german.short_place(names) == "Luohe"
    assert german.name({**names, "name_de": "Luohe (Stadt)"}) == "Luohe (Stadt)"


def test_a_label_without_a_translation_is_the_english_one(german: Language) -> None:
    assert german.pick({"en": "target", "zh": "目标"}) == "target"
    assert german.pick({"en": "target", "zh": "目标", "de": "Ziel"}) == "Ziel"


def test_what_is_translated_stays_and_the_rest_reads_as_in_english(
    german: Language, folder: Path
) -> None:
    total = len(read_catalogue())

    assert write_translation(folder, german.code).startswith(
        f"{total} messages in messages.de.toml; {total - 1} read as in English"
    )
    written = (folder / "messages.de.toml").read_text(encoding="utf-8")
    assert '[list_and]\n# "和"\n# " and "\nde = " und "\n' in written


def test_a_translation_that_names_another_value_is_refused_and_nothing_is_written(
    catalogue: dict[str, dict[str, str]], german: Language, folder: Path
) -> None:
    path = folder / "messages.de.toml"
    path.write_text('\n[source_line]\nde = "Quelle: {quellen}."\n', encoding="utf-8")
    before = path.read_bytes()
    catalogue["source_line"]["de"] = "Quelle: {quellen}."

    with pytest.raises(InputError) as caught:
        write_translation(folder, german.code)

    assert str(caught.value).startswith("messages.de.toml:2: source_line: {quellen}, {sources}")
    assert path.read_bytes() == before


@pytest.mark.parametrize("code", ["zh", "en", "german", "DE", ""])
def test_a_language_that_cannot_be_added_is_refused(code: str, folder: Path) -> None:
    with pytest.raises(UsageError, match="expected"):
        write_translation(folder, code)
    assert list(folder.iterdir()) == []


def test_a_catalogue_that_is_no_toml_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "messages.de.toml").write_text('[list_and]\nde = " und\n', encoding="utf-8")
    monkeypatch.setattr(language, "files", lambda _: tmp_path)

    with pytest.raises(InputError, match=r"^messages\.de\.toml: .*line 2"):
        read_messages.__wrapped__()

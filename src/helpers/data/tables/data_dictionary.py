"""The data dictionary in `docs/`, written from the descriptors of the data."""

from collections.abc import Iterator
from pathlib import Path

from helpers.data.tables.data_package import Field, Package, TableSchema, read_package
from helpers.project import DESCRIPTOR, PROCESSED_DESCRIPTOR, write_whole

PAGES = {"en": "docs/data-dictionary.md", "zh": "docs/data-dictionary.zh.md"}
_WORDS = {
    "en": {
        "title": "# Data dictionary",
        "other": "[中文](data-dictionary.zh.md)",
        "written": "Written by `make dictionary` from `raw.tables.json` and "
        "`processed.tables.json` in `data/raw/codebook`; edit those. A column marked ● may not be "
        "empty. "
        "A value such as `places.place` is an identifier of that table.",
        "raw": "## `data/raw`: curated by hand",
        "processed": "## `data/processed`: written by the cleaning step",
        "subjects": "### Tables of figures",
        "one_row": "One row is one printed figure. These tables have the same columns:",
        "heads": "| Column | ● | Meaning | Values |",
        "form": "form",
        "date": "date, such as 2021-06-24",
        "integer": "whole number",
        "number": "number",
        "year": "year",
    },
    "zh": {
        "title": "# 数据字典",
        "other": "[English](data-dictionary.md)",
        "written": "本页由 `make dictionary` 从 `data/raw/codebook/raw.tables.json` 和 "
        "`data/raw/codebook/processed.tables.json` 生成，修改请改这两个文件。标 ● 的列不得为空。"
        "`places.place` 一类的取值指该表中的标识。",
        "raw": "## `data/raw`：人工整理",
        "processed": "## `data/processed`：由清洗步骤写入",
        "subjects": "### 数字表",
        "one_row": "一行是一个印出的数字。下列各表的列相同：",
        "heads": "| 列 | ● | 含义 | 取值 |",
        "form": "格式",
        "date": "日期，如 2021-06-24",
        "integer": "整数",
        "number": "数值",
        "year": "年份",
    },
}


def write_dictionary(project: Path, language: str) -> str:
    """Return the data dictionary as a Markdown page in `zh` or `en`."""
    words = _WORDS[language]
    raw, processed = (
        read_package(descriptor, project) for descriptor in (DESCRIPTOR, PROCESSED_DESCRIPTOR)
    )
    parts = [words["title"], words["other"], words["written"], words["raw"]]
    parts += _describe_subjects(raw, language)
    for package in (raw, processed):
        if package is processed:
            parts.append(words["processed"])
        for table in package.tables.values():
            if not table.is_subject:
                parts.append(f"### `{table.path.name}`\n\n{table.title[language]}")
                parts.append(_describe_columns(table, language))
    return "\n\n".join(parts) + "\n"


def _describe_subjects(raw: Package, language: str) -> Iterator[str]:
    tables = [raw.tables[name] for name in raw.subjects]
    words = _WORDS[language]
    yield f"{words['subjects']}\n\n{words['one_row']}"
    yield "\n".join(f"- `{table.path.name}`: {table.title[language]}" for table in tables)
    yield _describe_columns(tables[0], language)


def _describe_columns(table: TableSchema, language: str) -> str:
    lines = [_WORDS[language]["heads"], "|---|---|---|---|"]
    for field in table.fields:
        required = "●" if field.required else ""
        meaning = field.description[language]
        values = _describe_values(field, table, language)
        cells = f"`{field.name}`", required, meaning, values
        lines.append(" | ".join(["", *(cell.replace("|", r"\|") for cell in cells), ""]).strip())
    return "\n".join(lines)


def _describe_values(field: Field, table: TableSchema, language: str) -> str:
    words = _WORDS[language]
    if field.labels:
        return ", ".join(f"`{code}` {label[language]}" for code, label in field.labels.items())
    if field.name in table.foreign_keys:
        return "`{}.{}`".format(*table.foreign_keys[field.name])
    if field.type in words:
        return words[field.type]
    return f"{words['form']} `{field.pattern}`" if field.pattern else ""


def write_dictionary_pages(project: Path) -> list[str]:
    """Write the data dictionary in both languages, and name the files that changed."""
    return [
        name
        for language, name in PAGES.items()
        if write_whole(project / name, write_dictionary(project, language).encode("utf-8"))
    ]

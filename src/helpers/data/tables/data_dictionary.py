"""The data dictionary of the READMEs, written from the Data Package."""

from pathlib import Path

from helpers.data.tables.data_package import TableSchema, read_package
from helpers.problems import UsageError
from helpers.project import write_whole

_START, _END = "<!-- data dictionary: start -->", "<!-- data dictionary: end -->"
_WORDS = {
    "en": ("Column", "Meaning", "Values"),
    "zh": ("列", "含义", "取值"),
}
_READMES = {"en": "README.md", "zh": "README.zh.md"}


def write_dictionary(project: Path, language: str) -> str:
    """Write what the columns of the observations mean, as a Markdown table.

    Args:
        project: Project folder.
        language: `zh` or `en`.
    """
    package = read_package(project / "data" / "processed", project)
    return _describe_table(package.tables["figures"], language)


def _describe_table(table: TableSchema, language: str) -> str:
    column, meaning, values = _WORDS[language]
    lines = [f"| {column} | {meaning} | {values} |", "|---|---|---|"]
    for field in table.fields:
        coded = ", ".join(f"`{code}` {label[language]}" for code, label in field.labels.items())
        lines.append(f"| `{field.name}` | {field.description[language]} | {coded} |")
    return "\n".join(lines)


def update_readmes(project: Path) -> list[str]:
    """Write the dictionary between its marks in both READMEs.

    Args:
        project: Project folder.

    Returns:
        Names of the files that changed.

    Raises:
        UsageError: A README lacks the marks.
    """
    changed = []
    for language, name in _READMES.items():
        path = project / name
        text = path.read_text(encoding="utf-8")
        before, start, rest = text.partition(_START)
        _, end, after = rest.partition(_END)
        if not start or not end:
            raise UsageError(f"{name} lacks the lines {_START} and {_END}")
        table = write_dictionary(project, language)
        new = f"{before}{_START}\n{table}\n{_END}{after}"
        if write_whole(path, new.encode("utf-8")):
            changed.append(name)
    return changed

"""CSV files read as text and checked against their description, cell by cell."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from helpers.data.tables.characters import fold_alike, show
from helpers.data.tables.data_package import TableSchema, name_nearest
from helpers.problems import InputError, Line, Problem, name_line

# Reading the same content again, in this process or a copy of it, costs next to nothing; so does
# reading it in a copy of the project, wherever that lies.
_checked: dict[str, tuple[tuple[TableSchema, bytes], pd.DataFrame]] = {}


def read_table(table: TableSchema, content: bytes | None = None) -> pd.DataFrame:
    """Read a CSV file, or what it would hold, as text and check it against its description.

    Returns:
        All columns as text, missing cells empty; the index `line` is the line in the file.

    Raises:
        InputError: The encoding, the header or a cell is wrong; every fault is named.
    """
    content = _read(table) if content is None else content
    seen = replace(table, path=Path()), hashlib.sha256(content).digest()
    known = _checked.get(table.shown_path)
    if known is None or known[0] != seen:
        frame = parse_table(table, decode_table(content, table.shown_path))
        check_table(table, frame)
        known = _checked[table.shown_path] = seen, frame
    return known[1].copy(deep=False)  # a change of the copy leaves the original as it is


def check_table(table: TableSchema, frame: pd.DataFrame) -> None:
    """Check every cell of a table against its description; its index is taken for the line.

    Raises:
        InputError: A cell is wrong; every fault is named.
    """
    problems = list(_find_faults(table, frame))
    if problems:
        raise InputError(problems)


def each_row(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells of each row of a table that is all text."""
    names = [str(name) for name in frame.columns]
    rows = frame.to_numpy(dtype=object).tolist()  # at once: a column at a time takes half longer
    for line, cells in zip(frame.index.tolist(), rows, strict=True):
        yield line, dict(zip(names, cells, strict=True))


def index_rows(frame: pd.DataFrame, key: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table that is all text by the value of their key column."""
    return {row[key]: row for _, row in each_row(frame)}


def write_rows(table: TableSchema, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the content of the file of a table; a column that a row lacks stays empty."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, table.columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _read(table: TableSchema) -> bytes:
    if not table.path.is_file():
        problem = Problem(table.shown_path, 0, "", "the file is missing", "the file described")
        raise InputError([problem])
    return table.path.read_bytes()


def decode_table(content: bytes, shown: str) -> str:
    """Return the text of a CSV file.

    Raises:
        InputError: It is not UTF-8; the line, and GBK where it is that, are named.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        guess = "GB18030 (GBK)" if _decodes(content, "gb18030") else "an unknown encoding"
        wrong = f"the file is saved in {guess}"
        expected = "UTF-8 (in Excel: save as “CSV UTF-8”)"
        raise InputError([Problem(shown, line, "", wrong, expected)]) from error


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def parse_table(table: TableSchema, text: str) -> pd.DataFrame:
    """Return the rows of a CSV file, whose header is checked.

    Raises:
        InputError: The header is wrong, or a row has too many or too few cells.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    problems: list[Problem] = []
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        header = next(reader, [])
        _check_header(table, header)
        start = reader.line_num + 1
        for row in reader:
            if row and len(row) != len(header):
                wrong = f"the row has {len(row)} cells"
                problems.append(
                    Problem(table.shown_path, start, "", wrong, f"{len(header)} as in the header")
                )
            elif row:
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(table.shown_path, start, "", str(error), "well formed CSV"))
    if problems:
        raise InputError(problems)
    index = pd.Index([Line(n, table.shown_path) for n in lines], name="line", dtype="object")
    frame = pd.DataFrame(rows, index=index, columns=pd.Index(header), dtype="str")
    return frame.reindex(columns=table.columns, fill_value="")


def _check_header(table: TableSchema, header: list[str]) -> None:
    problems = []
    all_columns = ", ".join(table.columns)
    expected = [c.name for c in table.fields if c.name in header or c.required or not table.is_own]
    for name in expected:
        if name not in header:
            problems.append(
                Problem(table.shown_path, 1, name, "the column is missing", all_columns)
            )
    for name in header:
        if header.count(name) > 1:
            problems.append(
                Problem(table.shown_path, 1, name, "the column stands twice", "each column once")
            )
        if name not in table.columns:
            hint = name_nearest(name, table.columns)
            problems.append(Problem(table.shown_path, 1, name, "the column is unknown", hint))
    if not problems and header != expected:
        wrong = "the columns stand in another order"
        problems.append(Problem(table.shown_path, 1, "", wrong, all_columns))
    if problems:
        raise InputError(problems)


def _find_faults(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    for column in table.fields:
        values = frame[column.name].tolist()
        # Cells repeat: each value is judged once, and only a column with a fault line by line.
        faults = {value: column.find_fault(value) for value in set(values)}
        if any(faults.values()):
            for line, value in zip(frame.index.tolist(), values, strict=True):
                fault = faults[value]
                if fault is not None:
                    yield Problem(table.shown_path, line, column.name, *fault)
    yield from find_twins(table, frame)


def find_twins(
    table: TableSchema, frame: pd.DataFrame, *, of_names: bool = True
) -> Iterator[Problem]:
    """Name every cell that repeats another where each must be unique.

    Names count only on demand: those of two provinces may be alike.
    """
    for column in table.fields:
        # Names are told apart by eye; an identifier has a form, and each of its letters counts.
        is_name = column.type == "string" and column.pattern is None
        if not column.unique or (is_name and not of_names):
            continue
        seen: dict[str, tuple[int, str]] = {}
        for line, value in zip(frame.index.tolist(), frame[column.name].tolist(), strict=True):
            look = fold_alike(value) if is_name else value
            earlier, twin = seen.setdefault(look, (line, value))
            if value and earlier != line and column.find_fault(value) is None:
                fault = _name_twin(value, name_line(earlier, line), twin)
                yield Problem(table.shown_path, line, column.name, *fault)


def _name_twin(value: str, line: str, other: str) -> tuple[str, str]:
    if value == other:
        return f"{show(value)} stands already on {line}", "a value of its own"
    return (f"{show(value)} looks like {show(other)} on {line}", "another name")


def find_cycles(table: TableSchema, frame: pd.DataFrame) -> Iterator[Problem]:
    """Name every row that refers to itself, directly or through others."""
    for column, (other, key) in table.foreign_keys.items():
        if other != table.name:
            continue
        following = dict(zip(frame[key].tolist(), frame[column].tolist(), strict=True))
        lines = dict(zip(frame[key].tolist(), frame.index.tolist(), strict=True))
        seen: set[str] = set()
        for start in following:
            way: dict[str, None] = {}
            value = start
            while value in following and value not in seen:
                seen.add(value)
                way[value] = None
                value = following[value]
            if value in way:
                turn = list(way)[list(way).index(value) :]
                wrong = f"{value!r} leads back to itself: {' > '.join([*turn[:9], value])}"
                for name in turn:
                    yield Problem(table.shown_path, lines[name], column, wrong, "a way that ends")


def find_dangling_keys(
    table: TableSchema, frame: pd.DataFrame, frames: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """Name every cell that refers to a row which does not exist, and the nearest known value."""
    for name, (other, key) in table.foreign_keys.items():
        known = dict.fromkeys(frames[other][key].tolist())
        for line, value in zip(frame.index.tolist(), frame[name].tolist(), strict=True):
            if value and value not in known:
                wrong = f"{value!r} is not in {other}.csv"
                yield Problem(table.shown_path, line, name, wrong, name_nearest(value, known))

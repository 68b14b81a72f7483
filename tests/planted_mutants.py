"""Plant small errors in the code, one at a time, and count those that the tests notice.

`make mutants` runs this; `make test` does not. Of all mutants that mutmut can make in the folders
that pyproject.toml names, a seed draws some. Each is run against the tests that reach its function;
one that passes these, against all tests of the folder that mirrors its own, but for the browser's,
and against the independent checker of the claims.
The exit code is 1 if too few are noticed, or if tests/mutants.toml does not explain the rest.
"""

import ast
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import mutators
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.state import state
from mutmut.utils.file_utils import (
    copy_also_copy_files,
    copy_src_dir,
    setup_source_paths,
    walk_mutatable_files,
)
from mutmut.utils.format_utils import (
    mangled_name_from_mutant_name,
    orig_function_and_class_names_from_key,
)
from mutmut.workers.isolation import MutantRunner, get_mutant_runner

PLANTED = 200
SEED = 20240601
WANTED_SHARE = 0.95
PROCESSES = 1
EXPLANATIONS = Path("tests/mutants.toml")
COPY = Path("mutants")  # mutmut writes there; it cannot be told another folder

# A text that differs, or None where a value belongs, fails wherever it is executed: such mutants
# would raise the share without trying a test.
COARSE = {
    mutators.operator_string,
    mutators.operator_assignment,
    mutators.operator_arg_removal,
    mutators.operator_dict_arguments,
    mutators.operator_lambda,
}
CPU_SECONDS, CPU_FACTOR = 240, 8  # for what reads all the data, and for what runs for ever
_FAILED = {1, 2, 3}  # exit codes of pytest


@dataclass(frozen=True)
class Mutant:
    """One change of one function: which lines it replaces by which, after which line."""

    name: str
    path: Path
    function: str
    line: int
    after: str
    was: str
    now: str

    @property
    def key(self) -> tuple[str, ...]:
        """What identifies the mutant however lines shift."""
        return self.path.as_posix(), self.function, self.after, self.was, self.now


def main() -> int:
    """Plant, run, and print the result; return the exit code."""
    os.environ["PYTHONPATH"] = str(COPY.absolute() / "src")  # for tests that start a process
    _generate()
    drawn = _draw(PLANTED, SEED)
    runner = get_mutant_runner(PROCESSES)
    mutmut.run_stats_collection(runner)  # which test reaches which function
    passed = list(_try(runner, list(drawn)))
    if not _passes_again("none", {drawn[name] for name in passed}):
        print("the tests of the second look fail without a mutant: they cannot judge one")
        return 1
    suspects = [name for name in passed if _passes_again(name, {drawn[name]})]
    return _report(len(drawn), [_describe(name, drawn[name]) for name in suspects])


def _generate() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir()
    operators = cast("list[tuple[type, object]]", mutators.mutation_operators)
    operators[:] = [pair for pair in operators if pair[1] not in COARSE]
    with mutmut.CatchOutput():
        copy_src_dir()
        copy_also_copy_files()
        setup_source_paths()
        mutmut.create_mutants(PROCESSES)


def _try(runner: MutantRunner, names: list[str]) -> Iterator[str]:
    """Run each mutant against the tests that reach its function; yield those that pass."""
    runner.startup()
    durations = state().duration_by_test
    for number, name in enumerate(names, 1):
        function = mangled_name_from_mutant_name(name)
        tests = sorted(state().tests_by_mangled_function_name[function], key=durations.__getitem__)
        seconds = sum(durations[test] for test in tests)
        runner.submit(name, tests, int(CPU_SECONDS + CPU_FACTOR * seconds), seconds)
        code = runner.wait_for_result().exit_code
        if code in _FAILED or (code or 0) < 0:  # or ended by a signal
            continue
        print(f"{number}/{len(names)} {name} passes {len(tests)} tests", flush=True)
        yield name
    runner.shutdown()


def _read_mutants() -> dict[str, tuple[Path, int | None]]:
    found = {}
    for path in walk_mutatable_files():
        data = SourceFileMutationData(path=path)
        data.load()
        found.update({name: (path, code) for name, code in data.exit_code_by_key.items()})
    return found


def _draw(number: int, seed: int) -> dict[str, Path]:
    """Return the drawn mutants with the file of each."""
    mutants = _read_mutants()
    # By a hash of each name, so that new code leaves most of those drawn before as they are.
    names = sorted(mutants, key=lambda name: sha256(f"{seed} {name}".encode()).digest())[:number]
    print(f"{number} of {len(mutants)} possible mutants, seed {seed}")
    return {name: mutants[name][0] for name in names}


def _passes_again(name: str, paths: Set[Path]) -> bool:
    """True when the tests of the folders of files and those of the claims pass in a new process.

    Only there is a mutant met that is executed while modules are imported.
    """
    folders = sorted({f"tests/{path.parts[2]}" for path in paths})
    command = [sys.executable, "-m", "pytest", "-x", "-q", *folders, "tests/claims"]
    command += config().pytest_add_cli_args
    planted = os.environ | {"MUTANT_UNDER_TEST": name}
    tried = subprocess.run(command, cwd=COPY, env=planted, capture_output=True, check=False)
    return tried.returncode == 0


def _describe(name: str, path: Path) -> Mutant:
    _, _, hunk, *lines = get_diff_for_mutant(name, path=path).splitlines()
    was, now = (
        "\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    function, owner = orig_function_and_class_names_from_key(name)
    qualified = f"{owner}.{function}" if owner else function
    unchanged = next(number for number, line in enumerate(lines) if line[0] in "-+")
    after = lines[unchanged - 1].strip() if unchanged else ""
    into = int(hunk.split(",")[0].removeprefix("@@ -")) + unchanged - 1
    line = _find_start(path, qualified) + into
    return Mutant(name, path, qualified, line, after, was, now)


def _find_start(path: Path, function: str) -> int:
    *owner, name = function.split(".")
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    if owner:
        body = next(s for s in body if isinstance(s, ast.ClassDef) and s.name == owner[0]).body
    return next(s.lineno for s in body if isinstance(s, ast.FunctionDef) and s.name == name)


def _read_explanations() -> dict[tuple[str, ...], str]:
    rows = tomllib.loads(EXPLANATIONS.read_text(encoding="utf-8")).get("mutant", [])
    named = ("file", "function", "after", "was", "now")
    return {tuple(row[name] for name in named): row["why"] for row in rows}


def _report(planted: int, passed: list[Mutant]) -> int:
    explanations = _read_explanations()
    for mutant in sorted(passed, key=lambda m: (m.path, m.line)):
        print(f"\n{mutant.path}:{mutant.line}: {mutant.function}: {mutant.name}")
        print(*(f"- {line}" for line in mutant.was.split("\n")), sep="\n")
        print(*(f"+ {line}" for line in mutant.now.split("\n")), sep="\n")
        print("=", explanations.get(mutant.key, "not explained"))
    outdated = [key for key in explanations if key[3] not in _strip_lines(Path(key[0]))]
    for key in outdated:
        print(f"\n{EXPLANATIONS} explains a line that is gone: {' | '.join(key)}")
    unexplained = sum(mutant.key not in explanations for mutant in passed)
    share = 1 - len(passed) / planted
    print(
        f"\n{planted} planted, {planted - len(passed)} noticed: {share:.1%}, "
        f"wanted {WANTED_SHARE:.0%}; {unexplained} of the {len(passed)} others not explained"
    )
    return int(share < WANTED_SHARE or unexplained > 0 or bool(outdated))


def _strip_lines(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return "\n".join(line.strip() for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())

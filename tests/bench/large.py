"""Work on a project of invented cities, as a process of its own: `prepare` it, or `report` some.

`prepare` cleans, derives and audits everything and prints the CPU seconds of each as JSON.
`report` makes the reports of the first cities, as many as asked for.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from helpers.audit.checks import audit
from helpers.audit.doubts import write_processed
from helpers.audit.facts import read_facts
from helpers.data.cleaning import clean_figures
from helpers.data.codebook import read_codebook
from helpers.data.observations import observe
from helpers.data.raw_data import read_raw_data
from helpers.runs.executors import open_processes, run_jobs
from helpers.runs.pipeline import plan_reports
from helpers.runs.rebuilds import prepare_reading


def prepare(project: Path) -> dict[str, float]:
    """Clean, derive and audit a project."""
    start = time.process_time()
    raw = read_raw_data(project)
    clean_figures(raw)
    cleaned = time.process_time()
    write_processed(raw, project)
    derived = time.process_time()
    facts = read_facts(observe(raw), raw.frames["partnerships"], read_codebook(project))
    audit(facts)
    return {
        "rows": len(raw.readings),
        "cleaning": cleaned - start,
        "derivation": derived - cleaned,
        "audit": time.process_time() - derived,
    }


def report(project: Path, count: int) -> None:
    """Make the reports of the first cities, in one language, and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = plan_reports(project, Path(folder), language="zh")[:count]
        prepare_reading(project, "", *(str(job.run.parameters.get("city", "")) for job in jobs))
        with open_processes(2) as executor:
            failures = [outcome.failure for outcome in run_jobs(jobs, executor)]
        if any(failures):
            raise SystemExit("\n".join(failures))


if __name__ == "__main__":
    task, place, *rest = sys.argv[1:]
    if task == "prepare":
        print(json.dumps(prepare(Path(place))))
    else:
        report(Path(place), int(rest[0]))

"""How long the command takes from nothing to its end."""

import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from publishing.project import ENVIRONMENT, FOLDER, NEWSCRIER, lay_project


@dataclass(frozen=True)
class Starts:
    """Seconds, the median of some runs."""

    shown: float
    passed: float


def measure_starts(rounds: int) -> Starts:
    """`newscrier --help`, and `run --once` in a project to which nothing has come yet."""
    channel = {"platform": "file", "path": "out/", "approval": "never"}
    with lay_project({"drawer": channel}, {"wire": FOLDER}) as project:
        shown = median(_run(project, "--help") for _ in range(rounds))
        _run(project, "run", "--once")  # makes the database
        passed = median(_run(project, "run", "--once") for _ in range(rounds))
    return Starts(shown, passed)


def _run(project: Path, *arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [str(NEWSCRIER), *arguments], cwd=project, env=ENVIRONMENT, capture_output=True, check=True
    )
    return time.perf_counter() - begun

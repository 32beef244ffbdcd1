"""Broken configs, one after another, with the exact lines that a newsroom reads."""

from pathlib import Path

import pytest
from toy_settings import CASES, Case, problems_of, write_project

GOLDEN = Path(__file__).parent / "broken.golden.txt"


def test_every_broken_config_says_exactly_this(tmp_path: Path, update_golden: bool) -> None:
    found = "\n".join(_shown(case, tmp_path / f"{n}") for n, case in enumerate(CASES))
    if update_golden:
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_the_table_is_long_and_each_name_is_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_secret_is_shown(case: Case, tmp_path: Path) -> None:
    problems = problems_of(write_project(tmp_path, case.files))
    assert problems
    assert "hunter2" not in repr(problems) + "".join(map(str, problems))


def _shown(case: Case, project: Path) -> str:
    lines = [str(problem) for problem in problems_of(write_project(project, case.files))]
    return "\n".join([f"# {case.name}", *lines, ""])

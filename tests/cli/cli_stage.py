"""Carries out command lines in this process, and says what came of them."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from bot.cli.frame import run_command


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What stands on stdout, which must be JSON and nothing else."""
        return json.loads(self.out)


class Newscrier:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str) -> Outcome:
        self._capsys.readouterr()
        code = run_command(args)
        captured = self._capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Outcome(code, captured.out, captured.err)

    def post_id(self) -> str:
        """The newest post's id."""
        return str(self("post", "list", "--json").data[0]["id"])

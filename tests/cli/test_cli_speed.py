"""A command imports only what it needs: help and completion are instant, whatever the house holds."""

import json
import os
import subprocess
import sys

HEAVY = {
    "alembic",
    "apscheduler",
    "babel",
    "cryptography",
    "httpx",
    "jinja2",
    "lxml",
    "PIL",
    "pydantic",
    "ruamel",
    "sqlalchemy",
    "structlog",
    "trafilatura",
}
"""What takes long to import; `rich.cells` is light and needed for tables."""

CODE = """
import json, sys
from bot.cli.frame import NOUNS, front, run_command
for words in (*([noun] for noun in NOUNS), [], ["post", "list"], ["channel", "add"]):
    assert run_command([*words, "--help"]) == 0, words
print(json.dumps(sorted(sys.modules)))
"""
SECONDS, TIMES = 0.3, 3.0
"""For help, and how many times what Python takes to start and to read a few modules of its own."""
BARE = "import argparse, asyncio, dataclasses, json, typing"


def test_no_help_imports_what_is_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout.splitlines()[-1])
    assert "bot.cli.post" in modules
    assert {name for name in modules if name.partition(".")[0] in HEAVY} == set(), (
        "a file in bot/cli imports it at its top: import it in the function that needs it"
    )
    ours = {name for name in modules if name.startswith("bot.") and not name.startswith("bot.cli")}
    assert not {name for name in ours if name.startswith(("bot.flow", "bot.store", "bot.platforms"))}


def measure(*words: str) -> float:
    """What the processor worked: this says the same on a busy machine."""
    before = os.times()
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def test_help_takes_less_than_a_third_of_a_second() -> None:
    """Or no more than Python itself takes three times over, on a machine that is slower than all we know."""
    longest = max(SECONDS, TIMES * min(measure("-c", BARE) for _ in range(3)))
    for words in (["--help"], ["health", "--help"], ["post", "list", "--help"]):
        assert min(measure("-m", "bot.cli", *words) for _ in range(3)) < longest, words

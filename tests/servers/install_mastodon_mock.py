"""Puts PyPI's mastodon_mock into an environment of its own: `python tests/servers/install_mastodon_mock.py`.

It brings a pytest plugin that loads itself, so it stays out of the project's environment.
Prints the path of its command; does nothing where it stands already. `make setup` does the same.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

LOCK = Path(__file__).with_name("requirements-mastodon-mock.lock")
FOLDER = Path(__file__).resolve().parents[2] / ".tools" / "mastodon_mock"
COMMAND = FOLDER / "bin" / "mastodon_mock"


def is_installed() -> bool:
    return COMMAND.exists()


def install() -> None:
    venv.create(FOLDER, with_pip=True)
    python = FOLDER / "bin" / "python"
    command = [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    subprocess.run(command, check=True)


def main() -> None:
    if not is_installed():
        install()
    sys.stdout.write(f"{COMMAND}\n")


if __name__ == "__main__":
    main()

"""Puts PyPI's mastodon_mock into an environment of its own: `python tests/servers/install_mastodon_mock.py`.

It brings a pytest plugin that loads itself, so it stays out of the project's environment.
Prints the path of its command; does nothing where it stands already.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

VERSION = "0.6.1"
FOLDER = Path(__file__).resolve().parents[2] / ".tools" / "mastodon_mock"
COMMAND = FOLDER / "bin" / "mastodon_mock"


def is_installed() -> bool:
    return COMMAND.exists() and (FOLDER / VERSION).exists()


def install() -> None:
    venv.create(FOLDER, with_pip=True, clear=True)
    python = FOLDER / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"mastodon_mock=={VERSION}"], check=True)
    (FOLDER / VERSION).touch()


def main() -> None:
    if not is_installed():
        install()
    sys.stdout.write(f"{COMMAND}\n")


if __name__ == "__main__":
    main()

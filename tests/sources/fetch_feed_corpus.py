"""Fetches feedparser's own test feeds into .tools/feedparser_corpus, for tests/sources/test_feed_corpus.py.

They are inside feedparser's source distribution. It needs the network; the test skips where they are not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

PLACE = Path(__file__).resolve().parents[2] / ".tools" / "feedparser_corpus"


def main() -> None:
    wanted = version("feedparser")
    mark = PLACE / ".version"
    if mark.is_file() and mark.read_text() == wanted:
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
        # Only feedparser itself from source: what builds it may come as wheels.
        wish = ["--no-deps", "--no-binary", "feedparser", "--dest", folder, f"feedparser=={wanted}"]
        if subprocess.run([*pip, *wish], check=False).returncode:
            sys.exit(f"feedparser {wanted} could not be downloaded as source")
        (archive,) = Path(folder).glob("feedparser-*.tar.gz")
        with tarfile.open(archive) as packed:
            # Python 3.11.2, as Debian has it, knows no filters yet.
            safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            packed.extractall(folder, **safely)
        shutil.rmtree(PLACE, ignore_errors=True)
        PLACE.parent.mkdir(exist_ok=True)
        shutil.copytree(Path(folder) / f"feedparser-{wanted}" / "tests", PLACE)
    mark.write_text(wanted)


if __name__ == "__main__":
    main()

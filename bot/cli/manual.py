"""Writes the made pages of the manual: `python -m bot.cli.manual docs`, or `make docs`.

A test fails where one of them is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.reference import write_reference


def write_pages() -> dict[str, str]:
    """Every page that is made from the code, by its path below docs/."""
    from bot.flow import manual

    return {"cli.md": write_reference(), **manual.write_pages()}


def write_manual(docs: Path) -> None:
    """Write every made page below `docs`, and take away those of plugins that are gone."""
    pages = write_pages()
    for folder in ("platforms", "sources"):
        for old in (docs / folder).glob("*.md"):
            if old.relative_to(docs).as_posix() not in pages:
                old.unlink()
    for name, text in pages.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_manual(Path(sys.argv[1]))

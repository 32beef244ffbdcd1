"""A source that offers what the test says."""

from __future__ import annotations

from typing import Any, ClassVar

from bot.model import Entry
from bot.plugin import Batch, Known, Memo, SourceOptions

TEXT = """\
Harbour number {n} reopens after the storm

The harbour reopened on Monday after repairs that cost €{n}4 million, the port authority said.
"""


def entry(n: int, *, version: str = "1", doubt: str = "", text: str = TEXT, **metadata: Any) -> Entry:
    return Entry(
        source_id=f"wire-{n}",
        version=version,
        place=f"wire/{n}",
        raw=text.format(n=n),
        metadata=metadata,
        doubt=doubt,
    )


class Wire:
    """Gives the next batch of `script`, and offers again what is not known."""

    name: ClassVar[str] = "wire"
    Options: ClassVar[type[SourceOptions]] = SourceOptions

    def __init__(self) -> None:
        self.script: list[Batch | Exception] = []
        self.memos: list[Memo] = []

    async def fetch(self, memo: Memo, known: Known) -> Batch:
        self.memos.append(memo)
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        fresh = tuple(e for e in step.entries if known.version(e.source_id) != e.version)
        return Batch(entries=fresh, memo=step.memo, memo_in_doubt=step.memo_in_doubt, baseline=step.baseline)

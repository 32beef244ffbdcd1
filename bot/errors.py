"""Everything that may go wrong, in one tree.

NewscrierError
├── ConfigError          the newsroom's own files: all problems at once
├── TemplateError        one template, with the line to mend
├── SecretMissing        a secret's variable or file is not there
├── StoreError           the database cannot take or give what was asked
│   ├── WorkerRunning    another worker holds this store
│   └── NotFound         no article, post or channel of that name
├── SourceError
│   ├── Gone             what the source offered is no longer there
│   ├── Unreadable       it is there, and cannot be read as an article
│   ├── Blocked          we are not allowed to read it
│   ├── Throttled        see below
│   └── Unreachable      see below
└── DeliveryError
    ├── Temporary            nothing was made; the channel pauses, then again
    │   ├── Throttled        the server says wait (`retry_after`)
    │   ├── PayloadExpired   the payload is worth nothing any more; it is prepared anew
    │   └── Unreachable      nothing was sent
    ├── TokenExpired         nothing was made; refresh once, then again
    ├── Unauthorized         nothing was made; the channel goes on hold
    ├── Rejected             nothing was made; a person edits
    ├── Duplicate            the platform says it has this post already
    └── OutcomeUnknown       it may have been made, or not
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from bot.model import Receipt


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a person should mend: what happened, where, and what to do.

    `line` and `column` count from 1; `file` is shown as the person knows it.
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        """`file:line:column message (hint)`, leaving out what is not known."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place} {self.message}{hint}".strip()


class NewscrierError(Exception):
    """The root of all errors that Newscrier raises on purpose; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """The sentence, with the hint in parentheses."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class ConfigError(NewscrierError):
    """The newsroom's config cannot be used; `problems` holds every reason, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class TemplateError(NewscrierError):
    """A template cannot be loaded or rendered; `file` and `line` say where."""

    def __init__(self, message: str, *, file: str, line: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint)
        self.file = file
        self.line = line

    @property
    def problem(self) -> Problem:
        """The same as a `Problem`."""
        return Problem(self.message, self.hint, self.file, self.line)

    def __str__(self) -> str:
        """As a `Problem` is shown."""
        return str(self.problem)


class SecretMissing(NewscrierError):
    """A secret's environment variable or file is not there, or empty; the message says which."""


class StoreError(NewscrierError):
    """The database cannot take or give what was asked (full disk, lock, damage)."""


class WorkerRunning(StoreError):
    """Another worker holds this store."""


class NotFound(StoreError):
    """No article, post or channel of that name."""


class SourceError(NewscrierError):
    """A source cannot give what it should.

    `memo` is what the source wants to remember of its failure, `not_before` when to look again; None
    where it leaves that to whoever asked.
    """

    memo: dict[str, Any] | None = None
    not_before: datetime | None = None


class Gone(SourceError):
    """What the source offered is no longer there."""


class Unreadable(SourceError):
    """It is there, and cannot be read as an article; `problems` says why, with places."""

    def __init__(self, message: str, hint: str = "", *, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message, hint)
        self.problems = tuple(problems) or (Problem(message, hint),)


class Blocked(SourceError):
    """We are not allowed to read it."""


class DeliveryError(NewscrierError):
    """An act on a platform did not end with a receipt."""


class Temporary(DeliveryError):
    """Nothing was made; the channel pauses, then the act is tried again."""


class Throttled(Temporary, SourceError):
    """The server says wait; `retry_after` is how long, or None where it does not say."""

    def __init__(self, message: str, *, retry_after: timedelta | None = None, hint: str = "") -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class PayloadExpired(Temporary):
    """Nothing was made: what the payload refers to (an upload) is gone; only a new payload helps."""


class Unreachable(Temporary, SourceError):
    """Nothing was sent: no connection, no name, no TLS."""


class TokenExpired(DeliveryError):
    """Nothing was made: the session ended; refresh once, then again."""


class Unauthorized(DeliveryError):
    """Nothing was made: the platform refuses this account or token."""


class Rejected(DeliveryError):
    """Nothing was made: the platform will not take this post as it is."""


class Duplicate(DeliveryError):
    """The platform says it has this post already; `receipt` where it tells which."""

    def __init__(self, message: str, *, receipt: Receipt | None = None, hint: str = "") -> None:
        super().__init__(message, hint)
        self.receipt = receipt


class OutcomeUnknown(DeliveryError):
    """The creating call may have been carried out, or not."""

"""Secrets: where they come from, and how they stay out of everything else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bot.errors import SecretMissing

MASK = "••••"
_SHORTEST_MASKED = 4

_revealed: set[str] = set()


class Secret:
    """A reference to a secret, `{env: NAME}` or `{file: PATH}`; it is read only on connecting.

    `folder` is what a relative PATH counts from: the project folder.
    """

    __slots__ = ("_folder", "kind", "name")

    def __init__(self, kind: str, name: str, folder: Path | None = None) -> None:
        self.kind = kind
        self.name = name
        self._folder = folder

    def reveal(self) -> str:
        """The secret itself, from now on masked in every log. Raises SecretMissing."""
        value = self._read().strip()
        if not value:
            raise SecretMissing(f"the secret {self} is empty", "put the token there")
        remember_secret(value)
        return value

    def _read(self) -> str:
        if self.kind == "env":
            value = os.environ.get(self.name)  # noqa: TID251 - the one place for secrets
            if value is None:
                raise SecretMissing(
                    f"the environment variable {self.name} is not set", "set it before starting Newscrier"
                )
            return value
        path = (self._folder or Path()) / self.name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise SecretMissing(
                f"the secret file {self.name} cannot be read", "make it, readable by Newscrier alone"
            ) from error

    def __repr__(self) -> str:
        return f"{{{self.kind}: {self.name}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and (self.kind, self.name) == (other.kind, other.name)

    def __hash__(self) -> int:
        return hash((self.kind, self.name))


class Credentials(dict[str, str]):
    """What a platform keeps between calls (session tokens, rotating pairs); its values never show."""

    def __repr__(self) -> str:
        return f"Credentials({', '.join(sorted(self))})"

    __str__ = __repr__


def remember_secret(value: str) -> None:
    """From now on `mask` hides this value."""
    if len(value) >= _SHORTEST_MASKED:
        _revealed.add(value)


def mask(value: Any) -> Any:
    """The same value with every remembered secret replaced, in strings, mappings and sequences alike."""
    if isinstance(value, str):
        for secret in sorted(_revealed, key=len, reverse=True):
            value = value.replace(secret, MASK)
        return value
    if isinstance(value, Credentials | Secret):
        return repr(value)
    if isinstance(value, dict):
        return {mask(key): mask(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    return value

"""Secrets: where they come from, and how they stay out of everything else."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import string
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from bot.errors import SecretMissing

MASK = "••••"
_SHORTEST_MASKED = 4
_MARK_LENGTH = 4
_SHORTEST_LINE = 16
_SHORTEST_CORE = 8  # below this, base64 of anything would contain it by chance
_BASE64 = frozenset(string.ascii_letters + string.digits + "+/_-=")
_URL_SAFE = str.maketrans("+/", "-_")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")

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


def read_variable(name: str) -> str:
    """What the environment says under this name, or nothing; for what is no secret."""
    return os.environ.get(name, "")  # noqa: TID251 - the one place that reads the environment


def mark_secrets(values: Iterable[object]) -> str:
    """Tells whether the secrets among these are still the same; far too short to find one by guessing."""
    revealed = []
    for value in values:
        if isinstance(value, Secret):
            with suppress(SecretMissing):
                revealed.append(value.reveal())
    return _mark(tuple(revealed))


@lru_cache(maxsize=256)
def _mark(revealed: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for value in revealed:
        digest.update(value.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()[:_MARK_LENGTH]


def remember_secret(value: str) -> None:
    """From now on `mask` hides this value, and each long line of it where it has several (a key in PEM)."""
    if value in _revealed:
        return
    lines = value.splitlines()
    long_lines = [line for line in lines if len(lines) > 1 and len(line) >= _SHORTEST_LINE]
    _revealed.update(part for part in (value, *long_lines) if len(part) >= _SHORTEST_MASKED)


def mask(value: Any) -> Any:
    """The same value with every remembered secret replaced, in strings, numbers, mappings and sequences.

    A secret is also found as it stands in addresses (percent-encoded), in JSON, in Python's and
    HTML's way of writing it, in hexadecimal and inside base64 (Basic authorisation).
    """
    if isinstance(value, str):
        return _mask_text(value) if _revealed and value else value
    if isinstance(value, Credentials | Secret):
        return repr(value)
    if isinstance(value, dict):
        return {mask(key): mask(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    if isinstance(value, int | float) and _revealed:
        return MASK if _holds_secret(value) else value
    return value


def _holds_secret(number: float) -> bool:
    try:
        return _mask_text(str(number)) != str(number)
    except ValueError:  # a number of more digits than Python writes down
        return False


def _mask_text(text: str) -> str:
    written, cores = _compile_patterns(frozenset(_revealed))
    if cores:
        text = _mask_runs(text, cores)
    return written.sub(MASK, text)


def _mask_runs(text: str, cores: re.Pattern[str]) -> str:
    """Hide each whole run of base64 in which a core stands: its edges belong to the secret too."""
    parts, done = [], 0
    for found in cores.finditer(text):
        if found.start() < done:
            continue
        start, end = found.span()
        while start > done and text[start - 1] in _BASE64:
            start -= 1
        while end < len(text) and text[end] in _BASE64:
            end += 1
        parts += [text[done:start], MASK]
        done = end
    return "".join([*parts, text[done:]])


@lru_cache(maxsize=4)
def _compile_patterns(secrets: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """One pattern for the written forms of all secrets, one for base64; the longest first."""
    written = {form for secret in secrets for form in _written_forms(secret)}
    cores = {core for secret in secrets for core in _base64_cores(secret)}
    patterns = [
        re.compile("|".join(_ESCAPE.sub(r"%(?i:\1)", re.escape(form)) for form in _longest_first(forms)))
        for forms in (written, cores)
    ]
    return patterns[0], patterns[1] if cores else None


def _longest_first(forms: set[str]) -> list[str]:
    return sorted(forms, key=lambda form: (-len(form), form))


def _written_forms(secret: str) -> set[str]:
    raw = secret.encode("utf-8", "surrogatepass")
    return {
        secret,
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        repr(raw)[2:-1],
        html.escape(secret),
        raw.hex(),
        raw.hex().upper(),
        *(quote(raw, safe=safe) for safe in ("", "/", "/~:@!$&'()*+,;=")),
        quote_plus(raw),
    }


def _base64_cores(secret: str) -> set[str]:
    """What base64 of the secret looks like wherever it begins, but for the characters at its edges."""
    raw = secret.encode("utf-8", "surrogatepass")
    cores = set()
    for before in range(3):
        encoded = base64.b64encode(b"\0" * before + raw).decode("ascii")
        edge = (before * 8 + 5) // 6
        core = encoded[edge : (before + len(raw)) * 8 // 6]
        if len(core) >= _SHORTEST_CORE:
            cores |= {core, core.translate(_URL_SAFE)}
    return cores

"""Connects a new channel: its options as questions, its secrets by reference, the account asked for first."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.errors import ConfigError, NotFound, Problem
from bot.flow.editing.steer import verify
from bot.flow.house import House
from bot.hints import suggest
from bot.plugin import PlatformOptions, discover_platforms
from bot.plugin.pages import read_about
from bot.secrecy import Secret, remember_secret
from bot.settings.adding import add_entry
from bot.settings.effective import Settings
from bot.settings.entries import find_name_problem
from bot.settings.project import SECRETS
from bot.settings.written.positions import Document
from bot.settings.written.validation import validate_part

_KINDS = ("env", "file")
_FIRST_SECTION_ENDS = "\nScopes\n"


@dataclass(frozen=True, slots=True)
class Question:
    """One required option of a platform; `example` is as one would type it."""

    option: str
    description: str
    example: str
    secret: bool


def require_platform(name: str) -> str:
    """The name itself. Raises NotFound."""
    platforms = discover_platforms()
    if name not in platforms:
        raise NotFound(f"there is no platform {name!r}", suggest(name, platforms))
    return name


def tell_about(platform: str) -> str:
    """The platform's how-to page: the docstring of its module."""
    return read_about(discover_platforms()[platform], "platforms", platform)


def tell_token(platform: str) -> str:
    """The part of the page that leads to a token, and the address where one is made."""
    steps = tell_about(platform).partition(_FIRST_SECTION_ENDS)[0].rstrip()
    url = discover_platforms()[platform].tokens_url
    return f"{steps}\n\n{url}" if url else steps


def list_questions(platform: str) -> list[Question]:
    """What must be answered before the platform can be connected, in the order of its options."""
    options = discover_platforms()[platform].Options
    found = []
    for name, field in options.model_fields.items():
        if name != "platform" and field.is_required():
            secret = _is_secret(options, name)
            example = next(iter(field.examples or ()), "")
            shown = next(iter(example.values())) if secret and isinstance(example, dict) else example
            found.append(Question(name, field.description or "", str(shown), secret))
    return found


def _is_secret(options: type[PlatformOptions], name: str) -> bool:
    field = options.model_fields.get(name)
    return field is not None and (
        field.annotation is Secret or any(one is Secret for one in get_args(field.annotation))
    )


def read_value(platform: str, option: str, text: str) -> Any:
    """An option's value as it was typed: YAML, or env:NAME and file:PATH for a secret.

    Raises ConfigError for a secret that was typed in clear.
    """
    options = discover_platforms()[platform].Options
    kind, _, name = text.partition(":")
    if _is_secret(options, option):
        if kind in _KINDS and name.strip():
            return {kind: name.strip()}
        value = _read_yaml(text)
        if isinstance(value, dict):
            return value
        remember_secret(text)
        hint = f"write {option}=env:NAME or {option}=file:PATH, and make a new token: this one was seen"
        raise ConfigError([Problem(f"{option!r} is a secret and is given by reference only", hint)])
    fields = options.model_json_schema()["properties"]
    return text if fields.get(option, {}).get("type") == "string" else _read_yaml(text)


def _read_yaml(text: str) -> Any:
    try:
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return text


def check_name(settings: Settings, name: str) -> None:
    """Refuse a name that is taken or cannot be one. Raises ConfigError."""
    problem = find_name_problem(Document(""), "channel", name) if name else Problem("give the channel a name")
    if name in settings.channels:
        problem = Problem(f"there is a channel {name!r} already", "give another name")
    if problem:
        raise ConfigError([_bare(problem)])


def read_options(settings: Settings, name: str, fields: Mapping[str, Any]) -> PlatformOptions:
    """The channel's options. Raises ConfigError with everything that is wrong with them."""
    options, found = _validate(settings, name, fields)
    if options is None:
        raise ConfigError([_bare(problem) for _, problem in found])
    return options


def find_fault(settings: Settings, name: str, fields: Mapping[str, Any], option: str) -> Problem | None:
    """What is wrong with one option, whatever the others lack."""
    _, found = _validate(settings, name, fields)
    return next((_bare(problem) for route, problem in found if route[:2] == (name, option)), None)


def _validate(
    settings: Settings, name: str, fields: Mapping[str, Any]
) -> tuple[PlatformOptions | None, list[tuple[tuple[str | int, ...], Problem]]]:
    options = discover_platforms()[fields["platform"]].Options
    context = {"project": settings.project, "newsroom": settings.newsroom}
    return validate_part(options, Document("", value={name: dict(fields)}), (name,), context)


def _bare(problem: Problem) -> Problem:
    """What is not in a file yet has no place in it."""
    return replace(problem, file="", line=None, column=None)


async def ask_account(house: House, name: str, options: PlatformOptions) -> str:
    """Whose account it is, as the platform says; the config stays as it is.

    Raises DeliveryError, SecretMissing.
    """
    settings = replace(house.settings, channels={**house.settings.channels, name: options})
    return await verify(replace(house, settings=settings, lines=house.lines.follow(settings)), name)


def add_channel(project: Path, name: str, fields: Mapping[str, Any]) -> None:
    """Write the channel into config/channels.yaml, comments kept. Raises ConfigError."""
    add_entry(project, "channels", name, {**fields, "approval": "always"})


def keep_secret(project: Path, channel: str, option: str, value: str) -> dict[str, str]:
    """Put a secret into a file that only this user reads and that no repository takes; its reference.

    Raises ConfigError where there is such a file already, or none can be made.
    """
    remember_secret(value)
    reference = f"{SECRETS}/{channel}.{option}"
    path = project / reference
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        ignored = path.parent / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{value}\n")
    except FileExistsError:
        problem = Problem(f"{reference} is there already", f"use it (file:{reference}), or delete it")
        raise ConfigError([problem]) from None
    except OSError as error:
        raise ConfigError([Problem(f"{reference} cannot be written: {error.strerror}")]) from error
    return {"file": reference}


def drop_secret(project: Path, reference: Mapping[str, str]) -> None:
    """Take a file of `keep_secret` away again."""
    with suppress(OSError):
        (project / reference["file"]).unlink()

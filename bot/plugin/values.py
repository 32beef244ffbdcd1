"""What the config is made of: parts with fields, durations, and secrets by reference."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetPydanticSchema,
    PlainSerializer,
)
from pydantic_core import core_schema

from bot.secrecy import Secret

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_LONGEST = 100 * 365 * 86400
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")


class Strict(BaseModel):
    """A part of the config: unknown fields are problems, values do not change once loaded."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        hide_input_in_errors=True,  # a secret written in the wrong place must not reach a traceback
    )


def _parse_duration(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and re.fullmatch(rf"(?:{_DURATION.pattern}\s*)+", value.strip()):
        seconds = sum(float(n) * _UNITS[unit] for n, unit in _DURATION.findall(value))
        if seconds > _LONGEST:
            raise ValueError("this duration is longer than a hundred years")
        return timedelta(seconds=seconds)
    raise ValueError(f"{value!r} is not a duration; write for example 90s, 2m, 12h, 7d")


def show_duration(value: timedelta) -> str:
    """The shortest way a newsroom would write it: 90s, 2m, 12h, 7d."""
    seconds = value.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{int(seconds // _UNITS[unit])}{unit}"
    return f"{seconds:g}s"


Duration = Annotated[
    timedelta,
    BeforeValidator(_parse_duration, json_schema_input_type=str),
    PlainSerializer(show_duration, return_type=str),
]
"""A length of time, written 90s, 2m, 12h, 7d, or several together."""

Never = Literal["never"]


def _check_server(value: str) -> str:
    """A server's address, without a closing slash and with no secret in it. Raises ValueError."""
    parts = urlsplit(value.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("this is not an address; write for example https://social.example.org")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("the address has no user name, question mark or fragment")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


ServerAddress = Annotated[str, AfterValidator(_check_server)]
"""Where a platform's server is; http:// too, so that it may be a test server."""


def _parse_secret(value: Any, info: core_schema.ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, dict) and len(value) == 1:
        ((kind, name),) = value.items()
        if kind in {"env", "file"} and isinstance(name, str) and name:
            folder = (info.context or {}).get("project")
            return Secret(kind, name, Path(folder) if folder else None)
    raise ValueError("a secret never stands in a config file; write {env: NAME} or {file: PATH}")


_SECRET_JSON_SCHEMA = {
    "type": "object",
    "properties": {"env": {"type": "string"}, "file": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
    "maxProperties": 1,
}

SecretOption = Annotated[
    Secret,
    GetPydanticSchema(
        lambda _source, _handler: core_schema.with_info_plain_validator_function(
            _parse_secret,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda secret: {secret.kind: secret.name}
            ),
            metadata={"pydantic_js_functions": [lambda _schema, _handler: dict(_SECRET_JSON_SCHEMA)]},
        )
    ),
]
"""A secret by reference, `{env: NAME}` or `{file: PATH}`; a literal one is refused."""

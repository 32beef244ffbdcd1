"""What a field beside an article may hold: times, names, addresses, lines; each as people write it."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from bot.extract.documents.dateline import read_dateline
from bot.text import normalise_text, squeeze_spaces

UrgencyName = Literal["breaking", "normal", "evergreen"]
ToneName = Literal["normal", "sober"]


def _localise(value: Any, info: ValidationInfo) -> tuple[datetime, bool]:
    """The time a value tells, in the newsroom's zone where it names none, and whether it has a clock time."""
    context = info.context or {}
    zone = cast("tzinfo", context["timezone"])
    if isinstance(value, datetime):
        # A YAML reader's own kind of datetime becomes a plain one.
        return datetime.combine(value.date(), value.time(), value.tzinfo or zone), True
    if isinstance(value, date):
        return datetime.combine(value, time(), zone), False
    if not isinstance(value, str):
        raise ValueError("this is not a time; write it as in 2026-03-01 18:30")  # noqa: TRY004 - pydantic turns ValueErrors into problems
    text = value.strip()
    try:
        return datetime.combine(date.fromisoformat(text), time(), zone), False
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        found = read_dateline(text, language=context["language"], zone=zone)
        if len(found) != 1 or found[0].rest or found[0].updated:
            raise ValueError("this is not a time; write it as in 2026-03-01 18:30") from None
        return found[0].at, found[0].has_time
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)), True


def _read_moment(value: Any, info: ValidationInfo) -> datetime:
    return _localise(value, info)[0]


def _read_embargo(value: Any, info: ValidationInfo) -> datetime:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise ValueError("the embargo is empty; give its end, or take the field out")
    moment, has_time = _localise(value, info)
    if not has_time:
        raise ValueError("an embargo needs its time of day; write it as in 2026-03-01 18:30")
    # When clocks are set back an hour comes twice; the later one breaks no embargo.
    other = moment.replace(fold=1)
    return max(moment, other, key=datetime.timestamp)


def _split_names(value: Any) -> Any:
    return (
        [part for part in (part.strip() for part in value.split(",")) if part]
        if isinstance(value, str)
        else value
    )


def _join_names(value: Any) -> Any:
    return (
        ", ".join(value)
        if isinstance(value, list) and all(isinstance(part, str) for part in value)
        else value
    )


def _check_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        fine = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and not any(char.isspace() for char in value)
        )
    except ValueError:
        fine = False
    if not fine:
        raise ValueError("this is not a web address; it begins with https://")
    return value


def _clean(value: str) -> str:
    return squeeze_spaces(normalise_text(value))


Line = Annotated[str, AfterValidator(_clean), Field(max_length=1000)]
Wording = Annotated[str, AfterValidator(normalise_text), Field(max_length=5000)]
Address = Annotated[str, AfterValidator(_check_address), Field(max_length=4000)]
JoinedNames = Annotated[Line, BeforeValidator(_join_names)]
Names = Annotated[list[Line], BeforeValidator(_split_names), Field(max_length=200)]
Moment = Annotated[datetime, BeforeValidator(_read_moment)]
Embargo = Annotated[datetime | None, BeforeValidator(_read_embargo)]

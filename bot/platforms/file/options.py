"""What a newsroom writes about a timeline of files."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from bot.plugin import PlatformOptions


class FileOptions(PlatformOptions):
    """A channel that writes an HTML page and a JSON Feed into a folder."""

    model_config = ConfigDict(validate_default=True)

    path: Path = Field(
        Path("out"), description="The folder, counted from the project folder.", examples=["out/"]
    )
    title: str = Field(
        "", description="The page's title; the newsroom's name if left out.", examples=["The Courier"]
    )
    timezone: str = Field(
        "",
        description="The zone in which times are shown; the newsroom's if left out.",
        examples=["Europe/Warsaw"],
    )

    @field_validator("path", mode="after")
    @classmethod
    def _from_project(cls, value: Path, info: ValidationInfo) -> Path:
        project = (info.context or {}).get("project")
        return Path(project) / value if project else value

    @field_validator("title")
    @classmethod
    def _newsrooms_name(cls, value: str, info: ValidationInfo) -> str:
        newsroom = (info.context or {}).get("newsroom")
        return value or (newsroom.name if newsroom else "Timeline")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str, info: ValidationInfo) -> str:
        newsroom = (info.context or {}).get("newsroom")
        value = value or (newsroom.timezone if newsroom else "UTC")
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{value!r} is no time zone; write for example Europe/Warsaw") from error
        return value

"""What a newsroom may write about a drop folder."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Self

from pydantic import ByteSize, Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from bot.plugin import Duration, SourceOptions

_LARGEST = 2_000_000
"""Bytes; a long article has 60,000."""


class FolderOptions(SourceOptions):
    """A drop folder; the validation context {"project": Path} tells what a relative path counts from."""

    path: Path = Field(description="The folder, from the project folder on.", examples=["inbox/"])
    every: Duration = Field(
        timedelta(seconds=30),
        description="How often to look through the whole folder; changes are noticed at once besides.",
        examples=["30s"],
    )
    largest: ByteSize = Field(
        ByteSize(_LARGEST),
        ge=1,
        le=50_000_000,
        description="Files above this size are reported, not read.",
        examples=["2MB"],
    )
    recursive: bool = Field(
        False,
        description="Whether folders in the folder are read too; an article is then known by its path.",
        examples=[False],
    )
    _project: Path = PrivateAttr(default_factory=Path)

    @field_validator("path")
    @classmethod
    def _refuse_project(cls, path: Path) -> Path:
        if path == Path():
            raise ValueError("the project folder itself cannot be a drop folder; write for example inbox/")
        return path

    @model_validator(mode="after")
    def _take_project(self, info: ValidationInfo) -> Self:
        self._project = Path((info.context or {}).get("project") or ".")
        return self

    @property
    def folder(self) -> Path:
        """Where the folder is."""
        return self._project / self.path

    @property
    def shown(self) -> Path:
        """The folder as a person knows it: from the project folder on, or absolute."""
        if self.folder.is_relative_to(self._project):
            return self.folder.relative_to(self._project)
        return self.folder

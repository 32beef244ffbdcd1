"""What the newsroom takes for granted of an article; `read` needs no project for it."""

from __future__ import annotations

from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.cli.asking.call import Call
from bot.cli.telling.faults import say
from bot.errors import ConfigError
from bot.model import Thresholds


class Habits(NamedTuple):
    """What the newsroom takes for granted."""

    language: str
    zone: ZoneInfo
    thresholds: Thresholds


def find_habits(call: Call) -> Habits:
    """The newsroom's language, time zone and thresholds; English and UTC where there is no project.

    Raises ConfigError for a folder that was named with --dir and is no project.
    """
    from bot.settings.project import find_project

    try:
        project = find_project(call.start)
    except ConfigError:
        if call.folder:
            raise
        return Habits("en", ZoneInfo("UTC"), Thresholds())
    from bot.settings.loading import load_settings

    try:
        settings = load_settings(project)
    except ConfigError:
        say("the config has problems (newscrier config check): read as English, times in UTC")
        return Habits("en", ZoneInfo("UTC"), Thresholds())
    zone = ZoneInfo(settings.newsroom.timezone)
    return Habits(settings.newsroom.language, zone, settings.thresholds)

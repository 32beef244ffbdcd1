"""Where settings, lint and `platform.check` meet: every problem of a project before anything starts."""

from __future__ import annotations

from pathlib import Path

from bot.errors import ConfigError, Problem, TemplateError
from bot.render.template import Renderer
from bot.settings.effective import Settings
from bot.settings.loading import load_settings
from bot.settings.project import find_project


def check_project(folder: Path) -> tuple[Settings | None, list[Problem]]:
    """The settings of the project around `folder`, None where they are broken, and every problem found."""
    try:
        settings = load_settings(find_project(folder))
    except ConfigError as error:
        return None, list(error.problems)
    return settings, [*settings.warnings, *check_templates(settings)]


def count_templates(settings: Settings) -> int:
    """How many templates for posts the project has."""
    return len(Renderer(settings.templates).names())


def require_sound(settings: Settings) -> None:
    """Refuse a project whose templates are broken. Raises ConfigError with every problem."""
    problems = [problem for problem in check_templates(settings) if problem.severity == "error"]
    if problems:
        raise ConfigError(problems)


def check_templates(settings: Settings) -> list[Problem]:
    """Every template that lies in templates/posts, and every one that a channel names."""
    renderer = Renderer(settings.templates)
    names = set(renderer.names())
    problems = []
    for name in sorted(names):
        problems += _check(renderer, name)
    for channel, options in settings.channels.items():
        if options.template and options.template not in names:
            message = f"there is no template {options.template!r}"
            known = ", ".join(sorted(names)) or "none"
            problems.append(
                settings.problem("channels", (channel, "template"), message, f"templates/ has: {known}")
            )
    for needed in ("posts/default.j2", "posts/sober.j2"):
        if needed not in names:
            hint = "newscrier init writes it anew"
            problems.append(Problem("this template is missing", hint, f"templates/{needed}"))
    return problems


def _check(renderer: Renderer, name: str) -> list[Problem]:
    try:
        return renderer.check(name)
    except TemplateError as error:
        return [error.problem]

"""Where settings, lint and `platform.check` meet: every problem of a project before anything starts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from bot.errors import ConfigError, Problem, TemplateError
from bot.flow.templating.kept import kept_folder, read_kept
from bot.hints import suggest
from bot.http import Client
from bot.plugin import discover_platforms
from bot.render.labels import Labels
from bot.render.template import Renderer
from bot.render.usual import ALWAYS_NEEDED
from bot.secrecy import Credentials
from bot.settings.effective import Settings
from bot.settings.loading import load_settings
from bot.settings.project import find_project


def check_project(folder: Path, *, at_work: bool = False) -> tuple[Settings | None, list[Problem]]:
    """The settings of the project around `folder`, None where they are broken, and every problem found.

    `at_work`: a broken template is a mere warning where the worker has kept a good version of it.
    """
    try:
        settings = load_settings(find_project(folder))
    except ConfigError as error:
        return None, list(error.problems)
    kept = read_kept(kept_folder(settings)) if at_work else {}
    sound = {name for name, version in kept.items() if version.texts}
    return settings, [*settings.warnings, *_check_nights(settings), *check_templates(settings, sound)]


def _check_nights(settings: Settings) -> Iterator[Problem]:
    """Channels that are to post without notifying anybody at night, on a platform that cannot."""
    for name, options in settings.channels.items():
        quiet = settings.pace(name).quiet
        if quiet is None or quiet.do != "silent":
            continue
        kind = discover_platforms()[options.platform]
        if not kind(options, Client(), Credentials(), {}).limits.silent:
            message = f"'{name}': {kind.label} cannot post silently: at night its posts wait for the morning"
            hint = "say do: wait there, if that is meant"
            yield settings.problem("channels", (name, "quiet"), message, hint, warning=True)


def count_templates(settings: Settings) -> int:
    """How many templates for posts the project has."""
    return len(Renderer(settings.templates).names())


def require_sound(settings: Settings) -> None:
    """Refuse a project whose templates are broken. Raises ConfigError with every problem."""
    problems = [problem for problem in check_templates(settings) if problem.severity == "error"]
    if problems:
        raise ConfigError(problems)


def check_templates(settings: Settings, kept: Collection[str] = ()) -> list[Problem]:
    """Every template that lies in templates/posts, every one that a channel or rule names, and all labels.

    What is wrong with those in `kept` is a warning: another version of them is in use.
    """
    renderer = Renderer(settings.templates)
    names = set(renderer.names())
    problems = []
    for name in sorted(names):
        found = _check(renderer, name)
        problems += [replace(problem, severity="warning") for problem in found] if name in kept else found
    for channel, options in settings.channels.items():
        if options.template and options.template not in names:
            message = f"there is no template {options.template!r}"
            known = ", ".join(sorted(names)) or "none"
            problems.append(
                settings.problem("channels", (channel, "template"), message, f"templates/ has: {known}")
            )
    problems += _check_rules(settings, names)
    for needed in ALWAYS_NEEDED:
        if needed not in names:
            hint = "newscrier init writes it anew"
            problems.append(Problem("this template is missing", hint, f"templates/{needed}"))
    return problems


def _check_rules(settings: Settings, templates: Collection[str]) -> list[Problem]:
    """What is wrong in the files of labels, and each template and label that only a rule knows."""
    labels = Labels(settings.templates)
    problems, known = labels.find_problems(), labels.names()
    for rule in settings.rules:
        for noun, name, there in (
            ("template", rule.then.template, templates),
            ("label", rule.then.label, known),
        ):
            if name and name not in there:
                hint = labels.suggest(name) if noun == "label" else suggest(name, there)
                route = (rule.number, "then", noun)
                problems.append(settings.problem("rules", route, f"there is no {noun} {name!r}", hint))
    return problems


def _check(renderer: Renderer, name: str) -> list[Problem]:
    try:
        return renderer.check(name)
    except TemplateError as error:
        return [error.problem]

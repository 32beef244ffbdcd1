"""Templates in use: a saved one goes live only when the last articles render cleanly with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.errors import Problem, TemplateError
from bot.flow.house import House
from bot.flow.templating.kept import (
    GONE,
    Kept,
    Refusal,
    digest_texts,
    drop_kept,
    kept_folder,
    read_kept,
    write_kept,
)
from bot.flow.templating.trial import Trouble, find_troubles, latest
from bot.render.fit import Measure
from bot.render.rendered import Rendered
from bot.render.template import Renderer
from bot.render.usual import ALWAYS_NEEDED
from bot.render.variables import PostVariables
from bot.settings.effective import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _InUse:
    kept: Kept
    renderer: Renderer


class Templates:
    """Renders with the versions in use, whatever lies in the folder; `review` takes what is good of it.

    At the very first start, every template is taken that renders the built-in samples.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._folder = settings.templates
        self._records = kept_folder(settings)
        self._clock = clock
        self._files = Renderer(self._folder)
        self._nothing = Renderer(self._folder, {})
        self._in_use = {
            name: _InUse(kept, Renderer(self._folder, kept.texts))
            for name, kept in read_kept(self._records).items()
        }

    def names(self) -> list[str]:
        """Every template in use."""
        return sorted(name for name, in_use in self._in_use.items() if in_use.kept.texts)

    def digest(self, name: str) -> str:
        """Another digest, another post. Raises TemplateError."""
        return self._of(name).digest(name)

    def render(self, name: str, variables: PostVariables, *, measure: Measure, limit: int | None) -> Rendered:
        """The post by the version in use. Raises TemplateError."""
        return self._of(name).render(name, variables, measure=measure, limit=limit)

    def _of(self, name: str) -> Renderer:
        found = self._in_use.get(name)
        return found.renderer if found else self._nothing

    def kept(self) -> Mapping[str, Kept]:
        """The versions in use, with what was refused since."""
        return {name: in_use.kept for name, in_use in self._in_use.items()}

    def review(self, house: House) -> None:
        """Take what was saved since and renders cleanly; tell once of what is not taken. It may take a while.

        Raises StoreError.
        """
        there = self._files.names()
        first = not self._in_use
        fresh = {name: kept for name in there if (kept := self._read(name)) and self._is_new(name, kept)}
        sound = {}
        for name, kept in fresh.items():
            renderer = self._renderer(kept) if name in kept.texts else self._files
            problems = [one for one in renderer.check(name) if one.severity == "error"]
            if problems:
                self._refuse(name, kept.digest, problems[0])
            else:
                sound[name] = kept
        for name, trouble in ({} if first else self._try(house, sound)).items():
            self._refuse(name, sound.pop(name).digest, trouble)
        for name, kept in sound.items():
            self._take(name, kept)
        for name in sorted(self._in_use.keys() - set(there)):
            self._miss(house, name)

    def _read(self, name: str) -> Kept | None:
        try:
            texts = self._files.texts(name)
        except TemplateError:
            return None  # gone since the folder was listed
        return Kept(digest_texts(texts), self._clock.now().isoformat(), texts)

    def _renderer(self, kept: Kept) -> Renderer:
        return Renderer(self._folder, kept.texts)

    def _is_new(self, name: str, kept: Kept) -> bool:
        known = self._in_use.get(name)
        if known is None:
            return True
        if known.kept.texts and known.kept.digest == kept.digest:
            if known.kept.refused:  # the person took the change back
                self._put(name, replace(known.kept, refused=None))
            return False
        return known.kept.refused is None or known.kept.refused.digest != kept.digest

    def _try(self, house: House, sound: Mapping[str, Kept]) -> dict[str, Trouble]:
        """The first trouble that each version would bring; what goes wrong today already is not its doing."""
        if not sound:
            return {}
        samples = house.store.read_now(latest)
        instead = _Instead(self, {name: self._renderer(kept) for name, kept in sound.items()})
        troubles = list(find_troubles(house, instead, samples, sound.keys()))
        known = {_sign(one) for one in find_troubles(house, self, samples)} if troubles else set()
        needed = _needed(house.settings) - set(self.names())
        return {
            one.template: one
            for one in reversed(troubles)
            if _sign(one) not in known and one.template not in needed
        }

    def _take(self, name: str, kept: Kept) -> None:
        before = self._in_use.get(name)
        self._put(name, kept)
        if before:
            log.info("template taken", template=name)

    def _refuse(self, name: str, digest: str, why: Problem | Trouble) -> None:
        known = self._in_use.get(name)
        kept = known.kept if known else Kept("", "")
        self._put(name, replace(kept, refused=Refusal(digest, self._clock.now().isoformat(), str(why))))
        log.warning("template not taken", template=name, reason=str(why), in_use=kept.taken_at or "none")

    def _miss(self, house: House, name: str) -> None:
        """A file that is gone: what a channel needs stays in use, the rest is forgotten."""
        kept = self._in_use[name].kept
        if name not in _needed(house.settings):
            del self._in_use[name]
            _shield(name, lambda: drop_kept(self._records, name))
        elif kept.refused is None or kept.refused.digest != GONE:
            self._refuse(name, GONE, Problem("the file is gone", "put it back", f"templates/{name}"))

    def _put(self, name: str, kept: Kept) -> None:
        self._in_use[name] = _InUse(kept, self._renderer(kept))
        _shield(name, lambda: write_kept(self._records, name, kept))


class _Instead:
    """The templates in use, but for some that are tried in their place."""

    def __init__(self, templates: Templates, tried: Mapping[str, Renderer]) -> None:
        self._templates = templates
        self._tried = tried

    def names(self) -> list[str]:
        return sorted({*self._templates.names(), *self._tried})

    def digest(self, name: str) -> str:
        return (self._tried.get(name) or self._templates).digest(name)

    def render(self, name: str, variables: PostVariables, *, measure: Measure, limit: int | None) -> Rendered:
        renderer = self._tried.get(name) or self._templates
        return renderer.render(name, variables, measure=measure, limit=limit)


def _needed(settings: Settings) -> set[str]:
    named = (options.template for options in settings.channels.values())
    return {*ALWAYS_NEEDED, *(name for name in named if name)}


def _sign(trouble: Trouble) -> tuple[str, str, str]:
    return trouble.channel, trouble.article, trouble.problem.message


def _shield(name: str, write: Callable[[], None]) -> None:
    """What cannot be recorded is in use all the same, until the worker ends."""
    try:
        write()
    except OSError as error:
        log.error("the version in use of a template cannot be kept", template=name, reason=str(error))

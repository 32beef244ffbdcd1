"""The renderer: templates by name, checked, and rendered to posts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, meta

from bot.errors import Problem
from bot.render.checking import SAMPLES, find_mistakes
from bot.render.environment import PostEnvironment
from bot.render.faults import explain, show_name
from bot.render.fit import Measure, fit
from bot.render.labels import LAST_RESORT, Labels
from bot.render.loader import FolderLoader, KeptLoader
from bot.render.marks import Sheet
from bot.render.parts import MISSING
from bot.render.rendered import Rendered, gather_problems, make_post
from bot.render.sandbox import MOST_CHARACTERS, Refused, limit_spending
from bot.render.thread import read_thread
from bot.render.variables import PostVariables, to_context

_MOST_FENCED = 4 * MOST_CHARACTERS


class Renderer:
    """Renders the templates below one folder; `folder` is the newsroom's `templates/`.

    With `texts` it renders these instead of the files: they were read before, and do not change.
    Every method raises TemplateError for a template that is not there or cannot be used.
    """

    def __init__(self, folder: Path, texts: Mapping[str, str] | None = None) -> None:
        self.folder = folder.absolute()
        self._loader = FolderLoader(self.folder) if texts is None else KeptLoader(self.folder, texts)
        self._environment = PostEnvironment(self._loader)
        # Reading a template takes longer than rendering it, and its digest is asked for at every post.
        self._references: dict[str, list[str | None]] = {}

    def names(self) -> list[str]:
        """Every post template, by its path below the folder ("posts/default.j2")."""
        return self._loader.list_templates()

    def keep(self) -> Renderer:
        """One of all texts as they are now, which asks no disk; itself where a text cannot be read."""
        texts: dict[str, str] = {}
        for name in self.names():
            texts |= self.texts(name)
        return self if set(self.names()) - texts.keys() else Renderer(self.folder, texts)

    def digest(self, name: str) -> str:
        """SHA-256 over the source and everything it includes: another digest, another post."""
        seen = self.texts(name)
        digest = hashlib.sha256()
        for key in sorted(seen):
            digest.update(f"{key}\0{seen[key]}\0".encode())
        return digest.hexdigest()

    def texts(self, name: str) -> dict[str, str]:
        """The source and that of everything it includes, by name, as far as they can be read."""
        seen: dict[str, str] = {}
        try:
            # What cannot be read is told by `check` and `render`; to the digest it is an empty text.
            with suppress(TemplateSyntaxError):
                self._loader.text(name)
        except TemplateNotFound as error:
            raise explain(error, name, self.folder, ()) from error
        self._collect(name, seen)
        return seen

    def _collect(self, name: str, seen: dict[str, str]) -> None:
        """Sources by name; a name that is only known at rendering stands for every template."""
        if name in seen:
            return
        try:
            source = seen[name] = self._loader.text(name)
            if source not in self._references:
                self._references[source] = list(
                    meta.find_referenced_templates(self._environment.parse(source, name))
                )
            referenced = self._references[source]
        except (TemplateNotFound, TemplateSyntaxError):
            return
        for other in self.names() if None in referenced else referenced:
            self._collect(str(other), seen)

    def check(self, name: str) -> list[Problem]:
        """Everything to mend: syntax, unknown names, and what fails on samples, also the barest one."""
        try:
            source = self._loader.text(name)
            with limit_spending():
                problems = find_mistakes(self._environment, source, name, show_name(self.folder, name))
        except Exception as error:  # noqa: BLE001 - a template may fail in any way; explain() names it
            return [explain(error, name, self.folder, self._environment.filters).problem]
        if any(problem.severity == "error" for problem in problems):
            return problems
        labels = Labels(self.folder).choose(LAST_RESORT, LAST_RESORT)
        for sample in SAMPLES:
            try:
                self._run(name, replace(sample, labels=labels))
            except Exception as error:  # noqa: BLE001 - as above
                problem = explain(error, name, self.folder, self._environment.filters).problem
                if problem not in problems:
                    problems.append(problem)
        return problems

    def render(self, name: str, variables: PostVariables, *, measure: Measure, limit: int | None) -> Rendered:
        """The post, at most `limit` long by `measure`, or with a problem that says why not.

        `limit` None means none. Raises TemplateError where the template itself fails.
        """
        try:
            missing: list[str] = []
            sheets = self._run(name, variables, missing)
        except Exception as error:
            raise explain(error, name, self.folder, self._environment.filters) from error
        pins = [variables.link or ""]
        if variables.figure:
            pins += [variables.figure.text, variables.figure.sentence]
        if variables.quote:
            pins.append(variables.quote.text)
        fitted = [fit(sheet, measure, limit, pins=pins) for sheet in sheets]
        problems = gather_problems(fitted)
        if not fitted[0].sheet.text:
            file = show_name(self.folder, name)
            problems += (Problem("the template gives an empty post", "let it print the headline", file),)
        first, *more = (make_post(one.sheet, variables, first=one is fitted[0]) for one in fitted)
        return Rendered(
            first,
            tuple(part for one in fitted for part in one.dropped),
            fitted[0].length,
            problems,
            tuple(dict.fromkeys(missing)),
            tuple(more),
            tuple(one.length for one in fitted),
        )

    def _run(self, name: str, variables: PostVariables, missing: list[str] | None = None) -> list[Sheet]:
        """The posts, rendered within bounds; raises whatever Jinja or the bounds raise.

        `missing` takes the parts that dropped themselves.
        """
        with limit_spending():
            template = self._environment.get_template(name)
            pieces = []
            length = 0
            for piece in template.generate({**to_context(variables), MISSING: missing}):
                pieces.append(piece)
                length += len(piece)
                if length > _MOST_FENCED:
                    break
        sheets = read_thread("".join(pieces))
        if length > _MOST_FENCED or sum(len(sheet.text) for sheet in sheets) > MOST_CHARACTERS:
            raise Refused(f"the post is larger than {MOST_CHARACTERS // 1024} KB", "print less")
        return sheets

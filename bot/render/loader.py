"""Templates from one folder, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError

from bot.render.marks import find_ours

MOST_BYTES = 65_536


class KeptLoader(BaseLoader):
    """Templates from texts that were read before; they never change. `folder` is where they came from."""

    def __init__(self, folder: Path, texts: Mapping[str, str]) -> None:
        self.folder = folder
        self._texts = dict(texts)

    def text(self, name: str) -> str:
        """The text that was kept."""
        if name not in self._texts:
            raise TemplateNotFound(name, f"there is no template {name!r}")
        return self._texts[name]

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The kept text under its file's name."""
        del environment
        return self.text(template), str(self.folder / template), lambda: True

    def list_templates(self) -> list[str]:
        """The names of the texts."""
        return sorted(self._texts)


class FolderLoader(BaseLoader):
    """Finds templates by their path below a folder; links that lead out of it lead nowhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, name: str) -> Path:
        """The file of a template; raises TemplateNotFound for anything outside the folder."""
        parts = name.split("/")
        if (
            name.startswith("/")
            or "\\" in name
            or "\0" in name
            or any(part in {"", ".", ".."} for part in parts)
        ):
            raise TemplateNotFound(name, f"{name!r} is no path below {self.folder.name}/")
        root = self.folder.resolve()
        try:
            path = root.joinpath(*parts).resolve(strict=True)
        except (OSError, RuntimeError):
            raise TemplateNotFound(name, f"there is no template {name!r}") from None
        if not path.is_relative_to(root) or not path.is_file():
            raise TemplateNotFound(name, f"{name!r} is no file below {self.folder.name}/")
        return path

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Source, file name, and whether it is still the same."""
        del environment
        path = self.find(template)
        source = self.read(template, path)
        seen = _fingerprint(path)
        return source, str(self.folder / template), lambda: _fingerprint(path) == seen

    def text(self, name: str) -> str:
        """The text of a template as it lies in the folder now."""
        return self.read(name, self.find(name))

    def read(self, name: str, path: Path) -> str:
        """The text of a file; raises TemplateSyntaxError where it is none."""
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise TemplateSyntaxError(f"the template is larger than {MOST_BYTES // 1024} KB", 1, name)
        try:
            source = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise TemplateSyntaxError("the template is not in UTF-8", line, name) from error
        place = find_ours(source)
        if place is not None:
            line = source.count("\n", 0, place) + 1
            message = f"the character U+{ord(source[place]):04X} is for private use and shows nowhere"
            raise TemplateSyntaxError(message, line, name)
        return source

    def list_templates(self) -> list[str]:
        """Every post template below the folder, by its path."""
        found = []
        for path in sorted(self.folder.rglob("*.j2")):
            name = path.relative_to(self.folder).as_posix()
            if not name.endswith(".svg.j2"):
                try:
                    self.find(name)
                except TemplateNotFound:
                    continue
                found.append(name)
        return found


def _fingerprint(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino

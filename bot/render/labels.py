"""Labels: the words that templates and rules add to posts, by language, in `templates/labels/`."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from bot.errors import Problem
from bot.hints import suggest
from bot.render.marks import find_ours
from bot.render.ownwords import find_claim
from bot.text import normalise_text, squeeze_spaces

FOLDER: Final = "labels"
LAST_RESORT: Final = "en"
LONGEST: Final = 60
"""Characters of a label."""

_MOST_BYTES = 65_536
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

_State = tuple[tuple[str, int, int], ...]


class Labels:
    """The words in `folder`/labels, read again when a file has changed.

    A file that has become unreadable, or half of which was written, takes no words away: those that it had
    stay until it is mended.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER
        self._read: tuple[_State, Mapping[str, Mapping[str, str]], list[Problem], str] | None = None
        self._sound: dict[str, Mapping[str, str]] = {}

    def choose(self, language: str, usual: str) -> Mapping[str, str]:
        """Every word by its name, in this language where it has it, else in `usual`, else in English.

        pt-BR has its own words, then those of pt. What English lacks too is taken from where it is.
        """
        words = self._load()[1]
        found: dict[str, str] = {name: word for code in words.values() for name, word in code.items()}
        for code in (LAST_RESORT, *_widen(usual), *_widen(language)):
            found |= words.get(code.casefold(), {})
        return found

    def names(self) -> set[str]:
        """Every name that any language has."""
        return {name for words in self._load()[1].values() for name in words}

    def find_problems(self) -> list[Problem]:
        """Everything to mend in the files."""
        return list(self._load()[2])

    def digest(self) -> str:
        """Another digest, other words; empty where there are none."""
        return self._load()[3]

    def suggest(self, name: str) -> str:
        """Ask "did you mean …?", else say what there is."""
        there = f"templates/{FOLDER}/ has:"
        return suggest(name, self.names(), there) or f"{there} none"

    def _load(self) -> tuple[_State, Mapping[str, Mapping[str, str]], list[Problem], str]:
        state = self._look()
        # In one step: others render from their own threads.
        read = self._read
        if read is None or read[0] != state:
            read = self._read = self._read_all(state)
        return read

    def _look(self) -> _State:
        found = []
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(OSError):
                    if entry.name.endswith(".yaml"):
                        stat = entry.stat()
                        found.append((entry.name, stat.st_mtime_ns, stat.st_size))
        return tuple(sorted(found))

    def _read_all(self, state: _State) -> tuple[_State, Mapping[str, Mapping[str, str]], list[Problem], str]:
        words: dict[str, Mapping[str, str]] = {}
        problems: list[Problem] = []
        digest = hashlib.sha256()
        for name, _, _ in state:
            shown = f"{self.folder.parent.name}/{FOLDER}/{name}"
            found = _File(shown)
            code = name.removesuffix(".yaml")
            if _CODE.fullmatch(code):
                words[code.casefold()] = self._keep(code.casefold(), found.read(self.folder / name), found)
                digest.update(f"{name}\0{sorted(words[code.casefold()].items())}\0".encode())
            else:
                found.add(None, "this file is not named after a language", "name it for example de.yaml")
            problems += found.problems
        return state, words, problems, digest.hexdigest() if words else ""

    def _keep(self, code: str, words: Mapping[str, str], file: _File) -> Mapping[str, str]:
        """The words of the file, or the last ones that it had without a mistake."""
        if any(problem.severity == "error" for problem in file.problems):
            return self._sound.get(code, words)
        self._sound[code] = words
        return words


class _File:
    """One file of labels as it is read."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

    def add(self, node: Node | None, message: str, hint: str) -> None:
        """Note what a person should mend."""
        line, column = (node.start_mark.line + 1, node.start_mark.column + 1) if node else (None, None)
        self.problems.append(Problem(message, hint, self.shown, line, column))

    def read(self, path: Path) -> dict[str, str]:
        """The words of the file; what cannot be used is left out, with a problem."""
        try:
            raw = path.read_bytes()
            text = raw[: _MOST_BYTES + 1].decode("utf-8-sig")
            node = YAML(typ="safe", pure=True).compose(text) if len(raw) <= _MOST_BYTES else None
        except OSError as error:
            self.add(None, f"this file cannot be read: {error.strerror}", "look at its rights")
            return {}
        except UnicodeDecodeError:
            self.add(None, "this is not UTF-8 text", "save the file as UTF-8")
            return {}
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (None, None)
            hint = "write one label per line, as in photo: Photo"
            self.problems.append(Problem("this is not YAML", hint, self.shown, *place))
            return {}
        except (YAMLError, ValueError, RecursionError):
            self.add(None, "this is not YAML", "write one label per line, as in photo: Photo")
            return {}
        if len(raw) > _MOST_BYTES:
            self.add(None, f"this file is larger than {_MOST_BYTES // 1024} KB", "a label is a word or two")
        return dict(self._pairs(node))

    def _pairs(self, node: Node | None) -> Iterator[tuple[str, str]]:
        if node is None:
            return
        if not isinstance(node, MappingNode):
            self.add(node, "this is no list of labels", "write one per line, as in photo: Photo")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, ScalarNode) else ""
            if not _NAME.fullmatch(name):
                self.add(
                    key, f"{name[:40]!r} is no name of a label", "use small letters, digits and _: read_more"
                )
            elif name in seen:
                self.add(key, f"{name!r} stands here twice", "keep one of them")
            elif (word := self._word(value)) is not None:
                seen.add(name)
                yield name, word

    def _word(self, node: Node) -> str | None:
        word = squeeze_spaces(normalise_text(node.value)) if isinstance(node, ScalarNode) else ""
        if not word or find_ours(node.value) is not None:
            self.add(node, "this label is empty, or no text", "write the word that posts show: Photo")
            return None
        if len(word) > LONGEST:
            self.add(node, f"this label is longer than {LONGEST} characters", "a label is a word or two")
            return None
        if claim := find_claim(word):
            told = f"this label holds {claim}, which nobody compares with the article"
            place = (node.start_mark.line + 1, node.start_mark.column + 1)
            self.problems.append(
                Problem(told, "be sure that it is always true", self.shown, *place, "warning")
            )
        return word


def _widen(language: str) -> tuple[str, ...]:
    """pt, then pt-BR: what is said last holds."""
    code = language.replace("_", "-")
    parts = code.split("-")
    return tuple("-".join(parts[: n + 1]) for n in range(len(parts)))

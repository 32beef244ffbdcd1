"""Posts written in an editor and approved at a prompt, by somebody who sits at a terminal."""

import io
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli_stage import Newscrier

Answers = Callable[..., None]
Editor = Callable[..., Path]


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """What the person types, line by line; then the keyboard falls silent for good (Ctrl-D)."""

    def sit_down(lines: str = "") -> None:
        monkeypatch.setattr(sys, "stdin", Keyboard(lines))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return sit_down


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Editor:
    """An $EDITOR that carries out shell lines on its file `$1`, one each time that it is opened."""

    def install(*lines: str) -> Path:
        script, opened = tmp_path / "an editor", tmp_path / "opened"
        opened.write_text("")
        cases = "\n".join(f"{number}) {line};;" for number, line in enumerate(lines, 1))
        script.write_text(
            f'#!/bin/sh\ncat "$1" >> "{opened}"; echo ==== >> "{opened}"\n'
            f'case $(grep -c ==== "{opened}") in\n{cases}\n*) exit 9;;\nesac\n'
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", f"'{script}'")
        monkeypatch.delenv("VISUAL", raising=False)
        return opened

    return install


def text_of(newscrier: Newscrier, post: str) -> Any:
    return newscrier("post", "show", post, "--json").data["text"]


def test_the_editor_begins_with_the_text_and_gives_the_new_one(
    newscrier: Newscrier, waiting: str, editor: Editor, answers: Answers
) -> None:
    before = text_of(newscrier, waiting)
    answers()
    opened = editor("""sed -i 's/record crowd/large crowd/' "$1" """)
    told = newscrier("post", "edit", waiting)
    assert (told.code, "edited" in told.err) == (0, True), told.err
    assert opened.read_text() == f"{before}\n====\n"
    assert text_of(newscrier, waiting) == before.replace("record crowd", "large crowd")


def test_an_editor_that_leaves_it_or_empties_it_changes_nothing(
    newscrier: Newscrier, waiting: str, editor: Editor, answers: Answers
) -> None:
    before = text_of(newscrier, waiting)
    answers()
    for line in ("true", 'touch "$1"', ': > "$1"', """printf ' \\n' > "$1" """):
        editor(line)
        told = newscrier("post", "edit", waiting)
        assert (told.code, told.err.strip()) == (1, "nothing was changed"), line
    assert text_of(newscrier, waiting) == before


WRONG = """sed -i 's/12,000/13,000/' "$1" """
MENDED = """sed -i 's/13,000/12,000/; s/record/large/' "$1" """


def test_what_the_article_does_not_say_is_asked_about(
    newscrier: Newscrier, waiting: str, editor: Editor, answers: Answers
) -> None:
    before = text_of(newscrier, waiting)
    editor(WRONG)
    answers("n\nn\n")
    told = newscrier("post", "edit", waiting)
    assert told.code == 1
    assert "'13,000' does not stand in the article" in told.err
    assert text_of(newscrier, waiting) == before
    opened = editor(WRONG, MENDED)
    answers("n\n\n")
    assert newscrier("post", "edit", waiting).code == 0
    assert "13,000" in opened.read_text().split("====\n")[1], "the second time with what was written"
    assert "large crowd" in text_of(newscrier, waiting)
    editor(WRONG)
    answers("y\n")
    assert newscrier("post", "edit", waiting).code == 0
    assert "13,000" in text_of(newscrier, waiting)
    editor(MENDED)
    answers()
    assert newscrier("post", "edit", waiting).code == 0


def test_what_was_written_is_not_lost(
    newscrier: Newscrier, waiting: str, editor: Editor, answers: Answers, project: Path
) -> None:
    before = text_of(newscrier, waiting)
    answers("n\n")
    editor("""printf 'A large crowd \\377\\n' > "$1" """)
    told = newscrier("post", "edit", waiting)
    assert (told.code, "not saved as UTF-8" in told.err, "A large crowd" in told.err) == (1, True, True)
    answers("\n")
    editor("""printf 'A large crowd \\377\\n' > "$1" """, """printf '\\357\\273\\277A crowd\\r\\n' > "$1" """)
    assert newscrier("post", "edit", waiting).code == 0
    assert text_of(newscrier, waiting) == "A crowd"
    assert newscrier("post", "edit", waiting, "--undo").code == 0
    answers("n\n\n")
    editor(WRONG)
    told = newscrier("post", "edit", waiting)
    assert (told.code, "Editing failed" in told.err) == (2, True), "the second time"
    assert "visitors" in told.err.partition("what you wrote:")[2]
    (project / "faster.txt").write_text("Somebody was faster\n")
    faster = f"'{sys.executable}' -m bot.cli post edit {waiting} --text faster.txt 2>&1"
    editor(f"""{faster}; printf 'My own words\n' > "$1" """)
    answers()
    told = newscrier("post", "edit", waiting)
    assert (told.code, "the text has changed since it was shown" in told.err) == (130, True)
    assert "not taken was what you wrote:\n\nMy own words\n" in told.err
    assert text_of(newscrier, waiting) == "Somebody was faster" != before


def test_approved_at_the_prompt(newscrier: Newscrier, waiting: str, answers: Answers, project: Path) -> None:
    for typed in ("n\n", "\n"):
        answers(typed)
        told = newscrier("post", "approve", waiting)
        assert (told.code, "not approved" in told.err) == (1, True)
    answers()
    assert newscrier("post", "approve", waiting).code == 130
    assert newscrier("post", "list", "--json").data[0]["state"] == "awaiting approval"
    answers("y\n")
    told = newscrier("post", "approve", waiting)
    assert (told.code, f"approved: post {waiting}" in told.err) == (0, True)
    assert "The town fair drew a record crowd" in told.out
    assert newscrier("run", "--once").code == 0
    assert "The town fair drew a record crowd" in (project / "out" / "index.html").read_text()
    told = newscrier("post", "approve", waiting)
    assert (told.code, "only waiting posts are approved" in told.err) == (1, True)

"""Shells complete nouns, verbs, options and the newsroom's own names, at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli_stage import Newscrier

HERE = Path(sys.executable).parent

BASH = """
eval "$(newscrier completion bash)"
COMP_WORDS=({words} "{incomplete}")
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
COMPREPLY=()
_newscrier_completion newscrier
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def complete(folder: Path, line: str) -> list[str]:
    """What bash offers at the end of a line."""
    words, _, incomplete = line.rpartition(" ")
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH.format(words=words, incomplete=incomplete)],
        cwd=folder,
        env={"PATH": f"{HERE}:/usr/bin:/bin", "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("newscrier cha", ["channel"]),
        ("newscrier channel re", ["release"]),
        ("newscrier channel verify ", ["timeline", "radio-2"]),
        ("newscrier channel verify timeline ", ["radio-2"]),
        ("newscrier --dir . channel hold t", ["timeline"]),
        ("newscrier source test ", ["wire-folder"]),
        ("newscrier post list --ch", ["--channel"]),
        ("newscrier post list --channel ra", ["radio-2"]),
        ("newscrier channel add x --platform mas", ["mastodon"]),
        ("newscrier channel help fi", ["file"]),
        ("newscrier completion z", ["zsh"]),
        ("newscrier nonsense --no-such", []),
    ],
)
def test_bash_offers_what_may_stand_there(project: Path, line: str, offered: list[str]) -> None:
    with (project / "config" / "channels.yaml").open("a") as file:
        file.write("\n# silent: {platform: file}\nradio-2: {platform: file, path: radio/}\n")
    assert complete(project, line) == offered


def test_no_project_and_broken_configs_offer_nothing(tmp_path: Path, project: Path) -> None:
    assert complete(tmp_path, "newscrier channel verify ") == []
    (project / "config" / "channels.yaml").write_bytes(b"\xff\xfe: [")
    assert complete(project, "newscrier channel verify ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(newscrier: Newscrier, shell: str) -> None:
    written = newscrier("completion", shell)
    assert written.code == 0
    assert f"_NEWSCRIER_COMPLETE={shell}_complete" in written.out


def test_another_shell_is_a_wrong_use(newscrier: Newscrier) -> None:
    assert newscrier("completion", "tcsh").code == 2

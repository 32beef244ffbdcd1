"""What is shipped: the wheel's contents, one version everywhere, lock files that fit every machine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import bot

ROOT = Path(__file__).resolve().parents[1]
MOCK_LOCK = "tests/servers/requirements-mastodon-mock.lock"
LOCKS = [
    "requirements.lock",
    "requirements-image.lock",
    "requirements-dev.lock",
    "requirements-build.lock",
    MOCK_LOCK,
]
PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^\s;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of a freshly built wheel, by its name there."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = folder.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("folder", "pattern"), [("config", "*.yaml"), ("templates", "**/*.j2"), ("docs/samples", "*.txt")]
)
def test_the_wheel_carries_every_starter_as_it_stands(
    wheel: dict[str, bytes], folder: str, pattern: str
) -> None:
    starters = sorted((ROOT / folder).glob(pattern))
    assert starters
    for path in starters:
        shipped = f"bot/starters/{Path(folder).name}/{path.relative_to(ROOT / folder).as_posix()}"
        assert wheel[shipped] == path.read_bytes()


def test_the_wheel_carries_the_code_its_types_and_the_licence(wheel: dict[str, bytes]) -> None:
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")}
    assert modules | {"bot/py.typed"} <= wheel.keys()
    [licence] = [content for name, content in wheel.items() if name.endswith("/licenses/LICENSE")]
    assert licence.decode().lstrip().startswith("Apache License\n                           Version 2.0")


def test_the_wheel_carries_nothing_else(wheel: dict[str, bytes]) -> None:
    tops = {name.split("/")[0] for name in wheel}
    assert tops == {"bot", f"newscrier-{bot.__version__}.dist-info"}
    assert not [name for name in wheel if "test" in name.split("/")[1] or name.endswith(".pyc")]


def test_the_command_is_called_newscrier(wheel: dict[str, bytes]) -> None:
    [entry_points] = [content for name, content in wheel.items() if name.endswith("entry_points.txt")]
    assert b"newscrier = bot.cli:main" in entry_points


def test_one_version_stands_everywhere(project: dict[str, Any]) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(\d[^\]]*)\]", changelog, re.MULTILINE)
    assert newest is not None
    assert newest[1] == project["version"] == bot.__version__


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host_and_hashes_every_pin(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert "://" not in text
    assert [line for line in requirements if not PIN.match(line) or not line.endswith("\\")] == []
    assert len(re.findall(r"==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}\b", text)) == len(requirements) > 0


def test_the_lock_files_cover_the_project(project: dict[str, Any]) -> None:
    wanted = {
        "requirements.lock": project["dependencies"],
        "requirements-image.lock": project["dependencies"] + project["optional-dependencies"]["alerts"],
        "requirements-dev.lock": project["dependencies"] + project["optional-dependencies"]["dev"],
    }
    for lock, dependencies in wanted.items():
        locked = pins(lock)
        for requirement in map(Requirement, dependencies):
            version = locked.get(canonicalize_name(requirement.name), "missing")
            assert version != "missing", f"{requirement} is not in {lock}: run `make lock`"
            assert requirement.specifier.contains(version), f"{requirement} against {version} in {lock}"


def test_what_is_tested_is_what_is_shipped() -> None:
    shipped, tested = pins("requirements.lock"), pins("requirements-dev.lock")
    assert shipped.items() <= pins("requirements-image.lock").items() <= tested.items()
    assert pins("requirements-build.lock").items() <= tested.items()

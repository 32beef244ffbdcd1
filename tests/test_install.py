"""What one installs: the image, step by step without Docker, and the unit of systemd."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from dockerfile import (
    Image,
    Instruction,
    expand,
    files_sent,
    is_sent,
    read_dockerfile,
    read_ignored,
    split_stages,
)
from manual_pages import Page
from ruamel.yaml import YAML

from bot import __version__
from bot.engines.embedded import STOP_WITHIN

ROOT = Path(__file__).resolve().parents[1]
DOCKERFILE = read_dockerfile((ROOT / "Dockerfile").read_text(encoding="utf-8"))
BUILD, FINAL = split_stages(DOCKERFILE)
IGNORED = read_ignored((ROOT / ".dockerignore").read_text(encoding="utf-8"))
UNIT = ROOT / "docs" / "install" / "newscrier.service"
PROJECT = ("config", "templates", "inbox", "data", "out")


def only(name: str, stage: list[Instruction]) -> Instruction:
    [found] = [one for one in stage if one.name == name]
    return found


def test_the_image_runs_as_nobody_who_may_do_much() -> None:
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", only("USER", FINAL).value)
    owner = only("USER", FINAL).value.split(":")
    [made] = [one.value for one in FINAL if one.name == "RUN"]
    assert f"-o {owner[0]} -g {owner[1]}" in made
    # Nothing is done as root after the USER.
    assert "RUN" not in [one.name for one in FINAL[FINAL.index(only("USER", FINAL)) :]]


def test_the_image_starts_stops_and_looks_after_itself() -> None:
    assert only("ENTRYPOINT", FINAL).words == ["newscrier"]
    assert only("CMD", FINAL).words == ["run"]
    assert only("STOPSIGNAL", FINAL).value == "SIGTERM"
    assert only("VOLUME", FINAL).words == [only("WORKDIR", FINAL).value] == ["/newsroom"]
    assert "newscrier health" in only("HEALTHCHECK", FINAL).value


@pytest.mark.parametrize(("code", "healthy"), [(0, True), (1, False), (3, False), (4, True)])
def test_a_channel_that_must_be_reconnected_does_not_restart_the_container(
    tmp_path: Path, code: int, healthy: bool
) -> None:
    command = only("HEALTHCHECK", FINAL).value.partition("CMD ")[2]
    fake = tmp_path / "newscrier"
    fake.write_text(f'#!/bin/sh\n[ "$1" = health ] && exit {code}\n')
    fake.chmod(0o755)
    words = Instruction("CMD", command).words
    done = subprocess.run(words, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False)
    assert (done.returncode == 0) is healthy


def test_both_stages_stand_on_the_same_base() -> None:
    arguments = dict([only("ARG", DOCKERFILE[:1]).value.split("=", 1)])
    bases = {expand(stage[0].value, arguments).split(" AS ")[0] for stage in (BUILD, FINAL)}
    [base] = bases
    version = re.fullmatch(r"python:3\.(\d+)-slim-\w+", base)
    assert version is not None
    assert int(version[1]) >= 11


def test_everything_that_is_copied_exists_and_is_sent() -> None:
    named = [word for one in BUILD if one.name == "COPY" for word in one.words[:-1]]
    assert named
    for source in named:
        assert list(files_sent(ROOT, source)), f"COPY {source} would find nothing"
    sent = {ROOT / path for source in named for path in files_sent(ROOT, source)}
    assert set((ROOT / "bot").rglob("*.py")) == {path for path in sent if path.suffix == ".py"}


@pytest.mark.parametrize(
    "path",
    [
        *(".env", ".git/config", ".venv/bin/python", "data/newscrier.db", "data/secret.key", "inbox/a.txt"),
        *("out/index.html", "demo/data/secret.key", "tests/data/x", "bot/.env", "config/.env", "bot/x.key"),
        *(
            "config/mastodon.token",
            "bot/__pycache__/x.cpython-313.pyc",
            "docs/cli.md",
            "newsroom/config/a.yaml",
        ),
    ],
)
def test_no_secret_and_no_data_reaches_the_image(path: str) -> None:
    assert not is_sent(path, IGNORED)


@pytest.mark.parametrize(
    "path", ["bot/cli/run.py", "config/channels.yaml", "templates/posts/default.j2", "docs/samples/a.txt"]
)
def test_what_is_needed_reaches_the_image(path: str) -> None:
    assert is_sent(path, IGNORED)


def test_every_package_is_compared_with_its_hash_and_no_step_asks_for_another() -> None:
    steps = [part.strip() for one in BUILD if one.name == "RUN" for part in one.value.split("&&")]
    installs = [part for part in steps if " install " in part]
    locked = [part for part in installs if "-r requirements" in part]
    assert all("--require-hashes --no-deps" in part for part in locked)
    assert all("--no-deps --no-index" in part for part in installs if part not in locked)
    assert len(locked) == len(installs) - 1 == 2
    # And at the end it is asked whether anything that Newscrier needs is missing.
    assert steps[-1].endswith("/opt/newscrier/bin/python check")


def test_the_folder_of_the_compose_file_is_the_images() -> None:
    compose = YAML(typ="safe", pure=True).load(ROOT / "docs" / "install" / "compose.yaml")
    service = compose["services"]["newscrier"]
    mounts = dict(mount.split(":", 1) for mount in service["volumes"])
    assert mounts["./newsroom"] == "/newsroom"
    for name, mode in (("config", "ro"), ("templates", "ro"), ("inbox", "ro")):
        assert mounts[f"./newsroom/{name}"] == f"/newsroom/{name}:{mode}"
    assert service["read_only"] is True
    assert int(service["stop_grace_period"].removesuffix("s")) > STOP_WITHIN


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    folder = tmp_path_factory.mktemp("install") / "image"
    folder.mkdir()
    built = Image(ROOT, folder)
    built.build()
    return built


@pytest.mark.proof
def test_the_image_holds_newscrier_and_posts(image: Image) -> None:
    assert not image.place("/src").exists()
    assert not list(image.place("/opt/newscrier").glob("lib/*/site-packages/pip"))
    assert image.run("newscrier", "--version").stdout == f"newscrier {__version__}\n"
    newsroom = image.place("/newsroom")
    assert stat.S_IMODE(newsroom.stat().st_mode) == 0o750

    assert image.run("newscrier", "init").returncode == 0
    assert all((newsroom / name).is_dir() for name in PROJECT if name != "out")
    health = Instruction("CMD", only("HEALTHCHECK", FINAL).value.partition("CMD ")[2]).words
    asleep = image.run(*health)
    assert asleep.returncode == 1
    assert "the worker has never run here" in asleep.stdout
    shutil.copytree(newsroom / "samples", newsroom / "inbox", dirs_exist_ok=True)
    posted = image.run("newscrier", "run", "--once")
    assert posted.returncode == 0, posted.stderr
    assert "delivered" in posted.stdout
    assert (newsroom / "out" / "index.html").is_file()
    assert image.run(*health).returncode == 0
    long_ago = (newsroom / "data" / "newscrier.db.lock").stat().st_mtime - 3600
    os.utime(newsroom / "data" / "newscrier.db.lock", (long_ago, long_ago))
    assert image.run(*health).returncode == 1


@pytest.mark.proof
def test_the_tutorial_leads_to_a_first_post(image: Image, tmp_path: Path) -> None:
    """Every line of it, in its order; but for the installation, which is the image's, and the network."""
    page = Page(ROOT / "docs" / "tutorial" / "first-post.md")
    lines = [line for kind, block in page.blocks if kind == "sh" for line in block.splitlines()]
    told = [
        line for line in lines if "pip install" not in line and "-m venv" not in line and "://" not in line
    ]
    assert len(told) > 10
    (tmp_path / "newscrier").symlink_to(image.place("/opt/newscrier"))
    article = "The ferry sails again\n\nThe island has its ferry back. It cost €4 million, the town said.\n"
    (tmp_path / "my-article.txt").write_text(article, encoding="utf-8")
    told.insert(told.index("newscrier preview inbox/my-article.txt"), "cp ~/my-article.txt inbox/")
    # Until it has started, however long that takes here; Ctrl-C says 130.
    stays = (
        "set -m; newscrier run 2> run.log & set +m; "
        'until grep -q "the worker has started" run.log; do kill -0 $!; sleep 0.1; done; '
        'kill -INT $!; wait $! || [ $? -eq 130 ]; grep -q "the worker has stopped" run.log'
    )
    script = "\n".join(stays if line == "newscrier run" else line for line in told)
    done = subprocess.run(
        ["bash", "-e", "-x", "-c", script],
        cwd=tmp_path,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "delivered" in done.stdout
    assert "The ferry sails again" in done.stdout
    assert (tmp_path / "my-newsroom" / "out" / "index.html").is_file()


def read_unit() -> dict[str, list[str]]:
    """The unit's settings; one that stands several times has all its values."""
    settings: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            settings.setdefault(name, []).append(value)
    return settings


def test_the_unit_knows_the_worker() -> None:
    service = read_unit()
    assert service["Type"] == ["notify"]
    assert service["ExecStart"][0].endswith("/newscrier run")
    assert service["Restart"] == ["on-failure"]
    assert float(service["WatchdogSec"][0]) >= 60
    assert float(service["TimeoutStopSec"][0]) > STOP_WITHIN
    assert service["RestartPreventExitStatus"] == ["2 3"]
    assert service["ProtectSystem"] == ["strict"]
    assert service["NoNewPrivileges"] == ["true"]
    assert service["WorkingDirectory"] == [f"/var/lib/{service['StateDirectory'][0]}"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
def test_systemd_takes_the_unit_and_finds_it_well_guarded(tmp_path: Path) -> None:
    text = UNIT.read_text(encoding="utf-8").replace("/opt/newscrier/bin/newscrier", "/bin/true")
    copy = tmp_path / UNIT.name
    copy.write_text(text, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    assert (verified.returncode, verified.stderr) == (0, "")
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(copy)],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unrecognized option" in judged.stderr:
        pytest.skip("this systemd-analyze judges running services only")
    found = re.search(r"Overall exposure level for \S+ ([\d.]+)", judged.stdout)
    assert found, judged.stderr
    assert float(found[1]) <= 1.5

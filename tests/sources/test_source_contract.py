"""What every discovered source keeps, whatever it reads from."""

import asyncio
import inspect
import random
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from servers.outside import Outside

from bot.clock import SystemClock
from bot.errors import SourceError
from bot.http import Client
from bot.plugin import Batch, Source, SourceOptions, discover_sources

SOURCES = discover_sources()


def make_options(kind: type[Source], project: Path, **given: object) -> SourceOptions:
    """From the fields' own examples, so that these are true."""
    written: dict[str, object] = {
        name: field.examples[0]
        for name, field in kind.Options.model_fields.items()
        if field.examples and (field.is_required() or name == "source")
    }
    written |= {"source": kind.name, **given}
    return kind.Options.model_validate(written, context={"project": project})


def fill(folder: Path, seed: int) -> None:
    """Names and contents that nobody expects."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(40):
        ending = chance.choice([".txt", ".yaml", ".yml", ".txt.yaml", ".TXT", "", ".pdf", ".part", ".xml"])
        stem = "".join(chance.choices("abc\n\x1b\u202e\udc80é🚢 ;%{}\\'\"", k=chance.randint(1, 6)))
        content = chance.choice(
            [b"", b"\x00", chance.randbytes(200), "Łódź".encode(), b"a: [", b"\xff\xfe\x00", b"- 1", b"a: 1"]
        )
        path = folder / f"{stem}{number % 7}{ending}"
        if chance.random() < 0.1 and not path.exists():
            path.mkdir()
        elif not path.is_dir():
            path.write_bytes(content)


def write_garbage(seed: int) -> str:
    """A feed whose items nobody expects."""
    chance = random.Random(seed)
    pieces = [
        "",
        "a",
        "&amp;amp;",
        "&lt;b&gt;",
        "\x85",
        "\u202e",
        "é🚢",
        "<![CDATA[<p>x]]>",
        "1970-01-01",
        "&#xe000;",
    ]

    def write(name: str) -> str:
        content = "".join(chance.choices(pieces, k=chance.randint(0, 4)))
        return f"<{name}>{content}</{name}>" * chance.randint(0, 2)

    names = (
        "title",
        "link",
        "guid",
        "pubDate",
        "description",
        "author",
        "category",
        "enclosure",
        "unheard-of",
    )
    items = "".join(f"<item>{''.join(map(write, names))}</item>" for _ in range(40))
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


class Stage:
    """What a source reads from, made for a test: a folder to fill, a page to serve."""

    def __init__(self, project: Path, outside: Outside) -> None:
        self._project = project
        self._outside = outside

    def set_up(self, kind: type[Source], seed: int) -> SourceOptions:
        if kind.name != "feed":
            fill(self._project / "inbox", seed)
            return make_options(kind, self._project)
        self._outside.switch("/garbage", "plain")
        return make_options(kind, self._project, url=self._outside.put("/garbage", write_garbage(seed)))

    def leave_empty(self, kind: type[Source]) -> SourceOptions:
        given = {"url": f"{self._outside.url}/status-404"} if kind.name == "feed" else {}
        return make_options(kind, self._project, **given)


@pytest.fixture
def stage(tmp_path: Path, outside: Outside) -> Stage:
    return Stage(tmp_path, outside)


@pytest.fixture(params=sorted(SOURCES))
def kind(request: pytest.FixtureRequest) -> type[Source]:
    return SOURCES[request.param]


@pytest.mark.parametrize("name", ["feed", "folder"])
def test_ours_are_discovered(name: str) -> None:
    assert SOURCES[name].name == name


def test_it_says_how_to_set_it_up(kind: type[Source]) -> None:
    page = inspect.getdoc(inspect.getmodule(SOURCES[kind.name])) or ""
    module = __import__(f"bot.sources.{kind.name}", fromlist=["_"])
    page = inspect.getdoc(module) or page
    for part in ("What it is:", "How to set it up:", "1. ", "Limits and traps:", "Cost:"):
        assert part in page
    assert f"source: {kind.name}" in page


def test_every_option_has_a_description_and_an_example(kind: type[Source]) -> None:
    assert issubclass(kind.Options, SourceOptions)
    for name, field in kind.Options.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
        assert field.examples, name


def test_every_example_is_valid(kind: type[Source], tmp_path: Path) -> None:
    written = {name: field.examples[0] for name, field in kind.Options.model_fields.items() if field.examples}
    made = kind.Options.model_validate({**written, "source": kind.name}, context={"project": tmp_path})
    assert made.source == kind.name


def test_unknown_options_are_refused_and_the_schema_can_be_written(
    kind: type[Source], tmp_path: Path
) -> None:
    written = make_options(kind, tmp_path).model_dump(mode="json", exclude_unset=True)
    with pytest.raises(ValidationError):
        kind.Options.model_validate({**written, "colour": "red"}, context={"project": tmp_path})
    assert set(kind.Options.model_json_schema()["properties"]) == set(kind.Options.model_fields)


def test_making_one_does_nothing_yet(
    kind: type[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = make_options(kind, tmp_path)
    client = object.__new__(Client)  # any use of it would fail

    def refuse(*_given: object, **_named: object) -> Any:
        pytest.fail("touched the disk")

    with monkeypatch.context() as patched:
        for name in ("open", "scandir", "stat", "listdir"):
            patched.setattr(f"os.{name}", refuse)
        patched.setattr("builtins.open", refuse)
        made = kind(options, client)
    assert made.name == kind.name


@pytest.mark.parametrize("seed", range(5))
async def test_garbage_raises_nothing_and_is_told_once(
    kind: type[Source], stage: Stage, shelf: Any, client: Client, seed: int
) -> None:
    options = stage.set_up(kind, seed)
    made = kind(options, client)
    first = await settle(made, shelf)
    assert first.entries or first.problems
    for problem in first.problems.values():
        assert problem.message
        assert problem.hint
        assert problem.file
        assert str(problem).isprintable()
    again = await made.fetch(first.memo, shelf)
    assert not again.entries
    assert not again.problems
    assert not again.gone
    anew = await kind(options, client).fetch(first.memo, shelf)
    assert not anew.entries
    assert not anew.problems
    assert not anew.gone


async def test_without_anything_there_it_is_quiet_or_a_source_error(
    kind: type[Source], stage: Stage, shelf: Any, client: Client
) -> None:
    made = kind(stage.leave_empty(kind), client)
    failure: SourceError | None = None
    batch = Batch()
    try:
        batch = await made.fetch({}, shelf)
    except SourceError as error:
        failure = error
    assert not batch.entries
    assert failure is None or failure.hint


async def settle(made: Source, shelf: Any) -> Batch:
    """Fetch until nothing is half written any more."""
    clock = SystemClock()
    batch = await made.fetch({}, shelf)
    while batch.again_at:
        await asyncio.sleep(max((batch.again_at - clock.now()).total_seconds(), 0))
        batch = await made.fetch(batch.memo, shelf)
    shelf.take(batch)
    return batch

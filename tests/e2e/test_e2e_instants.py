"""The worker dies at every write of the store and every network event of one delivery, and starts again."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest
from accounts import channel_for, mastodon_channel
from fake_server import Server
from launching import KILLED, NOWHERE, Point, run
from newsroom import Newsroom
from stories import THREAD, Story, find_faults

AT_ONCE = 6
_numbers = count()


@dataclass
class Bench:
    """A server, and one of another kind where it is asked for, for one thread at a time."""

    servers: dict[str, Server]
    folder: Path
    template: Path
    kind: str = "mastodon"
    deed: str = "create"

    @property
    def server(self) -> Server:
        return self.servers[self.kind]

    def lay(self, flavour: str) -> tuple[Newsroom, Story]:
        """A project at the moment before the deed: before an article was seen, changed or withdrawn."""
        self.kind = "bluesky" if flavour.startswith("bluesky") else "mastodon"
        if self.kind not in self.servers:
            self.servers[self.kind] = Server(flavour)
        self.server.become(flavour)
        number = next(_numbers)
        story = Story("q" + "".join("bcdfghjklm"[int(digit)] + "a" for digit in str(number)))
        channel = channel_for(flavour, self.server.url) | {"corrections": "edit"}
        newsroom = Newsroom(self.folder / f"project-{number}", {"main": channel})
        shutil.copytree(self.template, newsroom.folder / "data", dirs_exist_ok=True)
        if self.deed != "create":
            for name in ("default", "bluesky"):
                (newsroom.folder / "templates" / "posts" / f"{name}.j2").write_text(THREAD)
        newsroom.drop(story)
        if self.deed in {"edited", "deleted"}:
            assert self.run(newsroom) == 0, newsroom.log
            newsroom.dropped = 0
            if self.deed == "edited":
                newsroom.drop_file(f"0000-{story.tag}.txt", story.revised.encode())
            else:
                ((article,),) = newsroom.rows("select id from article")
                done = self.run(newsroom, NOWHERE, "article", "withdraw", article, "--reason", "a hoax")
                assert done == 0, newsroom.log
        return newsroom, story

    def run(self, newsroom: Newsroom, point: Point = NOWHERE, *args: str) -> int:
        return run(newsroom.folder, point, self.server, *args)

    def look(self, newsroom: Newsroom, story: Story) -> tuple[int, bool]:
        """How many posts there are of a story, and whether all is as it should be."""
        commits, states = self.server.commits(story), newsroom.states()
        if self.deed == "create":
            return len(commits), newsroom.examine(self.server, [story]).clean and states == {"delivered": 1}
        become = self.deed if self.deed in {"edited", "deleted"} else ""
        acts = {"thread": 3, "edited": 4, "deleted": 6}[self.deed]
        return len(commits), not find_faults(commits, become=become) and states == {"delivered": acts}


@dataclass(frozen=True)
class Ended:
    """What one death led to: `happened` is false where the process ended by itself before."""

    points: tuple[Point, ...]
    happened: bool
    code: int
    posts: int
    states: Counter[str]
    clean: bool

    @property
    def good(self) -> bool:
        return self.code == 0 and self.clean


@pytest.fixture(scope="module")
def benches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleQueue[Bench]]:
    folder = tmp_path_factory.mktemp("instants")
    template = folder / "template"
    free: SimpleQueue[Bench] = SimpleQueue()
    servers = [{"mastodon": Server()} for _ in range(AT_ONCE)]
    try:
        empty = Newsroom(template, {"main": mastodon_channel(servers[0]["mastodon"].url)})
        assert empty.once() == 0, empty.log
        for server in servers:
            free.put(Bench(server, folder, template / "data"))
        yield free
    finally:
        for running in (one for kinds in servers for one in kinds.values()):
            running.process.kill()
            running.process.communicate()


def die(benches: SimpleQueue[Bench], deed: str, flavour: str, *points: Point) -> Ended:
    """Start and die at each of the points in turn, then start once more and look."""
    bench = benches.get()
    bench.deed = deed
    try:
        newsroom, story = bench.lay(flavour)
        codes = [bench.run(newsroom, point) for point in points]
        code = bench.run(newsroom)
        posts, clean = bench.look(newsroom, story)
        return Ended(points, codes[-1] == KILLED, code, posts, newsroom.states(), clean)
    finally:
        benches.put(bench)


def measure(benches: SimpleQueue[Bench], deed: str, flavour: str, *before: Point) -> list[Point]:
    """Every point of a run that nothing stops, after runs that end at `before`."""
    bench = benches.get()
    bench.deed = deed
    try:
        newsroom, _ = bench.lay(flavour)
        for point in before:
            assert bench.run(newsroom, point) == KILLED
        assert bench.run(newsroom) == 0, newsroom.log
        writes = len((newsroom.folder / "trace").read_text().splitlines())
        events = len(bench.server.events())
    finally:
        benches.put(bench)
    at_writes = [Point(n, moment) for n in range(1, writes + 1) for moment in ("before", "within", "after")]
    return at_writes + [Point(n) for n in range(1, events + 1)]


def prove(
    benches: SimpleQueue[Bench], flavour: str, *before: Point, deed: str = "create", every: int = 1
) -> None:
    points = measure(benches, deed, flavour, *before)[::every]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = list(pool.map(lambda point: die(benches, deed, flavour, *before, point), points))
    tell(f"{flavour}, {deed}", before, ends)
    assert len(points) > 12 / every
    assert [end for end in ends if not end.good] == []
    # A look more or less at the clock makes the number of writes differ by one or two.
    assert sum(end.happened for end in ends) > 0.8 * len(ends)


def tell(flavour: str, before: Sequence[Point], ends: Sequence[Ended]) -> None:
    after = f" after a death at {', '.join(map(str, before))}" if before else ""
    sys.stdout.write(
        f"\n{flavour}{after}: {len(ends)} instants, {sum(end.happened for end in ends)} deaths, "
        f"{sum(end.good for end in ends)} good; "
        f"alive after {', '.join(str(end.points[-1]) for end in ends if not end.happened) or 'none'}\n"
    )


def find_create(benches: SimpleQueue[Bench], flavour: str, event: str, deed: str = "create") -> Point:
    """The number of that network event of the (last) creating call, or of the last change."""
    bench = benches.get()
    bench.deed = deed
    try:
        newsroom, _ = bench.lay(flavour)
        assert bench.run(newsroom) == 0, newsroom.log
        events = bench.server.events()
    finally:
        benches.put(bench)
    return Point(len(events) - events[::-1].index(event))


def test_dying_at_every_other_write_and_network_event(benches: SimpleQueue[Bench]) -> None:
    prove(benches, "mastodon", every=2)


def test_dying_again_at_some_instants_of_settling(benches: SimpleQueue[Bench]) -> None:
    prove(benches, "gotosocial", find_create(benches, "gotosocial", "after commit"), every=4)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("flavour", "event"),
    [
        ("mastodon", "after commit"),
        ("gotosocial", "after commit"),
        ("mastodon", "before commit"),
        ("mastodon-lock-bug", "after commit"),
        ("unknown", "after commit"),
        ("pleroma", "after commit"),
        ("bluesky", "after commit"),
        ("bluesky-swap", "after commit"),
        ("bluesky-strict", "before commit"),
    ],
)
def test_dying_again_at_every_instant_of_settling(
    benches: SimpleQueue[Bench], flavour: str, event: str
) -> None:
    prove(benches, flavour, find_create(benches, flavour, event))


@pytest.mark.proof
@pytest.mark.parametrize(
    "flavour", ["mastodon", "gotosocial", "unknown", "pleroma", "mastodon-lock", "bluesky", "bluesky-strict"]
)
def test_dying_at_every_write_and_every_network_event(benches: SimpleQueue[Bench], flavour: str) -> None:
    prove(benches, flavour)


@pytest.mark.parametrize(("deed", "every"), [("thread", 25), ("deleted", 25)])
def test_dying_at_some_instants_of_other_acts(benches: SimpleQueue[Bench], deed: str, every: int) -> None:
    prove(benches, "mastodon", deed=deed, every=every)


ACTS = [
    (deed, flavour)
    for deed in ("thread", "edited", "deleted")
    for flavour in ("mastodon", "gotosocial", "bluesky")
    if (deed, flavour) != ("edited", "bluesky")  # where posts cannot be changed
]


@pytest.mark.proof
@pytest.mark.parametrize(("deed", "flavour"), ACTS)
def test_dying_at_every_instant_of_every_act(benches: SimpleQueue[Bench], deed: str, flavour: str) -> None:
    prove(benches, flavour, deed=deed)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("deed", "event"), [("thread", "after commit"), ("edited", "after change"), ("deleted", "after change")]
)
def test_dying_again_at_every_instant_of_settling_an_act(
    benches: SimpleQueue[Bench], deed: str, event: str
) -> None:
    prove(benches, "gotosocial", find_create(benches, "gotosocial", event, deed), deed=deed)

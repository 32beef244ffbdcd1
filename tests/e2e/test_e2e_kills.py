"""`kill -9` at random instants, and a start after each: every article exactly once, and in order."""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from accounts import channel_for, mastodon_channel
from fake_server import Server
from newsroom import Finding, Newsroom
from stories import PARTS, THREAD, Story, find_faults, make_stories

SEED = int(os.environ.get("E2E_SEED", "20260"))
SETTLES_WITHIN = 300.0
KILLED_WITHIN = 10.0
MANY = 10
"""From so many kills on a server, some must have come between arming and the receipt."""
AT_WORK = 0.8
"""How often a worker is killed at a network event, and not at any instant of its start."""


@dataclass(frozen=True)
class Weather:
    """A kind of server, and what it does wrong by chance; `ends_sessions` before each start."""

    name: str
    flavour: str
    rates: tuple[tuple[str, float], ...] = ()
    seconds: float = 0.3
    ends_sessions: bool = False


WEATHERS = [
    Weather("honours the key", "mastodon"),
    Weather("ignores the key", "gotosocial"),
    Weather("unknown, ignores the key", "unknown", (("commit-then-drop", 0.2),)),
    Weather("commits, drops the answer", "mastodon", (("commit-then-drop", 0.3),)),
    Weather("commits, drops; ignores the key", "gotosocial", (("commit-then-drop", 0.3),)),
    Weather("commits, 500; replays the 500", "mastodon-lock-bug", (("commit-then-500", 0.3),)),
    Weather("429 with Retry-After", "mastodon", (("429", 0.3),)),
    Weather("hangs, or commits late", "mastodon-lock", (("hang", 0.15), ("late-commit", 0.3))),
    Weather("hangs; ignores the key", "gotosocial", (("commit-then-hang", 0.15), ("late-commit", 0.3))),
    Weather("503 of its lock", "mastodon-lock", (("503", 0.1),)),
    Weather("a proxy's 502, 503", "pleroma", (("commit-then-502", 0.15), ("503-html", 0.15))),
    Weather("address of our own", "bluesky", ends_sessions=True),
    Weather("address; compares it first", "bluesky-swap", (("commit-then-drop", 0.3),)),
    Weather("address; one-use sessions", "bluesky-strict", (("commit-then-500", 0.3),), ends_sessions=True),
    Weather("address; hangs, commits late", "bluesky", (("hang", 0.15), ("late-commit", 0.3))),
    Weather("address; 429, proxy's 502", "bluesky", (("429", 0.2), ("commit-then-502", 0.15))),
]
ACTS = [
    Weather("threads, edits, deletes", "mastodon", (("commit-then-drop", 0.1),)),
    Weather("the same; ignores the key", "gotosocial", (("commit-then-hang", 0.1), ("late-commit", 0.1))),
    Weather("threads, deletes; our address", "bluesky", (("commit-then-500", 0.1),), ends_sessions=True),
    Weather("a webhook that remembers", "webhook", (("commit-then-drop", 0.1), ("commit-then-500", 0.1))),
    Weather("a webhook that forgets", "webhook-forgets"),
]
SHORT = [WEATHERS[n] for n in (0, 4, 5, 7, 13)]


@dataclass(frozen=True)
class Outcome:
    weather: Weather
    kills: int
    in_hand: int
    posts: int
    seconds: float
    finding: Finding
    asked: int = 0


@dataclass
class Storm:
    """A newsroom whose worker is killed again and again, on a server that misbehaves by chance."""

    weather: Weather
    kills: int
    seed: int
    word: str = "s"
    killed: int = 0
    in_hand: int = 0

    def __post_init__(self) -> None:
        self.began_at = time.monotonic()
        self.stories = make_stories(self.kills * 2 + 2, self.word)

    def rage(self, newsroom: Newsroom, server: Server, change: Callable[[Sequence[Story]], None]) -> None:
        """Half of the kills at a random instant, half at a random network event."""
        chance = random.Random(f"{self.seed} {self.weather.name}")
        for number in range(self.kills):
            newsroom.drop(*self.stories[number * 2 : number * 2 + 2])
            if self.weather.ends_sessions:
                server.end_sessions()
            self.killed += _run_and_kill(newsroom, server, chance)
            self.in_hand += newsroom.states()["sending"]
            change(self.stories[: number * 2 + 2])

    def calm(self, newsroom: Newsroom, server: Server, is_settled: Callable[[], bool]) -> None:
        """Everything works again, and two stories more come in."""
        server.behave()
        newsroom.drop(*self.stories[-2:])
        newsroom.start()
        told = f"{self.weather.name}, seed {self.seed}"
        newsroom.wait_until(is_settled, told, within=SETTLES_WITHIN)
        assert newsroom.stop() == 0

    def tell(self, newsroom: Newsroom, finding: Finding) -> Outcome:
        seconds = time.monotonic() - self.began_at
        asked = _count_asked(newsroom)
        return Outcome(self.weather, self.killed, self.in_hand, len(self.stories), seconds, finding, asked)


def storm(folder: Path, weather: Weather, kills: int, seed: int) -> Outcome:
    """Plain posts."""
    run = Storm(weather, kills, seed)
    with Server(weather.flavour) as server:
        server.misbehave_by_chance(dict(weather.rates), seed, weather.seconds)
        newsroom = Newsroom(folder, {"main": channel_for(weather.flavour, server.url)})
        with newsroom:
            run.rage(newsroom, server, lambda _stories: None)
            run.calm(newsroom, server, lambda: newsroom.all_delivered(len(run.stories)))
            return run.tell(newsroom, newsroom.examine(server, run.stories))


def storm_of_acts(folder: Path, weather: Weather, kills: int, seed: int) -> Outcome:
    """The same with threads; every third is revised, and every third withdrawn, when it is online."""
    run = Storm(weather, kills, seed, "t")
    become: dict[str, str] = {}
    with Server(weather.flavour) as server:
        server.misbehave_by_chance(dict(weather.rates), seed, weather.seconds)
        channel = channel_for(weather.flavour, server.url) | {"corrections": "edit"}
        newsroom = Newsroom(folder, {"main": channel})
        for name in ("default", "bluesky"):
            (newsroom.folder / "templates" / "posts" / f"{name}.j2").write_text(THREAD)
        with newsroom:
            run.rage(newsroom, server, lambda known: _change_some(newsroom, known, weather, become))
            run.calm(newsroom, server, lambda: _is_settled(newsroom))
            return run.tell(newsroom, _examine_acts(newsroom, server, run.stories, become))


def _count_asked(newsroom: Newsroom) -> int:
    """What is shown to a person, which only what was really armed may be."""
    rows = newsroom.rows("select count(*), count(first_armed_at) from delivery where asked")
    ((asked, armed),) = rows
    assert asked == armed
    return int(asked)


def _change_some(
    newsroom: Newsroom, stories: Sequence[Story], weather: Weather, become: dict[str, str]
) -> None:
    """Revise or withdraw one story whose thread is online as a whole."""
    online = {
        title: article
        for title, article, many in newsroom.rows(
            "select revision.title, article_id, count(*) from delivery join revision using (article_id) "
            "where act = 'create' and state = 'delivered' and number = 1 group by article_id"
        )
        if many == len(PARTS)
    }
    for number, story in enumerate(stories):
        if story.title not in online or story.tag in become:
            continue
        become[story.tag] = ""
        if number % 3 == 0 and weather.flavour != "bluesky":
            become[story.tag] = "edited"
            newsroom.drop_file(f"{number:04}-{story.tag}.txt", story.revised.encode())
        elif number % 3 == 1:
            become[story.tag] = "deleted"
            done = newsroom.cli("article", "withdraw", online[story.title], "--reason", "a hoax")
            assert done.returncode == 0, done.stderr
        if become[story.tag]:
            return


def _is_settled(newsroom: Newsroom) -> bool:
    """Nothing waits any more but for a person."""
    rows = newsroom.rows("select count(*) from delivery where act = 'create' and position = 0")
    open_rows = newsroom.rows(
        "select count(*) from delivery where state = 'sending' or (state = 'uncertain' and not asked) or "
        "(state = 'scheduled' and article_id not in (select article_id from delivery where asked))"
    )
    return bool(rows) and rows[0][0] == newsroom.dropped and open_rows[0][0] == 0


def _examine_acts(
    newsroom: Newsroom, server: Server, stories: Sequence[Story], become: dict[str, str]
) -> Finding:
    """What is wrong, but for what a person was asked; nothing else may be uncertain or missing."""
    asked = {
        title
        for (title,) in newsroom.rows(
            "select revision.title from delivery join revision using (article_id) where asked and number = 1"
        )
    }
    faults: dict[str, list[str]] = {"lost": [], "doubled": [], "disorder": [], "wrong": []}
    for story in stories:
        for fault in find_faults(server.commits(story), become=become.get(story.tag, "")):
            if fault == "doubled" or story.title not in asked:
                faults[{"torn": "disorder", "left online": "wrong"}.get(fault, fault)].append(story.tag)
    waiting = newsroom.rows(
        "select id from delivery where state not in ('delivered', 'cancelled') and not asked"
    )
    return Finding(
        lost=tuple(faults["lost"]),
        doubled=tuple(faults["doubled"]),
        out_of_order=tuple(faults["disorder"]),
        not_delivered=() if asked else tuple(one for (one,) in waiting),
        wrong_receipts=tuple(faults["wrong"]),
    )


def _run_and_kill(newsroom: Newsroom, server: Server, chance: random.Random) -> bool:
    """At a random network event, however long the start takes; else at any instant from the start."""
    worker = newsroom.start()
    if chance.random() < AT_WORK:
        server.kill(worker.pid, chance.randint(1, 30))
        deadline = time.monotonic() + KILLED_WITHIN
        while worker.poll() is None and time.monotonic() < deadline and not _is_idle(newsroom):
            time.sleep(0.02)
    else:
        time.sleep(chance.uniform(0.02, 1.0))
    server.kill(None, 0)
    return newsroom.kill() or worker.returncode == -9


def _is_idle(newsroom: Newsroom) -> bool:
    """Whether everything that was dropped is online: this worker comes to no more network events."""
    return len(newsroom.states()) == 1 and newsroom.states()["delivered"] >= newsroom.dropped


def prove(
    tmp_path: Path,
    weathers: Sequence[Weather],
    kills: int,
    seed: int,
    at_once: int,
    storm: Callable[[Path, Weather, int, int], Outcome] = storm,
) -> None:
    with ThreadPoolExecutor(at_once) as pool:
        runs = [
            pool.submit(storm, tmp_path / f"storm-{n}", weather, kills, seed)
            for n, weather in enumerate(weathers)
        ]
        outcomes = [run.result() for run in runs]
    print_table(outcomes, seed)
    in_hand = sum(outcome.in_hand for outcome in outcomes)
    assert in_hand * 20 >= kills * len(outcomes) or kills < MANY, "the kills came when nothing was in hand"
    for outcome in outcomes:
        assert outcome.finding.clean, f"{outcome} seed {seed}"
        assert outcome.kills == kills
        assert not outcome.asked or outcome.weather.flavour == "webhook-forgets", "all others can be asked"


def print_table(outcomes: Sequence[Outcome], seed: int) -> None:
    heads = ("in hand", "posts", "lost", "doubled", "disorder", "unsettled", "shown", "seconds")
    lines = [f"\nseed {seed}", f"{'server':<34}{'kills':>8}" + "".join(f"{head:>10}" for head in heads)]
    for one in outcomes:
        found = one.finding
        counts = (one.in_hand, one.posts, len(found.lost), len(found.doubled), len(found.out_of_order))
        cells = (*counts, len(found.not_delivered), one.asked, round(one.seconds))
        lines.append(f"{one.weather.name:<34}{one.kills:>8}" + "".join(f"{cell:>10}" for cell in cells))
    kills, shown = sum(one.kills for one in outcomes), sum(one.asked for one in outcomes)
    lines.append(f"together {kills} kills; shown: to a person, who alone can tell whether they are online")
    lines.append(f"{shown} posts were shown, of {sum(one.in_hand for one in outcomes)} in hand at a kill")
    sys.stdout.write("\n".join(lines) + "\n")


def test_a_few_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    prove(tmp_path, SHORT, 3, SEED, 2)


@pytest.mark.proof
def test_fifty_kills_on_every_kind_of_server_lose_and_double_nothing(tmp_path: Path) -> None:
    prove(tmp_path, WEATHERS, int(os.environ.get("E2E_KILLS", "50")), SEED, 3)


def test_a_few_kills_tear_no_thread_and_forget_no_act(tmp_path: Path) -> None:
    prove(tmp_path, ACTS[:1], 2, SEED, 2, storm_of_acts)


@pytest.mark.proof
def test_kills_tear_no_thread_and_forget_no_act(tmp_path: Path) -> None:
    prove(tmp_path, ACTS, int(os.environ.get("E2E_KILLS", "50")), SEED, 3, storm_of_acts)


def test_breaking_news_passes_what_is_uncertain(tmp_path: Path) -> None:
    with Server("gotosocial") as server:
        server.misbehave({"fault": "commit-then-hang", "seconds": 0.3})
        channels = {"main": mastodon_channel(server.url, lookup_after="10m")}
        with Newsroom(tmp_path / "newsroom", channels) as newsroom:
            first, second, breaking = *make_stories(2), Story("quake", urgency="breaking")
            newsroom.drop(first, second)
            newsroom.start()
            newsroom.wait_until(lambda: newsroom.states()["uncertain"] == 1, "an unknown outcome")
            newsroom.drop(breaking)
            passed = {"uncertain": 1, "scheduled": 1, "delivered": 1}
            newsroom.wait_until(lambda: newsroom.states() == passed, "breaking news")
            newsroom.look_up_now()
            newsroom.wait_until(lambda: newsroom.all_delivered(3), "all three")
            assert newsroom.stop() == 0
            assert server.tags([first, second, breaking]) == [first.tag, breaking.tag, second.tag]

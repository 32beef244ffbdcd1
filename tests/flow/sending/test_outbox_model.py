"""The outbox against a small model: whatever happens in whatever order, nothing doubles, nothing is lost.

The database itself watches: a trigger writes down every change of state, whoever makes it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flow_stage import Script, Stage, StageClock, drop, lay_project, open_stage, take_in
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text

from bot.errors import OutcomeUnknown, Rejected, Temporary, Throttled
from bot.flow import lines, show
from bot.flow.editing import refusing, settle, steer
from bot.flow.editing.correct import Wish, correct, leave
from bot.flow.editing.revive import REVIVED, revive
from bot.flow.editing.withdraw import withdraw
from bot.flow.house import House
from bot.flow.sending.deliver import drain
from bot.flow.working.start import start
from bot.model import CannotTell, DeliveryState, NotThere, Payload, Receipt, Repeat

TEMPLATE = '{{ headline }}\n{% next %}\n{% part "figure" %}\n{{ figure.sentence }}\n{% endpart %}\n'
ARTICLE = (
    "---\nurl: https://courier.example.org/{n}\n---\n"
    "Harbour number {n} reopens\n\nThe repair of harbour number {n} cost €FIGURE million, the port said.\n"
)
SECOND = timedelta(seconds=1)
WATCH = [
    "CREATE TABLE passed (was TEXT, became TEXT)",
    "CREATE TABLE seen (was TEXT, became TEXT)",
    (
        "CREATE TRIGGER watch AFTER UPDATE OF state ON delivery WHEN old.state != new.state "
        "BEGIN INSERT INTO passed VALUES (old.state, new.state); END"
    ),
    (
        "CREATE TRIGGER watch_posts AFTER UPDATE OF state ON post WHEN old.state != new.state "
        "BEGIN INSERT INTO seen VALUES (old.state, new.state); END"
    ),
]
WAITING = "awaiting approval", "scheduled", "held", "failed", "skipped", "cancelled", "expired"
LEGAL = {
    "awaiting approval": {*WAITING},
    "scheduled": {*WAITING, "sending", "uncertain"},
    "sending": {"delivered", "uncertain", "failed", "scheduled"},
    "uncertain": {"delivered", "scheduled", "sending"},
    "held": {*WAITING, "delivered"},
    "failed": {*WAITING} - {"expired"},
    "expired": {"held", "cancelled"},
    "skipped": {"held"},
    "cancelled": {"scheduled", "awaiting approval"},
    "delivered": set[str](),
}
SEEN = {
    "drafted": {"online"},
    "online": {"wrong", "corrected", "gone"},
    "wrong": {"online", "corrected", "gone"},
    "corrected": {"wrong", "gone"},
    "gone": set[str](),
}
FAULTS: list[Exception | str] = [
    "ok",
    "lost",
    OutcomeUnknown("500"),
    ConnectionResetError("reset"),
    Temporary("busy"),
    Throttled("429", retry_after=SECOND),
    Rejected("422"),
]
REPEATS = [
    Repeat(timedelta(0), SECOND, empty_answers=2),
    Repeat(timedelta(hours=1), SECOND),
    Repeat(None, SECOND),
]


class Paging(Stage):
    """Looks a post up as a server lists them: none that came before the one it begins after."""

    made: ClassVar[list[str]]

    async def publish(self, payload: Payload) -> Receipt:
        try:
            return await super().publish(payload)
        finally:
            online = [one.key for one in self.script.online]
            self.made.extend(key for key in online if key not in self.made)

    async def find(
        self, payload: Payload, since: datetime, after: Receipt | None
    ) -> Receipt | NotThere | CannotTell:
        answer = await super().find(payload, since, after)
        ids = [f"r-{key[-4:]}" for key in self.made]
        if isinstance(answer, Receipt) and after is not None and ids.index(answer.id) <= ids.index(after.id):
            return NotThere()
        return answer


class Killed(BaseException):
    """The process ends in the middle of a call."""


class Outbox(RuleBasedStateMachine):
    """Articles come, change and go; calls fail in every way; people hold, cancel, retry and take back."""

    monkeypatch: ClassVar[pytest.MonkeyPatch]

    @initialize(repeat=st.sampled_from(REPEATS))
    def begin(self, repeat: Repeat) -> None:
        self.script = Script()
        self.script.repeat = repeat
        self.monkeypatch.setattr(Stage, "script", self.script, raising=False)
        self.monkeypatch.setattr(Paging, "made", [], raising=False)
        self.monkeypatch.setattr(lines, "discover_platforms", lambda: {"stage": Paging})
        self.clock, self.folder = StageClock(), Path(tempfile.mkdtemp(prefix="outbox-"))
        channels = "main: {platform: stage, approval: never, stale_after: never, corrections: edit}\n"
        sources = "wire: {source: folder, path: inbox/, flood: 0}\n"
        lay_project(self.folder / "p", channels=channels, sources=sources)
        (self.folder / "p" / "templates" / "posts" / "default.j2").write_text(TEMPLATE)
        self.stack = ExitStack()
        self.articles: dict[int, int] = {}
        self.withdrawn: set[int] = set()
        self.open()
        asyncio.run(start(self.house))
        for statement in WATCH:
            self.run_sql(statement)

    def run_sql(self, statement: str) -> list[Any]:
        def run(conn: Any) -> list[Any]:
            result = conn.execute(text(statement))
            return list(result) if result.returns_rows else []

        return self.house.store.write_now(run)

    def open(self) -> None:
        self.house: House = self.stack.enter_context(open_stage(self.folder / "p", self.clock))

    def put(self, n: int, figure: int) -> None:
        self.articles[n] = figure
        drop(self.folder / "p", n, ARTICLE.replace("FIGURE", str(figure)))
        asyncio.run(take_in(self.house))

    def drain(self) -> None:
        asyncio.run(drain(self.house, "main"))

    def rows(self) -> list[dict[str, Any]]:
        return show.list_posts(self.house, most=10_000)

    def article(self, n: int) -> str:
        title = f"Harbour number {n} reopens"
        return next(str(row["id"]) for row in show.list_articles(self.house, 1000) if row["title"] == title)

    @rule()
    @precondition(lambda self: len(self.articles) < 5)
    def an_article_comes(self) -> None:
        self.put(len(self.articles) + 1, 7)

    @rule(pick=st.randoms(use_true_random=False), figure=st.integers(5, 9))
    @precondition(lambda self: self.articles)
    def an_article_changes(self, pick: Any, figure: int) -> None:
        self.put(pick.choice(sorted(self.articles)), figure)

    @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=3), change=st.sampled_from([None, *FAULTS[:6]]))
    def the_worker_goes_on(self, faults: list[Exception | str], change: Exception | str | None) -> None:
        self.script.publishes.extend(faults)
        if change not in {None, "ok"}:
            self.script.changes.append(change)
        self.drain()

    @rule(seconds=st.sampled_from([1, 3, 20, 150]))
    def time_passes(self, seconds: int) -> None:
        self.clock.turn_on(seconds * SECOND)
        self.drain()

    @rule(seconds=st.sampled_from([-7200, -30, -1.5, 600, 4000]))
    def somebody_sets_the_clock(self, seconds: float) -> None:
        self.clock.moment += seconds * SECOND
        self.drain()

    @rule()
    def the_machine_dies_in_a_call(self) -> None:
        def kill() -> None:
            raise Killed

        self.script.before_publish = kill
        with suppress(Killed):
            self.drain()
        self.script.before_publish = lambda: None
        self.stack.close()
        self.open()
        asyncio.run(start(self.house))

    @rule(pick=st.randoms(use_true_random=False))
    @precondition(lambda self: self.articles)
    def a_person_steers(self, pick: Any) -> None:
        row = pick.choice(self.rows())
        chosen = steer.choose(self.house, [row["id"]])
        state = DeliveryState(row["state"])
        if state in steer.CANCELLED and pick.random() < 0.5:
            steer.cancel(self.house, chosen)
        elif state in steer.RETRIED:
            with suppress(refusing.WrongState):  # of a post that is not there
                steer.retry(self.house, chosen)
        elif state in REVIVED and row["act"] == "create":
            revive(self.house, chosen)
        elif row["state"] == "uncertain":
            # Whoever settles has looked at the account.
            key = steer.choose(self.house, [row["id"]])[0].payload
            there = [one for one in self.script.online if key and one.key == key.key]
            if row["act"] != "create" or there:
                return
            settle.settle_again(self.house, row["id"])

    @rule(pick=st.randoms(use_true_random=False), what=st.sampled_from(["correct", "leave", "withdraw"]))
    @precondition(lambda self: self.articles)
    def a_person_corrects(self, pick: Any, what: str) -> None:
        n = pick.choice(sorted(self.articles))
        try:
            if what == "correct":
                correct(self.house, self.article(n), Wish())
            elif what == "leave":
                leave(self.house, self.article(n))
            elif pick.random() < 0.3:
                withdraw(self.house, self.article(n), "a hoax")
                self.withdrawn.add(n)
        except refusing.WrongState:
            pass

    @rule(held=st.booleans())
    def the_stop_switch(self, held: bool) -> None:
        if held:
            steer.hold(self.house, ["main"], "stop")
            before = [*self.script.calls]
            self.drain()
            assert self.script.calls == before
        else:
            steer.release(self.house, ["main"])

    @invariant()
    def only_legal_states_follow(self) -> None:
        if not hasattr(self, "house"):
            return
        for was, became in self.run_sql("SELECT DISTINCT was, became FROM passed"):
            assert became in LEGAL[was], (was, became)
        for was, became in self.run_sql("SELECT DISTINCT was, became FROM seen"):
            assert became in SEEN[was], (was, became)

    @invariant()
    def nothing_is_doubled_or_out_of_order(self) -> None:
        if not hasattr(self, "house"):
            return
        made = [*(one.body["text"] for one in self.script.online), *self.script.gone]
        parts = Counter((n, "cost" in line) for line in made for n in self.articles if f"number {n} " in line)
        assert all(many == 1 for many in parts.values()), made
        ids = {f"r-{one.key[-4:]}": one.body["text"] for one in self.script.online}
        for one in self.script.online:
            if parent := ids.get(one.body.get("reply_to", "")):
                assert parent.split(" reopens")[0].endswith(one.body["text"].split(" cost")[0][-8:])
            assert ("cost" in one.body["text"]) == ("reply_to" in one.body)

    def teardown(self) -> None:
        if not hasattr(self, "house"):
            return
        self.script.publishes.clear()
        self.script.changes.clear()
        steer.release(self.house, ["main"])
        for _ in range(12):
            self.clock.turn_on(400 * SECOND)
            self.drain()
        try:
            self.nothing_is_lost()
            self.only_legal_states_follow()
            self.nothing_is_doubled_or_out_of_order()
        finally:
            self.stack.close()
            shutil.rmtree(self.folder)

    def nothing_is_lost(self) -> None:
        online = [one.body["text"] for one in self.script.online]
        for row in self.rows():
            assert row["state"] not in {"scheduled", "sending"}, row
            shown = any(row["text"] == line for line in online)
            if row["act"] == "create" and row["state"] == "delivered" and row["generation"] == 1:
                n = int(row["title"].split()[2])
                assert n in self.withdrawn or shown or self.was_edited(row), row

    def was_edited(self, row: dict[str, Any]) -> bool:
        same = [one for one in self.rows() if one["title"] == row["title"] and one["act"] == "edit"]
        return any(one["state"] == "delivered" and one["position"] == row["position"] for one in same)


def check(monkeypatch: pytest.MonkeyPatch, examples: int, steps: int) -> None:
    Outbox.monkeypatch = monkeypatch
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=examples < 10,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_outbox_agrees_with_its_model(monkeypatch: pytest.MonkeyPatch) -> None:
    check(monkeypatch, 3, 12)


@pytest.mark.proof
def test_the_outbox_agrees_with_its_model_at_length(monkeypatch: pytest.MonkeyPatch) -> None:
    check(monkeypatch, int(os.environ.get("MODEL_RUNS", "200")), 40)

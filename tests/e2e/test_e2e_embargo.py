"""Embargoes end to end: nothing of the text is outside before its time, and moved ones are followed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from accounts import channel_for, file_channel, mastodon_channel
from fake_server import Server, ask
from newsroom import Newsroom
from stories import Story, make_stories

Open = Callable[..., Newsroom]
FAR = "2035-01-05T18:00:00Z"


def write(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def lay(newsroom: Newsroom, number: int, story: Story, *, more: str = "", spoil: str = "") -> None:
    """The embargo in the article's own fields; the file's name tells nothing."""
    fields = f"---\nembargo: {FAR}\n{more}"
    text = story.text.replace("---\n", fields, 1)
    newsroom.drop_file(f"{number:02}.txt", (text + spoil).encode())


def read_everything(newsroom: Newsroom, *servers: Server) -> str:
    """What was logged, written or sent: all but the newsroom's own files and the store."""
    own = {"inbox", "data", "config", "templates"}
    files = [path for path in newsroom.folder.rglob("*") if path.is_file()]
    outside = [path for path in files if path.relative_to(newsroom.folder).parts[0] not in own]
    assert any(path.parent.name == "logs" for path in outside)
    told = [path.read_text(encoding="utf-8", errors="replace") for path in outside]
    return "\n".join([*told, *(json.dumps(ask(f"{server.control}/requests")) for server in servers)])


def test_nothing_of_an_embargoed_text_is_outside_before_its_time(open_newsroom: Open, server: Server) -> None:
    with Server("webhook") as hook:
        channels = {
            "main": mastodon_channel(server.url),
            "hook": channel_for("webhook", hook.url),
            "timeline": file_channel(),
        }
        newsroom = open_newsroom(channels)
        stories = forward, back, vanished, far, doubtful, unread = make_stories(6)
        free = make_stories(1, "open")[0]
        for number, story in enumerate((forward, back, vanished, far), 1):
            lay(newsroom, number, story)
        lay(newsroom, 5, doubtful, more="social: {figure: nobody said this}\n")
        lay(newsroom, 6, unread, spoil="\nEMBARGO: Friday 18:00\n", more="language: nowhere\n")
        newsroom.drop(free)
        newsroom.start()
        newsroom.wait_until(lambda: newsroom.states()["delivered"] == 3, "what has no embargo")
        newsroom.drop_file("03.txt", vanished.text.encode())
        held = "select count(*) from delivery where reason like '%embargo has vanished%' and state = 'held'"
        newsroom.wait_until(lambda: newsroom.rows(held) == [(3,)], "the vanished embargo")
        newsroom.cli("health")
        outside = read_everything(newsroom, server, hook).casefold()
        assert free.tag.casefold() in outside
        assert [story.tag for story in stories if story.tag.casefold() in outside] == []
        ends_at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
        newsroom.drop_file("01.yaml", f"embargo: {write(ends_at)}\n".encode())
        newsroom.drop_file("02.yaml", b"embargo: 2036-01-05T18:00:00Z\n")
        newsroom.wait_until(lambda: newsroom.states()["delivered"] == 6, "the end of one embargo")
        moved = "select count(*) from delivery where embargo_at > 2080000000000000"
        newsroom.wait_until(lambda: newsroom.rows(moved) == [(3,)], "the embargo that was moved back")
        assert newsroom.stop() == 0
        outside = read_everything(newsroom, server, hook).casefold()
        assert [story.tag for story in stories if story.tag.casefold() in outside] == [forward.tag]
        assert [row["at"] >= ends_at.timestamp() for row in server.statuses()] == [False, True]

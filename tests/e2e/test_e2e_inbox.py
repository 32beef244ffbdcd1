"""A hostile folder, and three hundred files at once."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable

from fake_server import Server
from newsroom import Newsroom
from stories import Story, make_stories

Open = Callable[..., Newsroom]


def test_three_hundred_at_once_wait_for_a_person(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(flood=8), make_stories(300)
    newsroom.drop(*stories)
    code = newsroom.once()
    summary = next((newsroom.folder / "logs").iterdir()).read_text()
    assert newsroom.states() == {"held": 300}
    assert server.creates() == 0
    assert "newscrier post retry --state held --source wire-folder" in summary
    assert code == 0
    told = newsroom.cli("health", "--json")
    assert any("held: 300" in finding["what"] for finding in json.loads(told.stdout)["findings"]), told.stdout
    assert newsroom.once() == 0
    assert newsroom.states() == {"held": 300}
    newsroom.start(wait=True)
    released = newsroom.cli("post", "retry", "--state", "held", "--source", "wire-folder")
    assert released.returncode == 0
    took = newsroom.wait_until(lambda: newsroom.all_delivered(300), "three hundred posts")
    sys.stdout.write(f"\n300 released posts in {took:.1f} s\n")
    assert newsroom.stop() == 0
    finding = newsroom.examine(server, stories)
    assert finding.clean, finding


def test_a_hostile_folder_stops_nobody(open_newsroom: Open, server: Server) -> None:
    newsroom, stories = open_newsroom(), make_stories(2)
    inbox = newsroom.folder / "inbox"
    secret = newsroom.folder / "secret.txt"
    secret.write_text(Story("secret").text)
    newsroom.drop(stories[0])
    newsroom.drop_file("binary.txt", bytes(range(256)) * 40)
    newsroom.drop_file("empty.txt", b"")
    newsroom.drop_file("encoding.txt", b"Caf\xe9 opens \x81\x8d\x8f again\n\n" + b"\xff\xfe\x00" * 30)
    with (newsroom.folder / "large.part").open("wb") as file:
        file.truncate(50_000_000)
    (newsroom.folder / "large.part").rename(inbox / "large.txt")
    os.mkfifo(inbox / "pipe.txt")
    (inbox / "link.txt").symlink_to(secret)
    (inbox / "loop.txt").symlink_to("loop.txt")
    (inbox / "folder.txt").mkdir()
    hostile = {"binary", "empty", "encoding", "large", "pipe", "link", "loop", "folder"}

    def told() -> set[str]:
        rows = newsroom.rows("select source_id from problem")
        return {str(row[0]).removesuffix(".txt") for row in rows}

    newsroom.start()
    newsroom.wait_until(lambda: newsroom.all_delivered(1), "the good one")
    newsroom.wait_until(lambda: told() >= hostile, "every problem")
    newsroom.drop(stories[1])
    newsroom.wait_until(lambda: newsroom.all_delivered(2), "another good one")
    listed = json.loads(newsroom.cli("article", "list", "--problems", "--json").stdout)
    assert newsroom.stop() == 0
    assert {row["place"] for row in listed} == {f"inbox/{name}.txt" for name in hostile}
    assert all(row["message"] for row in listed)
    assert all(f"inbox/{name}.txt" in newsroom.whole_log for name in hostile)
    assert {path.name for path in inbox.iterdir()} >= {f"{name}.txt" for name in hostile}
    assert newsroom.examine(server, stories).clean
    assert len(server.statuses()) == 2


def test_a_template_that_breaks_on_one_article_stops_only_that_post(
    open_newsroom: Open, server: Server
) -> None:
    newsroom, stories = open_newsroom(), make_stories(3)
    template = newsroom.folder / "templates" / "posts" / "default.j2"
    broken = f"{{% if headline == '{stories[1].title}' %}}{{{{ 1 // 0 }}}}{{% endif %}}\n"
    template.write_text(template.read_text() + broken)
    newsroom.drop(*stories)
    newsroom.start()
    newsroom.wait_until(lambda: newsroom.states() == {"delivered": 2, "failed": 1}, "two posts")
    assert newsroom.stop() == 0
    failed = [post for post in newsroom.posts() if post["state"] == "failed"]
    line = template.read_text().count("\n")
    assert failed[0]["reason"].startswith(f"templates/posts/default.j2:{line}"), failed[0]["reason"]
    assert stories[1].tag not in server.tags(stories)

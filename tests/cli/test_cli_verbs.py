"""Every command does what it says: data on stdout, talk on stderr."""

import re
import sqlite3
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from cli_stage import Newscrier

CHANNELS = "config/channels.yaml"


def by_whom(project: Path) -> list[tuple[str, str]]:
    """Who held and released channels, as the log of the store has it."""
    with closing(sqlite3.connect(project / "data" / "newscrier.db")) as store:
        acts = "select action, actor from event where action in ('held', 'released') order by id"
        return store.execute(acts).fetchall()


def ask_for_approval(project: Path) -> None:
    path = project / CHANNELS
    path.write_text(path.read_text(encoding="utf-8").replace("approval: never", "approval: always"), "utf-8")


def test_init_makes_a_project_tells_what_to_type_and_overwrites_nothing(
    newscrier: Newscrier, tmp_path: Path
) -> None:
    target = tmp_path / "another newsroom"
    first = newscrier("init", str(target))
    assert first.code == 0
    assert "written  config/newscrier.yaml" in first.out
    assert "newscrier run --once" in first.err
    (target / CHANNELS).write_text("mine", encoding="utf-8")
    again = newscrier("init", str(target), "--json")
    assert again.data["written"] == []
    assert CHANNELS in again.data["kept"]
    assert (target / CHANNELS).read_text(encoding="utf-8") == "mine"


def test_one_pass_posts_and_the_next_posts_nothing(newscrier: Newscrier, project: Path) -> None:
    first = newscrier("run", "--once")
    assert first.code == 0
    assert "delivered" in first.out
    assert "The town fair drew a record crowd" in first.out
    page = (project / "out" / "index.html").read_text(encoding="utf-8")
    assert "12,000 visitors" in page
    again = newscrier("run", "--once")
    assert (again.code, again.out) == (0, "")
    assert "nothing new to post" in again.err
    assert (project / "out" / "index.html").read_text(encoding="utf-8") == page


def test_a_rehearsal_tells_what_would_be_posted_and_leaves_no_trace(
    newscrier: Newscrier, project: Path
) -> None:
    told = newscrier("run", "--dry-run", "--json")
    assert [(row["state"], row["told"]) for row in told.data] == [("scheduled", "at once")]
    assert "nothing was posted" in told.err
    assert not (project / "out").exists()
    assert not (project / "data" / "newscrier.db").exists()


def test_read_explains_what_was_considered(newscrier: Newscrier, project: Path) -> None:
    told = newscrier("read", "inbox/fair.txt", "--explain").out
    assert "⟦12,000" in told
    assert "figure: " in told
    assert "quote: " in told
    assert re.search(r"first (sentence|paragraph)[a-z ]* \+\d", told), "in words, and how much each says"
    config = project / "config" / "newscrier.yaml"
    config.write_text(config.read_text("utf-8") + "\ncertainty: {figure: 1}\n", "utf-8")
    told = newscrier("read", "inbox/fair.txt", "--explain").out
    assert "⟦12,000" not in told
    assert "less certain than 1" in told
    assert newscrier("read", "inbox/fair.txt", "--explain", "--json").code == 2


def test_read_shows_the_highlights(newscrier: Newscrier) -> None:
    told = newscrier("read", "inbox/fair.txt")
    assert told.code == 0
    assert "headline   The town fair drew a record crowd" in told.out
    assert "12,000" in told.out
    assert "— Ida Brandt, " in told.out
    one = newscrier("read", "--json", "inbox/fair.txt").data
    assert one["text"][one["figure"]["start"] : one["figure"]["end"]] == one["figure"]["text"]
    two = newscrier("read", "--json", "inbox/fair.txt", "inbox/fair.txt").data
    assert [part["file"] for part in two] == ["inbox/fair.txt"] * 2


def test_read_shows_what_a_page_tells_of_itself(
    newscrier: Newscrier, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (
        '<html lang="en"><head><title>Fair</title><meta property="og:type" content="article">'
        '<meta property="article:modified_time" content="2027-03-01T10:30:00Z">'
        '<meta property="article:section" content="Local"><meta property="article:tag" content="Fairs">'
        '<meta name="author" content="Jane Doe"><meta property="og:image" content="https://x.example/1.jpg">'
        f"</head><body><article><h1>Fair draws a crowd</h1><p>{'The fair drew 12,000 people. ' * 20}</p>"
        "</article></body></html>"
    )
    (project / "fair.html").write_text(page, encoding="utf-8")
    one = newscrier("read", "--json", "fair.html").data
    assert (one["updated_at"], one["byline"]) == ("2027-03-01T10:30:00+00:00", "Jane Doe")
    assert (one["section"], one["tags"]) == ("Local", ["Fairs"])
    assert one["image"] == {"url": "https://x.example/1.jpg", "alt": "", "credit": ""}
    assert "  byline     Jane Doe\n  section    Local\n" in newscrier("read", "fair.html").out
    told = b'{"title": "Fair draws a crowd",\n "text": "The fair drew 12,000 people on Monday."}\n'
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(told)))
    assert newscrier("read", "--json", "-").data["headline"] == "Fair draws a crowd"


def test_read_goes_on_where_one_file_cannot_be_read(newscrier: Newscrier) -> None:
    told = newscrier("read", "--json", "nope.txt", "inbox/fair.txt")
    assert told.code == 1
    assert told.data[0]["problems"]
    assert told.data[1]["headline"] == "The town fair drew a record crowd"
    assert "nope.txt" in told.err


def test_preview_shows_the_post_of_a_file_and_of_a_stored_article(posted: Newscrier) -> None:
    told = posted("preview", "inbox/fair.txt")
    assert told.code == 0
    assert "    The town fair drew a record crowd" in told.out
    assert "characters" in told.out
    assert "template  posts/default.j2" in told.out
    article = posted("article", "list", "--json").data[0]["id"]
    [row] = posted("preview", article, "--channel", "timeline", "--json").data["channels"]
    assert row["channel"] == "timeline"
    assert row["text"].startswith("The town fair drew a record crowd")


def test_preview_tells_what_was_not_found_and_which_language_was_read(
    newscrier: Newscrier, project: Path
) -> None:
    (project / "inbox" / "bus.txt").write_text(
        "Weniger Busse\n\nDie Stadt stellt zum Fahrplanwechsel im Dezember vier von zwölf Linien ein. Das hat"
        " der Rat am Donnerstag beschlossen, und die Fahrgäste sind nicht zufrieden mit dem Plan.\n",
        encoding="utf-8",
    )
    told = newscrier("preview", "inbox/bus.txt").out
    assert "left out  quote: nobody is quoted" in told
    assert "language: de" in told


def test_a_shown_id_names_one_post_and_a_waiting_one_tells_when(newscrier: Newscrier, project: Path) -> None:
    for name in ("fire", "vote"):
        (project / "inbox" / f"{name}.txt").write_text(
            f"---\nembargo: 2035-01-05 18:00\n---\nThe {name} in Lund\n\nThe {name} in Lund took all night.\n"
        )
    (project / "inbox" / "fair.txt").unlink(missing_ok=True)
    once = newscrier("run", "--once").out.splitlines()
    assert [newscrier("post", "show", line.split()[0]).code for line in once[1:]] == [0] * len(once[1:])
    listed = newscrier("post", "list", "--state", "scheduled").out
    assert "from 2035-01-05 18:00:00 +01:00" in listed


def test_what_to_do_about_a_flood_is_said_once(newscrier: Newscrier, project: Path) -> None:
    for n in range(10):
        (project / "inbox" / f"{n}.txt").write_text(
            f"School {n} opens in Lund\n\nSchool {n} of Lund opens in May, and its pupils like it.\n"
        )
    for line in (["run", "--once"], ["post", "list"]):
        told = newscrier(*line)
        assert told.out.count("flood: ") >= 10
        assert "retry" not in told.out
        assert told.err.count("held because of a flood: post them with `newscrier post retry") == 1


def test_posts_of_one_cause_are_counted_and_let_go_together(newscrier: Newscrier, project: Path) -> None:
    for n in range(10):
        (project / "inbox" / f"{n}.txt").write_text(
            f"School {n} opens in Lund\n\nSchool {n} of Lund opens in May, and its pupils like it.\n"
        )
    newscrier("run", "--once")
    [cause] = newscrier("post", "list", "--state", "held", "--by", "cause", "--json").data
    assert (cause["many"], cause["channels"]) == (11, ["timeline"])
    told = newscrier("post", "list", "--by", "cause")
    assert cause["key"] in told.out
    assert f"newscrier post retry --cause {cause['key']}" in told.err
    assert newscrier("post", "retry", "--cause", "123456").code == 1
    assert newscrier("post", "retry", "--cause", cause["key"], "--json").data == {"posts": 11}
    assert newscrier("post", "list", "--by", "cause", "--json").data == []


def test_articles_are_listed_and_shown(posted: Newscrier) -> None:
    [row] = posted("article", "list", "--json").data
    listed = posted("article", "list").out
    assert row["id"][:8] in listed
    assert "1 delivered" in listed
    shown = posted("article", "show", row["id"][:13])
    assert "The town fair drew 12,000 visitors on Sunday." in shown.out
    assert posted("article", "show", row["id"], "--json").data["posts"][0]["state"] == "delivered"


def test_what_cannot_be_read_is_listed_with_its_place(newscrier: Newscrier, project: Path) -> None:
    (project / "inbox" / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    (project / "inbox" / "harbour.tif").write_bytes(b"a picture is left alone")
    assert newscrier("run", "--once").code == 0
    assert "files that cannot be read: 1 " in newscrier("health").out
    row, _ = newscrier("article", "list", "--problems", "--json").data
    assert row["place"] == "inbox/broken.txt"
    assert "inbox/broken.txt" in newscrier("article", "list", "--problems").out


def test_posts_are_listed_and_shown_with_their_history(posted: Newscrier) -> None:
    assert "delivered" in posted("post", "list", "--state", "delivered", "--channel", "timeline").out
    nothing = posted("post", "list", "--state", "failed")
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "none\n")
    shown = posted("post", "show", posted.post_id())
    assert "The town fair drew a record crowd" in shown.out
    assert "armed" in shown.out
    assert posted("post", "show", posted.post_id(), "--json").data["attempts"][0]["outcome"] == "delivered"


def test_a_post_waits_for_approval_of_exactly_the_text_that_was_seen(
    newscrier: Newscrier, project: Path
) -> None:
    ask_for_approval(project)
    assert "awaiting approval" in newscrier("run", "--once").out
    post = newscrier.post_id()
    unseen = newscrier("post", "approve", post)
    assert (unseen.code, "--hash" in unseen.err) == (2, True)
    assert newscrier("post", "approve", post, "--hash", "beef").code == 1
    seen = newscrier("post", "show", post, "--json").data["text_hash"]
    assert newscrier("post", "approve", post, "--hash", seen).code == 0
    assert "delivered" in newscrier("run", "--once").out


def test_posts_are_cancelled_and_retried_by_id_or_by_filter(newscrier: Newscrier, project: Path) -> None:
    ask_for_approval(project)
    newscrier("run", "--once")
    assert "1 post" in newscrier("post", "cancel", newscrier.post_id()).err
    assert newscrier("post", "retry", "--state", "cancelled", "--json").data == {"posts": 1}
    assert "1 post" in newscrier("post", "cancel", "--channel", "timeline", "--source", "wire-folder").err
    assert [row["state"] for row in newscrier("post", "list", "--json").data] == ["cancelled"]


def test_only_an_uncertain_post_is_settled(posted: Newscrier) -> None:
    told = posted("post", "settle", posted.post_id(), "--again")
    assert told.code == 1
    assert "only uncertain posts are settled" in told.err


def test_channels_are_verified_held_and_released(newscrier: Newscrier, project: Path) -> None:
    assert newscrier("channel", "verify", "--json").data[0]["error"] == ""
    assert newscrier("channel", "hold", "--all", "--reason", " ").code == 2
    held_by = ("--reason", "the lawyers look at it", "--as", "ada")
    assert newscrier("channel", "hold", "--all", *held_by).code == 0
    assert re.search(r"on hold by ada .*since .+: the lawyers look at it", newscrier("channel", "list").out)
    held = newscrier("run", "--once")
    assert held.code == 0
    assert "the lawyers look at it" in held.out
    assert newscrier("channel", "release", "timeline", "--as", "ada").err == "released: timeline\n"
    assert [(action, who.split()[0]) for action, who in by_whom(project)] == [
        ("held", "ada"),
        ("released", "ada"),
    ]
    assert newscrier("channel", "release", "timeline").err == "none of them was on hold\n"
    assert "never connected" not in newscrier("health").out
    assert newscrier("channel", "list", "--json").data[0]["held_at"] is None
    assert "delivered" in newscrier("run", "--once").out


def test_a_channel_without_its_token_must_be_reconnected(
    newscrier: Newscrier, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NOBODY_SET_THIS", raising=False)
    with (project / CHANNELS).open("a", encoding="utf-8") as config:
        config.write(
            "\nsocial: {platform: mastodon, server: 'http://127.0.0.1:9', token: {env: NOBODY_SET_THIS}, "
            "approval: never, settle: 0s}\n"
        )
    told = newscrier("channel", "verify")
    assert told.code == 4
    assert "NOBODY_SET_THIS" in told.out
    assert "may post" in told.out
    once = newscrier("run", "--once")
    assert once.code == 4
    assert "channel social is on hold" in once.err
    assert "delivered" in once.out
    assert newscrier("health").code == 4


@pytest.mark.parametrize("name", ["file", "mastodon", "timeline"])
def test_help_tells_how_to_connect_and_every_option(newscrier: Newscrier, name: str) -> None:
    told = newscrier("channel", "help", name)
    assert told.code == 0
    assert "(required)" in told.out or "default" in told.out
    data = newscrier("channel", "help", name, "--json").data
    assert all(option["description"] and option["examples"] for option in data["options"])


def test_the_config_is_checked_and_shown(newscrier: Newscrier, project: Path) -> None:
    assert newscrier("config", "check").out == "no problems in 5 files, 1 channel, 4 templates\n"
    assert newscrier("config", "check", "--json").data == {"ok": True, "problems": []}
    hook = "hook: {platform: webhook, url: 'https://x.example.org/', secret: {env: S}}\n"
    loud = "loud: {platform: mastodon, server: 'https://x.example.org', token: {env: T}}\n"
    channels, night = project / CHANNELS, "  quiet: {hours: '23:00-06:00', do: silent}\n"
    before = channels.read_text(encoding="utf-8")
    channels.write_text(before.replace("  platform: file\n", f"  platform: file\n{night}") + hook, "utf-8")
    assert "warning" not in newscrier("config", "check").out, "that page wakes nobody"
    both = (each.replace("}\n", f", {night.strip()}}}\n") for each in (hook, loud))
    channels.write_text(before + "".join(both), "utf-8")
    told = newscrier("config", "check").out
    assert "Webhook" not in told, "a receiver is told to wake nobody"
    assert "'loud': Mastodon cannot post silently: at night its posts wait for the morning" in told
    channels.write_text(before, "utf-8")
    assert "stale_after: never" in newscrier("config", "show").out
    assert newscrier("config", "show", "--json").data["newscrier"]["newsroom"]["name"] == "The Courier"
    assert set(newscrier("config", "schema").data) == {"newscrier", "sources", "channels", "rules", "legal"}
    schema = project / ".newscrier" / "schema" / "channels.json"
    schema.unlink()
    assert newscrier("config", "schema", "--write").code == 0
    assert schema.exists()


def test_health_tells_whether_the_worker_is_alive(newscrier: Newscrier) -> None:
    before = newscrier("health", "--json")
    assert (before.code, before.data["ok"]) == (1, False)
    newscrier("run", "--once")
    assert newscrier("health").code == 0


def test_times_are_utc_for_programs_and_the_newsrooms_own_for_people(posted: Newscrier) -> None:
    row = posted("post", "list", "--json").data[0]
    assert row["created_at"].endswith("Z")
    shown = posted("post", "list").out
    assert "+01:00" in shown or "+02:00" in shown

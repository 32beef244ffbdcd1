"""An article's picture: shown with alt text and credit, or the post leaves without it and says why."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flow_stage import CONFIG, Script, Stage, StageClock, drop, lay_project, only_post, open_stage, take_in
from flow_wire import Wire, entry
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from servers.outside import Outside

from bot.flow import show
from bot.flow.arriving import pictures
from bot.flow.arriving.ingest import poll
from bot.flow.composing import darkroom
from bot.flow.composing.captions import caption
from bot.flow.composing.compose import compose
from bot.flow.composing.pictures import forget_unused
from bot.flow.editing import steer
from bot.flow.editing.approve import approve
from bot.flow.house import House, house_of
from bot.flow.keeping.archive import unpack
from bot.flow.keeping.backup import back_up
from bot.flow.keeping.restore import restore
from bot.flow.preview import preview
from bot.flow.sending.deliver import drain
from bot.flow.working.once import rehearse
from bot.model import Attachment, DeliveryState, Image, Limits, Payload, Post, Receipt
from bot.plugin import Batch
from bot.settings.loading import load_settings
from bot.sources.folder import Folder
from bot.store import articles
from bot.store.database import Store
from bot.text import fold_text

LIMITS = Limits(length=500, attachments=1, alt_length=80, image_side=64)
ALT, CREDIT = "A bridge in fog", "Jane Doe"
SHOWN = "A bridge in fog. Photo: Jane Doe"
OPEN = CONFIG["newscrier.yaml"] + "network: {allow_private: [127.0.0.0/8]}\n"
TEXT = """\
---
url: https://courier.example.org/1
{image}
---
Harbour number one reopens after the storm

The harbour reopened on Monday after repairs that cost €14 million, the port authority said.
"""


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch, script: Script) -> list[tuple[Attachment, ...]]:
    """The stage shows pictures here, and remembers those it was given."""
    given_: list[tuple[Attachment, ...]] = []
    plain = Stage.prepare

    async def prepare(self: Stage, post: Post, key: str, reply_to: Receipt | None) -> Payload:
        given_.append(post.attachments)
        return await plain(self, post, key, reply_to)

    monkeypatch.setattr(Stage, "limits", LIMITS)
    monkeypatch.setattr(Stage, "prepare", prepare)
    return given_


def draw(colour: str = "red", size: tuple[int, int] = (200, 100), kind: str = "JPEG") -> bytes:
    out = BytesIO()
    Pillow.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def write(image: str = "") -> str:
    return TEXT.format(image=image).replace("{", "{{").replace("}", "}}")


def beside(url: str = "1.jpg", **changes: str) -> str:
    fields = {"url": url, "alt": ALT, "credit": CREDIT, **changes}
    return write("image: {" + ", ".join(f'{name}: "{value}"' for name, value in fields.items()) + "}")


async def take_and_send(house: House) -> dict[str, Any]:
    await take_in(house)
    await drain(house, "main")
    return only_post(house)


async def test_a_picture_beside_the_article_goes_out_with_its_words(
    house: House, project: Path, prepared: list[tuple[Attachment, ...]]
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    post = await take_and_send(house)
    assert post["state"] == "delivered"
    assert post["no_picture"] == ""
    ((given_,),) = prepared
    assert (given_.alt, given_.media_type, given_.width, given_.height) == (SHOWN, "image/jpeg", 64, 32)
    assert Path(given_.path).is_absolute()
    with Pillow.open(given_.path) as image:
        assert image.size == (64, 32)
    (told,) = post["pictures"]
    assert told["alt"] == SHOWN
    assert project / "data" / told["path"] == Path(given_.path)
    assert show.list_articles(house)[0]["revision"] == 1
    assert show.list_problems(house) == []


def leave_nothing(_inbox: Path) -> None:
    pass


def link(inbox: Path) -> None:
    (inbox.parent / "private.jpg").write_bytes(draw())
    (inbox / "1.jpg").symlink_to(inbox.parent / "private.jpg")


def link_folder(inbox: Path) -> None:
    (inbox.parent / "private").mkdir()
    (inbox.parent / "private" / "1.jpg").write_bytes(draw())
    (inbox / "in").symlink_to(inbox.parent / "private")


def lay(content: bytes) -> Callable[[Path], None]:
    def put(inbox: Path) -> None:
        (inbox / "1.jpg").write_bytes(content)

    return put


def lay_outside(inbox: Path) -> None:
    (inbox.parent / "private.jpg").write_bytes(draw())


WITHOUT: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "no alt text": (
        beside(alt=""),
        lay(draw()),
        "gives no alt text for it (write `image: {url, alt, credit}`",
    ),
    "no credit": (beside(credit=""), lay(draw()), "gives no credit for it"),
    "not there": (beside(), leave_nothing, "there is no picture 1.jpg beside the article (put the picture"),
    "no web address": (beside("ftp://example.org/1.jpg"), leave_nothing, "outside the article's folder"),
    "outside": (beside("../private.jpg"), lay_outside, "'../private.jpg' lies outside the article's folder"),
    "deep outside": (beside("a/../../private.jpg"), lay_outside, "lies outside the article's folder"),
    "absolute": (beside("/etc/hostname"), leave_nothing, "lies outside the article's folder"),
    "a link": (beside(), link, "is not read: this is a link"),
    "a linked folder": (beside("in/1.jpg"), link_folder, "is not read"),
    "a pipe": (beside("pipe"), lambda inbox: os.mkfifo(inbox / "pipe"), "this is a named pipe"),
    "a page": (beside(), lay(b"<!DOCTYPE html>"), "a web page stands where the picture should be"),
    "a drawing": (
        beside(),
        lay(b"<svg><script>x()</script></svg>"),
        "an SVG, a drawing that may hold scripts",
    ),
    "tiff": (
        beside(),
        lay(draw(kind="TIFF")),
        "is a TIFF, which platforms do not show (save it as JPEG or PNG)",
    ),
    "half": (beside(), lay(draw(size=(900, 900))[:900]), "breaks off in the middle (send it again, whole)"),
    "sober": (
        beside().replace("url: https", "social: {{tone: sober}}\nurl: https", 1),
        lay(draw()),
        "a sober post is headline and link only",
    ),
}


@pytest.mark.parametrize("name", WITHOUT)
async def test_whatever_is_wrong_with_the_picture_the_post_leaves(
    house: House, project: Path, prepared: list[tuple[Attachment, ...]], name: str
) -> None:
    article, make, sentence = WITHOUT[name]
    make(project / "inbox")
    drop(project, 1, article)
    post = await take_and_send(house)
    assert post["state"] == "delivered"
    assert prepared == [()]
    assert sentence in post["no_picture"]
    seen = await preview(house, str(project / "inbox" / "001.txt"))
    assert sentence in seen["channels"][0]["no_picture"]
    assert seen["channels"][0]["state"] == "scheduled"


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as outside:
        yield outside


@pytest.fixture
def wired(tmp_path: Path, script: Script, clock: StageClock) -> Iterator[House]:
    """A house that may fetch from loopback."""
    with open_stage(lay_project(tmp_path / "wired", newscrier=OPEN), clock) as house:
        yield house


async def look(house: House, url: str, version: str = "1") -> dict[str, Any]:
    wire = Wire()
    offered = entry(1, version=version, image={"url": url, "alt": ALT, "credit": CREDIT})
    wire.script.append(Batch(entries=(offered,)))
    await poll(house, "wire", wire)
    await drain(house, "main")
    await house.lines.close()
    return only_post(house)


async def test_a_picture_of_the_web_is_fetched_once_before_the_article_is_stored(
    wired: House, outside: Outside, prepared: list[tuple[Attachment, ...]]
) -> None:
    url = outside.put("/1.jpg", draw(), media_type="image/jpeg")
    await look(wired, url)
    assert [one.alt for one in prepared[0]] == [SHOWN]
    assert [request.path for request in outside.requests] == ["/1.jpg"]


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("status-404", "404"),
        ("plain", "a web page stands where the picture should be"),
        ("silence", "it did not come within 0.3 seconds"),
        ("truncated", "no picture"),
        ("drop", "no picture"),
    ],
)
async def test_a_site_that_fails_costs_neither_post_nor_time(
    wired: House,
    outside: Outside,
    prepared: list[tuple[Attachment, ...]],
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    sentence: str,
) -> None:
    monkeypatch.setattr(pictures, "WITHIN", 0.3)
    url = outside.put("/1.jpg", b"<html><h1>Log in</h1>", media_type="image/jpeg")
    outside.switch("/1.jpg", mode)
    post = await look(wired, url)
    assert prepared == [()]
    assert post["state"] == "delivered"
    assert sentence in post["no_picture"]


async def test_an_article_cannot_send_us_into_the_house(house: House, outside: Outside) -> None:
    url = outside.put("/1.jpg", draw(), media_type="image/jpeg")
    post = await look(house, url)
    assert post["state"] == "delivered"
    assert "allow_private" in post["no_picture"]
    assert outside.requests == []


async def test_an_embargo_lets_the_picture_come_and_keeps_it_here(
    house: House, project: Path, prepared: list[tuple[Attachment, ...]], clock: StageClock
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside().replace("url: https", 'embargo: "2027-03-01 18:00"\nurl: https', 1))
    post = await take_and_send(house)
    assert (post["state"], prepared) == ("scheduled", [])
    assert (project / "data" / post["pictures"][0]["path"]).is_file()
    clock.turn_on(timedelta(hours=9))
    await drain(house, "main")
    assert len(prepared) == 1


async def test_another_picture_is_another_draft_and_takes_an_approval_back(
    tmp_path: Path, script: Script, clock: StageClock
) -> None:
    project = lay_project(tmp_path / "p", channels="main: {platform: stage}\n")
    with open_stage(project, clock) as house:
        house.actor = "ada"
        (project / "inbox" / "1.jpg").write_bytes(draw("red"))
        (project / "inbox" / "2.jpg").write_bytes(draw("blue"))
        drop(project, 1, beside("1.jpg"))
        await take_in(house)
        first = only_post(house)
        approve(house, first["id"], first["text_hash"])
        assert only_post(house)["state"] == "scheduled"
        drop(project, 1, beside("2.jpg"))
        await take_in(house)
        second = only_post(house)
        assert second["text"] == first["text"]
        assert second["text_hash"] != first["text_hash"]
        assert second["pictures"][0]["path"] != first["pictures"][0]["path"]
        assert second["state"] == "awaiting approval"


async def test_a_picture_that_has_vanished_costs_no_post(
    house: House, project: Path, prepared: list[tuple[Attachment, ...]]
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    await take_in(house)
    (project / "data" / only_post(house)["pictures"][0]["path"]).unlink()
    await drain(house, "main")
    post = only_post(house)
    assert (post["state"], prepared) == ("delivered", [()])
    assert post["no_picture"] == "the picture is not kept any more"


@pytest.mark.usefixtures("stage_in_config")
async def test_a_backup_has_the_pictures_of_what_waits(
    house: House, project: Path, script: Script, prepared: list[tuple[Attachment, ...]]
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    await take_in(house)
    back_up(project, project / "b.tar.gz", clock=house.clock)
    kept = only_post(house)["pictures"][0]["path"]
    for only_store in (False, True):
        shutil.rmtree(project / "data" / "pictures")
        house.store.close()
        restore(project, project / "b.tar.gz", actor="ada", clock=house.clock, only_store=only_store)
        assert (project / "data" / kept).is_file()
    with open_stage(project, StageClock()) as after:
        steer.retry(after, steer.choose(after, [], states=[DeliveryState.HELD]))
        await drain(after, "main")
        assert only_post(after)["state"] == "delivered"
        assert [len(one) for one in prepared] == [1]
        back_up(project, project / "c.tar.gz", clock=after.clock)
    assert not [name for name in unpack(project / "c.tar.gz", None).files if name.startswith("pictures/")]


async def test_other_limits_make_another_picture_of_what_is_kept(
    house: House, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    await take_in(house)
    (project / "inbox" / "1.jpg").unlink()
    monkeypatch.setattr(Stage, "limits", Limits(length=500, attachments=1, image_side=20))
    article = only_post(house)["article"]
    _, revision = house.store.read_now(lambda conn: articles.newest(conn, article))
    draft = compose(house, "main", revision.document, revision.highlights)
    assert draft.post
    assert draft.post.attachments == ()
    await darkroom.renew(house, "main", revision.document)
    draft = compose(house, "main", revision.document, revision.highlights)
    assert draft.post
    assert [(one.width, one.height) for one in draft.post.attachments] == [(20, 10)]


async def test_nothing_is_fetched_for_nobody(
    tmp_path: Path, script: Script, clock: StageClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(*_args: Any) -> Any:
        raise AssertionError("no picture is needed here")

    monkeypatch.setattr(pictures, "gather", refuse)
    project = lay_project(
        tmp_path / "p", channels="main: {platform: stage, approval: never, picture: none}\n"
    )
    (project / "inbox" / "1.jpg").write_bytes(draw())
    with open_stage(project, clock) as house:
        drop(project, 1, beside())
        drop(project, 2)
        await take_in(house)
        assert len(show.list_posts(house)) == 2
    assert not (project / "data" / "pictures").exists()


async def test_a_preview_and_a_rehearsal_leave_nothing_behind(
    project: Path, clock: StageClock, house: House
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    with on_a_copy(project, clock) as copy:
        seen = await preview(copy, str(project / "inbox" / "001.txt"))
        assert seen["channels"][0]["picture"]["alt"] == SHOWN
        await rehearse(copy)
        assert only_post(copy)["pictures"][0]["alt"] == SHOWN
    assert not (project / "data" / "pictures").exists()
    drop(project, 2, beside("https://courier.example.org/1.jpg"))
    with on_a_copy(project, clock) as copy:
        seen = await preview(copy, str(project / "inbox" / "002.txt"))
        assert "is fetched when the article comes in" in seen["channels"][0]["no_picture"]


@contextmanager
def on_a_copy(project: Path, clock: StageClock) -> Iterator[House]:
    settings = load_settings(project, platforms={"stage": Stage}, sources={"folder": Folder})
    with house_of(settings, Store.open_copy(settings.store.path), clock=clock) as house:
        yield house


async def test_pictures_are_forgotten_when_no_post_needs_them(
    house: House, project: Path, prepared: list[tuple[Attachment, ...]], clock: StageClock
) -> None:
    (project / "inbox" / "1.jpg").write_bytes(draw())
    drop(project, 1, beside())
    await take_in(house)
    kept = project / "data" / "pictures"
    assert forget(house) == 0, "a post waits for it"
    await drain(house, "main")
    (folder,) = kept.iterdir()
    young = clock.now().timestamp()
    os.utime(folder, (young, young))
    assert forget(house) == 0, "it came today"
    (kept / "notes.txt").write_text("somebody's own")
    clock.turn_on(timedelta(days=2))
    assert forget(house) == 1
    assert [file.name for file in kept.iterdir()] == ["notes.txt"]
    assert only_post(house)["state"] == DeliveryState.DELIVERED.value


def forget(house: House) -> int:
    return house.store.read_now(lambda conn: forget_unused(house, conn, house.clock.now()))


@pytest.mark.parametrize(
    ("alt", "credit", "word", "most", "words"),
    [
        (ALT, CREDIT, "Photo", None, SHOWN),
        (ALT + ".", CREDIT, "Photo", None, SHOWN),
        ("Brücke", "dpa", "Foto", None, "Brücke. Foto: dpa"),
        ("Most", "PAP", "Fot.", None, "Most. Fot. PAP"),
        ("Pont", "AFP", "Photo :", None, "Pont. Photo : AFP"),
        ("Bro", "X", "", None, "Bro. X"),
        ("A map of the bay", "AP", "Photo", None, "A map of the bay. Photo: AP"),
        (ALT, "© Jane Doe", "Photo", None, "A bridge in fog. © Jane Doe"),
        (ALT, "Photo: Jane Doe", "Photo", None, SHOWN),
        ("A bridge in fog. Photo: jane doe", CREDIT, "Photo", None, "A bridge in fog. Photo: jane doe"),
        (ALT, CREDIT, "Photo", 28, "A bridge in… Photo: Jane Doe"),
        (ALT, CREDIT, "Photo", 5, "Photo"),
    ],
)
def test_the_credit_ends_the_alt_text(alt: str, credit: str, word: str, most: int | None, words: str) -> None:
    assert caption(Image("1.jpg", alt, credit), word, most) == words


@given(st.text(min_size=1), st.text(min_size=1, max_size=30), st.integers(60, 200))
def test_an_alt_text_is_never_too_long_and_keeps_its_credit(alt: str, credit: str, most: int) -> None:
    words = caption(Image("1.jpg", alt, credit), "Photo", most)
    assert len(words) <= most
    if len(alt) < 10:
        assert fold_text(credit.strip()) in fold_text(words)

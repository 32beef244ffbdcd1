"""Pictures end to end: from the folder and the web onto two platforms; one that fails costs nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from accounts import file_channel, mastodon_channel
from fake_server import Server
from newsroom import Newsroom
from PIL import Image
from stories import make_stories

Open = Callable[..., Newsroom]
ALT = "A ferry at its pier. Photo: Jane Doe"


def draw(size: tuple[int, int]) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = draw((3000, 1500)) if self.path == "/1.jpg" else b"<!DOCTYPE html><h1>Gone"
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_pictures_reach_followers_clean_and_with_their_words(
    open_newsroom: Open, server: Server, site: str
) -> None:
    channels = {"main": mastodon_channel(server.url), "timeline": file_channel()}
    newsroom, stories = open_newsroom(channels), make_stories(4)
    config = newsroom.folder / "config" / "newscrier.yaml"
    settings = json.loads(config.read_text()) | {"network": {"allow_private": ["127.0.0.0/8"]}}
    config.write_text(json.dumps(settings))
    (newsroom.folder / "inbox" / "ferry.jpg").write_bytes(draw((800, 400)))
    pictures = ["ferry.jpg", f"{site}/1.jpg", f"{site}/2.jpg", "../config/newscrier.yaml"]
    for number, (story, url) in enumerate(zip(stories, pictures, strict=True)):
        words = f'image: {{url: "{url}", alt: "A ferry at its pier", credit: Jane Doe}}\nlanguage:'
        newsroom.drop_file(f"{number}.txt", story.text.replace("language:", words, 1).encode())
    server.misbehave({"fault": "500", "on": "POST /api/v2/media", "n": 3})
    assert newsroom.cli("channel", "verify", "main").returncode == 0
    assert newsroom.once() == 0
    assert newsroom.states() == {"delivered": 8}
    finding = newsroom.examine(server, stories)
    assert finding.clean, finding

    shown = [[one["description"] for one in status["media"]] for status in server.statuses()]
    assert sorted(shown) == [[], [], [], [ALT]], "the first upload failed, two pictures are none"
    out = newsroom.folder / "out"
    copies = [Image.open(BytesIO(file.read_bytes())) for file in (out / "pictures").iterdir()]
    assert sorted(copy.size for copy in copies) == [(800, 400), (1600, 800)]
    assert not any(copy.getexif() for copy in copies)
    assert (out / "index.html").read_text().count(f'alt="{ALT}"') == 2
    why = [why_none(newsroom, post["id"]) for post in newsroom.posts() if post["channel"] == "main"]
    for reason in ("", "a web page stands where", "lies outside the article's", "did not take the picture"):
        assert sum(reason in one if reason else not one for one in why) == 1, why
    assert newsroom.rows("select count(*) from problem") == [(0,)]
    kept = {path.suffix for path in Path(newsroom.folder / "data" / "pictures").rglob("*.*")}
    assert kept == {".jpg"}


def why_none(newsroom: Newsroom, name: str) -> str:
    return str(json.loads(newsroom.cli("post", "show", name, "--json").stdout)["no_picture"])

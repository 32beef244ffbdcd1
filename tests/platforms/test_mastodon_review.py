"""A look-up that overlooks the post makes a second one."""

from datetime import UTC, datetime
from typing import Any

from bot.http import Answer
from bot.model import Payload, Receipt
from bot.platforms.mastodon.lookup import Lookup
from bot.store.rows import dump_json

SENT = "Der Fluss steigt\n\nhttps://kurier.example/świat?utm_source=m"
SHOWN = (
    '<p>Der Fluss steigt</p><p><a href="https://kurier.example/%C5%9Bwiat?utm_source=m" rel="nofollow">'
    '<span class="invisible">https://</span><span class="ellipsis">kurier.example/świat?utm</span>'
    '<span class="invisible">_source=m</span></a></p>'
)


async def test_a_server_that_encodes_the_address_is_understood() -> None:
    async def get(path: str, params: dict[str, str]) -> Answer:
        found: Any = (
            []
            if "max_id" in params
            else [{"id": "7", "content": SHOWN, "created_at": "2027-03-01T12:00:00Z"}]
        )
        if path.endswith("/source"):
            found = {"text": SENT}
        return Answer(200, {}, dump_json(found).encode(), "https://m.example")

    since = datetime(2027, 3, 1, 12, tzinfo=UTC)
    payload = Payload("key", {"status": SENT})
    found = await Lookup(get, "1", payload, since, Receipt("5"), pages_up=False).find()
    assert isinstance(found, Receipt)
    assert found.id == "7"

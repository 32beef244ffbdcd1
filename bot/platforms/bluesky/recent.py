"""What stands in an account's repository, and where each record links to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.model import Recent
from bot.platforms.bluesky.answers import receipt_of


def read_recent(records: Any, app: str) -> list[Recent]:
    """The posts of a `listRecords` answer; what is no post is passed over."""
    found = []
    for row in records if isinstance(records, list) else ():
        value = row.get("value") if isinstance(row, dict) else None
        record = value if isinstance(value, dict) else {}
        receipt = receipt_of(row, record, app) if isinstance(row, dict) else None
        if receipt:
            found.append(Recent(receipt, tuple(dict.fromkeys(_links(record)))))
    return found


def _links(record: dict[str, Any]) -> Iterator[str]:
    """Addresses of the card and of the facets: what stands in the text alone is no link there."""
    places = [_in(record.get("embed"), "external")]
    for facet in record.get("facets") or ():
        features = facet.get("features") if isinstance(facet, dict) else None
        places += features if isinstance(features, list) else []
    for place in places:
        uri = place.get("uri") if isinstance(place, dict) else None
        if isinstance(uri, str):
            yield uri


def _in(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None

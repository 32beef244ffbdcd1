"""Between rows and values: JSON both ways, times as microseconds."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Insert, Row, Table, Update, and_, bindparam, update

from bot.clock import from_micros, to_micros
from bot.model import (
    Act,
    Article,
    Delivery,
    DeliveryState,
    Document,
    Highlights,
    Payload,
    Post,
    Receipt,
    Revision,
    Urgency,
)

T = TypeVar("T")

LAST_LETTER = chr(0x10FFFF)
"""Behind a prefix: what sorts behind everything that begins so."""

_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def to_json(value: Any) -> str:
    """A value of the model as JSON text."""
    return _adapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], text: str) -> T:
    """The value of the model that `to_json` wrote."""
    return _adapter(kind).validate_json(text)  # type: ignore[no-any-return]  # the adapter is of that kind


def micros(moment: datetime | None) -> int | None:
    """A time for a column."""
    return None if moment is None else to_micros(moment)


def moment(value: int | None) -> datetime | None:
    """A time from a column."""
    return None if value is None else from_micros(value)


def article_of(row: Row[Any]) -> Article:
    """A row of `article`."""
    return Article(
        id=row.id,
        source=row.source,
        place=row.place,
        url=row.url,
        revision=row.revision,
        first_seen_at=from_micros(row.first_seen_at),
        duplicate_of=row.duplicate_of,
    )


def revision_of(row: Row[Any]) -> Revision:
    """A row of `revision`."""
    return Revision(
        article_id=row.article_id,
        number=row.number,
        document=from_json(Document, row.document),
        highlights=from_json(Highlights, row.highlights),
        digest=row.digest,
        created_at=from_micros(row.created_at),
    )


def delivery_of(row: Any) -> Delivery:
    """A row of `delivery`."""
    return Delivery(
        id=row.id,
        article_id=row.article_id,
        post_id=row.post_id,
        channel=row.channel,
        occasion=row.occasion,
        act=Act(row.act),
        position=row.position,
        generation=row.generation,
        revision=row.revision,
        state=DeliveryState(row.state),
        reason=row.reason,
        urgency=Urgency(row.urgency),
        due_at=from_micros(row.due_at),
        created_at=from_micros(row.created_at),
        embargo_at=moment(row.embargo_at),
        expires_at=moment(row.expires_at),
        not_before=moment(row.not_before),
        attempts=row.attempts,
        lookups=row.lookups,
        asked=bool(row.asked),
        settle_by=row.settle_by,
        first_armed_at=moment(row.first_armed_at),
        last_armed_at=moment(row.last_armed_at),
        post=from_json(Post, row.rendered) if row.rendered else None,
        text_hash=row.text_hash,
        approved_hash=row.approved_hash,
        edited_by=row.edited_by,
        vouched_by=row.vouched_by,
        revived_at=moment(row.revived_at),
        template=row.template,
        target=from_json(Receipt, row.target) if row.target else None,
        payload=from_json(Payload, row.payload) if row.payload else None,
        receipt=from_json(Receipt, row.receipt) if row.receipt else None,
    )


def unreadable_columns(row: Row[Any]) -> list[str]:
    """Columns of a row of `delivery` whose JSON is not what `to_json` writes."""
    kinds: dict[str, type[Any]] = {
        "rendered": Post,
        "target": Receipt,
        "payload": Payload,
        "receipt": Receipt,
    }
    broken = []
    for name, kind in kinds.items():
        text = getattr(row, name)
        try:
            _ = text and from_json(kind, text)
        except (ValueError, TypeError):
            broken.append(name)
    return broken


def delivery_values(delivery: Delivery) -> dict[str, Any]:
    """The columns of a delivery, without lease."""
    return {
        "id": delivery.id,
        "article_id": delivery.article_id,
        "post_id": delivery.post_id,
        "channel": delivery.channel,
        "occasion": delivery.occasion,
        "act": delivery.act.value,
        "position": delivery.position,
        "generation": delivery.generation,
        "revision": delivery.revision,
        "state": delivery.state.value,
        "reason": delivery.reason,
        "urgency": int(delivery.urgency),
        "due_at": to_micros(delivery.due_at),
        "created_at": to_micros(delivery.created_at),
        "embargo_at": micros(delivery.embargo_at),
        "expires_at": micros(delivery.expires_at),
        "not_before": micros(delivery.not_before),
        "attempts": delivery.attempts,
        "lookups": delivery.lookups,
        "asked": delivery.asked,
        "settle_by": delivery.settle_by,
        "first_armed_at": micros(delivery.first_armed_at),
        "last_armed_at": micros(delivery.last_armed_at),
        "rendered": to_json(delivery.post) if delivery.post else None,
        "text_hash": delivery.text_hash,
        "approved_hash": delivery.approved_hash,
        "edited_by": delivery.edited_by,
        "vouched_by": delivery.vouched_by,
        "revived_at": micros(delivery.revived_at),
        "template": delivery.template,
        "target": to_json(delivery.target) if delivery.target else None,
        "payload": to_json(delivery.payload) if delivery.payload else None,
        "receipt": to_json(delivery.receipt) if delivery.receipt else None,
    }


def begins_with(column: ColumnElement[str], prefix: str) -> ColumnElement[bool]:
    """Text that begins so, as a range: LIKE would read the whole table, index or not."""
    return and_(column >= prefix, column < prefix + LAST_LETTER)


def load_json(text: str) -> Any:
    """Plain JSON of a column."""
    return json.loads(text)


def dump_json(value: Any) -> str:
    """Plain JSON for a column."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def put(conn: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    """Change the row of that key, or make it; the same on every database, under one writer."""
    change, add = _write_put(table, tuple(key), tuple(values))
    given = {f"{_OLD}{name}": value for name, value in key.items()}
    given |= {f"{_NEW}{name}": value for name, value in values.items()}
    if not conn.execute(change, given).rowcount:
        conn.execute(add, {**key, **values})


_OLD, _NEW = "old_", "new_"


@cache
def _write_put(table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> tuple[Update, Insert]:
    """Building a statement takes SQLAlchemy longer than SQLite needs to carry it out."""
    same = and_(*(table.c[name] == bindparam(f"{_OLD}{name}") for name in key))
    changed: dict[str, Any] = {name: bindparam(f"{_NEW}{name}") for name in names}
    return update(table).where(same).values(changed), table.insert()

"""Everything that needs a look."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.flow.house import House
from bot.flow.row import Row
from bot.store import posts, sources, unread


def list_problems(house: House) -> list[Row]:
    """Everything that needs a look: what could not be read, failing sources, posts that are wrong.

    Each with source (of posts the channel), place, message, hint, and since when.
    """

    def read(conn: Connection) -> list[Row]:
        found: list[Row] = [
            {"source": name, "place": "", "message": error, "hint": "", "seen_at": None}
            for name, error in sources.list_errors(conn).items()
        ]
        for source, source_id, seen_at, problems in unread.list_problems(conn):
            found.extend(
                {
                    "source": source,
                    "place": problem.file or source_id,
                    "line": problem.line,
                    "column": problem.column,
                    "message": problem.message,
                    "hint": problem.hint,
                    "seen_at": seen_at,
                }
                for problem in problems
            )
        return found + _wrong_posts(conn, most=1000)

    return house.store.read_now(read)


def _wrong_posts(conn: Connection, most: int) -> list[Row]:
    """What is online and needs a look."""
    rows: list[Row] = []
    for standing, title, place in posts.list_wrong(conn, most):
        message, _, hint = standing.reason.partition("; newscrier ")
        where = standing.receipt.url if standing.receipt else ""
        rows.append(
            {
                "source": standing.channel,
                "place": place,
                "message": f"“{title}” is online ({where}) and needs a look: {message}",
                "hint": f"newscrier {hint}" if hint else f"newscrier article show {standing.article_id}",
                "seen_at": standing.online_at,
                "article": standing.article_id,
            }
        )
    return rows

"""Statements that every post needs: written once with SQLAlchemy, carried out by the driver itself.

SQLAlchemy takes 60 to 150 microseconds to carry out a statement that it knows already, SQLite 3 to 10. At
some twenty statements a post that was most of a post's time (`bench/publish.py`). What is asked rarely
stays with `conn.execute`, which is easier to write.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Insert,
    Select,
    Update,
    literal,
    literal_column,
    null,
    or_,
)
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.sql.visitors import replacement_traverse

from bot.store.sqlite import driver_of

_DIALECT: Final = SQLiteDialect_pysqlite()


class Prepared:
    """One statement; what it needs is given by the names of its `bindparam`s.

    An insert names every column, since the schema's defaults are SQLAlchemy's to fill in. Values come back
    as SQLite has them: a boolean is 0 or 1. Raises sqlite3.Error.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement

    def find(self, conn: Connection, **given: Any) -> Iterator[Any]:
        """The rows one by one, columns by their names; what is not asked for is not read."""
        written = self._written
        return map(written.make_row, driver_of(conn).execute(written.sql, written.order(given)))

    def find_one(self, conn: Connection, **given: Any) -> Any:
        """The first row, or None."""
        return next(self.find(conn, **given), None)

    def run(self, conn: Connection, **given: Any) -> int:
        """Carry out a change; how many rows it met."""
        written = self._written
        return driver_of(conn).execute(written.sql, written.order(given)).rowcount

    @cached_property
    def _written(self) -> _Written:
        """Written at the first use: a command that needs one of them does not wait for all."""
        statement: Any = replacement_traverse(self._statement, {}, _write_out)
        compiled = statement.compile(dialect=_DIALECT)
        assert not compiled.insert_prefetch, "an insert names every column"
        assert "POSTCOMPILE" not in str(compiled), "`one_of` takes the place of `in_`"
        columns = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        row: Any = namedtuple("row", [str(column.key) for column in columns])  # type: ignore[misc]  # noqa: PYI024 - which columns is known here only
        fixed = {name: bound.value for name, bound in compiled.binds.items() if not bound.required}
        return _Written(str(compiled), _pick_out(compiled.positiontup or ()), fixed, row._make)


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    pick_out: Callable[[dict[str, Any]], tuple[Any, ...]]
    fixed: dict[str, Any]
    make_row: Callable[[Iterable[Any]], Any]

    def order(self, given: dict[str, Any]) -> tuple[Any, ...]:
        """The values in the order in which the statement asks for them."""
        return self.pick_out(self.fixed | given if self.fixed else given)


def _pick_out(names: Sequence[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda given: tuple(given[name] for name in names)


def _write_out(element: Any, **_: Any) -> ColumnElement[Any] | None:
    """A constant as it stands in SQL: handing it over at every use takes longer than comparing with it."""
    if not isinstance(element, BindParameter) or element.required:
        return None
    if element.value is None:
        return null()
    kind = literal(element.value).type
    write = kind.literal_processor(_DIALECT) if isinstance(element.value, str | int) else None
    return literal_column(write(element.value), kind) if write else None


def one_of(column: ColumnElement[Any], values: Iterable[str]) -> ColumnElement[bool]:
    """`column IN values`, which SQLAlchemy would write out anew at every use."""
    return or_(*(column == value for value in values))


@contextmanager
def set_apart(conn: Connection) -> Iterator[None]:
    """What fails inside is undone alone, and raised; the rest of the write stays."""
    driver = driver_of(conn)
    driver.execute("SAVEPOINT apart")
    try:
        yield
    except BaseException:
        driver.execute("ROLLBACK TO apart")
        raise
    finally:
        driver.execute("RELEASE apart")

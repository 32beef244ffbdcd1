"""The chain of schemas, from the first to today's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.clock import SystemClock
from bot.errors import StoreError
from bot.store.complaints import explain, is_busy
from bot.store.schema import metadata
from bot.store.sqlite import driver_of, make_engine

HEAD = "0001"
"""The newest revision; a test holds it to the chain, so that opening a store need not load Alembic."""


CHAIN = "bot.store:migrations"


def bring_to_head(path: Path, busy_seconds: float) -> None:
    """Give this database today's schema, waiting so long for other processes. Raises StoreError."""
    engine = make_engine(path, "write")
    clock = SystemClock()
    until = clock.monotonic() + busy_seconds
    try:
        while True:
            try:
                return _migrate(engine)
            except (DBAPIError, sqlite3.Error) as error:
                if not is_busy(error) or clock.monotonic() >= until:
                    raise
    except (DBAPIError, sqlite3.Error) as error:
        raise explain(error, path) or StoreError(f"the database {path} failed: {error}") from error
    finally:
        engine.dispose()


def _migrate(engine: Engine) -> None:
    """Create or upgrade in one transaction, so that a kill leaves the old schema or the new one."""
    with engine.connect() as connection:
        driver = driver_of(connection)
        if driver.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            # Only before a file's first page is there: what `prune` empties goes back to the disk then.
            driver.execute("PRAGMA auto_vacuum = INCREMENTAL")
            driver.execute("PRAGMA journal_mode = WAL")
        if _has_head(driver):
            return
        # Batch steps rebuild tables; with foreign keys on, dropping the old one would be refused.
        driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            version = _read_version(connection)
            if version is None:
                create_schema(connection)
            elif version != HEAD:
                upgrade_schema(connection)
            if driver.execute("PRAGMA foreign_key_check").fetchone():
                raise StoreError("the schema cannot be upgraded: rows would lose what they refer to")


def _has_head(driver: sqlite3.Connection) -> bool:
    """Whether there is nothing to do, without waiting for the write lock."""
    tables = driver.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    return bool(tables) and driver.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def _read_version(connection: Connection) -> str | None:
    """The revision this database has; None when it is empty. Raises StoreError for a stranger's."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    found = None
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None:
        raise StoreError(
            "the database holds tables that are not Newscrier's", "check `store` in config/newscrier.yaml"
        )
    return str(found)


def create_schema(connection: Connection) -> None:
    """Today's tables, at once, in an empty database; a test shows that the chain makes the same."""
    metadata.create_all(connection)
    connection.execute(
        text(
            "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


def upgrade_schema(connection: Connection, *, to: str = "head") -> None:
    """Take the chain's next steps, inside the caller's transaction.

    Raises StoreError for a newer database.
    """
    from alembic import command  # noqa: PLC0415 - a third of a second that most starts can do without
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", CHAIN)
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    version = _read_version(connection)
    if version is not None and version not in known:
        raise StoreError(
            f"the database was made by a newer Newscrier (its schema is {version}, this one knows {HEAD})",
            "install the newer Newscrier again, or restore the backup from before",
        )
    command.upgrade(config, to)

"""The chain of schemas, from the first to today's."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from bot.errors import StoreError
from bot.store.schema import metadata

HEAD = "0001"
"""The newest revision; a test holds it to the chain, so that opening a store need not load Alembic."""


def read_version(connection: Connection) -> str | None:
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
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
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
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    version = read_version(connection)
    if version is not None and version not in known:
        raise StoreError(
            f"the database was made by a newer Newscrier (its schema is {version}, this one knows {HEAD})",
            "install the newer Newscrier again, or restore the backup from before",
        )
    command.upgrade(config, to)

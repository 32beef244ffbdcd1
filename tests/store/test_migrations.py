import shutil
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from bot.errors import StoreError
from bot.store import migrations
from bot.store.database import Store
from bot.store.migrations import create_schema, upgrade_schema

STEP = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("article") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=False, server_default="red"))
        batch.alter_column("place", existing_type=sa.Text(), nullable=True)
    BROKEN
"""

ARTICLE = {"id": "a", "source": "s", "source_id": "1", "version": "1", "place": "p", "fingerprint": "f"}


def describe(path: Path) -> set[Any]:
    """Every table, index and trigger with its text; white space and the order of constraints aside."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(*row[:3], tidy(row[3] or "")) for row in rows}


def tidy(statement: str) -> tuple[str, ...]:
    columns, *constraints = " ".join(statement.split()).removesuffix(" )").split(", CONSTRAINT ")
    return (columns, *sorted(constraints))


def test_the_chain_makes_what_the_tables_say(tmp_path: Path) -> None:
    for name, make in (("chain", upgrade_schema), ("tables", create_schema)):
        engine = create_engine(f"sqlite:///{tmp_path / name}")
        with engine.begin() as connection:
            make(connection)
        engine.dispose()
    message = (
        "bot/store/schema/ and the chain differ: draft a step with `python -m bot.store.migrations` "
        "(before the first release: delete v0001 and draw it anew)"
    )
    assert describe(tmp_path / "chain") == describe(tmp_path / "tables"), message


def test_no_index_descends(tmp_path: Path) -> None:
    Store.open(tmp_path / "newscrier.db").close()
    assert not [
        row for row in describe(tmp_path / "newscrier.db") if row[0] == "index" and "DESC" in row[3][0]
    ]


def test_head_is_the_chains_head() -> None:
    config = Config()
    config.set_main_option("script_location", migrations.CHAIN)
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


@pytest.fixture
def longer_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The chain with one more step; the path is the step's file."""
    folder = tmp_path / "chain"
    shutil.copytree(str(resources.files(migrations)), folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "versions" / "v0002_colour.py"
    step.write_text(STEP.replace("BROKEN", ""))
    monkeypatch.setattr(migrations, "CHAIN", str(folder))
    monkeypatch.setattr(migrations, "HEAD", "0002")
    return step


def make_old(path: Path) -> None:
    """A store of today, with an article, a revision that refers to it, and a duplicate."""
    Store.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        columns = connection.execute("PRAGMA table_info(article)").fetchall()
        for number in "ab":
            given = ARTICLE | {"id": number, "source_id": number}
            values = {c[1]: given.get(c[1], 0) for c in columns if c[3] or c[5]}
            marks = ", ".join("?" * len(values))
            connection.execute(
                f"INSERT INTO article ({', '.join(values)}) VALUES ({marks})", [*values.values()]
            )
        connection.execute("UPDATE article SET duplicate_of = 'a' WHERE id = 'b'")
        connection.execute("INSERT INTO revision VALUES ('a', 1, '', '', '{}', '{}', 0, NULL)")


def ask(path: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_an_older_store_is_migrated_with_its_rows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "newscrier.db"
    make_old(path)
    request.getfixturevalue("longer_chain")
    Store.open(path).close()
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0002",)]
    assert ask(path, "SELECT id, duplicate_of, colour FROM article") == [
        ("a", None, "red"),
        ("b", "a", "red"),
    ]
    assert ask(path, "SELECT article_id FROM revision") == [("a",)]
    assert ask(path, "PRAGMA foreign_key_check") == []
    assert ask(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_copy_of_an_older_store_is_migrated_and_the_store_is_not(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "newscrier.db"
    make_old(path)
    request.getfixturevalue("longer_chain")
    with Store.open_copy(path) as copy:
        assert ask(copy.path, "SELECT version_num FROM alembic_version") == [("0002",)]
    assert ask(path, "SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_step_that_fails_leaves_the_old_store(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "newscrier.db"
    make_old(path)
    before = describe(path)
    step: Path = request.getfixturevalue("longer_chain")
    step.write_text(STEP.replace("BROKEN", "raise LookupError"))
    with pytest.raises(LookupError):
        Store.open(path)
    assert describe(path) == before
    assert len(ask(path, "SELECT * FROM article")) == 2


def test_a_step_that_loses_rows_is_refused(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "newscrier.db"
    make_old(path)
    step: Path = request.getfixturevalue("longer_chain")
    step.write_text(STEP.replace("BROKEN", "op.execute(\"DELETE FROM article WHERE id = 'a'\")"))
    with pytest.raises(StoreError, match="would lose what they refer to"):
        Store.open(path)
    assert len(ask(path, "SELECT * FROM article")) == 2


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newscrier.db"
    make_old(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="made by a newer Newscrier") as caught:
        Store.open(path)
    assert "install the newer" in caught.value.hint

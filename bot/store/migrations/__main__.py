"""Draft the chain's next step from what bot/store/schema/ has and the chain has not.

    python -m bot.store.migrations 0002 "Give posts a colour"

Read the draft, mend it, then set HEAD. Until the first release 0001 is drawn anew instead.
"""

from __future__ import annotations

import sys

from sqlalchemy import create_engine

from bot.store.migrations import CHAIN, upgrade_schema


def main(revision: str, message: str) -> None:
    """Write one file into versions/."""
    from alembic import command  # noqa: PLC0415 - as in the package itself
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", CHAIN)
    config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
    with create_engine("sqlite://").connect() as connection:
        if revision != "0001":
            upgrade_schema(connection)
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)


if __name__ == "__main__":
    main(*sys.argv[1:])

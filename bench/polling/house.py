"""A house without channels over a store of its own, and how much memory this process took."""

import logging
import resource
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import structlog

from bot.flow.house import House, house_of
from bot.plugin import SourceOptions
from bot.settings.effective import Settings, StoreUrl
from bot.settings.newsroom import Defaults, Network, Newsroom
from bot.store.database import Store


@contextmanager
def open_bare_house(sources: Mapping[str, SourceOptions]) -> Iterator[House]:
    """The house on the disk of the working directory: on a memory disk a COMMIT would cost nothing."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(dir=".", prefix="bench-") as folder:
        settings = Settings(
            project=Path(folder).resolve(),
            newsroom=Newsroom(
                name="The Courier",
                timezone="Europe/Warsaw",
                language="en",
                site="https://courier.example.org",
            ),
            store=StoreUrl("sqlite:///newscrier.db", Path(folder).resolve()),
            defaults=Defaults(),
            network=Network(allow_private=("127.0.0.0/8",)),
            sources=sources,
            channels={},
        )
        with house_of(settings, Store.open(settings.store.path)) as house:
            yield house


def peak_memory() -> float:
    """The most memory that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

"""What tests of fetching share: a site on loopback that answers well or badly, as it is told."""

from collections.abc import AsyncIterator

import pytest
from servers.outside import Outside


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as outside:
        yield outside

"""What every test shares: where the shared reference texts lie, and how golden files are renewed."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pace import take_time

from bot import secrecy

take_time()

# The machine's proxy leads outside; the tests stay on loopback, and so do the commands that they start.
for _name in ("no_proxy", "NO_PROXY"):
    os.environ[_name] = ",".join(filter(None, (os.environ.get(_name), "127.0.0.1,::1,localhost")))

SHARED = Path(__file__).resolve().parents[2] / "shared"

# A slow or busy machine is no finding. And a judge of changes (.ci/run) tries the same examples each time:
# what it refuses is due to the change.
settings.register_profile(
    "newscrier",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("newscrier")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what was rendered into the golden files"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def shared() -> Path:
    """The folder ../shared; skips where a fresh clone has none."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: a fresh clone has none")
    return SHARED


@pytest.fixture(autouse=True)
def _secrets_end_with_their_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test remembers as a secret is plain text to the next."""
    monkeypatch.setattr(secrecy, "_revealed", set())

"""What every test shares: where the shared reference texts lie, and how golden files are renewed."""

from pathlib import Path

import pytest

from bot import secrecy

SHARED = Path(__file__).resolve().parents[2] / "shared"


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

"""What doors show, whatever they show it of."""

from typing import Any

Row = dict[str, Any]
"""By its field's name; JSON-ready but for times, which are aware datetimes."""

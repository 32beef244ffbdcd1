"""A mode for every way in which a site can go wrong; `MODES` names them all."""

from servers.modes import broken, lengths, packed, redirected, refused, sound
from servers.modes.visit import MODES, Document, Visit

__all__ = ["MODES", "Document", "Visit", "broken", "lengths", "packed", "redirected", "refused", "sound"]

"""Pictures: from a file that says it is one to clean, small ones that a platform takes.

Nothing of the file but its pixels survives: no EXIF, no place where it was taken, no profile. What comes
from outside is decoded in a process of its own, with a limit to its time and memory (`shrink_apart`).
"""

from bot.image.apart import shrink_apart
from bot.image.kinds import MOST_BYTES, MOST_PIXELS
from bot.image.picture import Fit, Picture

__all__ = ["MOST_BYTES", "MOST_PIXELS", "Fit", "Picture", "shrink_apart"]

"""Who said it, in languages where the verb comes before its subject and often without one."""

from bot.extract.voices.dialogue import add_dialogue
from bot.extract.voices.walk import find_voices, is_spoken

__all__ = ["add_dialogue", "find_voices", "is_spoken"]

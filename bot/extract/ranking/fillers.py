"""Words that say nothing about what an article is about."""

from __future__ import annotations

from bot.extract.words import gather

FILLERS = gather(
    """the a an and or of in on at to for with from by as is was are were be been has have had that
    this it its he his her their he she they we who which will would could said says say after before
    than more not but about into over up out der die das den dem des ein eine einen einem einer und
    oder von in im am an auf zu zum zur mit für bei nach aus ist sind war waren wurde wurden hat
    haben sich nicht auch als es er sie wird w z i na do się nie że jest la le les de du des un une
    et en dans pour par que qui est el los las y por con se una para"""
)
"""The small words of the languages that we meet most."""

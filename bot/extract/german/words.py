"""German function words: articles, prepositions, joiners and small adverbs."""

from __future__ import annotations

import re

from bot.extract.words import gather

NOMINATIVE = gather("der die das ein eine kein keine jeder jede manche viele einige mehrere beide alle")
OBLIQUE = gather("dem den des einem einen eines einer")
_POSSESSIVE = r"(?:mein|dein|sein|ihr|unser|euer|dies|jen|welch|manch|jed|kein)"
POSSESSIVE_FIRST = re.compile(rf"{_POSSESSIVE}(?:e|er|es)?")
POSSESSIVE_OTHER = re.compile(rf"{_POSSESSIVE}(?:em|en|er|es)")
PREPOSITIONS = gather(
    """an am auf aus bei beim bis durch für gegen gegenüber hinter im in ins mit nach neben ohne seit trotz
    über um unter vom von vor während wegen zu zum zur zwischen per pro via ab anlässlich aufgrund
    außer außerhalb innerhalb entgegen gemäß hinsichtlich infolge inklusive laut mangels mittels
    namens statt binnen dank angesichts bezüglich seitens einschließlich zugunsten zufolge entlang samt
    jenseits nahe"""
)
SUBORDINATING = gather(
    """dass daß weil wenn als ob nachdem während obwohl da damit indem bevor ehe bis sobald solange seit
    wie wo warum wieso weshalb falls sofern wobei womit wodurch woraufhin wozu worauf wonach obgleich
    sodass nur zumal wonach sowenig"""
)
RELATIVES = gather(
    """der die das dem den dessen deren denen welcher welche welches welchem welchen
    was wer"""
)
JOINERS = gather("und aber doch sondern oder denn sowie")
ADVERBS = gather(
    """auch dazu weiter dagegen daraufhin zudem gestern heute wiederum jedoch außerdem allerdings dann
    ebenfalls bereits noch schon nun damals dabei darauf hierzu erneut abschließend anschließend
    zuvor danach später kürzlich jetzt hingegen indes indessen derweil unterdessen ferner weiterhin
    schließlich nochmals nochmal ausdrücklich wörtlich öffentlich deutlich klar scharf offen besonders
    unter mehrfach wiederholt stets immer nur nicht sogar gar selbst so etwa zunächst zuletzt
    knapp hier dort daher deshalb darum dafür davon daran darin somit demnach einst oft
    gleichzeitig zugleich ihrerseits seinerseits demgegenüber entsprechend folgendes folgendermaßen folgende
    kurz lapidar optimistisch überrascht gelassen sich ihm ihr ihn ihnen uns mir es dies diesen dieses
    darüber darunter daran daraus dadurch danach davor hierüber hierauf hierbei hiermit
    das sie heftig massiv vorher vorab mal einmal sonst selber indirekt"""
)
"""Small words that may stand between the verb and its subject."""
PRONOUNS_OTHER = gather("ich wir du man es das dies wer was jemand niemand ihr")
FUNCTION = (
    NOMINATIVE | OBLIQUE | PREPOSITIONS | SUBORDINATING | RELATIVES | JOINERS | ADVERBS | PRONOUNS_OTHER
)

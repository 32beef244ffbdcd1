"""Spanish: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

SPANISH = Words(
    said=(
        r"dijo|dice|ha dicho|afirmó|afirma|declaró|explicó|explica|añadió|añade|señaló|aseguró|"
        r"asegura|indicó|escribió|subrayó|advirtió|manifestó|apuntó|respondió|comentó|sostuvo|"
        r"agregó|ha afirmado|ha asegurado|dijeron"
    ),
    according=r"según",
    he=r"él",
    she=r"ella",
    others=r"ellos|ellas",
    determiners=r"el|la|los|las|un|una",
    definites=r"el|la|los",
    prepositions=r"de|del",
    conjunctions=r"y",
    stops=r"en|a|al|durante|tras|de|del|que|quien|el|este|ante|para|por|con|y",
    small=gather("""el en la las los según un una"""),
    roles=gather(
        """alcalde alcaldesa director directora dr general ministra ministro portavoz presidenta presidente
        señor señora sr sra"""
    ),
    forms=gather("""dr señor señora"""),
    role_stops=gather("""el las los un y"""),
    women=r"señora|ministra|presidenta",
    men=r"señor",
    insults=r"mierda|puta|imbécil\w*",
    debunked=r"bulo",
)

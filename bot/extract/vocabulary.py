"""The names by which pages give away what is not story: sections, agencies, credits, bylines."""

from __future__ import annotations

import re

from bot.extract.words import gather

SECTIONS = frozenset(
    """
    news|breaking news|world|politics|business|economy|sport|sports|culture|tech|technology|science|health
    opinion|lifestyle|entertainment|travel|europe|asia|africa|local|national|international|analysis|exclusive
    nachrichten|politik|wirtschaft|kultur|panorama|wissenschaft|gesundheit|meinung|ausland|inland|welt|reise
    digital|technik|finanzen|regional|lokales|wissen|gesellschaft
    wiadomości|polityka|świat|kraj|polska|biznes|gospodarka|nauka|zdrowie|opinie|technologia|rozrywka|region
    actualités|actu|politique|monde|économie|société|sciences|santé|opinions|planète|afrique|culture
    noticias|política|mundo|internacional|economía|sociedad|cultura|deportes|ciencia|salud|opinión|tecnología
    notizie|politica|mondo|esteri|cronaca|economia|scienza|salute|nieuws|wereld|economie|sportnieuws
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)
"""Names of a site's sections, in small letters; they stand above a title, alone or glued to it."""

STARTS = frozenset(
    ["home", "homepage", "start", "startseite", "strona główna", "accueil", "inicio", "portada"]
)
"""How a path of links to the section begins."""

_AGENCIES = (
    r"getty(?: images)?|reuters|afp|ap|ap photo|associated press|epa|efe|ansa|dpa|dapd|apa|pap|afp/getty"
    r"|imago|picture[- ]alliance|keystone|shutterstock|istock|adobe stock|unsplash|pixabay|nurphoto"
    r"|east news"
    r"|forum|ctk|čtk|unian|ukrinform|tass|xinhua|kyodo|bloomberg|zuma|sipa|belga|anp|tt|ntb|ritzau|lusa"
)
AGENCY = re.compile(rf"(?<!\w)(?:{_AGENCIES})(?!\w)", re.IGNORECASE)
"""Agencies that pictures and stories are credited to."""

CREDIT_WORD = re.compile(
    r"(?:(?:main |file |cover )?(?:images?|photos?|photographs?|pictures?|pic|video|graphic)"
    r"(?: (?:source|credit|credits|courtesy|copyright))?"
    r"|(?:source|credit|credits|copyright)"
    r"|fotos?|bild(?:er)?|titelbild|bildquelle|fotoquelle|fotocredit|bildnachweis|quelle"
    r"|zdjęci[ea]|zdj\.?|fot\.?|fotografia|źródło(?: zdjęcia)?|autor zdjęcia"
    r"|crédits?(?: photos?)?|photographie|légende|image"
    r"|imagen|fotografía|crédito|créditos|foto di|immagine|beeld)",
    re.IGNORECASE,
)
"""What stands before the maker of a picture: "Images source", "Foto", "Zdjęcie", "Crédit photo"."""

CREDIT_FILLERS = gather(
    """and und i et y e en via for für pour para by von de del der des di du le la of the from with file
    photo handout courtesy archive archiv archiwum archives symbolbild symbolfoto pool image images
    picture alliance press montage collage illustration screenshot public domain prywatne materiały
    prasowe dpa afp ap epa apa pap imago iStock"""
)
"""Small words within a credit."""

BYLINE_WORD = re.compile(
    r"(?:(?:written |reported |text )?by|author|authors|autor|autorka|autoren|autorin|text|tekst"
    r"|opracowanie|oprac\."
    r"|von|par|por|di|door)",
    re.IGNORECASE,
)
"""What stands before the writer's name."""

NAME_LINKS = gather(
    """and und i et y e en & de del della der den di da du la le van von zu zur bin ibn al el in"""
)
"""Small words within and between people's names."""

"""Polish: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

POLISH = Words(
    said=(
        r"powiedział[ai]?|mówi|mówił[ai]?|dodał[ai]?|dodaje|stwierdził[ai]?|podkreślił[ai]?|"
        r"podkreśla|napisał[ai]?|oświadczył[ai]?|zaznaczył[ai]?|ocenił[ai]?|ocenia|zapewnił[ai]?|"
        r"przyznał[ai]?|wyjaśnił[ai]?|tłumaczy|tłumaczył[ai]?|poinformował[ai]?|informuje|"
        r"zapytał[ai]?|odpowiedział[ai]?|przekazał[ai]?|komentuje|skomentował[ai]?"
    ),
    according=r"według|zdaniem|jak (?:powiedział|mówi|podkreślił)[a-ząćęłńóśźż]*",
    he=r"on",
    she=r"ona",
    others=r"oni|one",
    definites=r"ten|ta",
    prepositions=r"z|ze|w",
    conjunctions=r"i",
    stops=r"w|we|na|po|podczas|dla|z|ze|o|do|od|przed|który|która|i|oraz|wczoraj|dziś|że",
    small=gather("""ale ja jak jednak na nie po podczas ta ten to w we według zdaniem"""),
    roles=gather(
        """burmistrz burmistrzyni ceo dr dyrektor dyrektorka gen kanclerz komendant marszałek minister pan
        pani poseł posłanka premier prezes prezydent prezydentka prof radna radny rzeczniczka rzecznik
        rzecznika sołtys starosta szef szefowa trener wojewoda wójt"""
    ),
    forms=gather("""dr pan pani"""),
    women=r"pani|rzeczniczka|posłanka",
    men=r"pan",
    insults=r"debil\w*|kurw\w*|idiot\w*",
    debunked=r"fałszyw\w*",
)

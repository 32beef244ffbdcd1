"""What each language's file gives: the words and patterns by which quotations and their speakers are read."""

from __future__ import annotations

from dataclasses import dataclass

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language's words.

    A `str` is a regular expression of whole words without anchors, "said|told"; a set holds single
    words in small letters. What a language does not need stays empty.
    """

    said: str
    """Verbs of saying, as they stand beside a speaker."""
    according: str
    """What comes before a speaker instead of a verb: "according to"."""
    he: str
    she: str
    others: str = ""
    """Pronouns that name nobody as a speaker: "they", "who"."""
    participles: str = ""
    """Verbs of saying whose subject is that of the whole clause: "saying", "to add"."""
    verb_endings: str = ""
    """Words that are most likely verbs, right behind a quotation and its speaker: "\\w+ed"."""
    plain_verbs: str = ""
    """Frequent verbs of other forms: "is", "took"."""
    openers: str = ""
    """What begins a part of a sentence that has not its subject: "after", "in", "while"."""
    objects_him: str = ""
    """Further forms of `he` and `she` by which a text tells somebody's sex: "his", "him"."""
    objects_her: str = ""
    passives: str = ""
    """Verbs of saying whose subject only hears: "was asked"."""
    before_said: str = ""
    """What may stand between a quotation and its verb: "later", "has"."""
    after_said: str = ""
    """What may stand between a verb and the speaker behind it."""
    weak_according: frozenset[str] = _NONE
    """Those of `according` that are none before a quotation, as they mean other things too."""
    determiners: str = ""
    """What begins the description of a speaker: "the", "a", "his"."""
    definites: str = ""
    """Those of them that point at somebody known from elsewhere, "the", "his"."""
    prepositions: str = ""
    """What ends the head of a noun phrase: "the mayor | of Rome"."""
    fillers: str = ""
    """What may stand between a subject and its verb: "has", "later", "who"."""
    conjunctions: str = ""
    """What may stand before a subject: "and", "while"."""
    stops: str = ""
    """What ends the subject behind a verb: "said Low | on", "at", "when"."""
    described_stops: str = ""
    """What ends a description of a speaker behind a verb."""
    small: frozenset[str] = _NONE
    """Words that are part of no name, though a sentence begins with them."""
    bodies: frozenset[str] = _NONE
    """Words in names of bodies, places and works, which are no people's."""
    things: str = ""
    """Endings of nouns in capitals that are nobody's name."""
    roles: frozenset[str] = _NONE
    """Offices, professions, kinship and forms of address."""
    role_endings: str = ""
    """Endings of such words."""
    forms: frozenset[str] = _NONE
    """Those of `roles` that only address: "Mr", "Dame"."""
    role_stops: frozenset[str] = _NONE
    """What ends a role that is read backwards from a name."""
    role_adjectives: frozenset[str] = _NONE
    """Small words within a role: "former", "deputy"."""
    women: str = ""
    """Endings of roles and forms of address that say: a woman."""
    men: str = ""
    insults: str = ""
    """Words that no post quotes first."""
    debunked: str = ""
    """Words that say of a claim beside them that it is false."""
    inverted: bool = False
    """Whether speakers are read by `bot.extract.voices`: verb first, subject behind it or left out."""
    said_like: str = ""
    """What any verb looks like that may stand between a quotation and its speaker: "sighs Low"."""
    told_after: str = ""
    """What begins a sentence that tells who said the quotation before it: "Dat zegt | Ann Low."."""
    persons: str = ""
    """What nouns look like that may be professions."""
    impersonal: str = ""
    """Those of them that mean nobody without a subject: "it reads", "one can hear"."""
    dashes: bool = False
    """Whether a dash opens speech: "– Ja, powiedział X."."""
    drops_subject: bool = False
    """Whether a verb of saying may stand without a subject: "dijo", "dodała"."""
    he_said: str = ""
    """How a verb of saying ends, or reads, that says: a man."""
    she_said: str = ""
    by_him: str = ""
    """What says "according to him"; `by_either` where it may be he or she."""
    by_her: str = ""
    by_either: str = ""
    indefinites: str = ""
    """Those of `determiners` that begin a description of somebody unnamed, "un", "jedna"."""
    adverbs: str = ""
    """What stands beside a verb of saying and is no subject: "briefly", "to reporters"."""
    plural: str = ""
    """How a verb of saying ends that several say."""
    adjectives: str = ""
    """What adjectives before a role look like: "główna ekonomistka"."""
    masculine: str = ""
    """Those of `determiners` that say: a man."""
    feminine: str = ""
    of: str = ""
    """Those of `prepositions` that belong to a description: "the driver | of a bus"."""
    incises: str = ""
    """How a verb begins or ends that may cut into a quotation without marks of its own."""
    endings: str = ""
    """Endings of declined names."""
    fleeting: str = ""
    """A vowel of a declined name that some forms lose."""
    patronymics: str = ""
    """Endings of patronymics, which are no surnames."""
    double_surnames: bool = False
    """Whether people are called by their first surname of two."""
    given_women: frozenset[str] = _NONE
    """First names of women."""
    given_men: frozenset[str] = _NONE

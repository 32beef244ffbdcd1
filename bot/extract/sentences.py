"""Sentences with their places, and whether one may stand alone."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extract.numbers.languages import pick_language
from bot.extract.vocabulary import AGENCY
from bot.extract.words import gather
from bot.model import Span

_END = re.compile(r"[.!?…]+[\"'”“’»«)\]]*(?=\s)|\n+|[。！？]")
_ABBREVIATIONS = gather(
    """mr mrs ms dr prof sen sens rep reps gov gen col lt sgt maj capt cmdr adm st jr sr rev hon vs etc
    inc ltd corp co no nos vol fig approx est dept univ jan feb mar apr jun jul aug sep sept oct nov
    dec mt ft u.s u.n u.k e.u d.c bzw ca usw evtl ggf inkl lfd nr str tel vgl zzgl mio mrd hl abs
    art bspw geb gest sog z.b u.a d.h o.ä s.o np tzw m.in ul prof. tys godz pkt proc dol wyd red śp
    gen płk mjr kpt hab inż mgr mm mme mlle mgr etc env éd ex sr sra srta dña ee.uu ud uds pág núm
    av dott sig sigg p.ej gob тис ст ім р рр"""
)
_OPENERS = "\"'“”‘’„«»([–—-¿¡ \u00a0"
_DANGLING: dict[str, str] = {
    "en": "he she it they this that these those his her its their him them both such latter former "
          "others who which",
    "de": "er sie es dies dieser diese dieses diesen diesem jener jene jenes dabei damit dafür "
        "davon darauf darin "
          "dazu dadurch daraufhin ihm ihr ihre ihren sein seine seinen beide dort deren dessen ihnen",
    "pl": "on ona ono oni one ten ta to te ci tego tej tym temu jego jej ich tam obaj obie",
    "fr": "il elle ils elles ce cet cette ces cela ça celui celle ceux celles son sa ses leur leurs",
    "es": "él ella ellos ellas esto esta este estos estas eso esa ese esos esas su sus allí lo",
    "it": "lui lei egli ella essi loro questo questa questi queste ciò suo sua suoi sue",
    "pt": "ele ela eles elas isto isso este esta estes estas esse essa seu sua seus suas",
    "nl": "hij zij ze dit dat deze die zijn haar hun daar",
    "uk": "він вона воно вони це цей ця ці його її їх",
    "ru": "он она оно они это этот эта эти его её их",
}  # fmt: skip
_SUBJECTS: dict[str, re.Pattern[str]] = {
    # A pronoun as the subject behind a short opening: "In May, she sold …", "Am Montag hat er …".
    "en": re.compile(
        r"^(?:[^,\"“]{1,60}, )?(?:and |but |so |yet |still )?(?:he|she|they|it|this|these|those)(?=[ '’])"
    ),
    "de": re.compile(
        r"^\w[\w ]{0,60}? (?:hat|hatte|haben|ist|war|will|soll|wird|wurde|kann|sei) (?:er|sie|es|dies)(?!\w)"
    ),
}
_DAS = re.compile(
    r"(?i)das (?:ist|war|sei|sind|waren|wäre|hat|hätte|wird|würde|bedeutet|entspricht|kostet|macht)(?!\w)"
)
_HET = re.compile(
    r"(?i)het (?:is|was|wordt|werd|gaat|ging|kan|kon|zal|zou|heeft|had|blijft|bleef|lijkt|leek|komt|kwam|"
    r"kost|kostte|gebeurde|duurt|duurde|liep|loopt|moet|moest|blijkt|bleek|betekent|betreft|betrof|staat|"
    r"stond)(?!\w)"
)
_YEAR = 3
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_CONNECTIVES = re.compile(
    r"(?i)(?:but|and|so|yet|or|however|instead|meanwhile|nor|then|aber|und|doch|denn|oder|allerdings|jedoch|"
    r"mais|et|or|pero|y|ale|i|a|jednak)[ ,]+"
)


def split_sentences(paragraph: Span) -> list[Span]:
    """The sentences of a paragraph in order, without the white space between them."""
    return list(_split(paragraph))


@lru_cache(maxsize=256)
def _split(paragraph: Span) -> tuple[Span, ...]:
    """Remembered, since figures, speakers and summary all ask for the same paragraphs."""
    sentences: list[Span] = []
    text, start = paragraph.text, 0
    for match in _END.finditer(text):
        end = match.end() if match.group()[0] != "\n" else match.start()
        if match.group()[0] == "\n" or not _goes_on(text, start, match):
            _keep(sentences, paragraph, start, end)
            start = match.end()
    _keep(sentences, paragraph, start, len(text))
    return tuple(sentences)


def _keep(sentences: list[Span], paragraph: Span, start: int, end: int) -> None:
    piece = paragraph.text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    if piece:
        begin = paragraph.start + start
        sentences.append(Span(begin, begin + len(piece), piece))


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop is part of an abbreviation, a date or an initial, or the next word is small."""
    after = text[match.end() : match.end() + 12].lstrip().lstrip(_OPENERS)
    if not after:
        return False
    before = text[max(start, match.start() - 24) : match.start()].rsplit(None, 1)
    word = before[-1].lstrip(_OPENERS) if before else ""
    if after[0].islower():
        return match.group()[0] == "." or len(match.group()) > 1 or word == ""
    if match.group()[0] != "." or len(match.group()) > 1:
        return False
    if word.isdigit():
        # "24. Januar", "1. FC": an ordinal, as long as the line does not break there.
        return (
            len(word) <= _YEAR
            and after[0].isalpha()
            and "\n" not in text[match.end() : match.end() + 1]
            and _dates(after)
        )
    single = len(word) == 1 and word.isalpha()
    return single or word.lower() in _ABBREVIATIONS or bool(re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word))


def _dates(after: str) -> bool:
    return bool(
        re.match(
            r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Jahrhundert|FC|Liga|Platz|Bundes|Geburtstag|Jahrestag|Lebensjahr|Mal)",
            after,
        )
    )


def find_words(text: str) -> list[str]:
    """The words of a text, small."""
    return _WORD.findall(text.lower())


_BULLETS = ("– ", "— ", "•", "·", "▪", "●", "■", "►", "* ", "- ")


def stands_alone(sentence: str, language: str) -> bool:
    """Whether a reader who sees only this sentence knows who or what it speaks of."""
    if sentence.startswith(_BULLETS):
        return False
    lang = pick_language(language)
    plain = sentence.lstrip(_OPENERS)
    plain = plain[match.end() :] if (match := _CONNECTIVES.match(plain)) else plain
    words = find_words(plain[:60])
    if not words or words[0].partition("'")[0].partition("’")[0] in _DANGLING[lang].split():
        return False
    if (lang == "de" and _DAS.match(plain)) or (lang == "nl" and _HET.match(plain)):
        return False
    subject = _SUBJECTS.get(lang)
    return not (subject and subject.match(plain[0].lower() + plain[1:]))


_PLACE = re.compile(r"[^\W\d_a-z][^()\n]{2,50}?\(([^()\n]{2,30})\) ?[-–—:]{1,2} ")
_LOUD_PLACE = re.compile(
    r"[^\W\d_a-z]{3,}(?:[ .,/’'-]{1,2}[^\W\d_a-z]{2,})*(?:, [^-–—\n]{2,24})? ?[–—-]{1,2} (?=\W?[^\Wa-z])"
)
_LONGEST_DATELINE = 80


def skip_dateline(sentence: Span) -> Span:
    """The sentence without the place, date and agency before it: "LONDON, May 5 (AP) — …"."""
    head = sentence.text[:_LONGEST_DATELINE]
    match = _PLACE.match(head)
    if not (match and AGENCY.search(match.group(1))):
        match = _LOUD_PLACE.match(head)
    if not match or match.end() == len(sentence.text):
        return sentence
    return Span(sentence.start + match.end(), sentence.end, sentence.text[match.end() :])

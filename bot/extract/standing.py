"""Whether a sentence may stand alone, and without what stands before it."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extract.languages import has_words
from bot.extract.numbers.languages import pick_language
from bot.extract.sentences import find_words
from bot.extract.vocabulary import AGENCY
from bot.extract.words import gather
from bot.model import Span

_OPENERS = "\"'“”‘’„«»([–—-¿¡ \u00a0"
_DANGLING: dict[str, str] = {
    "en": "he she it they this that these those his her its their him them both such latter former "
          "others who which i we our my you your",
    "de": "er sie es dies dieser diese dieses diesen diesem jener jene jenes dabei damit dafür "
        "davon darauf darin "
          "dazu dadurch daraufhin ihm ihr ihre ihren sein seine seinen beide dort deren dessen ihnen "
          "ich wir unser unsere mein meine betroffen befragt beteiligt",
    "pl": "on ona ono oni one ten ta to te ci tego tej tym temu jego jej ich tam obaj obie my "
          "ja nasz nasza nasze",
    "fr": "il elle ils elles ce cet cette ces cela ça celui celle ceux celles son sa ses leur leurs je "
          "nous notre nos mon",
    "es": "él ella ellos ellas esto esta este estos estas eso esa ese esos esas su sus allí lo yo "
          "nosotros nuestro nuestra",
    "it": "lui lei egli ella essi loro questo questa questi queste ciò suo sua suoi sue io noi nostro nostra",
    "pt": "ele ela eles elas isto isso este esta estes estas esse essa seu sua seus suas eu nós nosso nossa",
    "nl": "hij zij ze dit dat deze die zijn haar hun daar ik wij we ons onze",
    "uk": "він вона воно вони це цей ця ці його її їх я ми наш наша наші",
    "ru": "он она оно они это этот эта эти его её их",
}  # fmt: skip
_DANGLING_WORDS = {language: gather(words) for language, words in _DANGLING.items()}
_SUBJECTS: dict[str, re.Pattern[str]] = {
    # A pronoun as the subject behind a short opening: "In May, she sold …", "Am Montag hat er …".
    "en": re.compile(
        r"^(?:[^,\"“]{1,60}, )?(?:and |but |so |yet |still )?(?:he|she|they|it|this|these|those)(?=[ '’])"
    ),
    "de": re.compile(
        r"^\w[\w ]{0,60}? (?:(?:hat|hatte|haben|ist|war|will|soll|wird|wurde|kann|sei) (?:er|sie|es|dies)|"
        r"[a-zäöüß]{3,}(?<!und)(?<!oder)(?<!aber)(?<!wenn)(?<!dass) (?:er|sie))(?!\w)"
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
_OWNED = {
    # "Il suo vice": the possessive stands behind the article.
    "it": re.compile(r"(?i)(?:il|lo|la|i|gli|le|un|una) (?:suo|sua|suoi|sue|loro|nostr[oaie]|mi[oa])(?!\w)"),
    "pt": re.compile(r"(?i)(?:o|a|os|as|um|uma) (?:seus?|suas?|noss[oa]s?|meus?|minhas?)(?!\w)"),
}
_LATER = re.compile(
    r"(?i)(?:[\w.,]+ ){0,3}?(?:"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?) (?:later|earlier)|"
    r"(?:minuten?|stunden?|tage?|wochen?|monate?|jahre?) (?:später|zuvor|danach|darauf|vorher)|"
    r"(?:minutes?|heures?|jours?|semaines?|mois|ans) plus t[ôa]rd|"
    r"(?:minutos?|horas?|días?|semanas?|meses|años) (?:después|más tarde)|"
    r"(?:minuti|ore|giorni|settimane|mesi|anni) dopo|(?:minutos?|horas?|dias?|semanas?|meses|anos) depois|"
    r"(?:minuten|uur|uren|dagen|weken|maanden|jaar|jaren) later|"
    r"(?:minut|godzin|dni|tygodni|miesięcy|lat)\w* później|"
    r"(?:хвилин|годин|днів|тижнів|місяців|років)\w* потому"
    r")(?!\w)"
)
"""A time that counts from a sentence before."""
CONNECTIVES = re.compile(
    r"(?i)(?:(?:but|and|so|yet|or|however|instead|meanwhile|nor|then|in addition|additionally|as a result|"
    r"therefore|moreover|furthermore|besides|afterwards|otherwise|nevertheless|from there|"
    r"aber|und|doch|denn|oder|allerdings|jedoch|zudem|außerdem|daraufhin|danach|dennoch|trotzdem|deshalb|"
    r"daher|"
    r"deswegen|dagegen|hingegen|stattdessen|anschließend|néanmoins|en revanche|pourtant|par ailleurs|"
    r"no obstante|"
    r"por eso|por ello|asimismo|en cambio|perciò|quindi|infatti|invece|pertanto|dunque|por isso|contudo|"
    r"todavia|"
    r"mimo to|dlatego|natomiast|tymczasem|z kolei|toch|daarom|desondanks|daardoor|vervolgens|daarnaast|"
    r"водночас|"
    r"натомість|тому|тоді|втім|відтак|отже|тим часом|при цьому|ponadto|poza tym|następnie|"
    r"ale|jednak|zatem|mais|et|donc|en outre|de plus|ensuite|toutefois|cependant|pero|y|además|luego|"
    r"sin embargo|ma|inoltre|poi|tuttavia|mas|além disso|depois|no entanto|porém|maar|bovendien|daarna|"
    r"echter|але|проте|крім того|потім|однак)"
    r"(?:,|(?= ))|(?:first|second|third|finally|also|still|later|earlier),)"
)
"""How what leans on the sentence before it begins."""
_BULLETS = ("– ", "— ", "•", "·", "▪", "●", "■", "►", "* ", "- ")


@lru_cache(maxsize=256)  # every number of a sentence asks, and the summary
def stands_alone(sentence: str, language: str, *, first: bool = False) -> bool:
    """Whether a reader who sees only this sentence knows who or what it speaks of.

    In a language that we have no words of, only the `first` one of a story does.
    """
    if sentence.startswith(_BULLETS) or not (first or has_words(language)):
        return False
    lang = pick_language(language)
    plain = sentence.lstrip(_OPENERS)
    if CONNECTIVES.match(plain) or _LATER.match(plain[:80]):
        return False
    words = find_words(plain[:60])
    if not words or words[0].partition("'")[0].partition("’")[0] in _DANGLING_WORDS[lang]:
        return False
    if lang in _OWNED and _OWNED[lang].match(plain):
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
    match = _PLACE.match(head) if "(" in head else None
    if not (match and AGENCY.search(match.group(1))):
        match = _LOUD_PLACE.match(head)
    if not match or match.end() == len(sentence.text):
        return sentence
    return Span(sentence.start + match.end(), sentence.end, sentence.text[match.end() :])

"""The words of saying, by language: verbs, pronouns, roles, and what ends a speaker's description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.extract.units import pick_language
from bot.extract.words import gather

_VERBS: dict[str, str] = {
    "en": r"said|says|saying|told|tells|asked|asks|added|adds|adding|wrote|writes|tweeted|tweets|"
        r"posted|replied|replies|"
          r"responded|responds|answered|answers|continued|continues|explained|explains|noted|notes|"
          r"warned|warns|argued|"
          r"argues|insisted|insists|recalled|recalls|concluded|concludes|declared|declares|"
          r"announced|announces|claimed|"
          r"claims|commented|comments|stated|states|joked|jokes|quipped|observed|observes|"
          r"acknowledged|acknowledges|"
          r"admitted|admits|conceded|concedes|suggested|suggests|predicted|predicts|urged|urges|"
          r"called|calls|described|"
          r"describes|emphasi[sz]ed|stressed|stresses|remarked|vowed|vows|promised|promises|pledged|"
          r"complained|"
          r"complains|countered|counters|lamented|mused|boasted|testified|shouted|yelled|exclaimed|"
          r"read|reads|went on|"
          r"goes on|put it|cautioned|cautions|contended|asserted|asserts|denied|maintained|reported|"
          r"reiterated|"
          r"confirmed|confirms|accused|blasted|criticized|praised|dismissed|demanded|thundered|"
          r"deadpanned|offered|"
          r"interjected|retorted|chimed in|pointed out|points out|wondered|thinks|thought|believes|"
          r"told reporters|"
          r"revealed|shared|opined|pleaded|agreed|agrees|proclaimed|cried|laughed|tells|protested|"
          r"marveled|summed up",
    "de": r"sagte|sagt|sagten|erklärte|erklärt|erklärten|betonte|betont|meinte|meint|fügte|teilte|"
        r"teilten|schrieb|"
          r"schreibt|kritisierte|kritisiert|forderte|fordert|warnte|warnt|kommentierte|äußerte|"
          r"äußerten|bezeichnete|"
          r"nannte|nennt|behauptete|ergänzte|antwortete|erwiderte|entgegnete|berichtete|berichtet|"
          r"lobte|bekräftigte|"
          r"unterstrich|kündigte|verkündete|bedauerte|begründete|begründet|sprach|spricht|führte|"
          r"fuhr|bestätigte|"
          r"konstatierte|urteilte|resümierte|zeigte|stellte|gab|erläuterte|erinnerte|versicherte|"
          r"beklagte|mahnte|"
          r"verwies|wies|reagierte|zitierte|formulierte|beschrieb|rief|fragte|monierte|befand|sieht|"
          r"sah|vertrat|"
          r"verurteilte|appellierte|schlug|warf|bemerkte|räumte|äußert|beschreibt|argumentierte|"
          r"beteuerte|hieß|heißt",
    "pl": r"powiedział[ai]?|mówi|mówił[ai]?|dodał[ai]?|dodaje|stwierdził[ai]?|podkreślił[ai]?|"
        r"podkreśla|napisał[ai]?|"
          r"oświadczył[ai]?|zaznaczył[ai]?|ocenił[ai]?|ocenia|zapewnił[ai]?|przyznał[ai]?|"
          r"wyjaśnił[ai]?|tłumaczy|"
          r"tłumaczył[ai]?|poinformował[ai]?|informuje|zapytał[ai]?|odpowiedział[ai]?|"
          r"przekazał[ai]?|komentuje|skomentował[ai]?",
    "fr": r"a déclaré|a dit|dit|a affirmé|affirme|a expliqué|explique|a ajouté|ajoute|a indiqué|"
        r"indique|a souligné|"
          r"souligne|a estimé|estime|a assuré|assure|a annoncé|a écrit|écrit|a précisé|précise|a "
          r"répondu|a confié|"
          r"déclare|raconte|a lancé|lance|a regretté|poursuit|a poursuivi|ont déclaré|ont affirmé|a commenté",
    "es": r"dijo|dice|ha dicho|afirmó|afirma|declaró|explicó|explica|añadió|añade|señaló|aseguró|"
        r"asegura|indicó|"
          r"escribió|subrayó|advirtió|manifestó|apuntó|respondió|comentó|sostuvo|agregó|ha afirmado|"
          r"ha asegurado|dijeron",
    "it": r"ha detto|dice|ha dichiarato|ha spiegato|spiega|ha aggiunto|aggiunge|ha affermato|ha "
        r"scritto|afferma",
    "pt": r"disse|afirmou|declarou|explicou|acrescentou|garantiu|escreveu|diz|afirma",
    "nl": r"zei|zegt|verklaarde|vertelde|schreef|liet weten|voegde|aldus",
    "uk": r"сказав|сказала|заявив|заявила|додав|додала|написав|написала|зазначив|зазначила|"
        r"повідомив|повідомила|наголосив",
    "ru": r"сказал|сказала|заявил|заявила|добавил|добавила|написал|написала|отметил|отметила|"
        r"сообщил|сообщила",
}  # fmt: skip
_ACCORDING: dict[str, str] = {
    "en": r"according to|in the words of",
    "de": r"laut|so|zufolge|nach Angaben von|nach Angaben de[rs]|nach Worten von",
    "pl": r"według|zdaniem|jak (?:powiedział|mówi|podkreślił)[a-ząćęłńóśźż]*",
    "fr": r"selon|d['’]après|pour", "es": r"según",
    "it": r"secondo", "pt": r"segundo|de acordo com", "nl": r"volgens|aldus", "uk": r"за словами",
    "ru": r"по словам",
}  # fmt: skip
_HE: dict[str, str] = {
    "en": "he", "de": "er", "pl": "on", "fr": r"il|-t-il", "es": "él", "it": "lui|egli", "pt": "ele",
    "nl": "hij",
    "uk": "він", "ru": "он",
}  # fmt: skip
_SHE: dict[str, str] = {
    "en": "she", "de": "sie", "pl": "ona", "fr": r"elle|-t-elle", "es": "ella", "it": "lei|ella", "pt": "ela",
    "nl": "zij|ze", "uk": "вона", "ru": "она",
}  # fmt: skip
_OTHER = (
    "they|it|i|we|you|who|which|that|this|there|es|ich|wir|man|das|dies|oni|one|ils|elles|on|je|"
    "nous|ellos|ellas|"
    "loro|eles|elas|вони|они|what|how|him|her|them|one|some|many|others|another|both|all|someone|so"
)
ROLES = gather(
    """president vice prime minister premier chancellor secretary senator sen rep representative
    congressman congresswoman governor gov mayor chairman chairwoman chair chairperson director
    spokesman spokeswoman spokesperson speaker ambassador general colonel captain sergeant
    lieutenant commander admiral professor prof doctor dr judge justice attorney lawyer prosecutor
    detective officer chief sheriff inspector king queen prince princess pope bishop archbishop
    cardinal rabbi imam reverend rev father sister brother coach manager captain striker midfielder
    analyst economist strategist adviser advisor aide consultant pollster candidate nominee leader
    head boss founder co-founder ceo cfo executive editor reporter correspondent journalist
    columnist anchor host author writer actor actress singer director producer star activist
    researcher scientist historian scholar expert official deputy commissioner councillor councilman
    councilwoman mp lawmaker delegate treasurer member owner resident witness mother father wife
    husband daughter son neighbor neighbour friend veteran student teacher farmer businessman
    businesswoman billionaire mogul entrepreneur moderator operative organizer mr mrs ms miss sir
    lady lord dame herr frau pan pani monsieur madame mme señor señora lt gen col sgt cmdr maj gop
    democratic republican first former ex-president retired staffer campaign partner fellow ministre
    président présidente premier-ministre porte-parole directeur directrice maire député députée
    presidente presidenta ministro ministra alcalde alcaldesa portavoz director directora prezydent
    premier minister rzecznik rzeczniczka marszałek poseł posłanka szef szefowa wojewoda burmistrz
    burmistrzyni prezydentka
    prezes dyrektor dyrektorka komendant trener rzecznika wójt starosta radny radna sołtys kanclerz
    master warden ranger keeper engineer architect surveyor superintendent principal headteacher
    teacher coordinator planner biologist ecologist geologist physicist chemist engineer nurse surgeon
    paramedic firefighter pilot driver skipper pastor vicar curator librarian spokespeople trustee"""
)
_ROLE_ENDS = re.compile(
    r"(?i)(?:minister(?:in)?|präsident(?:in)?|kanzler(?:in)?|chef(?:in)?|sprecher(?:in)?|"
    r"vorsitzende[rn]?|vorstand|"
    r"politiker(?:in)?|expert(?:e|in)|direktor(?:in)?|sekretär(?:in)?|leiter(?:in)?|meister(?:in)?|"
    r"anwalt|anwältin|"
    r"beauftragte[rn]?|abgeordnete[rn]?|führer(?:in)?|trainer(?:in)?|professor(?:in)?|"
    r"senator(?:in)?|kommissar(?:in)?|"
    r"vertreter(?:in)?|botschafter(?:in)?|forscher(?:in)?|wissenschaftler(?:in)?|richter(?:in)?|"
    r"bischof|papst|könig(?:in)?|"
    r"manager(?:in)?|ökonom(?:in)?|historiker(?:in)?|autor(?:in)?|mitglied|general|gründer(?:in)?|"
    r"kandidat(?:in)?|"
    r"rät(?:in)?|rat|dozent(?:in)?|journalist(?:in)?|redakteur(?:in)?|regisseur(?:in)?|"
    r"spieler(?:in)?|obmann|bauer|"
    r"spokes(?:man|woman|person))$"
)
_WOMAN = re.compile(r"(?i)(?:woman|[a-zäöü]{4}(?<!zeh)rin|tin|kanzlerin|ärztin|chefin|"
                    r"actress|queen|princess|mother|wife|"
                    r"daughter|sister|mrs|ms|miss|lady|dame|frau|pani|madame|mme|señora|rzeczniczka|"
                    r"posłanka|ministra|"
                    r"presidenta|directrice)$")  # fmt: skip
_MAN = re.compile(r"(?i)(?:spokesman|chairman|businessman|councilman|congressman|mr|sir|lord|king|prince|"
                  r"father|husband|(?<!per)son|"
                  r"brother|pope|bishop|herr|pan|monsieur|señor|actor|präsident|minister|kanzler|"
                  r"sprecher)$")  # fmt: skip
_AGO = {
    "en": r"on|in|at|during|after|when|as|while|last|this|earlier|before|who|which|that|with|by|"
        r"about|from|to|for|of|"
          r"against|via|following|because|if|where|outside|inside|over|since|under|through|into|"
          r"among|and|but|late",
    "de": r"am|im|in|bei|nach|vor|während|gegenüber|über|von|vom|auf|mit|zu|zum|zur|aus|für|an|"
        r"unter|und|aber|dass|daß|"
          r"wenn|als|gestern|heute|der|die|das|dem|den|laut|seit|wörtlich|weiter|dazu",
    "pl": r"w|we|na|po|podczas|dla|z|ze|o|do|od|przed|który|która|i|oraz|wczoraj|dziś|że",
    "fr": r"à|au|aux|dans|en|lors|après|avant|de|du|des|sur|qui|que|devant|pour|mardi|lundi|"
        r"mercredi|jeudi|vendredi|samedi|dimanche|et",
    "es": r"en|a|al|durante|tras|de|del|que|quien|el|este|ante|para|por|con|y",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """One language's compiled words of saying."""

    verb: re.Pattern[str]
    verb_first: re.Pattern[str]
    according: re.Pattern[str]
    according_first: re.Pattern[str]
    he: re.Pattern[str]
    she: re.Pattern[str]
    other: re.Pattern[str]
    stop: re.Pattern[str]


@cache
def read_speech(language: str) -> Speech:
    """The words of saying of a language tag, English where we have none."""
    lang = pick_language(language)
    verbs, according = _VERBS[lang], _ACCORDING[lang]
    lead = r"[\s,;:–—-]*"
    return Speech(
        verb=re.compile(rf"(?<![\w'’-])(?:{verbs})(?![\w'’])"),
        verb_first=re.compile(
            rf"{lead}(?:then |also |later |dann |auch |hat |has |had |a-t-|- )?(?:{verbs})(?!\w)"
            r"(?: (?:sich|auch|dazu|weiter|dagegen|daraufhin|hinzu|aus|mit|zudem|gestern|heute|"
            r"wiederum|jedoch)(?!\w))*",
        ),
        according=re.compile(rf"(?<!\w)(?:{according})(?!\w)", re.IGNORECASE),
        according_first=re.compile(rf"{lead}(?:{according})(?!\w)"),
        he=re.compile(rf"(?i){lead}(?:{_HE[lang]})(?![\w'’])"),
        she=re.compile(rf"(?i){lead}(?:{_SHE[lang]})(?![\w'’])"),
        other=re.compile(rf"(?i){lead}(?:{_OTHER})(?![\w])"),
        stop=re.compile(rf"[,.;:()“”\"«»„—–\n\x02]|(?<!\w)(?:{_AGO.get(lang, _AGO['en'])})(?!\w)"),
    )


def is_role(word: str) -> bool:
    """Whether a word names an office, a profession or a form of address."""
    plain = word.strip(".,'’").lower()
    return plain in ROLES or plain.rpartition("-")[2] in ROLES or bool(_ROLE_ENDS.search(plain))


def guess_sex(words: list[str]) -> str:
    """'f', 'm' or '' from titles and roles."""
    for word in words:
        plain = word.strip(".,")
        if _WOMAN.search(plain):
            return "f"
        if _MAN.search(plain):
            return "m"
    return ""

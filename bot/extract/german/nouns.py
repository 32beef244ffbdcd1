"""German nouns: who can speak, what is a text, a time or a thing."""

from __future__ import annotations

import re
from functools import cache

from bot.extract.words import gather

_AGENTS = gather(
    """polizei regierung staatsanwaltschaft bundesregierung landesregierung opposition union koalition gericht
    amt behörde behörden verband partei fraktion unternehmen konzern firma bank zeitung magazin sender
    verein gewerkschaft kommission institut universität hochschule feuerwehr verwaltung stiftung
    organisation agentur ministerium senat parlament bundestag bundesrat kirche klub club team mannschaft
    bundeswehr armee militär veranstalter initiative verlag redaktion nachrichtenagentur
    hersteller anbieter betreiber bürger bewohner anwohner einwohner eltern kritiker experten beobachter
    gegner anhänger befürworter demonstranten studenten studierende schüler lehrer ärzte forscher
    wissenschaftler juristen angehörige augenzeugen zeugen zeuge opfer täter fans autoren organisatoren
    initiatoren politiker vertreter sprecher sprecherin chef chefin leiter leiterin richter vater mutter
    sohn tochter bruder schwester frau mann ehefrau ehemann witwe kollege kollegin nachbar nachbarin
    mensch menschen leute fachleute betroffene polizist polizisten beamte beamten soldat soldaten arzt
    ärztin kanzler kanzlerin minister ministerin präsident präsidentin papst könig königin bischof
    bürgermeister bürgermeisterin insider insasse fahrer pilot kapitän trainer spieler spielerin
    stürmer torwart verteidiger verteidigerin anwalt anwältin mitarbeiter mitarbeiterin
    angeklagte angeklagter kläger klägerin musiker sänger sängerin schauspieler schauspielerin künstler
    stadt land gemeinde kreis staat seite kreise umfeld botschaft delegation
    musikkenner rechtsextremisten opfern aktivisten muslime christen banker händler landwirt landwirte bauern
    jury komitee nobelkomitee rat vorstand aufsichtsrat mutterkonzern börse airline fluggesellschaft
    medien presse fernsehen blatt boulevardblatt tageszeitung wochenzeitung fachblatt nachrichtenmagazin
    linke linken grünen grüne freidemokraten sozialdemokraten christdemokraten republikaner demokraten
    insiderin feuerwehrmann dienst wetterdienst warte bündnis allianz"""
)
_AGENT_ENDS = re.compile(
    r"(?:ministerium|polizei|regierung|anwaltschaft|gericht|gerichtshof|amt|behörden?|verb[aä]nde?|partei|fraktion|"
    r"unternehmen|konzern|gesellschaft|zeitung|zeitschrift|magazin|sender|verein|gewerkschaft|kommission|institut|"
    r"universität|wehr|verwaltung|stiftung|organisation|agentur|verlag|club|klub|bund|zentrum|zentrale|"
    r"bewegung|gruppe|vereinigung|initiative|bündnis|kammer|börse|bank|kirche|gemeinde|"
    r"kasse|versicherer|hersteller|anbieter|betreiber|händler|inhaber|"
    r"ärist(?:in)?|ist(?:in|en)?|ent(?:in|en)?(?<!ment)|[dikglmrstvcz]ant(?:in|en)?(?<!urant)|"
    r"eur(?:in|e)?|är(?:in)?|(?:[klmnrtsdzbg]|ch|eh|[läur]f)er(?:in|innen|n)?|[tsd]or(?:in|innen|en)?|log(?:e|in|en)|graf(?:in|en)?|"
    r"nom(?:in|en)|soph|anwalt|anwälte|anwältin|arzt|ärztin|mann|frau|leute|männer|frauen|lady|boss|"
    r"chef(?:in|s)?|mitglied(?:er)?|kanzler|vorsitzenden?|abgeordneten?|beauftragten?|angestellten?|"
    r"genossen?|kollegen?|zeugen?|kunden?|beschäftigten?|jährigen?|jähriger|"
    r"vorstand|vorständin|rat|räte|rätin|haupt|general|admiral|major|oberst|papst|bischof|könig|kapitän|pilot|"
    r"direktorat|komitee|ausschuss|kreise)$"
)
_THINGS = re.compile(
    r"(?:ung|ungen|heit|keit|tion|tionen|ismus|tät|nis|tum|jahr|tag|woche|monat|uhr|prozent|euro|dollar|"
    r"zeit|nummer|hunger|winter|sommer|wetter|fehler|alter|fenster|theater|wasser|messer|computer|"
    r"ordner|muster|finger|charakter|register|zimmer|meter|liter|server|container|koffer|dezember|"
    r"november|oktober|september|oder|ufer|feuer|steuer|mauer|dauer|trauer|opfer(?!n)|"
    r"kinder|länder|bilder|bücher|dächer|löcher|fächer|becher|speicher|fernseher|felder|gelder|häuser|bücher|bänder|worte|moment|dokument|prozent|talent|"
    r"instrument|element|argument|patent|orient|kontinent|frist|mist|geist|liste|osten|westen|"
    r"küsten|kosten|posten|rest|motor|faktor|sektor|reaktor|terror|tor|tumor|humor|horror|"
    r"verrat|vorrat|apparat|spagat|hand|land(?<!and)|rand|band|brand|stand|vorwand|abstand)$"
)
_ABSTRACT = re.compile(
    r"(?:ung|ungen|heit|keit|tion|tionen|ismus|tät|nis|tum|schaft|zeit|lage|recht|gipfel|fall|druck|chancen?|"
    r"zahl|zahlen|kosten|million|millionen|milliarden?|prozent|euro|kraft|kräfte|dollar|linie|menge|gruppen?)$"
)
DOCUMENTS = re.compile(
    r"(?:bericht|studie|erklärung|mitteilung|schreiben|brief|gesetz|entwurf|artikel|vertrag|papier|urteil|"
    r"stellungnahme|bekenntnis|meldung|gutachten|memorandum|umfrage|untersuchung|begründung|aufruf|"
    r"resolution|protokoll|sprichwort|transparent|plakat|homepage|website|satzung|verordnung|richtlinie|"
    r"anzeige|einladung|beitrag|kommentar|communiqué|kommuniqué|programm|beschluss|antrag|buch|these|"
    r"leitfaden|blog|newsletter|interview)(?:e?s|e?n)?$"
)
"""Nouns of texts that say something."""
_NO_SOURCES = re.compile(
    r"(?:vorwurf|titel|name|motto|frage|antwort|wortlaut|worte|wort|slogan|meinung|gerücht|tenor|fazit|"
    r"kritik|hoffnung|ziel|idee|plan|these|schlagzeile|überschrift|begriff|punkt|grund|thema|problem|"
    r"ergebnis|rolle|entscheidung|position|situation|lage|verfahren|aussage|angabe|angaben|zitat|spiel|"
    r"sieg|anwendung|forderung|vorschlag|satz|text|lied|film|song|album|handlung|song)$"
)
TIMES = re.compile(
    r"^(?:(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|vor|nach|heilig|silvester|"
    r"oster|pfingst|wochen)*(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|morgen|"
    r"abend|mittag|nacht|vormittag|nachmittag|tag|woche|ende)|januar|februar|märz|april|mai|juni|juli|august|"
    r"september|oktober|november|dezember|anfang|mitte|jahr|jahre|jahren|jahresende|jahresanfang|monat|"
    r"monate|tage|uhr|stunde|stunden|minute|minuten|sommer|winter|herbst|frühjahr|frühling|saison|zeit)n?s?$"
)


TIMES_ALONE = gather(
    """montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz april mai juni juli
    august september oktober november dezember anfang mitte ende bereits"""
)
"""Words of time that may follow a name without a preposition."""


_FEMININE = re.compile(
    r"(?:ung|heit|keit|schaft|tion|sion|tät|ei|enz|anz|presse|post|welt|schrift|behörde|kirche|klinik|stadt|bank|"
    r"agentur|zentrale|gruppe|wehr|gemeinde|kammer|börse|union|armee|(?:er|or|ist|ent|ant|eur|är|ält|ärzt|chef|"
    r"rät|nd|et)in|frau|mutter|tochter|schwester)$"
)


def is_feminine(noun: str) -> bool:
    """Whether a noun in small letters is feminine, so that "der" before it is no nominative."""
    return bool(_FEMININE.search(noun))


@cache
def is_thing(noun: str) -> bool:
    """Whether a German noun looks like a thing rather than a name."""
    word = noun.rpartition("-")[2].lower()
    return bool(
        TIMES.search(word) or DOCUMENTS.search(word) or _NO_SOURCES.search(word) or _ABSTRACT.search(word)
    )


@cache
def speaks(noun: str) -> bool:
    """Whether a German noun, a genitive too, names somebody or a body that can speak."""
    word = noun.rpartition("-")[2].lower()
    forms = (word, word.removesuffix("s"), word.removesuffix("es"))
    if any(form in _AGENTS for form in forms):
        return True
    if TIMES.search(word) or _NO_SOURCES.search(word):
        return False
    if noun.isupper() and len(noun) > 1:
        return True
    return any(_AGENT_ENDS.search(form) and not _THINGS.search(form) for form in forms)

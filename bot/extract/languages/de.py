"""German: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

GERMAN = Words(
    said=(
        r"sagte|sagt|sagten|erklärte|erklärt|erklärten|betonte|betont|meinte|meint|fügte|teilte|"
        r"teilten|schrieb|schreibt|kritisierte|kritisiert|forderte|fordert|warnte|warnt|"
        r"kommentierte|äußerte|äußerten|bezeichnete|nannte|nennt|behauptete|ergänzte|antwortete|"
        r"erwiderte|entgegnete|berichtete|berichtet|lobte|bekräftigte|unterstrich|kündigte|"
        r"verkündete|bedauerte|begründete|begründet|sprach|spricht|führte|fuhr|bestätigte|"
        r"konstatierte|urteilte|resümierte|zeigte|stellte|gab|erläuterte|erinnerte|versicherte|"
        r"beklagte|mahnte|verwies|wies|reagierte|zitierte|formulierte|beschrieb|rief|fragte|"
        r"monierte|befand|sieht|sah|vertrat|verurteilte|appellierte|schlug|warf|bemerkte|räumte|"
        r"äußert|beschreibt|argumentierte|beteuerte|hieß|heißt"
    ),
    before_said=r"dann|auch|hat",
    after_said=(
        r"sich|auch|dazu|weiter|dagegen|daraufhin|hinzu|aus|mit|zudem|gestern|heute|wiederum|"
        r"jedoch"
    ),
    according=r"laut|so|zufolge|nach Angaben von|nach Angaben de[rs]|nach Worten von",
    he=r"er",
    she=r"sie",
    others=r"es|ich|wir|man|das|dies",
    weak_according=gather("""so"""),
    determiners=r"der|die|das|dem|den|des|ein|eine|einer|einem|eines",
    definites=r"der|die|das|dem|den",
    prepositions=r"in|der|des|vom|von|im|für|aus|beim",
    fillers=r"hat|hatte|war|will",
    conjunctions=r"und|aber|doch|so|dann|dass",
    stops=(
        r"am|im|in|bei|nach|vor|während|gegenüber|über|von|vom|auf|mit|zu|zum|zur|aus|für|an|unter|"
        r"und|aber|dass|daß|wenn|als|gestern|heute|der|die|das|dem|den|laut|seit|wörtlich|weiter|"
        r"dazu"
    ),
    described_stops=r"am|gegenüber",
    small=gather(
        """aber alle als am an april auch auf august aus außerdem bei beide bereits da dabei dagegen damals
        damit danach darauf daraufhin das dem demgegenüber den denn der derzeit des dezember die dienstag
        doch donnerstag dort ein eine einen einige er erst es februar freitag für gegenüber gemäß gestern
        heute hier ich ihr ihre im in insgesamt januar juli juni laut mai mehr mit mittwoch montag mr mrs
        märz nach nachdem neben noch november nun nur obwohl oktober regarding samstag schließlich sein
        seine seit september sie so sonntag trotz und unter viele vom von vor weil weiter wenn wie wir
        während wörtlich zudem zuletzt zum zur zwar über"""
    ),
    bodies=gather(
        """action african agency airport america arena army asian associated association bank board bundesrat
        bundestag bureau campaign capitol center church city club college commission committee company
        congress corp council cup daily democrats department east european festival force fort foundation
        fox fund group hill hotel house inc institute international island islands journal lake las league
        los ltd magazine media morning mount museum national navy network new news north office partei party
        post press project radio republicans reuters river saint san school senate show south st stadium
        states street super times tower union united university valley wall west white world"""
    ),
    things=(
        r"ung|ungen|heit|keit|schaft|schaften|tion|tionen|ismus|tät|nis|tum|zeit|jahr|tag|lage|recht|gericht|"
        r"gesetz|partei|konferenz|gipfel|minister|bericht|gebäude|kriterium|auftrag|wächter|fall|druck"
    ),
    roles=gather(
        """admiral autor bischof captain ceo cfo chef chief coach col dame director doctor dr editor frau gen
        general herr host imam inspector journalist kanzler kanzlerin kapitän king könig königin lady lord
        lt maj manager minister miss mp mr mrs ms papst partner pastor premier president prince princess
        prinz prinzessin prof professor queen rabbi reporter rev secretary senator sergeant sir speaker star
        student trainer veteran"""
    ),
    role_endings=(
        r"minister(?:in)?|präsident(?:in)?|kanzler(?:in)?|chef(?:in)?|sprecher(?:in)?|"
        r"vorsitzende[rn]?|vorstand|politiker(?:in)?|expert(?:e|in)|direktor(?:in)?|"
        r"sekretär(?:in)?|leiter(?:in)?|meister(?:in)?|anwalt|anwältin|beauftragte[rn]?|"
        r"abgeordnete[rn]?|führer(?:in)?|trainer(?:in)?|professor(?:in)?|senator(?:in)?|"
        r"kommissar(?:in)?|vertreter(?:in)?|botschafter(?:in)?|forscher(?:in)?|"
        r"wissenschaftler(?:in)?|richter(?:in)?|bischof|papst|könig(?:in)?|manager(?:in)?|"
        r"ökonom(?:in)?|historiker(?:in)?|autor(?:in)?|mitglied|general|gründer(?:in)?|"
        r"kandidat(?:in)?|rät(?:in)?|rat|dozent(?:in)?|journalist(?:in)?|redakteur(?:in)?|"
        r"regisseur(?:in)?|spieler(?:in)?|obmann|bauer"
    ),
    forms=gather("""dr frau herr mr mrs ms"""),
    role_stops=gather("""das dem den der des die ein eine mit sagte und von"""),
    women=(
        r"[a-zäöü]{4}(?<!zeh)rin|tin|kanzlerin|ärztin|chefin|königin|frau|mrs|ms|miss|lady|queen|"
        r"princess"
    ),
    men=r"herr|präsident|minister|kanzler|sprecher|mr|sir|lord|king|prince|bishop|könig|papst",
    insults=r"idioten?|arschl\w+|schei(?:ß|ss)\w*|abschaum|hure\w*|drecks?\w*|dumm\w*",
    debunked=r"falschbehauptung|faktencheck|widerlegt",
)

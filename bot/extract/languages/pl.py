"""Polish: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

_PAST = (
    "powiedzia|mówi|doda|stwierdzi|podkreśli|napisa|oświadczy|zaznaczy|oceni|zapewni|przyzna|wyjaśni|"
    "tłumaczy|poinformowa|zapyta|odpowiedzia|przekaza|komentowa|skomentowa|odpar|relacjonowa|zezna|"
    "ostrzeg|ostrzega|podsumowa|zauważy|przypomnia|wspomina|opowiada|opowiedzia|żartowa|zażartowa|"
    "zapowiedzia|ogłosi|wyzna|uzasadnia|uzasadni|apelowa|zaapelowa|argumentowa|przekonywa|przekona|"
    "krytykowa|skrytykowa|pyta|pisa|zastrzeg|wyrazi|krzykną|rzuci|wtrąci|ripostowa|zripostowa|"
    "dopowiedzia|uściśli|sprecyzowa|mówi|uzna|twierdzi|poda|zadeklarowa|potwierdzi|zaprzeczy|nawoływa|"
    "wzywa|wezwa|narzeka|ubolewa|powtarza|powtórzy"
)
_PAST_SELF = "śmia|cieszy|zgodzi|skarży|pochwali|żali|bronił|broni|dziwi|złości|uśmiechn[ąę]|oburzy|zwierzy"
_PRESENT = (
    "mówi|dodaje|podkreśla|ocenia|tłumaczy|informuje|komentuje|wyjaśnia|zapewnia|przyznaje|zaznacza|"
    "uważa|twierdzi|przekonuje|opowiada|ostrzega|zauważa|przypomina|wspomina|żartuje|apeluje|argumentuje|"
    "odpowiada|przestrzega|wzdycha|kwituje|wylicza|ripostuje|zachęca|rozkłada ręce|bagatelizuje|"
    "stwierdza|podsumowuje|pisze|zastrzega|pyta|zapowiada|relacjonuje|zdradza|precyzuje|narzeka|podaje"
)
_PRESENT_SELF = "cieszy|śmieje|skarży|żali|dziwi|oburza|zwierza"

POLISH = Words(
    said=(
        rf"(?:{_PAST})ł(?:[aoiy]|a)?|odparł[ai]?|ostrzegł[ai]?|zastrzegł[ai]?|krzyknęł[aiy]|odpowiedzieli|"
        rf"powiedzieli|podali|(?:{_PRESENT})|(?:{_PAST_SELF})ł[ai]? się|(?:{_PRESENT_SELF}) się"
    ),
    inverted=True,
    told_after=r"Tak (?:mówi|mówił|mówiła|powiedział|powiedziała|ocenia|uważa)",
    impersonal=r".*my|.*się|głosi|brzmi|wynika|stoi|pada|słychać",
    said_like=r"\w{3,}(?:ł|ła|uje|uwa|je|ai|a|e|i|y)(?: się)?",
    dashes=True,
    drops_subject=True,
    adverbs=(
        r"dziennikarzom|nam|mi|mu|jej|im|reporterom|agencji|wczoraj|dziś|dzisiaj|też|także|również|"
        r"krótko|potem|później|następnie|wtedy|ostro|gorzko|spokojnie|stanowczo|wprost|\w+jąc|\w+nie|"
        r"jeszcze|tylko|już|dalej|tak|otwarcie|chwilę|zaraz|PAP|radiu|telewizji|a|i|ale|jednak|więc|"
        r"zarazem|jednocześnie|natomiast|i dodał|nie"
    ),
    plural=r"li|ły|ją",
    role_endings=r"\w{4,}(?:olog|olożka|ista|istka|graf|znawca|znawczyni|telnik|telniczka|telka)",
    of=r"z|ze",
    adjectives=r"\w{3,}(?:n[ya]|ni|nia|ki|ka|sk[ia]|w[ya]|sz[ya])",
    role_adjectives=gather(
        """były była dawny dawna niedoszły niedoszła ustępujący ustępująca urzędujący urzędująca przyszły
        przyszła tymczasowy tymczasowa rzekomy rzekoma samozwańczy samozwańcza zastępujący zastępująca"""
    ),
    he_said=r"ł(?: się)?",
    she_said=r"ła(?: się)?",
    before_said=r"\w{3,}(?:ie|o)|tak|potem|też|także|następnie|później|krótko|wtedy|jak|a",
    according=(
        r"według|zdaniem|w opinii|w ocenie|jak (?:powiedzia|mówi|podkreśli|doda|przyzna|wyjaśni|tłumaczy|"
        r"zapewnia|informuje|poinformowa|zaznaczy|oceni|twierdzi|podkreśla|przyznaje|wyjaśnia)(?:ła|ł)?"
    ),
    by_him=r"jego zdaniem|według niego|w jego ocenie|w jego opinii",
    by_her=r"jej zdaniem|według niej|w jej ocenie|w jej opinii",
    he=r"on",
    she=r"ona",
    others=r"oni|one|ja|my|to|kto|który|która|co|nikt|wszyscy",
    indefinites=r"jeden|jedna|jedno|pewien|pewna|inny|inna|jakiś|jakaś|anonimowy|anonimowa",
    definites=r"ten|ta",
    prepositions=(
        r"z|ze|w|we|na|po|o|do|od|przed|za|przez|u|dla|bez|pod|nad|przy|między|wobec|podczas|wśród|przeciw|"
        r"przeciwko|mimo|oprócz|zamiast|dzięki|ku|obok|około"
    ),
    small=gather(
        """a ale bo by być choć czwartek czy dla do dodał dodała dwa dwie dziś gdy gdyby i ich ja jak jeden
        jedna jednak jego jej już kiedy kto która które który ma mimo minister na nad najpierw natomiast
        nie niedziela o od on ona oni oraz piątek po pod podczas policja poniedziałek potem premier
        przed przez przy rząd się sobota sprawa są sąd ta tak także tam te ten teraz to trzy tu tuż
        tylko tymczasem u w wcześniej wczoraj we według wtorek wśród z za zdaniem ze zobacz środa że"""
    )
    - gather("minister premier"),
    bodies=gather(
        """agencja akademia apelacyjny bank centrum fundacja huta instytut izba klub komisja ministerstwo
        muzeum najwyższy okręgowy partia policja politechnika rada rejonowy sejm senat spółka
        stowarzyszenie straż szpital sąd teatr uniwersytet urząd wydawnictwo związek"""
    ),
    roles=gather(
        """adwokat adwokatka aktor aktorka analityczka analityk archeolog arcybiskup artysta artystka
        aspirant asystent autor autorka badacz badaczka bezrobotny bibliotekarka biolog biolożka biskup
        bramkarz burmistrz burmistrzyni ceo chirurg członek członkini człowiek debiutantka doktor
        dowódca dr dyrektor dyrektorka dyspozytor działacz działaczka dziekan dziennikarka dziennikarz
        ekonomista ekonomistka ekspert ekspertka emeryt emerytka europoseł europosłanka farmaceutka
        fizyk funkcjonariusz geolog górnik handlowiec historyk hodowca hodowczyni hydrolog inspektor
        inżynier kanclerz kapitan kapłan kardynał kibic kierowca kierowniczka kierownik klient klientka
        kobieta kolega koleżanka komendant komisarz konserwator konsul ksiądz kucharz kurator laureat
        laureatka lekarka lekarz leśnik lider liderka marszałek maszynista mecenas menedżer meteorolog
        mieszkaniec mieszkanka minister mistrz mistrzyni muzyk mąż mężczyzna naczelniczka naczelnik
        nadkomisarz napastnik nauczyciel nauczycielka naukowiec notariusz obrońca obrończyni oficer
        ojciec ordynator organizator organizatorka ornitolog pacjent pacjentka pan pani pasażer
        pasażerka pastor pielęgniarka pilot pisarka pisarz piłkarz podinspektor podkomisarz poeta poetka
        policjant policjantka polityk pomocnik poseł posłanka położna prawniczka prawnik premier prezes
        prezeska prezydent prezydentka proboszcz producent prof profesor profesorka prokurator
        przedsiębiorca przedstawiciel przedstawicielka przewodnicząca przewodniczący psycholog rabin
        radca radna radny ratownik reżyser reżyserka rolniczka rolnik rybak rzeczniczka rzecznik
        samorządowiec sekretarz selekcjoner senator senatorka sierżant siostra skarbnik snajper socjolog
        sołtys specjalista specjalistka starosta strażak student studentka syn synoptyczka synoptyk szef
        szefowa szkoleniowiec sąsiad sąsiadka sędzia taksówkarz trener trenerka uczennica uczestnik
        uczeń uczony wdowa wiceburmistrz wicedyrektor wiceminister wicepremier wiceprezes wiceprezydent
        wojewoda wykładowca wójt właściciel właścicielka zastępca zastępczyni zawodniczka zawodnik
        związkowiec świadek żona żołnierz"""
    ),
    forms=gather("""dr pan pani prof mecenas"""),
    women=r"pani|\w+(?:czka|tka|nka|rka|lka|yni|ini|lożka|owa|żona|siostra)|przewodnicząca|radna|położna|kobieta",
    men=r"pan|mąż|ojciec|syn|mężczyzna|radny|przewodniczący|uczony",
    endings=r"(?:iego|iemu|ego|emu|owi|owie|iem|iej|im|em|ym|ej|ą|ę|a|i|y|u|e|o)",
    fleeting=r"(i?e)(?=[bcćdfghjklłmnńprsśtwzżź]$)",
    given_women=gather(
        """adrianna agata agnieszka aleksandra alicja alina amelia aneta angelika anita anna antonina
        barbara beata bogumiła bożena cecylia celina dagmara danuta daria diana dominika dorota edyta
        elena eliza elżbieta emilia eugenia ewa ewelina felicja franciszka gabriela genowefa grażyna
        halina hanna helena honorata iga ilona inga irena irmina iwona iza izabela jadwiga jagoda janina
        joanna jolanta judyta julia julita justyna józefa kaja kamila karolina katarzyna kazimiera kinga
        klaudia kornelia krystyna laura lena lidia liliana lucyna ludwika luiza magda magdalena maja
        malwina marcelina maria marianna mariola marlena marta martyna maryla marzena matylda małgorzata
        michalina milena mirosława monika nadia natalia nikola nina oksana ola olga oliwia otylia
        patrycja paulina pola regina renata roksana roma romana rozalia róża sabina sandra sara
        stanisława stefania sylwia teresa urszula wanda weronika wiesława wiktoria wioletta władysława
        zdzisława zofia zuzanna łucja żaneta"""
    ),
    given_men=gather(
        """adam adrian albert aleksander aleksy alfred andrzej antoni arkadiusz artur bartosz bartłomiej
        benedykt bernard bogdan bogumił bogusław bolesław borys bronisław cezary cyprian czesław damian
        daniel dariusz dawid dominik edmund edward emil ernest eryk eugeniusz fabian feliks filip
        franciszek fryderyk gabriel grzegorz gustaw henryk hubert ignacy igor ireneusz jacek jakub jan
        janusz jarosław jeremi jerzy joachim julian juliusz józef jędrzej kacper kajetan kamil karol
        kazimierz klemens konrad kornel krystian krzysztof ksawery kuba lech leon leonard leszek lucjan
        ludwik maciej maksymilian marcel marceli marcin marek marian mariusz mateusz maurycy michał
        mieczysław mikołaj miron mirosław miłosz nikodem norbert oktawian olgierd oliwer oskar patryk
        paweł piotr przemysław radosław rafał remigiusz robert roman ryszard sebastian seweryn stanisław
        stefan sylwester szczepan szymon sławomir tadeusz teodor tomasz tymon tymoteusz wacław waldemar
        walenty wawrzyniec wiesław wiktor wincenty witold wojciech władysław włodzimierz zbigniew
        zdzisław zenon zygmunt łukasz"""
    ),
    insults=r"debil\w*|kurw\w*|idiot\w*",
    debunked=r"fałszyw\w*|nieprawdziw\w*|bezpodstawn\w*|zdementowa\w*",
)

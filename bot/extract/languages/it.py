"""Italian: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

_PARTICIPLES = (
    "detto|dichiarato|spiegato|aggiunto|affermato|scritto|raccontato|sostenuto|ribadito|replicato|"
    "ribattuto|risposto|commentato|sottolineato|osservato|precisato|riferito|ricordato|concluso|"
    "confidato|confessato|ammesso|annunciato|avvertito|denunciato|criticato|promesso|chiesto|esclamato|"
    "scherzato|ironizzato|assicurato|garantito|chiarito|insistito|evidenziato|lamentato|proseguito|"
    "continuato|testimoniato|tuonato|rilevato|specificato|rivelato|fatto sapere|tagliato corto|"
    "puntualizzato|rivendicato|auspicato|ammonito|contestato|messo in guardia|rassicurato|esortato|"
    "sentenziato|obiettato|attaccato|twittato|notato|reso noto"
)
_PRESENT = (
    "dice|dichiara|spiega|aggiunge|afferma|scrive|racconta|sostiene|ribadisce|replica|ribatte|risponde|"
    "commenta|sottolinea|osserva|precisa|riferisce|ricorda|conclude|confida|confessa|ammette|annuncia|"
    "avverte|denuncia|critica|promette|chiede|esclama|scherza|ironizza|assicura|garantisce|chiarisce|"
    "insiste|evidenzia|lamenta|prosegue|continua|nota|rivela|attacca|protesta|ammonisce|rassicura|"
    "puntualizza|disse|rispose|aggiunse|spiegò"
)

ITALIAN = Words(
    said=(
        rf"(?:ha|hanno|aveva)(?: (?:poi|anche|infine|inoltre|subito|però|invece|"
        rf"\w+mente))? (?:{_PARTICIPLES})|(?:si )?(?:è|sono) (?:lamentat|sfogat|difes|chiest|"
        rf"domandat)[oaie]|(?:si )?(?:{_PRESENT})|(?:a |di |nel )dire"
    ),
    inverted=True,
    told_after=r"Lo (?:ha detto|ha dichiarato|ha affermato|afferma|dice|sostiene|scrive|ha scritto)",
    persons=r"(?!fonte|fronte|ambiente|motore|settore|carriera|bandiera)\w{3,}(?:ier[ea]|ai[oa]|ar[oa]|tore|trice|ista|nte)",
    impersonal=r"si .*|recita|è .*|risulta|suona",
    said_like=r"(?:si )?\w{3,}(?:a|e|ò|ì)|(?:si è|ha|è) \w{3,}(?:t[oaei]|so|sa)",
    dashes=True,
    drops_subject=True,
    adverbs=r"ieri|oggi|anche|poi|così|inoltre|infine|subito|ancora|e|ed|ma|però|non|\w+mente|\w+[ae]ndo",
    plural=r"hanno .*|sono .*|\w+no",
    role_endings=r"\w{3,}(?:olog[oa]|iatra)|(?!(?:calcol|gener|indic)atore)\w{4,}(?:tore|trice)|(?:attiv|giornal|sindacal|calciat|art|cicl|tenn|anal|urban)ista",
    incises=r"(?:gli |le )?ha .*",
    of=r"di|del|dello|della|dell['’]|dei|degli|delle",
    role_adjectives=gather("ex allora futuro futura presunto presunta neo"),
    before_said=r"gli|le|ci|vi|poi|così|anche|infine|l['’]|lo|mi|e|si",
    according=r"secondo|a detta di|stando a|a giudizio di|per",
    weak_according=gather("per"),
    by_him=r"secondo lui|a detta sua",
    by_her=r"secondo lei",
    by_either=r"a suo avviso|a suo dire|a suo giudizio|a suo parere",
    he=r"lui|egli",
    she=r"lei|ella",
    others=r"loro|essi|io|noi|voi|chi|che|questo|ciò|tutti|nessuno|molti",
    indefinites=r"uno|una|un|un['’]",
    determiners=r"il|lo|la|i|gli|le|un|uno|una|l['’]|un['’]|suo|sua|questo|questa",
    definites=r"il|lo|la|l['’]",
    masculine=r"il|lo|un|uno|questo",
    feminine=r"la|una|un['’]|questa",
    prepositions=(
        r"di|del|dello|della|dell['’]|dei|degli|delle|a|al|allo|alla|all['’]|ai|agli|alle|da|ad|dal|dallo|"
        r"dalla|dall['’]|in|nel|nello|nella|nell['’]|con|su|sul|sulla|sull['’]|per|tra|fra|durante|dopo|"
        r"prima|secondo|davanti|presso|verso|contro|senza|sotto|sopra|d['’]"
    ),
    stops=r"che|ieri|oggi|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|e|quando|mentre|dopo",
    small=gather(
        """a ad ai al alla alle anche c che chi chiude ci come con conta critico da dal dalla davanti dei
        del della delle di domenica dopo dove e ed era fondato fra giovedì già gli ha hanno i ieri il in
        intanto invece io la le lei lo loro lui lunedì ma martedì mentre mercoledì molti nel nella
        nessuno no noi non nuova nuovo o oggi ogni ora per perché più poi preso previsti prima quando
        questa questo qui restano sabato se secondo si soddisfatta soddisfatto sono sotto stesso su sul
        sulla sì tra tre tutti un una uno venerdì via è"""
    ),
    bodies=gather(
        """accademia agenzia banca camera centro civile club commissione comune consiglio corte federazione
        fondazione governo gruppo istituto ministero museo ospedale partito polizia procura protezione
        senato serie sindacato società teatro tribunale università"""
    ),
    roles=gather(
        """agente agricoltore agricoltrice allenatore allenatrice allevatore allevatrice amministratore
        amministratrice analista antropologo archeologo architetta architetto arcivescovo artista
        assessora assessore atleta attaccante attore attrice autista autore autrice avvocata avvocato
        barista bibliotecaria biologa biologo calciatore campanara campanaro candidata candidato
        cantante capa capitano capo cardinale ceo chirurga chirurgo collega colonnello comandante
        commerciante commissaria commissario compagna compagno conducente conduttore conduttrice
        consigliera consigliere console contadina contadino coordinatore coordinatrice costituzionalista
        delegata delegato deputata deputato difensora difensore direttore direttrice dirigente docente
        don donna dott dottor dottore dottoressa dr economista editore esperta esperto ex figlia figlio
        fondatore fondatrice fotografa fotografo fra fratello funzionaria funzionario generale geologa
        geologo geometra giocatore giocatrice giornalista giudice governatore governatrice guardia guida
        imprenditore imprenditrice infermiera infermiere ingegnera ingegnere inquilina inquilino
        insegnante ispettore ispettrice lavoratore lavoratrice leader legale libraia libraio madre
        maestra maestro magistrata magistrato manager maresciallo marito medica medico membro
        meteorologa meteorologo ministra ministro mister moglie musicista negoziante nonna nonno notaio
        onorevole operaia operaio ornitologa ornitologo padre panettiere parlamentare parroco passeggera
        passeggero pensionata pensionato pescatore pescatrice pilota poeta poetessa politologo
        poliziotta poliziotto pompiere porta portavoce portiere postina postino prefetta prefetto
        premier preside presidente presidentessa primario produttore produttrice prof professor
        professore professoressa proprietaria proprietario prorettore psicologa psicologo questore
        rappresentante regista residente responsabile rettore rettrice ricercatore ricercatrice
        romanziere sacerdote scienziata scienziato scrittore scrittrice segretaria segretario senatore
        senatrice sergente sig sig.ra signor signora signori sindaca sindacalista sindaco sociologa
        sociologo soldato sorella sottosegretaria sottosegretario sovrintendente storica storico
        studente studentessa suor superstite tecnico testimone tifosa tifoso titolare titolari turista
        uomo vedova vescovo veterinaria veterinario vice vicepresidente vicesindaca vicesindaco vicina
        vicino vigile vittima volontaria volontario"""
    ),
    forms=gather("""don suor fra dott dottor dottoressa dr prof sig sig.ra signor signora onorevole"""),
    women=r"signora|donna|madre|moglie|sorella|\w+(?:trice|essa|ora|ata|ora|loga|aca|aria|tra|ina|aia|era)|sindaca|ministra",
    men=r"signor|uomo|padre|marito|fratello|\w+(?:tore|logo|ato|ario|tro|ino|aio|iere|aco)",
    given_women=gather(
        """ada adele agata agnese alba alessandra alessia alice alma amelia anastasia angela angelica anita
        anna annalisa annamaria antonella antonia arianna asia assunta aurora azzurra barbara beatrice
        benedetta bianca bruna camilla carla carlotta carmela carmen carolina caterina cecilia celeste
        chiara cinzia clara claudia concetta costanza cristina daniela debora diana donatella elena
        eleonora elettra elisa elisabetta emanuela emilia emma enrica erica erika ester eugenia eva
        fabiana fabiola federica fiamma filomena fiorella flavia francesca gabriella gaia giada gianna
        gina ginevra gioia giorgia giovanna giulia giuliana giuseppina gloria grazia greta ilaria ilenia
        immacolata ines irene iris isabella ivana jessica lara laura lavinia lea letizia lidia liliana
        linda livia loredana lorella lorena luana lucia luciana lucrezia luisa maddalena manuela mara
        marcella margherita maria mariangela marianna marina marisa marta martina matilde melissa
        michela milena mirella miriam monica morena nadia natalia nicoletta nina noemi nora nunzia olga
        olimpia ornella paola patrizia piera pina raffaella rebecca renata rita roberta romina rosa
        rosalba rosanna rosaria rossana rossella sabina sabrina samanta sandra sara serena silvana
        silvia simona sofia sonia stefania stella susanna tania tatiana tecla teresa tina tiziana tullia
        valentina valeria vanessa vera veronica viola virginia vittoria viviana wanda"""
    ),
    given_men=gather(
        """achille adolfo adriano agostino alberto aldo alessandro alessio alfio alfonso alfredo amedeo
        andrea angelo antonino antonio armando arnaldo arturo augusto aurelio bartolomeo battista
        benedetto beniamino bernardo bruno calogero camillo carlo carmelo carmine cesare ciro claudio
        corrado cosimo costantino cristian cristiano damiano daniele danilo dario davide demetrio diego
        dino domenico donato edoardo egidio elia elio emanuele emiliano emilio ennio enrico enzo ernesto
        ettore eugenio ezio fabio fabrizio fausto federico felice ferdinando fernando ferruccio filippo
        flavio fortunato francesco franco fulvio gabriele gaetano gaspare gennaro gerardo germano
        giacomo giancarlo gianfranco gianluca gianluigi gianmarco gianni gianpaolo gino giordano giorgio
        giovanni girolamo giuliano giulio giuseppe giusto graziano gregorio guglielmo guido iacopo igor
        ivan ivano ivo jacopo lamberto lapo lauro leandro leo leonardo leone leopoldo livio lorenzo luca
        luciano lucio ludovico luigi manfredi manlio manuel marcello marco mariano marino mario martino
        massimiliano massimo matteo mattia maurizio mauro michelangelo michele mirco mirko moreno
        nazario nello niccolò nicola nicolò nino norberto nunzio omar oreste orlando oscar osvaldo
        ottavio paolo pasquale patrizio pierluigi piero pietro pio primo raffaele remo renato renzo
        riccardo rinaldo roberto rocco rodolfo rolando romano romeo romolo rosario ruggero salvatore
        samuele sandro santo saverio sebastiano sergio settimio silvano silvestro silvio simone stefano
        tancredi tiziano tommaso tonino tullio ubaldo ugo umberto valentino valerio vincenzo virgilio
        vito vittorio walter"""
    ),
    insults=r"merda|puttana|cretin[oi]|idiot[ai]|stronz\w+|imbecill[ei]",
    debunked=r"bufal[ae]|fals[oai]|smentit[oaie]|fake news",
)

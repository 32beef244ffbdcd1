"""Dutch: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

DUTCH = Words(
    said=(
        r"zei|zegt|zeiden|zeggen|verklaarde|verklaart|vertelde|vertelt|schreef|schrijft|liet weten|"
        r"laat weten|voegde|voegt|meldde|meldt|stelde|stelt|benadrukte|benadrukt|waarschuwde|waarschuwt|"
        r"reageerde|reageert|antwoordde|antwoordt|lachte|lacht|noemde|beweerde|beweert|erkende|erkent|"
        r"bekende|bekent|besloot|besluit|concludeerde|concludeert|klaagde|klaagt|legde uit|legt uit|"
        r"merkte op|merkt op|vond|vindt|denkt|dacht|gaf toe|geeft toe|herhaalde|herhaalt|hoopt|riep|"
        r"roept|vroeg|vraagt|tweette|grapte|grapt|verzuchtte|verzucht|betoogde|betoogt|bevestigde|"
        r"bevestigt|beaamde|beaamt|ontkende|ontkent|belooft|beloofde|schetste|schetst|oordeelde|oordeelt|"
        r"constateerde|constateert|legde|legt|aldus|heeft gezegd"
    ),
    inverted=True,
    told_after=r"(?:Dat|Dit) (?:zegt|zei|stelt|stelde|schrijft|schreef|meldt|meldde|vertelt|verklaart)",
    persons=r"\w{3,}(?:ster|aar|ist|iste|ent|ente|ier|eur)",
    said_like=r"\w{2,}(?:t|de|te|g|p|f|k|ch|n)",
    plural=r"zeiden|zeggen",
    role_endings=(
        r"\w{3,}(?:oloog|ologe|woordvoerder|woordvoerster|directeur|voorzitter|voorzitster|trainer|leider|"
        r"bestuurder|advocaat|expert|deskundige|officier|econoom|hoogleraar|commandant|redacteur|minister)"
    ),
    incises=r".*",
    of=r"van",
    role_adjectives=gather(
        """voormalig voormalige oud waarnemend demissionair toenmalig toenmalige aankomend aankomende beoogd
        beoogde plaatsvervangend vertrekkend vertrekkende afgetreden interim kandidaat zelfbenoemd"""
    ),
    before_said=r"zo|dan|ook|later|toen|eerder",
    according=r"volgens|aldus|naar eigen zeggen van|in de woorden van",
    by_him=r"volgens hem",
    by_her=r"volgens haar",
    he=r"hij",
    she=r"zij|ze",
    others=r"het|ik|wij|we|jullie|men|dat|dit|die|wie|iedereen|niemand|velen",
    indefinites=r"een|één",
    determiners=r"de|het|een|zijn|haar|deze|die|dit|dat|één",
    definites=r"de|het|zijn|haar|deze|die",
    prepositions=(
        r"van|in|op|bij|aan|met|voor|door|uit|na|over|om|onder|tegen|tot|naar|sinds|tijdens|namens|"
        r"volgens|tussen|per|vanuit|zonder|binnen|rond"
    ),
    stops=(
        r"die|dat|gisteren|vandaag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|en|toen|"
        r"terwijl|eraan|daaraan|toe|uit|op|tegen|in|bij|na|over|tijdens|afloop|verder"
    ),
    small=gather(
        """aan al alle als bij daarom dan dat de deze die dinsdag dit donderdag door drie een en er eén
        geen gisteren haar had heeft het hetzelfde hij hoe ik in is ja maandag maar meer met na naar nee
        niet nog nu of om omdat ook op oud over per rugnummer sinds te tegen terwijl toen tot tussen
        twee uit van vanaf vandaag veel vier volgens voor vorig vrijdag waar wat we wel wie wij woensdag
        zaterdag ze zeventien zij zijn zo zoals zondag zonder één"""
    ),
    bodies=gather(
        """academie bank bureau centrum club commissie fc federatie gemeente groep hoge instituut kabinet
        kamer lampenfabriek ministerie museum partij politie raad rechtbank senaat stichting theater
        universiteit vakbond vv ziekenhuis"""
    ),
    roles=gather(
        """aanklager aannemer aanvoerder aanvoerster acteur actrice advocaat advocate agent ambassadeur
        analist arts bakker bestuurder bestuurslid bestuursvoorzitter bewoner bewoonster biologe bioloog
        boer boerin boswachter brandweercommandant brandweerman broer burgemeester buschauffeur buurman
        buurvrouw ceo chauffeur chef chirurg coach collega columnist commandant commissaris conducteur
        conservator coördinator criticus deskundige directeur directrice docent docente dochter dominee
        dr econoom eigenaar eigenares expert fotograaf fractieleider fractievoorzitter generaal geoloog
        getuige gouverneur griffier havenmeester historica historicus hoofdagent hoofdeconoom
        hoofdredacteur hoogleraar huisarts hulpverlener ingenieur initiatiefnemer inspecteur inwoner
        jager journalist journaliste jurist jurylid juryvoorzitter kamerlid kandidaat kapitein keeper
        keepster kinderarts kolonel koning koningin korpschef kunstenaar kunstenares leerkracht leider
        leidster leraar lerares leverancier lid lijsttrekker machinist makelaar man manager
        mede-eigenaar mede-oprichter medewerker medewerkster meester meneer meteoroloog mevrouw mijnheer
        minister minister-president moeder notaris officier omwonende ondernemer ondernemster
        onderzoeker onderzoekster oprichter oprichtster organisator oud-directeur oud-minister ouder
        palingvisser partijleider passagier pastoor pastor patiënt piloot politica politicoloog
        politicus portier postbode premier president priester prof professor projectleider psycholoog
        raadslid rechter rector regisseur regisseuse reiziger restaurateur schaatser schaatsster
        schrijfster schrijver secretaris secretaris-generaal senator slachtoffer socioloog soldaat
        speelster speler spits staatssecretaris statenlid strandtenthouder student studente supporter
        teamleider toneelspeler topman topvrouw trainer trainster vader vakbondsbestuurder
        vakbondsleider verdachte verdediger verloskundige verpleegkundige verpleegster verslaggever
        vertegenwoordiger verzorger vicevoorzitter visser voorganger voorman voorvrouw voorzitster
        voorzitter vrachtwagenchauffeur vriend vriendin vrijwilliger vrijwilligster vrouw weerman
        weervrouw werknemer wetenschapper wethouder winkelier winnaar winnares woordvoerder
        woordvoerster zanger zangeres ziekenhuisdirecteur zoon zus"""
    ),
    forms=gather("""dr meneer mevrouw mijnheer mr prof"""),
    women=r"mevrouw|vrouw|moeder|zus|dochter|\w+(?:(?<!mee)(?<!mini)ster|ares|esse|vrouw|euse|ice|vriendin|koningin|boerin)",
    men=r"meneer|mijnheer|man|vader|broer|zoon|\w+(?:man|heer)",
    given_women=gather(
        """aaltje agnes aletta alice amber angela anja anke anna anne anneke annemarie annemiek annet
        annette anouk ans antje astrid aukje barbara bea beatrix bernadette betty bianca birgit brigitte
        carla carolien caroline chantal charlotte christel christine claudia coby cora corrie cécile
        daniëlle daphne debbie diana dineke dorien eefje eline elke ella ellen elly els elsbeth emma
        erica esmee esther eva eveline fatima femke fleur floor floortje gea geertje gerda gerdien
        gonnie greetje hanna hannah hanneke hannie heleen helena helga hetty hilde ida ilse ina inge
        ingeborg ingrid irene iris irma isabel jacqueline janna janneke jannie jantine jeanette jeltje
        jenny jessica jet johanna jolanda josien joyce judith julia juliette karen karin kim kirsten
        klaartje laura lia lieke lies liesbeth lilian linda lisa lisanne lisette loes lotte louise
        maaike maartje manon margot margriet maria mariana marianne marieke marijke marijn marit
        mariëlle marjan marjolein marjolijn marleen marloes martine mathilde merel mieke mies miranda
        mirjam monique myrthe nadia nancy naomi natasja nel nicole nienke nina noor olga paula pauline
        petra ria rianne rita roos rosa rosalie sabine sandra sanne sara sarah saskia silvia simone
        sofie sonja sophie stefanie suzanne sylvia tamara tanja tessa tineke tjitske truus ursula veerle
        vera wendy wietske wil wilhelmina willeke willemijn wilma yasmina yvette yvonne"""
    ),
    given_men=gather(
        """aad aart abel abraham achmed adam adriaan albert alex alexander ali anthonie anton ard arie
        arjan arjen arnold arnoud arthur auke bart bas ben berend bernard bert bob boudewijn bouke bram
        casper chris christiaan cor cornelis daan dave david dennis derk dick diederik dirk ed edwin
        eelco egbert emiel eric erik erwin evert ewout ferdinand ferry floris frank frans fred freek
        frits geert geertjan gerard gerben gerrit gijs govert guido guus haiko hans harm harmen harry
        hein hendrik henk henri herman hessel hugo huub ivo jaap jacob jan janwillem jasper jelle jelmer
        jeroen jesse job jochem joep johan johannes joop joost joris jos jozef jules karel kars kees
        klaas koen koos krijn lambert lars laurens leen leendert leo lex lodewijk louis luc lucas luuk
        maarten marc marcel marco marinus mark martijn martin mathijs matthijs maurice max mees menno
        merijn michael michiel mohamed nico niek niels olaf olivier onno oscar otto pascal patrick paul
        peter philip pier piet pieter pim quinten ralph ramon reinier remco remko rené richard rick rik
        rob robbert robert robin roderick roel roelof rogier roland ron ronald rudi rutger ruud sander
        sebastiaan sem sergio siebe siem simon sjaak sjoerd stan stef stefan steven sven sybren taco
        teun theo thijs thom thomas tijmen tijs tim tjeerd tobias tom ton toon victor vincent walter
        ward wessel wiebe wijnand wil wilco willem wim wouter youssef yuri"""
    ),
    insults=r"idioten?|klootzak\w*|hoer\w*|tuig|gespuis|kut\w*",
    debunked=r"nepnieuws|onwaar|ontkracht|misleidend|vals|verzonnen",
)

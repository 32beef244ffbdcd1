"""Spanish: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

_PAST = (
    "dijo|afirmó|declaró|explicó|añadió|señaló|aseguró|indicó|escribió|subrayó|advirtió|manifestó|apuntó|"
    "respondió|comentó|sostuvo|agregó|confesó|contó|recordó|destacó|insistió|replicó|contestó|reconoció|"
    "admitió|lamentó|denunció|criticó|concluyó|matizó|precisó|informó|relató|bromeó|anunció|aclaró|"
    "detalló|opinó|avisó|reiteró|remarcó|recalcó|zanjó|sentenció|prometió|preguntó|exclamó|narró|celebró|"
    "ironizó|expuso|argumentó|defendió|confirmó|negó|reveló|protestó|reclamó|pidió|alertó|resumió|"
    "justificó|puntualizó|terció|espetó|reprochó|enfatizó|expresó|testificó|publicó|tuiteó|intervino|"
    "prosiguió|continuó"
)
_PRESENT = (
    "dice|afirma|declara|explica|añade|señala|asegura|indica|escribe|subraya|advierte|manifiesta|apunta|"
    "responde|comenta|sostiene|agrega|confiesa|cuenta|recuerda|destaca|insiste|replica|contesta|reconoce|"
    "admite|lamenta|denuncia|critica|concluye|matiza|precisa|informa|relata|bromea|anuncia|aclara|"
    "detalla|opina|avisa|reitera|remarca|recalca|zanja|sentencia|promete|pregunta|exclama|resume|alerta|"
    "defiende|argumenta|confirma|niega"
)
_PARTICIPLES = (
    "dicho|afirmado|declarado|explicado|añadido|señalado|asegurado|indicado|escrito|subrayado|advertido|"
    "manifestado|apuntado|respondido|comentado|sostenido|agregado|confesado|contado|recordado|destacado|"
    "insistido|lamentado|denunciado|criticado|concluido|matizado|precisado|informado|anunciado|reconocido"
)

SPANISH = Words(
    said=(
        rf"{_PAST}|{_PRESENT}|ha(?:n|bía)? (?:{_PARTICIPLES})|"
        r"dijeron|aseguraron|explicaron|según dijo|decir|añadir"
    ),
    inverted=True,
    told_after=r"Así lo (?:dijo|afirmó|explicó|señaló|aseguró|manifestó|indicó|ha dicho|ha afirmado)",
    persons=r"(?!fuente|frente|ambiente|corriente|cartera|carrera|manera|frontera|bandera)\w{3,}(?:er[oa]|dora?|ista|nte)",
    impersonal=r"se .*|reza|figura|consta|suena",
    said_like=r"(?:se )?\w{3,}(?:a|e|ó|ía)|(?:se )?ha \w{3,}[ad]o",
    dashes=True,
    drops_subject=True,
    adverbs=(
        r"ayer|hoy|también|luego|después|así|además|entonces|tajante|rotund[oa]|entre|y|e|pero|al|"
        r"ya|no|\w+mente|\w+ndo"
    ),
    plural=r"ron|[ae]n|han (?:\w+)",
    role_endings=(
        r"\w{3,}(?:ólog[oa]|iatra)|(?!(?:comput|orden|indic|mir|aspir)ador)\w{4,}dora?|"
        r"(?:period|sindical|activ|novel|futbol|jur|art|cicl|ten|anal)ista"
    ),
    incises=r".*(?:ó|ijo)",
    of=r"de|del",
    role_adjectives=gather("antiguo antigua ex entonces futuro futura presunto presunta"),
    before_said=r"le|les|se|nos|luego|también|así|entonces|lo|me|así lo|tal y como",
    according=r"según|a juicio de|en opinión de|en palabras de|a ojos de|para",
    weak_according=gather("para"),
    by_him=r"según él",
    by_her=r"según ella",
    by_either=r"a su juicio|en su opinión|en sus palabras|a su entender",
    he=r"él",
    she=r"ella",
    others=r"ellos|ellas|yo|nosotros|quien|que|esto|eso|todos|muchos|nadie",
    indefinites=r"una?",
    determiners=r"el|la|los|las|un|una|su|este|esta|ese|esa",
    definites=r"el|la|los|las|su|este|esta",
    masculine=r"el|un|este|ese",
    feminine=r"la|una|esta|esa",
    prepositions=(
        r"de|del|en|a|al|durante|tras|ante|para|por|con|sin|sobre|desde|hasta|entre|contra|hacia|según|bajo"
    ),
    stops=(
        r"que|quien|ayer|hoy|lunes|martes|miércoles|jueves|viernes|sábado|domingo|y|este|después|"
        r"antes|cuando"
    ),
    small=gather(
        """a actual al ante así aunque ayer cada como con condenado cuando de del desde después domingo dos
        durante el ella ellas ellos en entre era es esta este esto fundada ganó hasta hay hoy jueves la
        las le lo los luego lunes martes mientras miércoles muchos más nadie ni no o para pero por
        porque preguntada preguntado pues que quedaron quien se según ser si sin sobre solo son su sus
        sábado sí también tras tres un una viajaban viernes votaron y ya"""
    ),
    bodies=gather(
        """academia agencia audiencia ayuntamiento banco centro club comisión congreso consejo código
        emergencias federación fundación gobierno grupo guardia hospital instituto junta ministerio
        museo partido penal policía racing real senado sindicato teatro textiles tribunal universidad"""
    ),
    roles=gather(
        """abogada abogado actor actriz agente agricultor agricultora alcalde alcaldesa analista anciana
        anciano antropóloga antropólogo arquitecta arquitecto artista arzobispo asesor asesora atleta
        autor autora banquero bibliotecaria bióloga biólogo bombera bombero camarera camarero camionero
        candidata candidato cantante capitana capitán cardenal cartera cartero catedrática catedrático
        ceo científica científico cirujana cirujano colega comandante comisaria comisario compañera
        compañero concejal concejala conductor conductora consejera consejero coordinador coordinadora
        coronel cónsul dama defensa defensor defensora delantera delantero delegada delegado delegados
        dependienta diputada diputado director directora dirigente doctor doctora dr dra dueña dueño
        economista edil embajador embajadora empleada empleado empresaria empresario enfermera enfermero
        entrenador entrenadora escritor escritora esposa esposo exalcalde exalcaldesa exministra
        exministro experta experto expresidente farmacéutica fiscal fotógrafa fotógrafo funcionaria
        funcionario fundador fundadora futbolista física físico galerista ganadera ganadero ganador
        ganadora general gerente geóloga geólogo gobernador gobernadora guarda guardia hermana hermano
        hija hijo historiador historiadora hombre ingeniera ingeniero inspector inspectora instructora
        intendente investigador investigadora jefa jefe jubilada jubilado juez jueza jugador jugadora
        letrada letrado librera librero líder madre maestra maestro magistrada magistrado meteoróloga
        meteorólogo miembro militar ministra ministro monja mujer médica médico música músico novelista
        obispo oficial operaria operario padre panadera panadero pasajera pasajero pastor pastora
        periodista pescador pescadora piloto poeta policía política político portavoz portera portero
        presidenta presidente primer procurador productor productora profesor profesora propietaria
        propietario proveedor proveedora psicóloga psicólogo párroco rector rectora regidor regidora
        reina representante responsable rey sacerdote sargento secretaria secretario senador senadora
        señor señora sindicalista socia socio socióloga sociólogo soldado sr sra subdirector
        subdirectora teniente tesorera tesorero testigo titular trabajador trabajadora vecina vecino
        veterinaria veterinario vicepresidenta vicepresidente viuda viudo vocal víctima árbitro"""
    ),
    forms=gather("""dr dra señor señora sr sra don doña"""),
    women=(
        r"señora|sra|doña|mujer|madre|actriz|alcaldesa|jueza|reina|"
        r"\w+(?:ora|ada|óloga|era|tra|ana|nta|ina|aria|iga)"
    ),
    men=r"señor|sr|don|hombre|padre|rey|\w+(?:or|ado|ólogo|ero|tro|ano|ario|igo)",
    double_surnames=True,
    given_women=gather(
        """adela adriana aida ainhoa alba alejandra alicia almudena amalia amanda amaya amelia amparo ana
        andrea antonia araceli aurora azucena beatriz begoña belén berta blanca candela carla carlota
        carmela carmen carolina catalina cecilia celia chelo clara claudia concepción concha consuelo
        cristina daniela diana dolores elena elisa elvira ema emilia encarnación esperanza estefanía
        ester esther eugenia eulalia eva felisa francisca fátima gabriela gema gemma gloria graciela
        guadalupe herminia inmaculada inés irene iris isabel jimena josefa juana judith julia juliana
        laura leire leonor leticia lidia lola lorena lourdes lucía luisa luz macarena magdalena maite
        manuela mar marcela margarita mariana maribel marina marisa marisol marta martina maría matilde
        mercedes milagros minerva miriam montserrat mónica natalia nerea nieves noelia nuria olga olivia
        paloma paola patricia paula paulina paz petra pilar raquel rebeca regina remedios rita rocío
        rosa rosalía rosana rosario ruth sandra sara silvia sofía sol soledad sonia susana tamara tania
        teresa valentina valeria vanesa vega verónica vicenta victoria violeta virginia yolanda zaida
        águeda ángela ángeles"""
    ),
    given_men=gather(
        """abel adolfo adrián agustín aitor alberto alejandro alejo alfonso alfredo amadeo anastasio andrés
        antonio aníbal ariel armando arturo asier augusto aurelio bartolomé basilio bautista benito
        benjamín bernardo blas borja braulio bruno carlos christian claudio cristian cristóbal césar
        damián dani daniel darío david diego domingo eduardo efraín eladio eliseo eloy elías emiliano
        emilio enrique ernesto esteban eugenio eusebio ezequiel fabián federico feliciano felipe fermín
        fernando fidel florencio francisco félix gabriel genaro gerardo germán gerónimo gilberto gonzalo
        gregorio guillermo gustavo hernán hilario hugo héctor ignacio iker isaac isidoro isidro ismael
        iván jacinto jacobo jaime javier jerónimo jesús joan joaquín jon jonás jordi jorge josep josé
        juan julio julián justo leandro leo leonardo leopoldo lorenzo lucas luciano luis lázaro manuel
        marc marcelino marcelo marcial marco marcos mariano mario martín mateo matías mauricio
        maximiliano miguel modesto moisés máximo nacho narciso nicolás norberto néstor octavio pablo
        paco pascual patricio pedro pepe quique rafael ramiro ramón raúl ricardo roberto rodolfo rodrigo
        rogelio romualdo román rubén salvador samuel santiago santos saúl sebastián sergio simón teodoro
        teófilo tomás ulises valentín vicente víctor xavier yago álvaro ángel íñigo óscar"""
    ),
    insults=r"mierda|puta|imbécil\w*|idiotas?|gilipollas|cabr[oó]n\w*",
    debunked=r"bulos?|falsedad\w*|desmentid[oa]s?|engañoso|falso|falsa",
)

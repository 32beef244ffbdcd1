"""German verbs of saying, the forms of their moods, and what they stand with."""

from __future__ import annotations

from bot.extract.words import gather

_WEAK = """sag erklär beton mein äußer kommentier kritisier forder warn bezeichn behaupt ergänz antwort
    erwider entgegn bericht lob bekräftig verkünd bedauer begründ bestätig konstatier urteil resümier
    erläuter versicher beklag mahn monier formulier frag verurteil appellier bemerk argumentier beteuer
    spekulier vermut glaub schilder erzähl jubel spott twitter post plädier prognostizier rechtfertig
    verteidig reagier protestier scherz klag sorg wünsch charakterisier titulier präzisier konter
    skizzier attestier bescheinig unterstell wiederhol signalisier dementier gelob offenbar zweifel
    moser wetter schimpf frohlock bilanzier analysier informier besag empör rüg bezweifel skandier
    triumphier mutmaß proklamier tadel attackier würdig verlang ermahn erwart definier prophezei
    schwärm garantier verlaut erinner vermeld hoff fürcht befürcht"""
_STRONG = """schrieb schreibt schreiben schrieben nannte nennt nannten nennen sprach spricht sprachen
    sprechen rief ruft riefen unterstrich unterstreicht befand befindet beschrieb beschreibt beschrieben
    empfiehlt empfahl empfehlen riet rät verriet verrät versprach verspricht schwor schwört widersprach
    widerspricht bat bittet las liest heißt hieß meldete meldet meldeten vertrat vertritt verwies verweist
    antwortete bezog bezieht gestand gesteht hielt sah sieht sehen gab gibt gaben geben
    teilte teilt teilten teilen fügte fügt führte führt führten fuhr fährt kündigte kündigt kündigten
    stellte stellt stellten wies weist räumte räumt räumten warf wirft warfen hob hebt legte legt
    schlug schlägt schlugen wandte wendet setzte strich drückte
    deutete zeigte zeigt zeigten schloss begrüßte begrüßt begrüßten lehnte lehnt lehnten
    fand findet bewertete bewertet kennzeichnete lautet lautete dachte denkt
    interpretierte begann verlas verliest gratulierte dankte bedankte freute freut
    erfuhr entschuldigte verabschiedete äußerte meinen behaupten ging geht nahm nimmt zog zieht lud
    wehrte wehrt bedachte titelte titelt rechnet rechnete hält halten hielten stuft stufte stufen
    wertet wertete
    werten zitierte zitiert zitierten"""
PARTICLES = gather(
    """mit an aus bekannt zu hinzu fort fest klar ein hin zurück hervor vor nach heraus ab auf bei nahe dar
    weiter entgegen um"""
)
"""Separated prefixes that end a clause: gab … bekannt, fügte … hinzu."""


def _bend(stems: str) -> list[str]:
    forms = []
    for stem in stems.split():
        link = "e" if stem[-1] in "td" or stem.endswith(("chn", "gn")) else ""
        forms += [f"{stem}{link}te", f"{stem}{link}ten", f"{stem}{link}t"]
        forms += [f"{stem}en"] if not stem.endswith("er") else [f"{stem}n"]
    return forms


_JOINED = [
    f"{prefix}{form}"
    for prefix, forms in {
        "mit": "teilte teilten teilt teilen",
        "an": "gab gibt gaben kündigte kündigt kündigten merkte merkt mahnte fügte klagte deutete deutet",
        "bekannt": "gab gibt gaben",
        "zu": "gab gibt gaben sagte sicherte sichert",
        "hinzu": "fügte fügt fügten",
        "aus": "führte führt führten sagte sagten sagt drückte drückt sprach",
        "fort": "fuhr fährt",
        "fest": "stellte stellt stellten hielt hält",
        "klar": "stellte stellt stellten",
        "ein": "räumte räumt räumten wandte wendet gestand gesteht schätzte schätzt",
        "hin": "wies weist wiesen",
        "zurück": "wies weist wiesen",
        "hervor": "hob hebt hoben",
        "vor": "warf wirft warfen schlug schlägt schlugen rechnete",
        "dar": "legte legt legten stellte stellt",
        "nahe": "legte legt",
        "heraus": "strich stellte",
        "auf": "rief ruft riefen forderte fordert",
    }.items()
    for form in forms.split()
]
SAYING = frozenset([*_bend(_WEAK), *_STRONG.split(), *_JOINED])
"""Finite forms that report speech."""
SAID = gather(
    """gesagt erklärt betont gemeint geäußert kommentiert kritisiert gefordert gewarnt bezeichnet behauptet
    ergänzt geantwortet erwidert entgegnet berichtet gelobt bekräftigt verkündet bedauert begründet
    bestätigt erläutert versichert beklagt gemahnt formuliert gefragt verurteilt bemerkt argumentiert
    beteuert genannt geschrieben gesprochen gerufen unterstrichen befunden beschrieben empfohlen
    versprochen geschworen gemeldet vertreten verwiesen mitgeteilt angegeben bekanntgegeben hinzugefügt
    ausgeführt fortgefahren angekündigt festgestellt klargestellt hingewiesen zurückgewiesen
    eingeräumt vorgeworfen hervorgehoben dargelegt vorgeschlagen eingewandt zugegeben ausgesagt
    ausgedrückt zugesagt gewürdigt verteidigt begrüßt abgelehnt ausgesprochen aufgefordert aufgerufen
    geschildert erzählt charakterisiert tituliert gesehen bekundet verlangt gerügt gewertet"""
)
"""Participles that report speech, behind "hat" or "wurde … von"."""
TO_SAY = gather("einräumen zugeben mitteilen feststellen hinzufügen ankündigen klarstellen ausführen betonen")
HAVE = gather("hat hatte haben hatten habe")
UNREAL = gather(
    "könnte könnten müsste müssten sollte sollten würde würden hätte hätten wäre wären dürfte dürften"
)
"""Conditional forms: between two sentences of reported speech they do not end it."""
HOLDS = gather("ist war sind waren bleibt bedeutet hält steht stellt handelt wäre gilt")
"""What stands behind "für" and the one who holds an opinion."""
BEING = gather(
    "ist war sind waren hat hatte haben hatten wird wurde zeigte zeigt gab sah ging kam trat blieb stand"
)
BE_DONE = gather("wird wurde werden wurden worden")
QUOTED = gather("zitiert zitierte zitierten zitieren")
STANCES = gather("stellung protokoll ausdruck wort recht")
"""Nouns that make a light verb one of saying: nahm … Stellung."""
MODALS = gather("will wollte kann konnte möchte muss musste soll sollte wollen können müssen")
LETS = gather(
    "lässt ließ lassen ließen würde würden solle müsse könne dürfe wolle sollten wollten konnten mussten"
)
LIGHT = gather(
    """gab gibt gaben geben teilte teilt teilten teilen fügte fügt führte führt führten fuhr fährt stellte
    stellt stellten wies weist räumte räumt räumten warf wirft warfen hob hebt legte legt schlug schlägt
    schlugen wandte wendet setzte strich drückte deutete zeigte zeigt zeigten schloss lehnte lehnt lehnten
    fand findet ging geht nahm nimmt zog zieht lud hielt sah sieht sehen wehrte wehrt las liest
    werfen rechnet rechnete hält halten hielten stuft stufte stufen wertet wertete werten
    heißt hieß begann dachte denkt freute freut bezog bezieht gesteht gestand glaubt glaubte"""
)
"""Verbs that say something only with a particle, a "dass", a colon or the subjunctive."""
BLAMING = gather("warf wirft warfen werfen hielt hält hielten halten")
WANTS = gather("will wollte wollen wollten")
JUDGING = WANTS | gather(
    """hält halten hielt hielten stuft stufte stufen wertet wertete werten sieht sah sehen rechnet rechnete
    zeigt zeigte zeigten"""
)
"""Light verbs that say something with a quotation of their own: stuft … als „…“ ein."""
MOODS = gather(
    """sei seien habe werde würde würden müsse könne solle wolle dürfe gebe gehe komme stehe liege brauche
    bleibe lasse wisse sehe halte bestehe finde nehme mache handele handle bringe führe treffe gelte
    bedeute erwarte fehle sage spreche zeige stelle bekomme spiele verstehe
    hätten wären müssten könnten dürften bräuchten"""
)
"""Finite forms of the subjunctive, by which German marks what somebody else says."""

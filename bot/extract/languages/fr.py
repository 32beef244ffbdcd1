"""French: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

_PARTICIPLES = (
    "déclaré|dit|affirmé|expliqué|ajouté|indiqué|souligné|estimé|assuré|annoncé|écrit|précisé|répondu|"
    "confié|lancé|regretté|poursuivi|commenté|raconté|témoigné|insisté|prévenu|rétorqué|répliqué|soufflé|"
    "reconnu|jugé|conclu|martelé|plaidé|rappelé|averti|dénoncé|résumé|glissé|savouré|observé|noté|"
    "détaillé|ironisé|plaisanté|avoué|admis|promis|confirmé|réagi|rassuré|déploré|critiqué|fustigé|salué|"
    "tonné|interrogé|demandé|considéré|fait savoir|fait valoir|relevé|nuancé|concédé|soutenu|tranché|"
    "tempéré|tweeté|repris|complété"
)
_PRESENT = (
    "déclare|dit|affirme|explique|ajoute|indique|souligne|estime|assure|annonce|écrit|précise|répond|"
    "confie|lance|regrette|poursuit|commente|raconte|témoigne|insiste|prévient|rétorque|réplique|souffle|"
    "reconnaît|juge|conclut|martèle|plaide|rappelle|avertit|dénonce|résume|glisse|savoure|observe|note|"
    "détaille|ironise|plaisante|avoue|admet|promet|confirme|réagit|rassure|déplore|critique|fustige|"
    "salue|tonne|calcule|nuance|tempère|considère|relève|concède|soutient|tranche|soupire|grogne|peste|"
    "sourit|agace|amuse|inquiète|interroge|indigne|félicite|souvient|reprend|complète|renchérit|abonde|"
    "constate|affirmait|disait|expliquait"
)

FRENCH = Words(
    said=(
        rf"(?:(?:a|ont|avait|ai)(?:-t-(?:il|elle|on))?|s['’]est(?:-(?:il|elle))?)"
        rf"(?: (?:aussi|encore|ensuite|également|alors|notamment|\w+ment))? (?:{_PARTICIPLES}|"
        rf"agacée?|amusée?|inquiétée?|interrogée?|indignée?|félicitée?|souvenue?|exclamée?|emportée?)"
        rf"|(?:s['’]|se )?(?:{_PRESENT})(?:-t-(?:il|elle|on)|-(?:il|elle))?|fait savoir"
    ),
    inverted=True,
    persons=r"(?!moteur|secteur|valeur|hauteur|rivière|lumière|manière|matière|frontière)\w{3,}(?:ière?|euse|eur|iste|ienne|ien|ante?)",
    said_like=(
        r"(?:s['’]|se )?\w{3,}(?:e|t|d|a|it)(?:-t-(?:il|elle))?|(?:s['’]|se )?\w{3,}-(?:il|elle)|"
        r"(?:a|s['’]est)(?:-t-(?:il|elle))? \w{3,}(?:é|ée|i|u|is|it)"
    ),
    dashes=True,
    plural=r"ont\b.*",
    role_endings=r"\w{3,}(?:logue|logiste|iatre)|(?!(?:ordin|accéler)ateur)\w{4,}(?:teur|trice)|(?:journal|économ|activ|syndical|analy|art|urban|cycl)iste",
    incises=r".*-t-.*|(?:lui |leur )?(?:a|ont) .*|.*-(?:il|elle)",
    of=r"de|du|des|d['’]",
    role_adjectives=gather("ancien ancienne ex futur future"),
    he_said=r".*-il(?: .*)?",
    she_said=r".*-elle(?: .*)?",
    before_said=r"lui|leur|nous|se|y|en|l['’]|nous|me",
    according=r"selon|d['’]après|aux yeux d(?:e|u|es)|pour|de l['’]avis d(?:e|u|es)",
    weak_according=gather("pour"),
    by_him=r"selon lui|d['’]après lui|pour lui",
    by_her=r"selon elle|d['’]après elle|pour elle",
    by_either=r"à ses yeux|à son avis|et d['’]ajouter|et de (?:conclure|préciser|poursuivre)",
    he=r"il|-t-il",
    she=r"elle|-t-elle",
    others=r"ils|elles|on|je|nous|vous|qui|que|ce|cela|ça|tous|beaucoup",
    indefinites=r"une?",
    determiners=r"le|la|les|un|une|l['’]|ce|cette|son|sa",
    definites=r"le|la|les|l['’]|ce|cette|son|sa",
    masculine=r"le|un|ce",
    feminine=r"la|une|cette|sa",
    prepositions=(
        r"de|du|des|d['’]|à|au|aux|dans|en|lors|après|avant|sur|devant|pour|par|chez|avec|sans|sous|vers|"
        r"contre|entre|depuis|dès|auprès|selon"
    ),
    stops=r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|aujourd['’]hui|qui|que|et|lors",
    small=gather(
        """a après au aucun aujourd'hui aussi autour aux avant avec beaucoup buteur ce ces cet cette chez
        comme contre critique d dans de depuis des deux devant dimanche du dès elle elles en entre et
        fermé fondée hier il ils interrogé interrogée je jeudi l la lannec le les leur lors lundi mais
        mardi mené mercredi même ni nous on or ou où par parmi pour protégée puis quand quatre que qui s
        sa samedi se selon ses si son sous sur tous tout toute trois un une vendredi vers voilà à
        étaient"""
    )
    - gather("lannec"),
    bodies=gather(
        """académie agence assemblée banque centre club code commission conseil cour fondation fédération
        gare groupe hôpital institut ministère musée parti police prix radio saint saint-aulin société
        stade syndicat sénat théâtre université"""
    )
    - gather("saint-aulin"),
    roles=gather(
        """acteur actrice adjoint adjointe agriculteur agricultrice ambassadeur ambassadrice analyste
        anthropologue apiculteur archevêque artiste attaquant attaquante auteur autrice avocat avocate
        berger bergère bibliothécaire biologiste biologistes boulanger boulangère buteur bâtonnier cadre
        candidat candidate capitaine cardinal ceo chanteur chanteuse chauffeur chef cheffe chercheur
        chercheuse chirurgien chirurgienne climatologue coach collègue colonel commandant commandante
        commerçant commerçante commissaire comédien comédienne conducteur conductrice conseiller
        conseillère consul coordinateur coordinatrice curé directeur directrice dirigeant dirigeante
        docteur docteure dr défenseur délégué déléguée député députée employé employée enquêteur
        enseignant enseignante entraîneur entraîneuse expert experte femme fonctionnaire fondateur
        fondatrice frère garde gardien gardienne gouverneur général générale géologue gérant gérante
        habitant habitante historien historienne homme hydrologue infirmier infirmière ingénieur
        ingénieure inspecteur inspectrice instituteur institutrice journaliste juge juriste lauréat
        lauréate lieutenant locataire m madame magistrat magistrate maire maître me membre ministre mme
        monsieur musicien musicienne mère médecin météorologue notaire négociateur océanologue officier
        ornithologue ouvrier ouvrière passager passagère pasteur patron patronne paysan paysanne
        photographe pilote policier policière politologue pompier porte-parole poète poétesse pr
        premier-ministre procureur procureure producteur productrice professeur professeure préfet
        préfète président présidente psychologue père pêcheur rabbin rapporteur rapporteure recteur
        rectrice représentant représentante responsable retraité retraitée riverain riveraine romancier
        romancière réalisateur réalisatrice rédacteur rédactrice salarié salariée secrétaire sergent
        skipper sociologue soldat spécialiste supporter syndicaliste sénateur sénatrice sœur technicien
        trésorier trésorière témoin veuve vice-président vice-présidente victime viticulteur
        viticultrice voisin voisine vétérinaire économiste écrivain écrivaine éditeur éditrice éleveur
        éleveuse élu élue évêque"""
    ),
    forms=gather("""dr m madame me mme monsieur maître"""),
    women=r"madame|mme|\w+(?:trice|euse|ière|ienne|sse|ée|ante|ente|cate|ère|femme|mère|sœur|ouse)",
    men=r"monsieur|m|\w+(?:teur|eur|ier|ien|père|frère|homme)",
    given_women=gather(
        """adeline adèle agathe agnès alexandra alice aline amandine amina amélie anaïs andrée angélique
        anna anne annie antoinette ariane arlette audrey aurore aurélie aïcha bernadette berthe brigitte
        béatrice bénédicte camille capucine carine carole caroline catherine chantal charlotte chloé
        christelle christiane christine claire clara clarisse claudine clotilde clémence colette coralie
        corinne cécile céline danielle danièle delphine denise diane dominique emma estelle eugénie
        evelyne fabienne fanny fatima florence florine françoise frédérique gabrielle gaëlle geneviève
        georgette germaine ghislaine gisèle henriette hortense hélène ingrid inès irène isabelle
        jacqueline jeanne jeannine jessica josette josiane joëlle julie juliette justine karine laetitia
        laure laurence liliane line lise louise lucie lucienne lydie léa léna léonie madeleine magali
        manon margaux margot marguerite marie marine marion marthe martine mathilde maud micheline
        michèle mireille monique muriel myriam mélanie mélissa nadia nadine nadège nathalie nicole nina
        noémie océane odette odile ophélie pascale patricia paule paulette pauline perrine raymonde
        renée romane rosalie régine sabine sabrina sandra sandrine sarah simone solange solène sonia
        sophie stéphanie suzanne sylvie ségolène séverine thérèse valentine valérie vanessa victoire
        violette virginie viviane véronique yasmine yvette yvonne zoé élisabeth élise élodie éloïse
        éléonore émilie éva"""
    ),
    given_men=gather(
        """achille adrien ahmed alain albert alexandre alexis alfred ali alphonse amaury ambroise anatole
        andré antoine antonin armand arnaud arthur aubin auguste augustin aurélien aymeric baptiste
        barthélemy bastien baudouin benjamin benoît bernard bertrand boris brice bruno charles christian
        christophe claude clément cyril cédric damien daniel david denis didier edgar edmond emmanuel
        enzo erwan eugène fabien fabrice ferdinand fernand florent florian francis franck françois
        frédéric félix gabriel gaspard gaston gauthier gaël gaëtan geoffroy georges germain gilbert
        gilles grégoire grégory guillaume gustave guy gérald gérard hadrien henri hervé hubert hugo
        hugues ismaël jacques jean joachim jonathan joseph joël jules julien jérémie jérémy jérôme karim
        kévin laurent lilian lionel louis loïc luc lucas lucien ludovic léo léon léonard léopold malik
        marc marcel marius martin mathias mathieu matthieu maurice mehdi michel mohamed nathan nicolas
        noël octave olivier omar oscar pascal patrice patrick paul philippe pierre quentin raoul raphaël
        raymond renaud rené richard robert robin rodolphe roger roland romain rémi rémy samuel serge
        simon sofiane stéphane sylvain sébastien tanguy thibault thibaut thierry thomas timothée tristan
        valentin victor vincent walid xavier yanis yann yannick yves yvon édouard élie éloi émile éric
        étienne"""
    ),
    insults=r"connards?|salope|merde|putain|abrutis?",
    debunked=r"faux|infox|mensong\w*|intox|trompeu\w*",
)

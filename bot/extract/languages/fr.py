"""French: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

FRENCH = Words(
    said=(
        r"a déclaré|a dit|dit|a affirmé|affirme|a expliqué|explique|a ajouté|ajoute|a indiqué|"
        r"indique|a souligné|souligne|a estimé|estime|a assuré|assure|a annoncé|a écrit|écrit|"
        r"a précisé|précise|a répondu|a confié|déclare|raconte|a lancé|lance|a regretté|poursuit|"
        r"a poursuivi|ont déclaré|ont affirmé|a commenté"
    ),
    before_said=r"a-t-|-",
    according=r"selon|d['’]après|pour",
    he=r"il|-t-il",
    she=r"elle|-t-elle",
    others=r"ils|elles|on|je|nous",
    weak_according=gather("""pour"""),
    determiners=r"le|la|les|un|une",
    definites=r"le|la|les",
    prepositions=r"du|de",
    conjunctions=r"et",
    stops=(
        r"à|au|aux|dans|en|lors|après|avant|de|du|des|sur|qui|que|devant|pour|mardi|lundi|mercredi|"
        r"jeudi|vendredi|samedi|dimanche|et"
    ),
    small=gather("""dans elle en il jeudi la le les lundi mardi mercredi pour selon un une vendredi"""),
    roles=gather(
        """ceo directeur directrice dr député députée général madame maire ministre mme monsieur porte-parole
        pr premier-ministre président présidente"""
    ),
    forms=gather("""dr m madame mme monsieur"""),
    role_stops=gather("""et la le les un une"""),
    women=r"madame|mme|directrice",
    men=r"monsieur|président",
    insults=r"connards?|salope|merde|putain",
    debunked=r"faux|infox",
)

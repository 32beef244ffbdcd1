"""English: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

ENGLISH = Words(
    said=(
        r"said|says|say|write|argue|told|tells|asked|asks|added|adds|wrote|writes|tweeted|tweets|"
        r"posted|replied|replies|responded|responds|answered|answers|continued|continues|explained|"
        r"explains|noted|notes|warned|warns|argued|argues|insisted|insists|recalled|recalls|"
        r"concluded|concludes|declared|declares|announced|announces|claimed|claims|commented|"
        r"comments|stated|states|joked|jokes|quipped|observed|observes|acknowledged|acknowledges|"
        r"admitted|admits|conceded|concedes|suggested|suggests|predicted|predicts|urged|urges|"
        r"called|calls|described|describes|emphasi[sz]ed|stressed|stresses|remarked|vowed|vows|"
        r"promised|promises|pledged|complained|complains|countered|counters|lamented|mused|boasted|"
        r"testified|shouted|yelled|exclaimed|read|reads|went on|goes on|put it|cautioned|cautions|"
        r"contended|asserted|asserts|denied|maintained|reported|reiterated|confirmed|confirms|"
        r"accused|blasted|criticized|praised|dismissed|demanded|thundered|deadpanned|offered|"
        r"interjected|retorted|chimed in|pointed out|points out|wondered|thinks|thought|believes|"
        r"told reporters|revealed|shared|opined|pleaded|agreed|agrees|proclaimed|cried|laughed|"
        r"tells|protested|marveled|summed up"
    ),
    participles=(
        r"saying|adding|telling|asking|writing|noting|arguing|claiming|explaining|warning|insisting|stating|"
        r"declaring|suggesting|tweeting|concluding|chanting|shouting|yelling|responding|replying|quipping|"
        r"joking|stressing|calling|describing|emphasizing|predicting|complaining|boasting|asserting|"
        r"to (?:say|tweet|write|state|ask|add|tell|declare|argue|explain|note|call)"
    ),
    verb_endings=r"[a-z]{3,}(?:ed|es|s)",
    plain_verbs=(
        r"(?:is|was|did|does|do|has|had|would|could|can|will|should|are|were|have)n['’]t|"
        r"is|was|has|had|were|are|will|would|did|does|can|could|may|might|must|should|went|took|made|came|gave|"
        r"got|ran|won|lost|left|met|spoke|began|held|told|said|kept|grew|saw|sent|put|led|fell|drew|chose|knew"
    ),
    openers=(
        r"in|on|at|after|when|while|as|during|despite|although|though|if|since|because|before|following|with|"
        r"for|by|to|over|under|amid|once|until|throughout|within|without|from|through|like|unlike|instead|"
        r"asked|speaking|responding|according|among"
    ),
    objects_him=r"his|him|himself",
    objects_her=r"her|hers|herself",
    passives=r"(?:was|were|been|being|is|are|when|once|if) (?:\w+ly )?(?:asked|told)",
    before_said=r"then|also|later|has|had",
    according=r"according to|in the words of",
    he=r"he",
    she=r"she",
    others=r"they|it|i|we|you|who|which|that|this|there|what|how|him|them|so",
    determiners=(
        r"the|an?|his|her|its|their|one|another|some|many|several|two|three|most|both|other|those|these|"
        r"\d[\d,.]*(?: ?%| percent| per cent)?"
    ),
    definites=r"the|his|her|their|its",
    prepositions=r"of|for|from|in|at|with|by|to|on",
    fillers=(
        r"has|had|have|also|later|then|even|once|reportedly|recently|often|repeatedly|already|"
        r"again|famously|previously|simply|would|will|further|just|never|n['’]|was|is|be|did|do|"
        r"who|which|(?-i:(?!family|ally|assembly|rally|bully|monopoly|daily|weekly|monthly|quarterly|anomaly)[a-z]{3,}ly)"
    ),
    conjunctions=r"and|but|then|as|also|later|however|so|yet|while|though|when|i",
    stops=(
        r"on|in|at|during|after|when|as|while|last|this|earlier|before|who|which|that|with|by|"
        r"about|from|to|for|of|against|via|following|because|if|where|outside|inside|over|since|"
        r"under|through|into|among|and|but|late"
    ),
    described_stops=r"on|during|after|when|as|while|last|this|who|which|that|told|via",
    small=gather(
        """a about according after all also although among an and april as asked at august because before
        besides both but by december despite during each earlier even february following for friday from
        given he her here his how however i if in instead it its january july june just last later like many
        march may meanwhile monday more most mr mrs no not november now october of on once one or our over
        regarding saturday september she since so some speaking still sunday that the their then there these
        they this those though three thursday to today tonight tuesday two under unlike until upon we
        wednesday well what when where whether while who why with yes yesterday yet you"""
    ),
    bodies=gather(
        """act action affairs african agency airport america arena army asian associated association atoll
        avenue awards bank board bridge building bureau campaign capitol center centre church city club
        college commission committee company congress convention corp council county court cup daily defense
        democrats department east european federal festival force fort foundation fox fund group health hill
        homeland hospital hotel house inc institute international island islands journal lake las law league
        los ltd magazine media ministry morning mount museum national navy network new news north office
        party party's post press project radio republicans reuters rights river saint san school security
        senate show south square st stadium state states street super supreme times tower union united
        university valley wall west white world"""
    ),
    roles=gather(
        """passenger survivor eyewitness onlooker bystander commuter shopkeeper motorist cyclist campaigner
        teenager pensioner landlord landlady tenant midwife coroner juror foreman barrister solicitor
        defendant plaintiff goalkeeper defender winger referee umpire jockey meteorologist forecaster
        climatologist epidemiologist virologist botanist statistician sociologist violinist cellist alderman
        baroness volunteer lecturer constable brigadier envoy attaché consul legislator backbencher taoiseach
        undertaker drummer guitarist presenter broadcaster photographer filmmaker astronaut cashier
        activist actor actress admiral adviser advisor aide ambassador analyst anchor archbishop architect
        attorney author billionaire biologist bishop boss brother brothers businessman businesswoman campaign
        candidate captain cardinal ceo cfo chair chairman chairperson chairwoman chancellor chemist chief
        cmdr co-founder coach col colonel columnist commander commissioner congressman congresswoman
        composer consultant coordinator correspondent councillor councilman councilwoman curator dame daughter
        delegate democratic deputy detective director doctor dr driver ecologist economist editor engineer
        entrepreneur ex-president executive expert farmer father fellow firefighter first former founder
        friend gen general geologist gop gov governor head headteacher historian host husband imam inspector
        journalist judge justice keeper king lady lawmaker lawyer leader librarian lieutenant lord lt maj
        manager master mayor member midfielder minister miss moderator mogul mother mp mr mrs ms neighbor
        neighbour nominee novelist nurse officer official operative organizer owner paramedic partner pastor
        painter physicist pilot planner poet pollster pope premier president prime prince princess principal
        producer prof professor prosecutor queen rabbi ranger rep reporter representative republican
        researcher resident retired rev reverend scholar scientist secretary sen senator sergeant sgt sheriff
        singer sir sister sisters skipper son speaker spokesman spokespeople spokesperson spokeswoman staffer
        star strategist striker student superintendent surgeon surveyor teacher treasurer trener trustee
        twins veteran vicar vice warden wife witness writer"""
    ),
    role_endings=r"minister|general|manager|trainer|spokes(?:man|woman|person)|professor|senator",
    forms=gather("""brothers dame dr lady lord m miss mr mrs ms sir sisters twins"""),
    role_stops=gather(
        """a according added an and as at be became become been being but by for from in is of on or said says
        that the to told was when while who with wrote"""
    ),
    role_adjectives=gather(
        """acting alleged assistant associate caretaker chief convicted defeated deposed deputy disgraced
        dismissed ex exiled fired former impeached incoming indicted interim jailed late honorary onetime
        opposition ousted outgoing resigned retired sacked senior shadow suspected suspended then vice
        wannabe"""
    ),
    women=r"woman|actress|queen|princess|mother|wife|daughter|sister|mrs|ms|miss|lady|dame",
    men=(
        r"spokesman|chairman|businessman|councilman|congressman|mr|sir|lord|king|prince|father|"
        r"husband|(?<!per)son|brother|pope|bishop|actor"
    ),
    insults=(
        r"idiots?|morons?|stupid|scum|bastards?|bitch(?:es)?|fuck\w*|shit\w*|assholes?|whores?|"
        r"sluts?|pigs?|retards?|losers?|vermin|n[i1]gg\w+|fag(?:got)?s?|trash|crap|dumb|liars?|"
        r"crooked"
    ),
    debunked=(
        r"false(?:ly)?|debunked|fact[- ]check\w*|no evidence|baseless|unfounded|hoax|misleading|"
        r"disproved|fake|without (?:any )?(?:evidence|proof)|no proof|unproven|conspiracy theor\w+"
    ),
)

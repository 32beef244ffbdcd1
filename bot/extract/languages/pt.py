"""Portuguese, of Portugal and Brazil: the words by which quotations and their speakers are read."""

from __future__ import annotations

from bot.extract.languages.words import Words
from bot.extract.words import gather

_PAST = (
    "disse|afirmou|declarou|explicou|acrescentou|garantiu|escreveu|sublinhou|frisou|alertou|contou|"
    "justificou|sustentou|respondeu|confessou|concluiu|atalhou|informou|reforçou|protestou|rebateu|"
    "adiantou|relatou|insistiu|lembrou|recordou|destacou|ressaltou|salientou|defendeu|criticou|admitiu|"
    "reconheceu|lamentou|anunciou|prometeu|perguntou|exclamou|ironizou|comentou|observou|notou|avisou|"
    "advertiu|apontou|assegurou|confirmou|negou|revelou|denunciou|replicou|retorquiu|contrapôs|referiu|"
    "indicou|apelou|considerou|esclareceu|detalhou|completou|continuou|prosseguiu|resumiu|ponderou|"
    "opinou|brincou|desabafou|publicou|tuitou|reiterou|enfatizou|pediu|argumentou|rematou|vincou|realçou|"
    "confidenciou|ripostou|questionou|testemunhou|celebrou"
)
_PRESENT = (
    "diz|afirma|declara|explica|acrescenta|garante|escreve|sublinha|frisa|alerta|conta|justifica|"
    "sustenta|responde|confessa|conclui|informa|reforça|protesta|rebate|adianta|relata|insiste|lembra|"
    "recorda|destaca|ressalta|salienta|defende|critica|admite|reconhece|lamenta|anuncia|promete|pergunta|"
    "comenta|observa|nota|avisa|adverte|aponta|assegura|confirma|nega|revela|denuncia|refere|indica|"
    "apela|considera|esclarece|detalha|completa|continua|prossegue|resume|pondera|opina|brinca|desabafa|"
    "reitera|argumenta|queixa-se"
)

PORTUGUESE = Words(
    said=(
        rf"{_PAST}|{_PRESENT}|"
        r"disseram|afirmaram|explicaram|dizer|acrescentar|(?:tinha|havia) dito|queixou-se"
    ),
    inverted=True,
    told_after=r"(?:Foi|É) o que (?:disse|afirmou|diz|afirma)",
    persons=r"(?!fonte|frente|ambiente|corrente|carreira|maneira|fronteira|bandeira)\w{3,}(?:eir[oa]|dora?|ista|nte)",
    impersonal=r"se .*|\w+[ae]-se|consta|soa",
    said_like=r"(?:se )?\w{3,}(?:a|e|ou|eu|iu)(?:-se)?",
    dashes=True,
    drops_subject=True,
    adverbs=(
        r"a jornalistas|à imprensa|a repórteres|ontem|hoje|também|depois|assim|ainda|então|e|mas|já|não|em|"
        r"\w+mente|\w+ndo"
    ),
    plural=r"ram|[ae]m",
    role_endings=(
        r"\w{3,}(?:ólog|[ôó]nom|iatr)[oa]|(?!(?:comput|indic|aspir|refriger)ador)\w{4,}dora?|"
        r"(?:ativ|jornal|sindical|futebol|art|cicl|ten|anal|romanc)ista"
    ),
    incises=r".*(?:ou|eu|iu|disse)",
    of=r"de|do|da|dos|das",
    role_adjectives=gather("antigo antiga ex então futuro futura alegado alegada"),
    before_said=r"lhe|lhes|também|depois|então|ainda|assim|como|me|nos|logo|por fim",
    according=r"segundo|de acordo com|n(?:a opinião|a avaliação|as palavras) (?:de|do|da)|para|conforme",
    weak_according=gather("para"),
    by_him=r"segundo ele|na opinião dele|de acordo com ele|para ele",
    by_her=r"segundo ela|na opinião dela|de acordo com ela|para ela",
    by_either=r"na sua opinião|a seu ver|no seu entender",
    he=r"ele",
    she=r"ela",
    others=r"eles|elas|eu|nós|quem|que|isto|isso|todos|muitos|ninguém",
    indefinites=r"uma?",
    determiners=r"o|a|os|as|um|uma|seu|sua|este|esta|esse|essa",
    definites=r"o|a|os|as|seu|sua|este|esta",
    masculine=r"o|um|este|esse",
    feminine=r"a|uma|esta|essa",
    prepositions=(
        r"de|do|da|dos|das|em|no|na|nos|nas|ao|à|aos|às|durante|após|para|por|pelo|pela|com|sem|sobre|"
        r"desde|até|entre|contra|segundo|perante|sob|num|numa|depois|antes"
    ),
    stops=(
        r"que|ontem|hoje|segunda|terça|quarta|quinta|sexta|sábado|domingo|e|quando|após|nesta|neste|"
        r"esta|este"
    ),
    small=gather(
        """a antes ao aos após as assim até carteira com como da das de depois do domingo dos durante e ela
        ele em entre era eram esta este eu foi fundada hoje houve há isto já lá mas mesmo muitos na nas
        nem nesta neste ninguém no nos num numa não o ontem os ou para passaram pela pelo perante por
        porque porém quando quarta-feira quase que quem quinta-feira restam se seguiam segunda-feira
        segundo ser sexta sexta-feira sobre sábado só também terça-feira todos três um uma vai venceu é"""
    ),
    bodies=gather(
        """academia agência assembleia banco centro civil clube comissão congresso conselho câmara código
        defesa federação fundação gnr governo grupo hospital instituto ministério museu partido penal
        polícia prefeitura senado sindicato teatro tecelagem tribunal universidade"""
    ),
    roles=gather(
        """administrador administradora advogada advogado agente agricultor agricultora ambientalista
        analista antropóloga antropólogo apresentador arcebispo arqueólogo arquiteta arquiteto artista
        assessor assessora atacante atleta ator atriz autarca autor autora avançado bispo bióloga
        biólogo bombeira bombeiro cabo caminhoneiro candidata candidato cantor cantora capitã capitão
        cardeal carteira carteiro ceo chefe cientista cirurgiã cirurgião colega comandante comentador
        comerciante comissária comissário condutor condutora conselheira conselheiro coordenador
        coordenadora coronel correspondente cônsul defensor defensora defesa delegada delegado deputada
        deputado desembargador desembargadora diplomata director directora diretor diretor-presidente
        diretora dirigente dona dono doutor doutora dr dra economista economista-chefe editor editora
        embaixador embaixadora empregada empregado empresária empresário enfermeira enfermeiro
        engenheira engenheiro escritor escritora especialista estudante ex fazendeira fazendeiro filha
        filho fornecedor fornecedora fotógrafa fotógrafo funcionária funcionário fundador fundadora
        general gerente geóloga geólogo goleiro governador governadora guarda guarda-redes guardião
        historiador historiadora homem inspetor inspetora investigador investigadora irmã irmão jogador
        jogadora jornalista juiz jurista juíza lavrador líder magistrada magistrado marido membro
        meteorologista militar ministra ministro morador moradora motorista mulher mãe médica médico
        músico oficial operária operário padeiro padre pai parlamentar passageira passageiro pastor
        pescador pescadora pesquisador pesquisadora piloto poeta policial político porta-voz prefeita
        prefeito premiê presidenta presidente primeiro-ministro procurador procuradora produtor
        produtora professor professora promotor promotora proprietária proprietário provedor provedora
        psicóloga psicólogo pároco reitor reitora representante responsável romancista sargento
        secretária secretário senador senadora senhor senhora sindicalista socióloga sociólogo soldado
        sr sra subsecretário sócia sócio tenente tesoureira tesoureiro testemunha titular trabalhador
        trabalhadora treinador treinadora técnica técnico vencedor vencedora vereador vereadora
        veterinária veterinário vice-prefeito vice-presidente vizinha vizinho viúva viúvo vítima zelador
        árbitro"""
    ),
    forms=gather("""dr dra senhor senhora sr sra doutor doutora dom dona"""),
    women=r"senhora|sra|mulher|mãe|irmã|atriz|juíza|\w+(?:ora|ada|óloga|eira|tra|ária|inha|ica|eta|sa)",
    men=r"senhor|sr|homem|pai|irmão|\w+(?:dor|tor|ado|ólogo|eiro|tro|ário|inho|ico)",
    double_surnames=True,
    given_women=gather(
        """adelaide adriana alessandra alexandra alice aline amanda amélia ana anabela andreia andressa
        antónia antônia aparecida ariana augusta aurora beatriz benedita berta bianca branca bruna
        bárbara camila carla carlota carmen carolina catarina cecília clara clarice cláudia conceição
        cristiana cristina cátia cândida célia daniela denise diana dora dulce débora edite eduarda
        elaine elisa elisabete elsa elza emília ermelinda estela ester eugénia eunice eva fabiana
        fernanda filipa filomena florinda flávia francisca fátima gabriela gisela glória graciela graça
        helena heloísa hermínia ilda inês irene isabel isadora ivone jaqueline joana josefa josefina
        juliana jéssica júlia larissa laura leila leonor letícia liliana lina luciana ludmila luiza
        lurdes luzia luísa lídia lígia lília lúcia madalena mafalda magda manuela mara margarida maria
        mariana marina marisa mariza marlene marta matilde mayara mercedes micaela milena miriam márcia
        mónica mônica natália neusa nicole noémia nádia nélia odete olga olívia palmira patrícia paula
        priscila rafaela raquel regina renata rita roberta rosa rosana rosália rosário sandra sara
        simone sofia susana sílvia sónia sônia tatiana telma teresa tereza thais tânia valentina valéria
        vanda vanessa vera verónica vitória viviane yara zulmira zélia ângela íris"""
    ),
    given_men=gather(
        """abel abílio adelino adriano afonso agostinho alberto aldo alexandre alfredo almir amadeu américo
        amílcar anderson andré antero antónio antônio aníbal armando arménio arnaldo artur augusto
        aurélio baltazar benedito benjamim bento bernardo bruno caetano caio camilo carlos celso cleiton
        cláudio cristiano cristóvão césar damião daniel danilo davi david denis diego dinis diogo
        domingos duarte dário edgar edmundo edson eduardo elias eliseu emanuel emílio enzo ernesto
        estêvão eugénio evandro fabrício felipe fernando filipe firmino flávio francisco frederico fábio
        félix gabriel gaspar geraldo gerson gil gilberto gonçalo guilherme gustavo heitor henrique
        hermínio hugo humberto hélder hélio igor inácio isaías ismael ivan ivo jacinto jaime jair
        joaquim joel jonas jordão jorge josué josé joão juliano jurandir justino júlio laerte lauro
        leandro leonardo leonel leopoldo lino lourenço lucas luciano luiz luís lúcio manoel manuel
        marcelo marco marcos mariano martim martinho mateus matheus mauro maurício miguel milton moisés
        murilo márcio mário narciso nelson nestor nuno octávio olavo orlando osvaldo otávio paulo pedro
        plínio rafael raimundo ramiro raul reinaldo renan renato ricardo roberto rodrigo rogério romeu
        ronaldo rubens rui rómulo rúben salvador samuel sandro saulo sebastião severino silvério simão
        sérgio sílvio tadeu teodoro thiago tiago tomás tomé ubaldo valdir valentim valter vasco vicente
        victor vinícius virgílio vitor vítor wagner wellington wilson xavier zeferino álvaro ângelo
        óscar"""
    ),
    insults=r"merda|puta|imbecil|idiotas?|canalhas?|vagabund[oa]s?",
    debunked=r"fals[oa]s?|boatos?|desmentid[oa]s?|enganos[oa]s?|fake",
)

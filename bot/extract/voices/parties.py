"""Words for people that tell who they are not, and words that anybody well known is called by again."""

from __future__ import annotations

from bot.extract.words import gather

PARTIES = gather(
    """accusé accusée prévenu prévenue suspect suspecte victime témoin plaignant plaignante veuve veuf
    acusado acusada sospechoso sospechosa víctima testigo procesado procesada imputado imputada viuda viudo
    imputato imputata accusato accusata indagato indagata vittima testimone sospettato vedova vedovo
    réu ré arguido arguida suspeito suspeita vítima testemunha viúva viúvo
    verdachte slachtoffer getuige beklaagde gedaagde weduwe weduwnaar nabestaande dader
    oskarżony oskarżona podejrzany podejrzana pokrzywdzony pokrzywdzona ofiara świadek wdowa wdowiec
    обвинувачений обвинувачена підсудний підсудна підозрюваний підозрювана потерпілий потерпіла жертва
    свідок вдова вдівець"""
)
"""Parties to a case: nobody who is called so is the judge, the lawyer or the minister of the article."""

BYNAMES = gather(
    """auteur autrice romancier romancière écrivain écrivaine artiste chanteur chanteuse musicien musicienne
    comédien comédienne acteur actrice joueur joueuse attaquant attaquante buteur buteuse élu élue dirigeant
    dirigeante responsable chercheur chercheuse scientifique spécialiste expert experte lauréat lauréate poète
    autor autora escritor escritora novelista artista cantante músico actor actriz jugador jugadora delantero
    futbolista político política dirigente líder investigador investigadora científico científica experto
    experta ganador ganadora deportista tenista autore scrittore scrittrice musicista attore attrice giocatore
    giocatrice attaccante calciatore politico leader ricercatore ricercatrice scienziato scienziata esperto
    esperta vincitore vincitrice campione campionessa cantor cantora ator atriz jogador jogadora avançado
    atacante pesquisador pesquisadora cientista especialista vencedor vencedora schrijver schrijfster
    kunstenaar zanger zangeres muzikant acteur speler speelster aanvaller spits politicus leider onderzoeker
    wetenschapper winnaar autorka pisarz pisarka artysta artystka piosenkarz piosenkarka muzyk aktor aktorka
    zawodnik zawodniczka napastnik piłkarz polityk lider naukowiec badacz badaczka ekspert ekspertka laureat
    laureatka mistrz mistrzyni poeta poetka автор авторка письменник письменниця художник художниця співак
    співачка актор акторка гравець нападник політик лідер науковець дослідник дослідниця експерт експертка
    лауреат лауреатка чемпіон чемпіонка coach technicien técnico técnica mister tecnico szkoleniowiec uczony
    uczona samorządowiec наставник наставниця"""
)
"""What people are called by once more, whatever their office: "the novelist", then "the author"."""

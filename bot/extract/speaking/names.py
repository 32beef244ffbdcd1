"""Common first names by sex, for reading "he" and "she"; a name that is not here says nothing."""

from __future__ import annotations

from bot.extract.words import gather

MEN = gather(
    """aaron abdul adam adrian ahmed alan albert alex alexander ali allen andre andreas andrew andrzej
    anthony antonio anton arthur barack ben benjamin bernard bernie bill bob boris brad brandon
    brian bruce bryan carl carlos charles charlie chris christian christoph chuck clarence claude
    colin corey craig dan daniel dave david dennis dick dieter dirk dmitry don donald donald doug
    douglas ed eddie edgar edmund eduardo edward emmanuel enrique eric erik ernst evan felix
    fernando francis francisco françois frank franz fred friedrich fritz gary gavin geoffrey george
    gerald gerhard giovanni glenn gordon grant greg gregory günter guy hans harold harry heinrich
    heinz helmut henry herbert horst howard hugo ian igor ivan jack jacob jacques jake james jan
    jared jason javier jay jean jeff jeffrey jens jeremy jerry jim jimmy joe joel john johnny jon
    jonathan jordan jorge jörg jose josé josef joseph josh joshua juan jürgen julian justin karl
    keith ken kenneth kevin klaus kurt kyle larry lars lee leon leonard leszek lewis luis lothar
    louis lukas luke marc marcin marco marcus marek mario mark markus martin marvin mateusz matt
    matthew matthias max maximilian michael michel miguel mike mitch mitt mohamed mohammed morgan
    muhammad nathan neil newt nicholas nick nicolas nigel noah norbert oliver olaf oscar otto
    patrick paul pedro pete peter phil philip philippe pierre piotr rainer ralph ralf randy raphael
    raul ray raymond reince reinhard ricardo rich richard rick rob robby robert roberto rodrigo
    roger roland roman ron ronald roy rudolf rudy rupert russell ryan salvador sam samuel scott sean
    sebastian sergei sergio shaun simon stefan stephan stephen steve steven stuart ted terry theo
    theodor thomas tim timothy tobias todd tom tomasz tommy tony travis trevor udo uwe victor
    vincent vladimir volker volodymyr walter warren wayne werner wilhelm will william willy winston
    wladimir wojciech wolfgang zbigniew jacek paweł krzysztof grzegorz łukasz michał tadeusz
    jarosław radosław mariusz serhi serhiy fumio ted lester kellen jeb"""
)
WOMEN = gather(
    """abigail agnieszka alexandra alice alison amanda amber amy ana andrea angela angelika ann anna
    anne annegret annette anita anja antje april ashley barbara beata beatrice bettina beth betty
    beverly brenda brigitte britta carla carly carmen carol caroline catherine cathy charlotte
    cheryl chloe christina christine cindy claire claudia condoleezza connie courtney cynthia dana
    danielle deborah debra debbie denise diana diane donna doris dorothy edith elena eleanor
    elisabeth elizabeth ella ellen emily emma erika erin esther eva ewa evelyn fiona florence
    frances franziska gabriele gail gennifer gertrud gisela gina gloria grace hannah heather
    heidemarie heidi helen helena hillary holly huma ilse ingrid irene iris ivanka jane janet janice
    jean jeanne jen jennifer jessica jill joan joanna joanne jo joyce judith judy julia julie
    justine karen karin katarina kate katherine kathleen kathryn kathy katie katrin katrina kay
    kayleigh kellyanne kelly kerstin kim kimberly kirsten kristen kristin laura lauren leah lena
    leslie linda lisa liz loretta lori louise lucy lynn madeleine małgorzata margaret margarethe
    maria marie marianne marilyn marina marion martha martina mary maureen maya megan megyn melania
    melanie melissa michelle miriam molly monica monika nadia nancy naomi natalie natasha nicola
    nicole nina nora olga olivia pam pamela patricia patty paula petra phyllis rachel rebecca regina
    renate rita roberta robin rosa rose ruth sabine sadie sally samantha sandra sara sarah sharon
    sheila sigrid silke simone sofia sophia sophie stacy stefanie stephanie sue susan susanne
    suzanne sylvia tammy tara teresa theresa tiffany tina tracy ulla ulrike ursula valerie vanessa
    vera veronica victoria virginia wendy yvonne zoe joni katarzyna krystyna elżbieta zofia
    magdalena beate aleksandra"""
)

"""Common first names in German-language news, besides those of the shared list."""

from __future__ import annotations

from bot.extract.speaking import names
from bot.extract.words import gather

MEN = names.MEN | gather(
    """achim adalbert adolf alfons alfred alois ansgar arne arnold armin arnim artur august axel
    baptist bastian benedikt benno bernd bernhard berthold björn bodo burkhard carsten christof
    claus clemens cem cornelius daniel denis detlef detlev dietmar dietrich dirk eberhard eckart
    eckhard edgar edmund egon ekkehard emil enno erhard erich erwin eugen ewald fabian falk ferdinand
    fiete finn florian franco frieder friedhelm fritz georg gerald gerd gerhart gernot gero gert gilbert
    gottfried götz gregor guido günther gunther gunnar gustav hannes hanno hans-jürgen harald hartmut
    hasan heiko heiner heino helge helmar helmuth hendrik henning henri henrik heribert
    hermann hilmar holger hubert hubertus ibrahim ignaz ingo ivo jakob jannik janis joachim jochen
    johann johannes jonas josef jost jupp kai karl-heinz karsten kaspar kilian klemens konrad
    konstantin kristian kristof lorenz lothar ludger ludwig lutz malte manfred manuel marcel marcus
    markus marvin maurice max mehmet meinhard michail mirko moritz murat mustafa nicolai nicolas niklas niko
    nils norman oskar ottmar ottfried pascal pavel philipp pierre rafael raimund rainer ralph reiner reinhold
    rené robin rolf ronny roy rüdiger rupert samuel sascha sepp severin siegfried siegmar sigmar silvio
    simon sönke stanislaw steffen sven sylvester thilo thorsten till tilman timo tim tino tobias tom
    torben torsten toni uli ulf ulrich urs valentin veit viktor vincent vinzenz volkmar waldemar
    wenzel werner wilfried willi willibald winfried wolf wolfram xaver yannick yusuf
    abdullah abdelaziz alberto alejandro alessandro alexej alexis alfredo amir andrej angelo anatoli
    aleksander ariel arno bashar béla benito benjamin boris bruno césar claudio dalai daniele dimitri
    dominique ehud emil ernesto evo fidel franck françois gabor gábor gamal giorgio giuseppe hamid hassan
    hosni hugo igor iljaz jacques jaroslaw jassir jean-claude jean jiri jiří joão joaquín jorge
    juri karel kofi lech lew lionel luca luigi luiz mahmud mahmoud manmohan mario mikhail mirek mohammad mauro
    mohamad muammar nelson nicolás nouri nikita néstor oleg osama pascal pavol paulo petr pervez rafael
    raúl rafik recep robert romano rodrigo saddam salman sándor sergej sergey serge silvio slobodan
    tayyip tariq thabo thaksin viktor václav vaclav wiktor wjatscheslaw yasser yitzhak zoran
    hamad husni jörg jürgen hugh roger rex calvin clint elliot harvey luther milton norman oprah
    wesley wayne herbert dalai corny musa mats felix jupp ottmar lars-erik carl-heinz otmar rick ron"""
)
WOMEN = names.WOMEN | gather(
    """ada maría lucía sofía inés
    adelheid agathe agnes aida alexa alice alina almut anastasia andrea anette anja anke anneliese
    annelie annette annegret anni antonia ariane astrid aydan barbara bärbel bettina birgit birgitt
    birte brigitta britta carina carla carola caren carmen cecilia celine christa christel christiane
    clara claudia constanze cordula cora cornelia dagmar daniela doris dorothea dorothee edda edeltraud
    elfriede elif elisa elke ellen elvira emilia erna erika estelle eva-maria evelin evi fatma felicitas
    franka frauke frida friederike gabriela gabriele gabi gerda gerlinde gesine gisela gitta giulia greta
    gudrun hanna hanne hannelore hedwig heide heike helga helene helma henriette herta hilde hildegard
    ida ilona ilse imke ines inge ingeborg ingrid inka irina irmgard isabel isabelle ivonne jana jasmin
    jeannette jette johanna jolanda josefine juliane jutta karen karla karola katharina kathrin katja katrin
    kerstin kirsten klara klaudia kornelia kristina lara larissa lea lena leonie lieselotte lili
    lina liane lore lotte luisa luise lydia maike maja malin malu manuela mareike margarete margit margot
    margret marianne marieke marietta marika marita marlene marlies marta martha mathilde mechthild
    meike melanie mia michaela milena mona nadja nadine nele nicole nora olga ortrud paula petra pia
    ramona rebekka regine reinhild renate ria ricarda rita romy roswitha ruth sabrina sahra saskia
    selma sevim sibylle sigrun silke silvana silvia simone sofie solveig sonja stefanie steffi
    stephanie svenja svetlana swetlana sybille tamara tanja tatjana theresa therese thea tina traudl
    trude ulla ulrike undine ursel uschi uta ute vera verena verona veronika viola wiebke wilma yasmin
    yvette zita aung julija golda indira benazir condoleeza dilma hilary michelle nova marissa rosi annalena
    franziska ricarda alma christl heidrun käthe inka sahra saskia svenja tessa"""
)

"""Words of headlines and stories that mean the same."""

from __future__ import annotations

_FAMILIES = """\
kill kills killed killing dead dies die died dying deaths death toll bodies slain victims fatal
  fatality fatalities lives murder murders murdered
injured injures injuring hurt hurts wounded wounds wounding injuries
arrested arrests arrest nabbed nab nabs busted busts bust charged charges
sentenced sentence sentences gets jail jailed jails prison
children child kids kid
teens teenagers teen teenager teenage
police cops officers
mother mothers mom moms
jobs job workers employees layoffs staff
cut cuts slash slashes cutting
fine fined
suit suits sues sue sued suing lawsuit lawsuits
sell sells sold sale auction fetch fetches
pay pays paid settles settle settled settlement
gives give donates
women woman
men man
girls girl
boys boy
soldiers soldier troops marines
miles mile
feet foot
pounds pound lbs
americans american us
rises rise rose rising climbs climb climbed gains gain gained jumps jump jumped soars soar soared
  rallies rally rallied surges surge surged spikes spike grows grew hikes hike boosts boost
falls fall fell falling drops drop dropped plunges plunge plunged tumbles tumble tumbled slips slip
  slipped loses lose lost loss losses sinks sank slides slid slide sheds shed declines declined
buys buy bought acquires acquire acquired purchase purchased
wins win won awarded award
raises raise raised rakes rake raked haul
steals steal stole stolen theft thieves thief heist robbed robbery robs
rescued rescues rescue saved saves save survives survived
wives wife
babies baby infants infant newborn
plane planes jet flight airliner
quits quit resigns resign resigned
costs cost price prices priced
hours hour hrs
minutes minute mins min
firms firm companies company
missing disappeared vanished vanish
sick sickened ill sickens infected cases
homes home houses house
owe owes owed debt
quake earthquake temblor magnitude
blast blasts explosion explosions explodes exploded bomb bombing bombs bombings
inmates inmate prisoners prisoner detainees
stocks stock shares share
finds find found discovers discovered
shot shoot shoots shooting gunned gunman
later ago
worth valued value
china chinese
gitmo guantanamo
vets vet veterans veteran
strike strikes airstrike airstrikes
poll polls survey surveyed
deal agreement contract
flee flees fled evacuated evacuates evacuate
asks wants want seeks seek seeking
recalls recall recalled recalling
hospital hospitalized hospitalised
best top
pakistan pakistani
israel israeli
university college
"""
"""One to a line; a line that begins with a blank goes on with the one above."""
KIN = {
    word: family.split()[0]
    for family in _FAMILIES.replace("\n ", " ").splitlines()
    for word in family.split()
}
"""Each word to the first of its family."""

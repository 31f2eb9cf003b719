"""Given names in comparable form: which are used for one another, and which are one name romanised in several ways.

They are separate tables. A nickname is weak evidence whose weight is estimated from records; another romanisation of Arabic or
Cyrillic letters is no difference at all, and a search must find it.
"""

# The first name of a line may stand for each of the others; more pairs are learned from the records of a tenant.
_NICKNAMES = """
alexander alex sandy xander sasha aleksandr alec
alexandra alex sandra sasha
andrew andy drew andrei andreas andre
anthony tony antony antonio
barbara babs barb
benjamin ben benny
caroline carrie carol
catherine kate katie cathy kathy kitty katherine kathryn catharine ekaterina katarina
charles charlie chas chuck carlos karl
christopher chris kit
christina chris tina christine
daniel dan danny
david dave davy
deborah debbie debra
dorothy dot dolly dorothea
edward ed eddie ted ned teddy eduard
eleanor nell ellie nora ellen leonora
elizabeth liz betty beth eliza bess betsy lizzie elisabeth elsie elspeth libby
emily emmy em
eugene gene evgeny yevgeny
florence flo florrie
frances fanny fran frankie
francis frank francisco
frederick fred freddie friedrich
george georgie jorge georg
gerald gerry jerry
gregory greg
harold harry hal
helen nell nellie elena
henry harry hal hank heinrich
isabella bella isabel isobel
jacob jake jack
james jim jimmy jamie jem
jane jenny janet
jennifer jen jenny
jessica jess jessie
john jack johnny jon ian jan johann hans juan ivan
jonathan jon nathan
joseph joe joey jo josef jose
joshua josh
katherine kate kathy
kenneth ken kenny
lawrence larry laurie laurence
leonard len leo lenny
lewis lou louis
louisa lou louise
margaret maggie meg peggy madge daisy margot greta
martha patty mattie
mary polly molly may maria marie
matthew matt mat
michael mike mick mickey micky mikhail michel miguel
mohammed mohamed muhammad mohammad muhammed mhmd
nathaniel nat nathan
nicholas nick nicky nicolas nikolai
patricia pat patty trish
patrick pat paddy
peter pete pyotr pieter petr
philip phil phillip
rebecca becky
reginald reg reggie
richard dick rick dickie rich ricky
robert bob rob bobby robin bert robbie
ronald ron ronnie
samuel sam sammy
sarah sally sadie sara
stephen steve steven stefan esteban
susan sue susie susanna suzanne
sergei sergey serge
theodore ted teddy theo
theresa terry tess tessa teresa
thomas tom tommy
timothy tim
victoria vicky vic tori
victor vic viktor
vladimir volodymyr vova
vincent vince vinny
walter walt wat
william bill will willie billy liam wilhelm guillermo
yusuf joseph youssef yousef
"""


def _pairs() -> frozenset[tuple[str, str]]:
    found = set()
    for line in _NICKNAMES.split("\n"):
        names = line.split()
        found |= {(min(names[0], other), max(names[0], other)) for other in names[1:]}
    return frozenset(found)


NICKNAMES = _pairs()

# The first word of a line is the spelling that the index has. Words of names, not whole names: "abd al" is "abdul" and "abdel".
_ROMANISED = """
muhammad mohammed mohamed mohammad muhammed mohamad mehmet
ahmad ahmed achmed
abd abdul abdel abdal
bin ibn ben
al el ul
husayn hussein hussain husein
hasan hassan
yusif yusuf youssef yousef
osama usama
umar omar
sayed said sayyid saeed
khalid khaled
ismail ismael
aleksandr alexander alexandr
sergey sergei sergej
yuriy yuri yury
dmitriy dmitri dmitry
"""

SPELLINGS = {other: first for first, *others in map(str.split, _ROMANISED.strip().split("\n")) for other in others}

"""Made-up addresses, as each country writes them: one line or a block of several."""

import random

# country | patterns (";" between patterns, "/" where a new line may begin) | streets | towns ("town=postcode pattern") | regions.
# {n} number, {s} street, {c} town, {z} postcode, {m} small number, {r} region; # a digit, @ a letter. A middle dot joins words.
_PLACES = """
gb|{n} {s}/{c}/{z};Unit {m} {s}/{c}/{r}/{z};{x} House/{n} {s}/{c}/England/{z};Flat {m}, {n} {s}/{c} {z}/United Kingdom;{n} {s}/{c}/{r}/United Kingdom/{z}|Victoria·Street Castle·Road Mill·Lane High·Street Station·Approach Foundry·Close St·Mary's·Place|London=EC#@ #@@ Leeds=LS# #@@ Norwich=NR# #@@ Cardiff=CF## #@@ Edinburgh=EH# #@@ Bristol=BS# #@@ Milton·Keynes=MK# #@@|Norfolk Surrey West·Yorkshire Kent Greater·London
ie|{n} {s}/{c}/{z};Unit {m}, {x} Business Park/{s}/{c}/Ireland;{x} House, {s}/{c}/{z}/Ireland|Merrion·Row Harcourt·Street Quay·Road Patrick·Street|Dublin·2=D02 @@## Cork=T12 @#@# Galway=H91 @@#@ Limerick=V94 @#@@|Munster
us|{n}{m} {s}/{c}, {r} {z};{n} {s}, Suite {m}00/{c}, {r} {z}/USA;{n} {s} Ste {m}/{c} {r} {z};P.O. Box {n}{m}/{c}, {r} {z}|N·Orange·Street Main·Street Oak·Avenue W·4th·Street Bayshore·Blvd Industrial·Parkway Elm·Drive Market·St.|Wilmington=19### Springfield=##### Riverton=##### Lakewood=##### Fairview=##### San·Mateo=94###|DE CA FL NV NY TX WY OH
ca|{n} {s}/{c}, {r}  {z};{n}-{m} {s}/{c} {r} {z}/Canada|King·Street·West rue·Sherbrooke Bay·Street Granville·Street|Toronto=M#@ #@# Montréal=H#@ #@# Vancouver=V#@ #@#|ON QC BC
au|{n} {s}/{c} {r} {z};Level {m}, {n} {s}, {c} {r} {z};Unit {m}, {n} {s}/{c} {r} {z}/AUSTRALIA|Collins·Street George·Street Wattle·Road Pitt·Street|Melbourne=3### Sydney=2### Fitzroy=3### Newstead=4###|VIC NSW QLD WA
nz|{n} {s}, {c}, {z};Level {m}, {n} {s}/{c}/{z}, New Zealand|Queen·Street Lambton·Quay Kauri·Road|Auckland=1### Wellington=6### Christchurch=8###|Waikato
hk|Flat {m}, {m}/F, {x} Building/{n} {s}/{c}/Hong Kong;Unit {n}, {m}/F., {x} Centre, {n} {s}, {c}, Kowloon, Hong Kong;Room {n}{m}, {x} Tower/{n} {s}/{c}/HONG KONG|Queen's·Road·Central Nathan·Road Des·Voeux·Road Hennessy·Road Canton·Road|Wan·Chai=1 Tsim·Sha·Tsui=1 Mong·Kok=1 Central=1 Kwun·Tong=1|Kowloon
sg|{n} {s}/#0{m}-{n}/{x} Building/Singapore {z};{n} {s} #{m}-{n} Singapore ({z});BLK {n} {s}/#0{m}-{n}/SINGAPORE {z}|Robinson·Road Cecil·Street Ubi·Avenue·1 Raffles·Place|Singapore=######|Singapore
my|No. {n}, Jalan {s}/{z} {c}/{r};Suite {m}.{m}, Menara {x}/Jalan {s}, {z} {c}/{r}, Malaysia|Ampang Sultan·Ismail Tun·Razak Bukit·Bintang|Kuala·Lumpur=5#### Petaling·Jaya=46### George·Town=10###|Selangor Wilayah·Persekutuan
cy|{n} {s}/{x} Court, Office {m}0{m}/{z} {c}/Cyprus;{s}, {n}/{x} House, {m}th floor/{z}, {c}, Cyprus;{s} {n}, Flat {m}, {z} {c}, Cyprus|Makarios·Avenue Arch.·Kyprianou Griva·Digeni Spyrou·Kyprianou|Limassol=3### Nicosia=1### Larnaca=6### Paphos=8###|Cyprus
mt|{n}, {x}, {s}/{c}, {z}/Malta;Level {m}, {x} Business Centre, {s}, {c} {z}, Malta|Republic·Street Triq·il-Kbira Tower·Road Strand·Street|Valletta=VLT #### Sliema=SLM #### Birkirkara=BKR ####|Malta
vg|{x} House/{s}/P.O. Box {n}{m}/{c}/VG11##/British Virgin Islands;{x} Chambers, P.O. Box {n}, {s}, {c}, Tortola, British Virgin Islands|Wickhams·Cay·I Main·Street Blackburne·Highway|Road·Town=VG1110|Tortola
ky|{x} House, {n} {s}/George Town/Grand Cayman KY1-####/Cayman Islands;P.O. Box {n}, {x} Place, {s}, George Town, Grand Cayman|South·Church·Street Elgin·Avenue Mary·Street|George·Town=KY1-####|Grand·Cayman
sc|Suite {m}, {x} Building/{s}/{c}, Mahé/Seychelles|Francis·Rachel·Street Revolution·Avenue|Victoria=1|Mahé
je|{n} {s}/St Helier/Jersey/JE2 #@@;{x} House, {s}, St Helier, Jersey JE# #@@|Esplanade Seaton·Place Broad·Street|St·Helier=JE2 #@@|Jersey
im|{n} {s}/Douglas/Isle of Man/IM1 #@@;{x} House, {s}, Douglas, Isle of Man|Athol·Street Loch·Promenade Hill·Street|Douglas=IM1 #@@|Isle·of·Man
in|No. {n}/{m}, {s}/{c}/{r} {z}, India;Plot No. {n}, {x} Nagar, {s}, {c} - {z}, {r}, IN;{n}, {m}nd Floor, {x} Complex, {s}/{c} {r} {z} IN|M·G·Road Linking·Road Anna·Salai Park·Street|Mumbai=400### Bengaluru=560### Chennai=600### Pune=411###|Maharashtra Karnataka Tamil·Nadu
za|{n} {s}/{x} Park/{c}/{r}/{z};{n} {s}, {c}, {z}, South Africa|Rivonia·Road Long·Street Jan·Smuts·Avenue|Sandton=2### Cape·Town=8### Durban=4###|Gauteng Western·Cape
ng|{n} {s}, {x} Estate/{c}/{r} State;No {n}, {s}, {c}, {r}, Nigeria|Awolowo·Road Adeola·Odeku·Street Aba·Road|Victoria·Island=1 Ikeja=1 Port·Harcourt=1|Lagos Rivers
ke|{x} Towers, {n} {s}/P.O. Box {n}{m}-00{m}00/{c}, Kenya;L.R. No. {n}/{m}, {s}, {c}|Ngong·Road Kenyatta·Avenue Moi·Avenue|Nairobi=1 Mombasa=1|Nairobi
gh|House No. {n}, {s}/{c}/{r};P. O. Box AN {n}{m}, {c}, Ghana|Independence·Avenue Ring·Road·East Spintex·Road|Accra=1 Kumasi=1 Tema=1|Greater·Accra Ashanti
ae|Office {n}{m}, {x} Tower/{s}/P.O. Box {n}{m}/{c}, United Arab Emirates;Unit {n}, {x} Business Centre, {s}, {c}, UAE|Sheikh·Zayed·Road Al·Maktoum·Street Corniche·Road|Dubai=1 Sharjah=1 Abu·Dhabi=1|Dubai
sa|{n} {s}/{x} District/{c} {z}/Saudi Arabia|King·Fahd·Road Olaya·Street Prince·Sultan·Street|Riyadh=1#### Jeddah=2####|Riyadh
pa|{s}, Edificio {x}, Piso {m}/{c}, República de Panamá;Calle {n}, {s}, Torre {x}, Oficina {n}, {c}|Avenida·Balboa Calle·50 Vía·España|Ciudad·de·Panamá=1 Colón=1|Panamá
de|{s} {n}/{z} {c};{s} {n}, {z} {c};{s} {n} a/D-{z} {c}/Deutschland|Lindenstraße Hauptstraße Am·Alten·Markt Goethestraße Mühlenweg Straße·der·Einheit|Bremen=28### Köln=50### München=80### Leipzig=04### Bad·Homburg=61### Frankfurt·am·Main=60###|Hessen
at|{s} {n}/{m}/{z} {c};{s} {n}, {z} {c};{s} {n}, A-{z} {c}|Mozartgasse Ringstraße Kärntner·Straße Am·Graben|Wien=1##0 Graz=80## Salzburg=50##|Tirol
ch|{s} {n}/{z} {c};c/o {x} Treuhand, {s} {n}, {z} {c};{s} {n}, {z} {c}, Schweiz|Bahnhofstrasse Seestrasse Rue·du·Rhône Via·Nassa|Zürich=80## Zug=63## Genève=12## Lugano=69## St.·Gallen=90##|Zug
li|{s} {n}/{z} {c}/Liechtenstein|Landstrasse Aeulestrasse Städtle|Vaduz=9490 Schaan=9494|Oberland
lu|{n}, {s}/L-{z} {c};{n}, {s}, L-{z} {c}, Grand-Duché de Luxembourg|rue·de·la·Gare boulevard·Royal avenue·de·la·Liberté|Luxembourg=#### Esch-sur-Alzette=4### Bertrange=8###|Luxembourg
fr|{n} {s}/{z} {c};{n} bis {s} {z} {c};{n}, {s}/{x} Bâtiment {m}/{z} {c} Cedex;{n} {s}, {z} {c}, France|rue·de·la·République avenue·Foch allée·des·Tilleuls boulevard·Victor·Hugo chemin·du·Moulin|Lyon=6900# Nantes=44### Paris=750## Bordeaux=33### Saint-Étienne=42###|Rhône
be|{s} {n}/{z} {c};{s} {n} bus {m}/{z} {c}/België;{s} {n}, B-{z} {c}|Kerkstraat Rue·de·la·Loi Stationsplein Avenue·Louise|Gent=9000 Antwerpen=20## Bruxelles=10## Namur=5000|Brabant
mc|{n}, {s}/98000 Monaco;{x} Palace, {n} {s}, MC 98000 MONACO|boulevard·des·Moulins rue·Grimaldi|Monaco=98000|Monaco
es|Calle {s}, {n}, {m}º/{z} {c};C/ {s} {n} - {z} {c} ({r});Avda. {s} nº {n}, {c} {z};Polígono Industrial {x}, Nave {m}/{z} {c}/España|Mayor de·la·Constitución Alfonso·XIII Serrano del·Mar|Madrid=280## Barcelona=080## Valencia=460## Sevilla=410## A·Coruña=150##|Madrid Toledo
mx|{s} No. {n}, Col. {x}/C.P. {z}, {c};Calle {s} {n}, Int. {m}, Colonia {x}, {c}, {r}, C.P. {z}|Insurgentes·Sur Reforma Benito·Juárez|Ciudad·de·México=0#### Monterrey=64### Guadalajara=44###|Nuevo·León Jalisco
ar|{s} {n}{m}, Piso {m}/{c} (C{z}@@@);{s} {n}, {c}, {r}|Av.·Corrientes Florida San·Martín Belgrano|Buenos·Aires=10## Rosario=20## Córdoba=50##|Santa·Fe
cl|{s} {n}{m}, oficina {m}0{m}/{c}/Santiago;{s} Nº {n}, comuna de {c}, Región {r}|Av.·Apoquindo Huérfanos Avenida·Providencia|Las·Condes=1 Providencia=1 Valparaíso=1|Metropolitana
co|Cra. {m} No. {n} - {m}/{c}, {r};Calle {n} # {m}-{n} Of. {m}0{m}, {c} D.C.|x y|Bogotá=1 Medellín=1 Cali=1|Cundinamarca Antioquia
pe|{s} {n}, Urb. {x}/{c}, {r};Jr. {s} Nro. {n} Int. {m} - {c}|Av.·Arequipa Los·Olivos Av.·Javier·Prado|Miraflores=1 San·Isidro=1|Lima
it|{s} {n}/{z} {c} ({r});{c} ({r}) {s} {n} CAP {z};{s}, {n} - {z} {c} {r}|Via·Garibaldi Corso·Vittorio·Emanuele Piazza·Dante Via·Roma Viale·dei·Mille|Milano=201## Torino=101## Ravenna=48### Prato=591##|MI TO RA BG
pt|{s}, n.º {n}, {m}.º Esq./{z} {c};{s} {n}/{z} {c}/Portugal;{s}, {n}, {z} {c}|Rua·do·Carmo Avenida·da·Liberdade Rua·de·Santa·Catarina|Lisboa=1###-### Porto=4###-### Braga=4###-###|Norte
br|{s}, {n}, Sala {m}/{x}/{c} - {r}/CEP {z};{s} {n}, Bairro {x}, {c}/{r}, CEP: {z}|Rua·das·Flores Av.·Paulista Rua·XV·de·Novembro|São·Paulo=0####-### Curitiba=80###-### Recife=50###-###|SP PR PE
nl|{s} {n}/{z} {c};{s} {n}, {z} {c};{s} {n} {m}hoog, {z} {c}, Nederland|Keizersgracht Dorpsstraat Stationsweg Laan·van·Meerdervoort|Amsterdam=10## @@ Rotterdam=30## @@ 's-Hertogenbosch=52## @@ Utrecht=35## @@|Holland
cw|{s} {n}/Willemstad/Curaçao|Kaya·Flamboyan Schottegatweg·Oost|Willemstad=1|Curaçao
pl|ul. {s} {n}/{z} {c};ul. {s} {n}/{m}, {z} {c};miejsc. {c}, ul. {s}, nr {n}, lok. {m}, kod {z}, poczta {c}, kraj POLSKA|Długa Marszałkowska Jana·Pawła·II Polna|Warszawa=00-### Kraków=30-### Gdańsk=80-### Łódź=90-###|Mazowieckie
ru|{z}, г. {c}, ул. {s}, д. {n}, кв. {m};{z}, Россия, {r} область, г. {c}, ул. {s}, д. {n}, стр. {m}, оф. {n}|Садовая Ленина Полевая 1-я·Тверская-Ямская|Москва=1##### Казань=420### Тверь=170###|Московская Тверская
kz|{z}, г. {c}, ул. {s}, д. {n}, офис {m};Республика Казахстан, {c}, проспект {s} {n}|Абая Достык Сатпаева|Алматы=050### Астана=010###|Алматинская
ua|Україна, {z}, місто {c}, вулиця {s}, будинок {n};{z}, м. {c}, вул. {s}, буд. {n}, кв. {m};{z}, {r} обл., місто {c}, вул. {s}, {n}|Франка Садова Хрещатик Грушевського|Київ=0#### Львів=79### Одеса=65###|Київська Львівська
bg|гр. {c} {z}/ул. {s} № {n}, ет. {m};БЪЛГАРИЯ, област {c}, гр. {c} {z}, бул. {s} {n}|Витоша Шипка Цар·Освободител|София=1### Варна=9### Пловдив=4###|София
gr|{s} {n}/{z} {c};{s} {n}, Τ.Κ. {z}, {c};Οδός {s} αρ. {n}, {c}, {z}|Ερμού Σόλωνος Λεωφόρος·Κηφισίας Τσιμισκή|Αθήνα=1## ## Θεσσαλονίκη=54# ## Μαρούσι=15# ##|Αττική
tr|{s} Mah. {x} Sok. No: {n}/{m}/{r} / {c};{s} Cad. No: {n} Kat: {m}, {z} {r}/{c}|Atatürk Cumhuriyet Bağdat Barbaros|İstanbul=34### Ankara=06### İzmir=35###|Kadıköy Çankaya Şişli
jp|{c}{s}{m}丁目{n}番{m}号;{c}{s}{n}番地{m};〒{z} {c}{s}{m}-{n}-{m} {x}ビル{m}階|桜町 栄 緑町 神田錦町|東京都千代田区=10#-00## 横浜市中区=23#-00## 大阪市北区=53#-00## 京都市左京区=60#-80##|関東
kr|{c} {s} {n};{c} {s} {n}, {m}층 ({x}빌딩);({z}) {c} {s} {n}, {m}0{m}호|테헤란로 중앙대로 한강로|서울특별시·강남구=06### 부산광역시·해운대구=48### 대구광역시·중구=41###|경기
cn|{c}{s}{n}号;{c}{s}{n}号{x}大厦{m}层{n}室;中国{c}{s}{n}号{m}幢{n}室|人民路 中山北路 科技园路 南京西路|上海市浦东新区=200### 深圳市南山区=518### 广州市天河区=510### 杭州市西湖区=310###|广东
tw|{c}{s}{n}號{m}樓;{z}{c}{s}{m}段{n}號|中山路 忠孝東路 民生路|臺北市信義區=110 臺中市西屯區=407 高雄市前鎮區=806|台灣
cz|{s} {n}/{m}, {z} {c};{s} {n}/{z} {c}/Česká republika;{c}, {s} {n}, PSČ {z}|Dlouhá Vodičkova Nádražní Na·Příkopě|Praha·1=110 00 Brno=6## ## Plzeň=3## ##|Čechy
sk|{s} {n}, {z} {c};{s} {n}/{c} {z}/Slovenská republika|Hlavná Štúrova Mlynské·nivy|Bratislava=8## ## Košice=04# ##|Slovensko
si|{s} {n}/{z} {c};{s} {n}, {z} {c}, Slovenija|Slovenska·cesta Dunajska·cesta Trubarjeva·ulica|Ljubljana=1000 Maribor=2000 Koper=6000|Primorska
hr|{s} {n}, {z} {c};{c}, {s} {n};{s} {n}/{z} {c}/Hrvatska|Ilica Vukovarska·ulica Trg·slobode|Zagreb=10000 Split=21000 Rijeka=51000|Dalmacija
rs|{s} {n}/{z} {c};{s} {n}, {c}, Srbija|Bulevar·oslobođenja Knez·Mihailova Njegoševa|Beograd=11000 Novi·Sad=21000 Niš=18000|Vojvodina
hu|{z} {c}, {s} {n}.;{z} {c}, {s} {n}. {m}. em. {m}.;HU-{z} {c}, {s} {n}.|Petőfi·utca Andrássy·út Kossuth·Lajos·tér Fő·utca|Budapest=1### Debrecen=40## Győr=90##|Pest
ro|Str. {s} nr. {n}, {c}, jud. {r};Bd. {s} nr. {n}, bl. {m}, sc. A, ap. {m}, Sector {m}, {c};Mun. {c}, Str. {s}, Nr. {n}, Judeţ {r}|Unirii Mihai·Eminescu Victoriei|București=0##### Cluj-Napoca=400### Timișoara=300###|Cluj Timiș Ilfov
se|{s} {n}/{z} {c};{s} {n}, {z} {c};Box {n}/{z} {c}|Storgatan Drottninggatan Kungsvägen Vasagatan|Stockholm=11# ## Göteborg=41# ## Uppsala=75# ##|Skåne
no|{s} {n}/{z} {c};{s} {n}, {z} {c};Postboks {n} Sentrum, {z} {c}|Storgata Kirkeveien Karl·Johans·gate|Oslo=01## Bergen=50## Trondheim=70##|Vestland
dk|{s} {n}/{z} {c};{s} {n}, {m}. th., {z} {c};{s} {n}/{z} {c}/Danmark|Vesterbrogade Algade Nørregade|København·V=16## Aarhus·C=8000 Odense·C=5000|Fyn
fi|{s} {n}/{z} {c};{s} {n} A {m}, {z} {c};PL {n}, {z} {c}|Mannerheimintie Kauppakatu Hämeenkatu|Helsinki=00##0 Tampere=33100 Turku=20100|Uusimaa
ee|{s} {n}/{z} {c};Harju maakond, {c}, {s} {n}, {z}|Pärnu·mnt Narva·mnt Tartu·mnt|Tallinn=10### Tartu=50###|Harju
lv|{s} {n}-{m}, {c}, LV-{z};{c}, {s} {n}, LV-{z}|Brīvības·iela Elizabetes·iela|Rīga=10## Jūrmala=20##|Vidzeme
lt|{s} g. {n}, LT-{z} {c};{c}, {s} g. {n}-{m};{s} pr. {n}, {z} {c}|Gedimino Vilniaus Laisvės|Vilnius=0#### Kaunas=4#### Klaipėda=9####|Aukštaitija
il|רחוב {s} {n}, {c};{s} {n}, {c}, {z}|הרצל אלנבי רוטשילד|תל·אביב=6###### חיפה=3###### ירושלים=9######|המרכז
il-en|{n} {s} St./{c} {z}/Israel;{s} {n}, {c}, Israel|Herzl Allenby Rothschild·Blvd.|Tel·Aviv=6###### Haifa=3###### Jerusalem=9######|Center
eg|{n} شارع {s}، {c};{n} {s} - {c}|التحرير رمسيس النيل|القاهرة=1 الإسكندرية=1|القاهرة
vn|Số {n} đường {s}, Phường {m}, Quận {m}, {c}, Việt Nam;{n}/{m} {s}, {c};Tầng {m}, Tòa nhà {x}, {n} {s}, {c}|Nguyễn·Huệ Lê·Lợi Trần·Hưng·Đạo|Thành·phố·Hồ·Chí·Minh=1 Hà·Nội=1 Đà·Nẵng=1|Hà·Nội
th|{n}/{m} ถนน{s} แขวง{r} เขต{r} {c} {z};เลขที่ {n} {s} {c} {z}|สุขุมวิท พระรามที่·4 สีลม|กรุงเทพมหานคร=10### เชียงใหม่=50###|บางรัก
id|Jl. {s} No. {n}/{c} {z};Gedung {x} Lt. {m}, Jalan {s} Kav. {n}, {c} {z}, Indonesia|Jenderal·Sudirman Thamrin Gatot·Subroto|Jakarta·Selatan=12### Surabaya=60### Bandung=40###|Jawa·Barat
"""
_HOUSES = (
    "Aurora Beacon Kingfisher Meridian Palm Regent Summit Trident Vantage Crown Olympia Harbour Horizon Cedar".split()
)
_HOUSES_OF = {
    "ja": ("桜", "東和", "新緑"), "zh": ("金茂源", "华盛", "东方"), "zh-hant": ("金龍", "永豐"), "ko": ("한빛", "미래"),
}  # fmt: skip


def _spread(text: str) -> list[str]:
    return [item.replace("·", " ") for item in text.split()]


def _places() -> dict[str, tuple[list[str], list[str], list[tuple[str, str]], list[str]]]:
    table = {}
    for line in _PLACES.strip().splitlines():
        code, patterns, streets, towns, regions = line.split("|")
        # A postcode pattern may hold a blank, so a town begins where a word holds "=" .
        pairs: list[tuple[str, str]] = []
        for word in towns.split():
            if "=" in word:
                town, _, postcode = word.partition("=")
                pairs.append((town.replace("·", " "), postcode))
            else:
                pairs[-1] = pairs[-1][0], f"{pairs[-1][1]} {word}"
        table[code] = patterns.split(";"), _spread(streets), pairs, _spread(regions)
    return table


PLACES = _places()


def _digits(rng: random.Random, pattern: str) -> str:
    letters = {"#": "0123456789", "@": "ABCDEFGHJKLMNPRSTUVWXY"}
    return "".join(rng.choice(letters[char]) if char in letters else char for char in pattern)


def an_address(rng: random.Random, country: str) -> list[str]:
    """The lines of an address in the country; an issuer may join them by commas."""
    patterns, streets, towns, regions = PLACES[country]
    town, postcode = rng.choice(towns)
    language = {"jp": "ja", "cn": "zh", "tw": "zh-hant", "kr": "ko"}.get(country, "")
    # An oblique stroke between two numbers belongs to the number, not to the end of a line.
    pattern = (
        rng.choice(patterns).replace("}/{m}", "}\1{m}").replace(" / ", " \1 ").replace("}/{c}, CEP", "}\1{c}, CEP")
    )
    pattern = pattern.replace("/F", "\1F").replace("c/o", "c\1o")
    lines = []
    house = rng.choice(_HOUSES_OF.get(language, _HOUSES))
    street, number, region = rng.choice(streets), rng.randint(1, 220), rng.choice(regions)
    for line in pattern.split("/"):
        line = _digits(rng, line) if "{" not in line else line
        if country in ("sg",):
            line = line.replace("#0{m}", "\2" + "0{m}").replace(" #{m}", " \2{m}")
        text = line
        while "{m}" in text:
            text = text.replace("{m}", str(rng.randint(1, 19)), 1)
        text = text.format(n=number, s=street, c=town, z="\3", r=region, x=house)
        text = _digits(rng, text) if "##" in text or "@@" in text else text
        text = text.replace("\3", _digits(rng, postcode))
        lines.append(text.replace("\1", "/").replace("\2", "#"))
    return lines


def a_town(rng: random.Random, country: str) -> str:
    """The name of a town in the country."""
    return rng.choice(PLACES[country][2])[0]

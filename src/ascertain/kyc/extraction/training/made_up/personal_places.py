"""Countries of made-up documents: languages, money, styles of dates and numbers, addresses as they are written there."""

import random
from dataclasses import dataclass

import icu

# Country -> languages; culture of names; currency; number style; date patterns (ICU), separated by "|".
# Number styles: "," groups by commas with a point, "." by points with a comma, " " by blanks with a comma,
# "'" by apostrophes with a point, "i" groups as in India.
_COUNTRIES = {
    "gb": ("en", "en", "GBP", ",", "dd/MM/yyyy|d MMMM yyyy|dd MMM yyyy|dd-MM-yyyy|dd/MM/yy"),
    "ie": ("en", "en", "EUR", ",", "dd/MM/yyyy|d MMMM yyyy|dd MMM yyyy"),
    "us": ("en", "en", "USD", ",", "MM/dd/yyyy|MMMM d, yyyy|MMM d, yyyy|MM-dd-yyyy|MM/dd/yy"),
    "ca": ("en fr", "en", "CAD", ",", "yyyy-MM-dd|MMMM d, yyyy|yyyy/MM/dd"),
    "au": ("en", "en", "AUD", ",", "dd MMM yyyy|dd/MM/yyyy|d MMMM yyyy"),
    "nz": ("en", "en", "NZD", ",", "dd MMM yyyy|dd/MM/yyyy|d MMMM yyyy"),
    "za": ("en", "af", "ZAR", " ", "yyyy-MM-dd|dd MMM yyyy|yyyy/MM/dd"),
    "ng": ("en", "ng", "NGN", ",", "dd-MMM-yyyy|dd/MM/yyyy|d MMMM, yyyy"),
    "in": ("en hi", "hi", "INR", "i", "dd/MM/yyyy|dd-MMM-yyyy|dd-MM-yyyy"),
    "sg": ("en", "zh-hant", "SGD", ",", "dd-MM-yyyy|dd MMM yyyy|d MMMM yyyy"),
    "hk": ("zh-hant en", "zh-hant", "HKD", ",", "dd-MM-yyyy|yyyy年M月d日|d MMM yyyy"),
    "my": ("en", "ms", "MYR", ",", "dd/MM/yyyy|dd-MM-yyyy|d MMMM yyyy"),
    "de": ("de", "de", "EUR", ".", "dd.MM.yyyy|d. MMMM yyyy|dd.MM.yy"),
    "at": ("de", "de", "EUR", ".", "dd.MM.yyyy|d. MMMM yyyy|dd.MM.yy"),
    "ch": ("de fr it", "de", "CHF", "'", "dd.MM.yyyy|d. MMMM yyyy|dd.MM.yy"),
    "fr": ("fr", "fr", "EUR", " ", "dd/MM/yyyy|d MMMM yyyy|dd.MM.yyyy|dd MM yyyy"),
    "be": ("nl fr", "nl", "EUR", ".", "dd/MM/yyyy|d MMMM yyyy|dd.MM.yyyy"),
    "lu": ("fr de", "fr", "EUR", ".", "dd.MM.yyyy|dd/MM/yyyy"),
    "nl": ("nl", "nl", "EUR", ".", "dd-MM-yyyy|d MMMM yyyy|dd MMM yyyy"),
    "es": ("es", "es", "EUR", ".", "dd/MM/yyyy|d 'de' MMMM 'de' yyyy|dd-MM-yyyy|dd MM yyyy"),
    "mx": ("es", "es", "MXN", ",", "dd/MM/yyyy|d 'de' MMMM 'de' yyyy|dd-MMM-yyyy"),
    "ar": ("es", "es", "ARS", ".", "dd/MM/yyyy|dd MMM yyyy|d 'de' MMMM 'de' yyyy"),
    "cl": ("es", "es", "CLP", ".", "dd-MM-yyyy|dd MMM yyyy|dd/MM/yyyy"),
    "co": ("es", "es", "COP", ".", "dd-MMM-yyyy|dd/MM/yyyy|yyyy/MM/dd"),
    "pe": ("es", "es", "PEN", ",", "dd/MM/yyyy|dd MM yyyy"),
    "pt": ("pt", "pt", "EUR", ".", "dd-MM-yyyy|dd/MM/yyyy|d 'de' MMMM 'de' yyyy|dd MM yyyy"),
    "br": ("pt", "pt", "BRL", ".", "dd/MM/yyyy|d 'de' MMMM 'de' yyyy"),
    "it": ("it", "it", "EUR", ".", "dd/MM/yyyy|d MMMM yyyy|dd.MM.yyyy|dd-MM-yyyy"),
    "pl": ("pl", "pl", "PLN", " ", "dd.MM.yyyy|yyyy-MM-dd|d MMMM yyyy 'r.'"),
    "cz": ("cs", "cs", "CZK", " ", "dd.MM.yyyy|d. M. yyyy|d. MMMM yyyy"),
    "sk": ("sk", "sk", "EUR", " ", "dd.MM.yyyy|d. MMMM yyyy"),
    "si": ("sl", "sl", "EUR", ".", "dd. MM. yyyy|d. MMMM yyyy|dd.MM.yyyy"),
    "hr": ("hr", "hr", "EUR", ".", "dd.MM.yyyy.|d. MMMM yyyy."),
    "rs": ("sr", "sr", "RSD", ".", "dd.MM.yyyy.|d. MMMM yyyy."),
    "ro": ("ro", "ro", "RON", ".", "dd.MM.yyyy|d MMMM yyyy|dd/MM/yyyy"),
    "hu": ("hu", "hu", "HUF", " ", "yyyy.MM.dd.|yyyy. MMMM d."),
    "bg": ("bg", "bg", "EUR", " ", "dd.MM.yyyy|d MMMM yyyy 'г.'|dd.MM.yyyy 'г.'"),
    "gr": ("el", "el", "EUR", ".", "dd/MM/yyyy|d MMMM yyyy|dd-MM-yyyy"),
    "cy": ("el en", "el", "EUR", ",", "dd/MM/yyyy|d MMMM yyyy"),
    "tr": ("tr", "tr", "TRY", ".", "dd.MM.yyyy|dd/MM/yyyy|d MMMM yyyy"),
    "ru": ("ru", "ru", "RUB", " ", "dd.MM.yyyy|d MMMM yyyy 'г.'|dd.MM.yy"),
    "ua": ("uk", "uk", "UAH", " ", "dd.MM.yyyy|d MMMM yyyy 'р.'|dd MM yyyy"),
    "se": ("sv", "sv", "SEK", " ", "yyyy-MM-dd|d MMMM yyyy"),
    "no": ("no", "no", "NOK", " ", "dd.MM.yyyy|d. MMMM yyyy"),
    "dk": ("da", "da", "DKK", ".", "dd-MM-yyyy|d. MMMM yyyy|dd.MM.yyyy"),
    "fi": ("fi sv", "fi", "EUR", " ", "dd.MM.yyyy|d.M.yyyy|d. MMMM yyyy"),
    "ee": ("et", "et", "EUR", " ", "dd.MM.yyyy|d. MMMM yyyy"),
    "lv": ("lv", "lv", "EUR", " ", "dd.MM.yyyy|yyyy. 'gada' d. MMMM"),
    "lt": ("lt", "lt", "EUR", " ", "yyyy-MM-dd|yyyy 'm.' MMMM d 'd.'"),
    "jp": ("ja", "ja", "JPY", ",", "yyyy年M月d日|yyyy/MM/dd|era"),
    "kr": ("ko", "ko", "KRW", ",", "yyyy년 M월 d일|yyyy.MM.dd|yyyy-MM-dd"),
    "cn": ("zh", "zh", "CNY", ",", "yyyy年M月d日|yyyy-MM-dd|yyyy.MM.dd"),
    "tw": ("zh-hant", "zh-hant", "TWD", ",", "yyyy/MM/dd|roc"),
    "ae": ("ar en", "ar", "AED", ",", "dd/MM/yyyy|d MMMM yyyy"),
    "sa": ("ar en", "ar", "SAR", ",", "dd/MM/yyyy|yyyy/MM/dd"),
    "il": ("he", "he", "ILS", ",", "dd/MM/yyyy|dd.MM.yyyy"),
    "id": ("id", "id", "IDR", ".", "dd-MM-yyyy|d MMMM yyyy"),
    "vn": ("vi", "vi", "VND", ".", "dd/MM/yyyy|'ngày' d 'tháng' M 'năm' yyyy"),
    "th": ("th en", "th", "THB", ",", "d MMM buddhist|dd/MM/yyyy"),
}  # fmt: skip
# Country -> lines of addresses ("~" begins a line; "{s}" street, "{n}" house, "{f}" flat, "{t}" town and its postcode as given
# with the towns, "{z}" that postcode pattern filled) # streets # towns.
_ADDRESSES = {
    "gb": ("{n} {s}~{t}~{z}|Flat {f}, {n} {s}~{t} {z}|{f} Rose Cottage~{s}~{t}~{z}|Apartment {f}~{n} {s}~{t}~{z}", "Church Lane,Victoria Road,Mill Street,St Anne's Terrace,Park Avenue,Castle Hill,The Green", "Norwich=NR# #QT,Leeds=LS# #PB,Cardiff=CF## #HA,Perth=PH# #DN,Bath=BA# #LN"),
    "ie": ("{n} {s}~{t}~{z}|Apt. {f}, {n} {s}, {t}, {z}", "Main Street,O'Connell Road,Harbour View,Sandymount Avenue", "Dublin 4=D04 X###,Cork=T12 Y###,Galway=H91 A###"),
    "us": ("{n}{f} {s}~{t} {z}|{n} {s} Apt {f}~{t} {z}|{n} {s}, Unit {f}~{t} {z}|PO Box {n}{f}~{t} {z}", "Maple Ave,Cedar Creek Rd,W 14th St,Lincoln Blvd,Old Mill Dr,Sunset Ter", "Dover, DE=199##,Austin, TX=787##,Reno, NV=895##,Albany, NY=122##,SAN DIEGO CA=921##"),
    "ca": ("{n}{f} {s}~{t}  {z}|{f}-{n} {s}~{t} {z}", "Yonge St,Maple Crescent,Rue Sherbrooke O,Granville St", "Toronto ON=M5V #A#,Montréal QC=H3B #G#,Vancouver BC=V6B #K#"),
    "au": ("{n} {s}~{t} {z}|Unit {f}, {n} {s}~{t} {z}|{f}/{n} {s}~{t} {z}", "Banksia Street,George St,Harbour Parade,Wattle Grove", "CARLTON VIC=3053,NEWTOWN NSW=2042,Fremantle WA=6160"),
    "nz": ("{n} {s}~{t} {z}|Flat {f}, {n} {s}~{t} {z}", "Queen Street,Rata Road,Marine Parade", "Napier=4110,Nelson=7010,Auckland=1010"),
    "za": ("{n} {s}~{t}~{z}|Unit {f}, {n} {s}~{t}~{z}", "Protea Road,Long Street,Nelson Mandela Drive", "Sandton=2196,Cape Town=8001,Durban=4001"),
    "ng": ("{n} {s}~{t}|Plot {n}, {s}~{t}", "Adeola Odeku Street,Awolowo Road,Aminu Kano Crescent", "Victoria Island, Lagos,Wuse II, Abuja,Ibadan, Oyo State"),
    "in": ("Flat No. {f}, {n} {s}~{t} - {z}|H.No. {n}-{f}, {s}~{t} {z}|{n}, {s}~{t}~PIN: {z}", "M.G. Road,Nehru Nagar,2nd Cross Indiranagar,Linking Road", "Bengaluru, Karnataka=5600##,Pune, Maharashtra=4110##,Jaipur, Rajasthan=3020##"),
    "sg": ("{n} {s} #0{f}-{n}~Singapore {z}|Blk {n} {s}~#1{f}-{n}~Singapore {z}", "Orchard Boulevard,Bedok North Ave 3,Tampines Street 21", "Singapore=4600##,Singapore=2384##"),
    "hk": ("Flat {f}, {n}/F, {s}~{t}|{t}{s}{n}號{f}樓", "Nathan Road,彌敦道,Queen's Road West,皇后大道西", "Kowloon,九龍,Hong Kong,香港"),
    "my": ("No. {n}, {s}~{z} {t}|{f}-{n}, {s}~{z} {t}", "Jalan Ampang,Jalan SS 2/{n},Lorong Maarof", "Kuala Lumpur=504##,Petaling Jaya=473##,George Town=102##"),
    "de": ("{s} {n}~{z} {t}|{s} {n}a~{z} {t}|{s} {n}, Whg. {f}~{z} {t}", "Lindenstraße,Am Kirchberg,Goethestr.,Mühlenweg,Kaiser-Friedrich-Ring", "Kassel=341##,Bad Homburg v.d.H.=613##,Rostock=180##,Köln=506##"),
    "at": ("{s} {n}/{f}~{z} {t}|{s} {n}~{z} {t}", "Mozartgasse,Hauptplatz,Linzer Straße", "Salzburg=50##,Graz=80##,Wien=10#0"),
    "ch": ("{s} {n}~{z} {t}|{s} {n}~CH-{z} {t}", "Bahnhofstrasse,Rue du Lac,Via Cantonale", "Zug=6300,Genève=1204,Lugano=6900,Winterthur=8400"),
    "fr": ("{n} {s}~{z} {t}|{n} bis {s}~{z} {t}|Bât. B Appt {f}~{n} {s}~{z} {t}", "rue des Lilas,avenue Jean Jaurès,boulevard de la République,impasse du Moulin,chemin des Vignes", "LYON=6900#,Nantes=44000,BORDEAUX CEDEX=33000,Annecy=74000"),
    "be": ("{s} {n}~{z} {t}|{s} {n} bus {f}~{z} {t}|{s} {n} bte {f}~{z} {t}", "Kerkstraat,Rue Haute,Groenplaats,Avenue Louise", "Gent=9000,Namur=5000,Bruxelles=1050,Mechelen=2800"),
    "lu": ("{n}, {s}~L-{z} {t}|{n} {s}~{z} {t}", "rue de la Gare,Grand-Rue,route d'Arlon", "Luxembourg=21##,Esch-sur-Alzette=41##"),
    "nl": ("{s} {n}~{z} {t}|{s} {n}-{f}~{z}  {t}|{s} {n} hs~{z} {t}", "Dorpsstraat,Keizersgracht,Beatrixlaan,Van Goghweg", "HAARLEM=20## AB,Utrecht=35## KL,Zwolle=80## PX"),
    "es": ("C~ {s}, {n}, {f}º B~{z} {t}|Calle {s} nº {n}~{z} {t}|Avda. {s} {n}, piso {f}~{z} - {t}", "Mayor,del Sol,Real,Gran Vía,de la Constitución", "Girona=170##,Sevilla=410##,BILBAO (BIZKAIA)=480##,Alcalá de Henares=288##"),
    "mx": ("Calle {s} No. {n} Int. {f}~Col. Centro~C.P. {z} {t}|{s} {n}, Col. Roma Norte, {z}, {t}", "Reforma,Morelos,5 de Mayo,Insurgentes Sur", "Ciudad de México=067##,Guadalajara, Jal.=441##,Monterrey, N.L.=640##"),
    "ar": ("{s} {n}{f} Piso {f} Dpto. A~{z} {t}|{s} {n}, ({z}) {t}", "Av. Corrientes,San Martín,Belgrano,Mitre", "Ciudad Autónoma de Buenos Aires=C10##,Rosario, Santa Fe=S2000,Mendoza=M5500"),
    "cl": ("{s} {n}{f}, Depto. {f}~{t}|{s} {n}, {t}", "Av. Providencia,Los Leones,Pasaje Las Rosas", "Ñuñoa, Santiago,Viña del Mar,Concepción"),
    "co": ("Carrera {f} # {n}-{f}~{t}|Calle {n} No. {f} - {n} Apto {f}01, {t}", "X,Y", "Bogotá D.C.,Medellín, Antioquia,Cali"),
    "pe": ("Jr. {s} {n}~{t}|Av. {s} {n} Dpto. {f}0{f}, {t}", "Larco,Ayacucho,Los Próceres", "Miraflores, Lima,Arequipa,Trujillo"),
    "pt": ("Rua {s}, {n}, {f}.º Dto~{z} {t}|Av. {s} n.º {n}~{z} {t}|R {s} {n} {f} ESQ~{z} {t}", "das Flores,da Liberdade,Dr. António José,25 de Abril", "BRAGA=47##-###,Lisboa=1250-###,Vila Nova de Gaia=44##-###"),
    "br": ("Rua {s}, {n} - Apto {f}1~Centro - {t}~CEP {z}|Av. {s}, {n}, {t}, CEP: {z}", "das Acácias,XV de Novembro,Tiradentes", "Curitiba - PR=80##0-###,Recife/PE=500##-###,São Paulo - SP=013##-###"),
    "it": ("Via {s} {n}~{z} {t}|VIA {s}, {n} INT. {f}~{z} {t}|Piazza {s}, {n}~{z} - {t}", "Garibaldi,Roma,Dante Alighieri,dei Mille,XX Settembre", "RAVENNA (RA)=481##,Torino TO=101##,Lecce (LE)=73100"),
    "pl": ("ul. {s} {n}/{f}~{z} {t}|ul. {s} {n} m. {f}~{z} {t}|al. {s} {n}~{z} {t}", "Kwiatowa,Mickiewicza,Długa,3 Maja,Polna", "Gdynia=81-###,Kraków=31-###,Łódź=90-###"),
    "cz": ("{s} {n}{f}/{n}~{z} {t}|{s} {n}~{z} {t}", "Nádražní,Husova,Na Příkopě,Palackého", "Brno=602 00,Praha 5=150 00,Olomouc=779 00"),
    "sk": ("{s} {n}~{z} {t}", "Hlavná,Štúrova,Mlynská", "Košice=040 01,Bratislava=811 0#,Žilina=010 01"),
    "si": ("{s} {n}~{z} {t}", "Prešernova cesta,Trubarjeva ulica,Dunajska cesta", "Ljubljana=1000,Maribor=2000,Kranj=4000"),
    "hr": ("{s} {n}~{z} {t}|{s} {n}, {f}. kat~HR-{z} {t}", "Ulica Ljudevita Gaja,Vukovarska ulica,Ilica", "Zagreb=10000,Split=21000,Rijeka=51000"),
    "rs": ("{s} {n}~{z} {t}|ул. {s} бр. {n}, {t}", "Кнеза Милоша,Цара Душана,Булевар ослобођења", "Београд=11000,Нови Сад=21000,Ниш=18000"),
    "ro": ("Str. {s} nr. {n}, bl. {f}, ap. {n}~{z} {t}|Bd. {s} nr. {n}~{t}, {z}", "Mihai Eminescu,Unirii,Libertății", "Cluj-Napoca, jud. Cluj=4000##,București, Sector 3=0300##,Iași=7000##"),
    "hu": ("{z} {t}~{s} {n}. {f}/2.|{z} {t}, {s} {n}.", "Kossuth Lajos utca,Petőfi tér,Rákóczi út", "Budapest=10##,Debrecen=40##,Szeged=67##"),
    "bg": ("гр. {t}, ул. „{s}“ № {n}, ап. {f}|{z} {t}~бул. {s} {n}", "Витоша,Шипка,Цар Борис III", "София=1000,Варна=9000,Пловдив=4000"),
    "gr": ("{s} {n}~{z} {t}|{s} {n}, Τ.Κ. {z}, {t}", "Ερμού,Σόλωνος,Λεωφ. Κηφισίας,Αγίου Δημητρίου", "Αθήνα=105 ##,Θεσσαλονίκη=546 ##,Πάτρα=262 ##"),
    "cy": ("{s} {n}, Διαμ. {f}~{z} {t}|{n} {s}~{z} {t}", "Λεωφόρος Μακαρίου,Ledra Street,Αγίας Φυλάξεως", "Λευκωσία=10##,Limassol=30##,Λάρνακα=60##"),
    "tr": ("{s} Mah. Gül Sok. No: {n} D: {f}~{t}|{s} Cad. No:{n}/{f}, {z} {t}", "Cumhuriyet,Atatürk,İnönü,Bağdat", "Kadıköy / İSTANBUL=347##,Çankaya/Ankara=066##,Konak - İzmir=352##"),
    "ru": ("{z}, г. {t}, ул. {s}, д. {n}, кв. {f}|г. {t}, ул. {s}, дом {n}, корп. {f}, кв. {n}", "Садовая,Ленина,Полевая,Гагарина", "Москва=1190##,Казань=4200##,Тверь=1700##"),
    "ua": ("вул. {s}, буд. {n}, кв. {f}~м. {t}, {z}|{z}, м. {t}, вул. {s}, {n}", "Садова,Івана Франка,Хрещатик,Зелена", "Київ=010##,Львів=790##,Одеса=650##"),
    "se": ("{s} {n}~{z} {t}|{s} {n} lgh 1{f}01~{z} {t}", "Storgatan,Kungsvägen,Björkallén", "UPPSALA=752 ##,Malmö=211 ##,Göteborg=411 ##"),
    "no": ("{s} {n}~{z} {t}|{s} {n} B~{z} {t}", "Kirkeveien,Storgata,Fjordgløttveien", "Bergen=50##,OSLO=01##,Tromsø=90##"),
    "dk": ("{s} {n}, {f}. tv.~{z} {t}|{s} {n}~{z} {t}", "Nørregade,Strandvejen,Søndergade", "København K=1###,Aarhus C=8000,Odense=5000"),
    "fi": ("{s} {n} A {f}~{z} {t}|{s} {n}~{z} {t}", "Mannerheimintie,Koivukuja,Rantatie", "HELSINKI=001##,Turku=20100,Oulu=90100"),
    "ee": ("{s} {n}-{f}~{z} {t}", "Pärnu mnt,Kesk,Tamme", "Tallinn=101##,Tartu=510##"),
    "lv": ("{s} {n}-{f}~{t}, LV-{z}", "Brīvības iela,Lāčplēša iela,Skolas iela", "Rīga=10##,Liepāja=3401,Jelgava=3001"),
    "lt": ("{s} {n}-{f}~{t}, LT-{z}|{s} {n}, {z} {t}", "Gedimino pr.,Laisvės al.,Žalgirio g.", "Vilnius=011##,Kaunas=442##,Klaipėda=912##"),
    "jp": ("〒{z}~{t}{s}{f}丁目{n}番{f}号|{t}{s}{f}-{n}-{f}", "桜町,栄町,緑が丘,中央", "横浜市中区=231-00##,京都市左京区=606-80##,東京都港区=105-00##"),
    "kr": ("{t} {s} {n}, {f}0{f}호~{z}|({z}) {t} {s} {n}", "중앙로,테헤란로,한강대로", "서울특별시 강남구=06###,부산광역시 해운대구=48###,대구광역시 중구=41###"),
    "cn": ("{t}{s}{n}号{f}单元{f}01室|{t}{s}{n}号", "人民路,中山大道,南京西路,建设街", "上海市黄浦区,深圳市福田区,广州市天河区,成都市武侯区"),
    "tw": ("{z}{t}{s}{n}號{f}樓|{t}{s}{n}號", "忠孝東路四段,中正路,民生西路", "臺北市大安區=106,高雄市苓雅區=802,臺中市西區=403"),
    "ae": ("Villa {n}, {s}~{t}|Apt {n}0{f}, {s} Tower~P.O. Box {n}{f}~{t}|شقة {n}، {s}~{t}", "Al Wasl Road,شارع الخليج,Marina View", "Dubai,دبي,Abu Dhabi,Sharjah"),
    "sa": ("{n} {s}~{t} {z}|{n} {s}، {t}", "شارع الملك فهد,شارع العليا,طريق المدينة", "الرياض=122##,جدة=214##"),
    "il": ("{s} {n} דירה {f}~{t} {z}|רח' {s} {n}, {t}", "הרצל,ויצמן,ז'בוטינסקי", "תל אביב=61###,חיפה=31###,ירושלים=91###"),
    "id": ("Jl. {s} No. {n} RT 00{f}/RW 005~Kel. Menteng~{t} {z}|Jl. {s} No. {n}, {t} {z}", "Sudirman,Diponegoro,Gajah Mada", "Jakarta Pusat=103##,Bandung=401##,Denpasar=801##"),
    "vn": ("Số {n}, đường {s}, phường {f}, {t}|{n}/{f} {s}~{t}", "Lê Lợi,Trần Hưng Đạo,Nguyễn Huệ", "Quận 1, TP. Hồ Chí Minh,Hà Nội,Đà Nẵng"),
    "th": ("{n}/{f} ถนน{s}~{t} {z}|{n} Soi {f} {s} Road~Bangkok {z}", "สุขุมวิท,พหลโยธิน,Sukhumvit", "กรุงเทพมหานคร=101##,เชียงใหม่=502##"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A country and one of its languages, with the styles of one document."""

    code: str
    language: str
    languages: tuple[str, ...]
    culture: str
    currency: str
    numbers: str
    dates: str


def make_place(rng: random.Random, countries: str = "") -> Place:
    """A country (one of those given as codes with blanks between, if any) and the styles that one document follows."""
    code = rng.choice(countries.split() or list(_COUNTRIES))
    languages, culture, currency, numbers, patterns = _COUNTRIES[code]
    language = rng.choice(languages.split())
    # People of other cultures live everywhere.
    if rng.random() < 0.12:
        culture = _COUNTRIES[rng.choice(list(_COUNTRIES))][1]
    # A document has one style of numbers, which is not always that of its country.
    numbers = numbers if rng.random() < 0.85 else rng.choice([",", ".", " ", "", "'"])
    return Place(
        code,
        language,
        tuple(languages.split()),
        culture,
        currency,
        numbers,
        rng.choice(_patterns_of(patterns, language)),
    )


def _patterns_of(patterns: str, language: str) -> list[str]:
    """The patterns that the language can use: documents in English of Hong Kong have no dates with Chinese characters."""
    return [pattern for pattern in patterns.split("|") if language != "en" or pattern.isascii()]


def country_name(code: str, language: str) -> str:
    """The country's name in a language."""
    return str(icu.Locale("", code.upper()).getDisplayCountry(icu.Locale(language.replace("zh-hant", "zh-Hant"))))


def make_address(rng: random.Random, code: str) -> list[str]:
    """The lines of an address; joined by ", " they are the address in one line."""
    forms, streets, towns = _ADDRESSES[code]
    town, _, postcode = _split_town(rng, towns)
    text = rng.choice(forms.split("|")).format(
        s=rng.choice(streets.split(",")).replace("{n}", "4"),
        n=rng.randint(1, 199),
        f=rng.randint(1, 9),
        t=town,
        z="".join(str(rng.randint(0, 9)) if char == "#" else char for char in postcode),
    )
    return [" ".join(line.split()) for line in text.split("~")]


def town_of(rng: random.Random, code: str) -> str:
    """A town of the country, as a birth place names it."""
    return _split_town(rng, _ADDRESSES[code][2])[0].split(",")[0].strip()


def _split_town(rng: random.Random, towns: str) -> tuple[str, str, str]:
    # "Dover, DE=199##,Reno, NV=895##": a comma ends a town only where a postcode or a bare town ends.
    pieces: list[str] = []
    for piece in towns.split(","):
        if piece.startswith(" ") and pieces:
            pieces[-1] += "," + piece
        else:
            pieces.append(piece)
    return rng.choice(pieces).partition("=")

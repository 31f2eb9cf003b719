"""Words that identity documents print beside their values, by property, in the languages of their issuers.

They come on top of the labels of the type files. Fields are also numbered: by the Annex of EU directive 2006/126 (which follows the
Vienna convention on road traffic), and in the United States and Canada by the card design standard of AAMVA.
"""

# "name" is the full name; what a bare "name" stands for depends on the other labels of the card (by_card.py).
LABELS = {
    "name": (
        "full name|name in full|holder's name|name of holder|surname and given names|surname and given name|nama lengkap|"
        "nama|apellidos y nombre|apellidos y nombres|nombre y apellidos|nome e cognome|cognome e nome|ad soyad|"
        "adı soyadı|nom et prénoms|nom et prénom|nome completo|nombre completo|ho va ten|họ và tên|الاسم الكامل|фио|"
        "ф.и.о."
    ),
    "lastName": (
        "surname|surnames|last name|family name|primary identifier|ln|nom|nom de famille|nachname|familienname|apellidos|"
        "apellido|apellido paterno|cognome|achternaam|naam|geslachtsnaam|nazwisko|prezime|příjmení|priezvisko|priimek|"
        "vezetéknév|családi név|családi és utónév|nume|numele|nume de familie|efternamn|etternavn|efternavn|sukunimi|"
        "perekonnanimi|uzvārds|pavardė|soyadı|soyad|mbiemri|επώνυμο|фамилия|прізвище|фамилно име|фамилия на|презиме|"
        "прозвішча|apelido|apelidos|sobrenome|kunya|اللقب|اسم العائلة"
    ),
    "firstName": (
        "given names|given name|given name(s)|first name|first names|forename|forenames|secondary identifier|fn|"
        "first names and middle names|prénoms|prénom|prénom(s)|vornamen|vorname|vorname(n)|nombre|nombres|nomi|nome|"
        "voornamen|voornaam|imię|imiona|imię (imiona)|ime|imena|jméno|jména|meno|mená|utónév|utónevek|utónevei|prenume|"
        "prenumele|förnamn|fornavn|etunimet|etunimi|eesnimi|eesnimed|vārds|vārdi|vardas|vardai|adı|adi|emri|όνομα|имя|"
        "ім'я|име|імя|nomes próprios|nome próprio|prenom"
    ),
    "birthDate": (
        "date of birth|birth date|birthdate|dob|born|date de naissance|geburtsdatum|geburtstag|fecha de nacimiento|"
        "fecha nacimiento|data di nascita|geboortedatum|data urodzenia|datum rođenja|datum rojstva|datum narození|"
        "dátum narodenia|születési idő|születési dátum|data nașterii|data nasterii|födelsedatum|født|fødselsdato|"
        "fødselsdag|syntymäaika|sünniaeg|dzimšanas datums|gimimo data|doğum tarihi|datëlindja|ημερομηνία γέννησης|"
        "дата рождения|дата народження|дата на раждане|датум рођења|tanggal lahir|tgl. lahir|tgl lahir|"
        "data de nascimento|nascimento|ngày sinh|تاريخ الميلاد|生年月日|出生日期"
    ),
    "birthPlace": (
        "place of birth|birthplace|place and country of birth|lieu de naissance|geburtsort|lugar de nacimiento|"
        "luogo di nascita|comune di nascita|geboorteplaats|miejsce urodzenia|mjesto rođenja|mesto rođenja|kraj rojstva|"
        "místo narození|miesto narodenia|születési hely|születési helye|locul nașterii|loc naștere|födelseort|fødested|"
        "syntymäpaikka|sünnikoht|dzimšanas vieta|gimimo vieta|doğum yeri|vendlindja|τόπος γέννησης|место рождения|"
        "місце народження|място на раждане|место рођења|tempat lahir|naturalidade|local de nascimento|nơi sinh|"
        "مكان الميلاد"
    ),
    "nationality": (
        "nationality|citizenship|nationalité|staatsangehörigkeit|staatsangeh.|nacionalidad|nacionalidade|cittadinanza|"
        "nazionalità|nationaliteit|obywatelstwo|državljanstvo|státní občanství|štátne občianstvo|állampolgárság|"
        "cetățenie|cetățenia|nationalitet|statsborgerskap|kansalaisuus|kodakondsus|pilsonība|pilietybė|uyruğu|uyruk|"
        "shtetësia|υπηκοότητα|ιθαγένεια|гражданство|громадянство|държавлјанство|гражданство на|kewarganegaraan|الجنسية|"
        "国籍"
    ),
    "gender": (
        "sex|gender|sexe|geschlecht|sexo|sesso|geslacht|płeć|spol|pohlaví|pohlavie|nem|sexul|kön|kjønn|køn|sukupuoli|"
        "sugu|dzimums|lytis|cinsiyeti|cinsiyet|gjinia|φύλο|пол|стать|kelamin|jenis kelamin|giới tính|الجنس|性別|性别"
    ),
    "number": (
        "id|document no|document number|doc no|passport no|passport number|card no|card number|id no|identity card no|"
        "identity card number|permit no|permit number|licence no|licence number|license no|license number|"
        "driver licence no|dl|dl no|dln|lic|lic no|driver's license no|driver license no|no du passeport|n° du passeport|"
        "no de passeport|passeport no|n° du document|numéro du document|n° de document|reisepass-nr|pass-nr|"
        "ausweisnummer|dokumentennummer|kartennummer|pasaporte no|nº de pasaporte|número de documento|núm. documento|"
        "num soporte|núm soporte|passaporto n|numero documento|documentnummer|kaartnr|carte n|karte nr|kartnr|"
        "numer dokumentu|nr dokumentu|seria i numer|broj putovnice|broj osobne iskaznice|broj pasoša|broj dokumenta|"
        "číslo dokladu|číslo pasu|okmányazonosító|okmányszám|nr. pașaport|seria|passnummer|passnr|passin nro|"
        "dokumendi number|passi nr|pases nr|paso nr|pasaport no|belge no|seri no|numri i pasaportës|αρ. διαβατηρίου|"
        "αριθμός|номер паспорта|паспорт №|номер документа|№ на документа|no. paspor|nomor paspor|passaporte n|número|"
        "رقم الجواز|رقم البطاقة|رقم الهوية|visa number|control number|visumnummer|doc. no|dont no|card n°|kaart nr"
    ),
    "startDate": (
        "date of issue|issue date|issued|issued on|date issued|iss|issue|valid from|date de délivrance|délivré le|"
        "date d'émission|ausstellungsdatum|ausgestellt am|datum der ausstellung|fecha de expedición|fecha expedición|"
        "fecha de emisión|emisión|data di rilascio|data di emissione|rilasciato il|datum van afgifte|afgiftedatum|"
        "data wydania|datum izdavanja|datum izdaje|datum vydání|dátum vydania|kiállítás dátuma|kiállítás kelte|"
        "data eliberării|data emiterii|utfärdandedatum|utstedelsesdato|udstedelsesdato|myöntämispäivä|"
        "väljaandmise kuupäev|izdošanas datums|išdavimo data|veriliş tarihi|verildiği tarih|düzenleme tarihi|"
        "data e lëshimit|ημερομηνία έκδοσης|дата выдачи|дата видачі|дата на издаване|датум издавања|tgl. pengeluaran|"
        "tanggal pengeluaran|data de emissão|تاريخ الإصدار"
    ),
    "endDate": (
        "date of expiry|expiry date|expiry|expires|expires on|exp|exp date|date of expiration|valid until|valid to|"
        "valid thru|validity|validity (nt)|valid till|date d'expiration|expire le|valable jusqu'au|gültig bis|"
        "karte gültig bis|ablaufdatum|fecha de caducidad|fecha caducidad|fecha de vencimiento|válido hasta|validez|"
        "valido hasta|data di scadenza|scadenza|valido fino al|geldig tot|vervalt op|vervaldatum|data ważności|"
        "termin ważności|datum isteka|vrijedi do|važi do|datum poteka|velja do|datum skončení platnosti|platnost do|"
        "platnosť do|dátum skončenia platnosti|lejárat dátuma|érvényes|érvényességi idő|data expirării|valabil până la|"
        "giltig till|giltigt t.o.m|gyldig til|utløpsdato|voimassa asti|viimeinen voimassaolopäivä|kehtiv kuni|"
        "kehtivuse lõpp|derīga līdz|galioja iki|son geçerlilik|geçerlilik tarihi|data e skadimit|ημερομηνία λήξης|"
        "действителен до|срок действия|дата окончания срока действия|дійсний до|валидност|дата на валидност|важи до|"
        "tgl. habis berlaku|berlaku hingga|validade|data de validade|data de caducidade|تاريخ الانتهاء|صالح لغاية"
    ),
    "authority": (
        "authority|issuing authority|issuing office|issued by|place of issue|autorité|lieu de délivrance|behörde|"
        "ausstellende behörde|ausstellungsbehörde|autoridad|autorità|autoriteit|plaats van afgifte|afgegeven door|"
        "organ wydający|organ|izdalo|izdao|nadležno tijelo|vydal|vydal úřad|kiállító hatóság|autoritatea|emisă de|"
        "emis de|myndighet|utfärdande myndighet|viranomainen|myöntäjä|väljaandja|izdevējiestāde|įstaiga|veren makam|"
        "autoriteti|autoridade|εκδούσα αρχή|αρχή|орган|кем выдан|орган, выдавший документ|орган, що видав|"
        "kantor yang mengeluarkan|جهة الإصدار"
    ),
    "address": (
        "address|residence|place of residence|domicile|adresse|anschrift|wohnort|domicilio|residenza|indirizzo|"
        "indirizzo di residenza|indirizzo residenza|adres|woonplaats|adresa|prebivalište|prebivalište i adresa stana|"
        "lakóhely|domiciliul|domiciliu|adress|bostad|elukoht|adresas|dzīvesvieta|διεύθυνση|адрес|адреса|место жительства|"
        "местожительство|prebivališče|trvalý pobyt|alamat|endereço|morada|العنوان"
    ),
    "idNumber": (
        "personal no|personal number|personal id no|identity no|identification no|national id no|n° personnel|"
        "no personnel|national register n°|rijksregisternr|n° de registre national|personnummer|fødselsnummer|cpr|"
        "henkilötunnus|isikukood|personas kods|asmens kodas|pesel|rodné číslo|osobní číslo|emšo|oib|"
        "osobni identifikacijski broj|jmbg|cnp|egn|егн|personalnummer|personenkennzahl|bsn|burgerservicenummer|"
        "personalausweisnummer|codice fiscale|nif|dni|dni n|nie|t.c. kimlik no|személyi azonosító|nid|nik|personal code|"
        "личен номер|numri personal|no personale|رقم الهوية الوطنية|الرقم الشخصي"
    ),
    "height": (
        "height|hgt|taille|größe|grösse|estatura|statura|lengte|wzrost|visina|výška|magasság|înălțime|längd|høyde|højde|"
        "pituus|pikkus|augums|ūgis|boyu|ύψος|рост|зріст|ръст|altura"
    ),
    "eyeColor": (
        "eyes|eye colour|eye color|colour of eyes|augenfarbe|couleur des yeux|color de ojos|kleur ogen|kolor oczu|"
        "boja očiju|farba očí|barva očí|szemszín|culoarea ochilor|ögonfärg|silmien väri|barva oči"
    ),
}
# Words that are labels of other fields: a value ends before them, and they are no value.
OTHERS = (
    "type|code of state|country code|code|issuing state|code of issuing state|code de l'état|signature|"
    "holder's signature|signature of bearer|signature of holder|signature du titulaire|unterschrift|firma|podpis|"
    "handtekening|class|licence class|license class|categories|restrictions|rest|rstr|end|endorsements|conditions|"
    "organ donor|donor|wgt|weight|hair|dd|blood group|remarks|anmerkungen|remarques|observaciones|number of entries|"
    "anzahl der einreisen|nombre d'entrées|duration of stay|dauer des aufenthalts|durée du séjour|type of visa|"
    "art des visums|valid for|gültig für|type of permit|art des titels|card number|can|reg. no|no. reg|"
    "son/daughter/wife of|father's name|parents|hijo/a de|equipo|office|passport|identity card|driving licence|"
    "driver licence|driver license|date of first issue|validity (tr)|cov|vehicle class|audit|rev|duplicate|"
    "under 21 until|veteran|real id|number of passport|nummer des reisepasses|numéro du passeport|am|ausgestellt in|"
    "on|issued in|erwerbstätigkeit"
)
# EU directive 2006/126, annex I; the same numbers are on licences of the Vienna convention.
EU_NUMBERS = {
    "1": "lastName", "2": "firstName", "3": "birth", "4a": "startDate", "4b": "endDate", "4c": "authority", "4d": "idNumber",
    "5": "number", "8": "address",
}  # fmt: skip
# AAMVA DL/ID card design standard: 5 is the number of the print run, and 4d that of the customer.
AAMVA_NUMBERS = {
    "1": "lastName", "2": "firstName", "3": "birthDate", "4a": "startDate", "4b": "endDate", "4d": "number", "8": "address",
    "15": "gender", "16": "height", "18": "eyeColor",
}  # fmt: skip
# The distinguishing signs of vehicles of states whose licences bear one in the blue field (Vienna convention, annex 3).
SIGNS = dict(
    pair.split(":")
    for pair in "A:at B:be BG:bg CY:cy CZ:cz D:de DK:dk E:es EST:ee F:fr FIN:fi GR:gr H:hu HR:hr I:it IRL:ie L:lu LT:lt LV:lv M:mt "
    "NL:nl P:pt PL:pl RO:ro S:se SK:sk SLO:si UK:gb GB:gb N:no IS:is FL:li CH:ch UA:ua RUS:ru TR:tr SRB:rs BIH:ba MNE:me MK:mk "
    "NMK:mk AL:al MD:md GE:ge".split()
)

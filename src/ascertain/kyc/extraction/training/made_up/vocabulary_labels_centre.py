"""Labels of company documents in languages of central Europe and the northern Balkans."""

LABELS = {
    "cs": """
name Obchodní firma|Název|Firma
number Identifikační číslo|IČO|IČ
vat DIČ
form Právní forma
status Stav
incorporated Datum vzniku a zápisu|Den zápisu|Datum zápisu
address Sídlo|Sídlo společnosti
capital Základní kapitál
shares Počet akcií
p.name Jméno|Jméno a příjmení
birth dat. nar.|Datum narození|narozen
nationality Státní občanství
p.address Bydliště|Adresa|bytem
idno Rodné číslo
owner Společník|Jediný akcionář|Akcionář
director Jednatel|Člen představenstva|Statutární orgán
beneficial Skutečný majitel
count Počet akcií|Počet kusů
percent Obchodní podíl|Podíl|Podíl v %
value Vklad|Jmenovitá hodnota|Výše vkladu
class Druh podílu|Druh akcií
role Funkce
since Den vzniku funkce|Vznik funkce|zapsáno
until Den zániku funkce|vymazáno|Zánik funkce
date Datum|Údaje platné ke dni|Dne
docno Spisová značka|Č.j.|Číslo výpisu
no Č.|Poř. č.
total Celkem
noise Telefon|Předmět podnikání|Způsob jednání|Splaceno|Ostatní skutečnosti
s.owners Společníci|Společníci s vkladem|Akcionáři
s.directors Statutární orgán|Jednatelé|Představenstvo
s.beneficial Skuteční majitelé
s.company Základní údaje
t.extract Výpis z obchodního rejstříku|Úplný výpis z obchodního rejstříku
t.members Seznam akcionářů|Seznam společníků
t.articles Společenská smlouva|Zakladatelská listina
t.poa Plná moc
t.resolution Rozhodnutí jediného společníka|Zápis z valné hromady
role.director jednatel|předseda představenstva|Jednatel|člen představenstva|prokurista
class.share základní|kmenové akcie na jméno
active aktivní|zapsaná
inactive vymazána|v likvidaci
none -
s.sign Podpis|Soud
""",
    "sk": """
name Obchodné meno|Názov
number IČO|Identifikačné číslo
tax DIČ
vat IČ DPH
form Právna forma
status Stav
incorporated Deň zápisu|Dátum vzniku
address Sídlo
capital Výška základného imania|Základné imanie
p.name Meno a priezvisko|Meno
birth Dátum narodenia|nar.
nationality Štátna príslušnosť
p.address Bydlisko|Trvalý pobyt
idno Rodné číslo
owner Spoločník|Akcionár
director Konateľ|Štatutárny orgán
beneficial Konečný užívateľ výhod
percent Podiel|Obchodný podiel v %
value Výška vkladu|Vklad
role Funkcia
since Vznik funkcie|od
until Zánik funkcie|do
date Dátum|Dátum aktualizácie údajov|Dňa
docno Vložka číslo|Číslo
no P. č.
total Spolu
noise Telefón|Predmet činnosti|Konanie menom spoločnosti|Splatené
s.owners Spoločníci|Výška vkladu každého spoločníka
s.directors Štatutárny orgán|Konatelia
s.company Základné údaje
t.extract Výpis z Obchodného registra
t.members Zoznam spoločníkov
t.articles Spoločenská zmluva
t.poa Plnomocenstvo
role.director konateľ|predseda predstavenstva
active aktívna
none -
""",
    "sl": """
name Firma|Popolno ime|Naziv
number Matična številka
tax Davčna številka
vat ID za DDV
form Pravnoorganizacijska oblika
status Status
incorporated Datum vpisa|Datum ustanovitve
address Poslovni naslov|Sedež
capital Osnovni kapital
p.name Ime in priimek|Osebno ime
birth Datum rojstva
p.address Naslov
idno EMŠO
owner Družbenik|Delničar
director Zastopnik|Direktor
count Število delnic
percent Delež|Poslovni delež
value Osnovni vložek|Vložek
role Vrsta zastopnika|Funkcija
since Datum podelitve pooblastila|Datum vstopa
until Datum prenehanja|Datum izstopa
date Datum|Datum izpisa
docno Opravilna številka|Št.
no Zap. št.
total Skupaj
noise Telefon|Dejavnost|Način zastopanja
s.owners Družbeniki in poslovni deleži|Družbeniki
s.directors Zastopniki|Osebe, pooblaščene za zastopanje
s.company Osnovni podatki
t.extract Redni izpis iz sodnega registra|Izpis iz poslovnega registra
t.members Knjiga poslovnih deležev
role.director direktor|prokurist
active vpisan|aktiven
none -
""",
    "hr": """
name Tvrtka|Naziv
number MBS|Matični broj subjekta
tax OIB
form Pravni oblik
status Status
incorporated Datum osnivanja|Datum upisa
address Sjedište/adresa|Sjedište
capital Temeljni kapital
p.name Ime i prezime|Osoba
birth Datum rođenja
nationality Državljanstvo
p.address Adresa|Prebivalište
idno OIB
owner Osnivač|Član društva|Osnivači/članovi društva
director Osoba ovlaštena zastupati|Član uprave
percent Udio|Poslovni udio u %
value Iznos uloga|Nominalni iznos
role Funkcija|Svojstvo
since Datum imenovanja|od
until Datum prestanka|do
date Datum|Stanje na dan
docno Broj|Tt-
no R. br.
total Ukupno
noise Telefon|Predmet poslovanja|Način zastupanja
s.owners Osnivači/članovi društva|Članovi društva
s.directors Osobe ovlaštene za zastupanje|Uprava
s.company Subjekt upisa|Osnovni podaci
t.extract Povijesni izvadak iz sudskog registra|Izvadak iz sudskog registra
t.members Knjiga poslovnih udjela
t.articles Društveni ugovor
role.director direktor|član uprave|predsjednik uprave
active aktivan|upisan
none -
""",
    "sr": """
name Poslovno ime|Puno poslovno ime
number Matični broj
tax PIB
form Pravna forma
status Status
incorporated Datum osnivanja|Datum registracije
address Adresa sedišta|Sedište
capital Upisani kapital|Osnovni kapital
p.name Ime i prezime
birth Datum rođenja
nationality Državljanstvo
idno JMBG|Broj pasoša
owner Član|Osnivač|Vlasnik
director Zakonski zastupnik|Direktor
percent Udeo|Udeo u %
value Uplaćeni ulog|Iznos uloga
role Funkcija
since Datum imenovanja|od
until Datum razrešenja|do
date Datum|Na dan
docno Broj|Br.
no R. br.
total Ukupno
noise Telefon|Pretežna delatnost|Broj računa
s.owners Članovi / suvlasnici|Osnivači
s.directors Zakonski zastupnici|Zastupnici
s.company Osnovni podaci
t.extract Izvod o registrovanim podacima|Izvod iz registra privrednih subjekata
t.articles Osnivački akt
role.director Direktor|Prokurista
active Aktivan|Aktivno privredno društvo
none -
""",
    "hu": """
name A cég elnevezése|Cégnév|A cég neve
number Cégjegyzékszám
tax Adószám|A cég statisztikai számjele
vat Közösségi adószám
form Cégforma|Jogi forma
status Státusz|Cégállapot
incorporated A létesítő okirat kelte|Bejegyzés dátuma|Alapítás időpontja
address A cég székhelye|Székhely
capital A cég jegyzett tőkéje|Jegyzett tőke|Törzstőke
currency Pénznem
email A cég elektronikus elérhetősége
alias A cég rövidített elnevezése
p.name Név|Neve
birth Született|Születési idő|Születési ideje
birthplace Születési hely
mother Anyja neve|an.
p.address Lakcím|Lakcíme
owner Tag|A tag adatai|Részvényes
director Vezető tisztségviselő|Képviseletre jogosult|Ügyvezető
beneficial Tényleges tulajdonos
count Részvények száma
percent Részesedés|Szavazati arány|Tulajdoni hányad
value Törzsbetét|Vagyoni betét|Névérték
role Tisztség|Beosztása|A képviselet jellege
since Jogviszony kezdete|Hatályos|Kezdete
until Jogviszony vége|Törölve|Vége
date Dátum|Készült|Kelt
docno Ügyszám|Azonosító
no Sorszám|Ssz.
total Összesen
noise Telefon|Tevékenységi kör|A képviselet módja|Pénzforgalmi jelzőszám
s.owners A tag(ok) adatai|Tagok|Részvényesek
s.directors A vezető tisztségviselő(k) adatai|A képviseletre jogosult(ak) adatai
s.company A cég adatai|Általános adatok
t.extract Cégkivonat|Cégmásolat|Tárolt cégkivonat
t.members Tagjegyzék|Részvénykönyv
t.articles Társasági szerződés|Alapító okirat
t.poa Meghatalmazás
role.director ügyvezető|vezérigazgató|igazgatósági tag|Ügyvezető
class.share törzsrészvény|névre szóló
active Működő|Hatályos|Bejegyzett
inactive Törölt|Felszámolás alatt
none -
s.sign Aláírás|Ügyvezető
""",
    "ro": """
name Denumire|Firma|Denumirea societății
number Număr de ordine în registrul comerțului|Nr. de înregistrare|Nr. ORC
tax Cod unic de înregistrare|CUI|CIF
vat Cod TVA
form Forma de organizare|Forma juridică
status Stare firmă|Starea societății
incorporated Data înființării|Data înmatriculării|Înregistrată la
address Sediul social|Adresă sediu social|Sediu
capital Capital social|Capital social subscris|Capital subscris și vărsat
currency Moneda
shares Număr părți sociale|Număr acțiuni
p.name Nume și prenume|Nume
birth Data nașterii|Data și locul nașterii
birthplace Locul nașterii
nationality Cetățenie
p.address Domiciliu|Adresă
gender Sex
idno CNP|Serie și număr act identitate
owner Asociat|Acționar|Asociați persoane fizice
director Administrator|Persoană împuternicită
beneficial Beneficiar real
count Număr părți sociale|Nr. acțiuni
percent Cota de participare la beneficii și pierderi|Cota de participare|Procent
value Aport la capital|Aport vărsat|Valoare aport
role Calitate|Funcția
since Data numirii|Data numire|de la
until Data expirare mandat|până la
nature Modalitatea de exercitare a controlului
date Data|Data eliberării|La data de
docno Număr|Nr.
no Nr. crt.
total Total
noise Telefon|Activitate principală|Durata de funcționare|Numere de ordine|Depunere situații financiare
s.owners Asociați|Asociați persoane fizice|Acționari
s.directors Persoane împuternicite|Administratori persoane fizice
s.beneficial Beneficiari reali
s.company Date de identificare|Informații generale
t.extract Furnizare informații|Certificat constatator|Certificat de înregistrare
t.members Registrul asociaților|Lista asociaților
t.beneficial Declarație privind beneficiarul real
t.articles Act constitutiv
t.poa Procură
t.resolution Hotărârea asociatului unic|Hotărâre AGA
role.director administrator|Administrator|asociat unic|președinte CA
class.share nominative|ordinare
active funcțiune|activă
inactive radiată|dizolvare
none Nu există
s.sign Semnătura|Director
""",
}

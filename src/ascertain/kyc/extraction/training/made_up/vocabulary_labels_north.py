"""Labels of company documents in Nordic and Baltic languages."""

LABELS = {
    "sv": """
name Företagsnamn|Firma|Bolagets namn
number Organisationsnummer|Org.nr|Orgnr
vat Momsregistreringsnummer
form Företagsform|Bolagsform|Associationsform
status Status
incorporated Registreringsdatum|Bildat|Registrerat
address Postadress|Adress|Säte
capital Aktiekapital
shares Antal aktier
email E-post
previous Tidigare företagsnamn
p.name Namn
p.first Förnamn
p.last Efternamn
birth Födelsedatum
p.address Adress|Bostadsadress|Folkbokföringsadress
idno Personnummer|Personnr
owner Aktieägare|Ägare|Ägarens namn
director Styrelseledamot|Funktionär|Företrädare
secretary Sekreterare
beneficial Verklig huvudman
count Antal aktier|Antal|Aktienummer
percent Andel|Ägarandel|Andel i %
value Kvotvärde|Belopp
class Aktieslag
role Funktion|Befattning|Roll
since Tillträde|Fr.o.m.|Registrerad
until Avgång|T.o.m.|Utträde
nature Omfattning|Typ av kontroll
votes Röster|Röstandel
date Datum|Utskriftsdatum|Skapat
docno Ärendenummer|Diarienummer
no Nr
total Summa|Totalt
noise Telefon|Verksamhet|Räkenskapsår|Firmateckning|Bolagsordning
s.owners Aktieägare|Ägare
s.directors Styrelse|Företrädare|Funktionärer
s.beneficial Verkliga huvudmän
s.company Företagsuppgifter|Grunduppgifter
t.extract Registreringsbevis|Företagsinformation
t.members Aktiebok|Förteckning över aktieägare
t.beneficial Anmälan av verklig huvudman
t.articles Stiftelseurkund|Bolagsordning
t.poa Fullmakt
t.accounts Årsredovisning
t.resolution Protokoll fört vid styrelsemöte|Protokoll från årsstämma
role.director Styrelseledamot|Ordförande|Verkställande direktör|Ledamot|Suppleant|Extern firmatecknare
role.secretary Sekreterare
class.share stamaktier|A-aktier|B-aktier|Serie A
active Aktivt|Registrerat|Bolaget är registrerat
inactive Avregistrerat|Likvidation
none Saknas|-
s.sign Underskrift|Justeras
""",
    "no": """
name Navn|Foretaksnavn|Foretakets navn
number Organisasjonsnummer|Org.nr.|Org nr
form Organisasjonsform
status Status
incorporated Stiftelsesdato|Registrert i Foretaksregisteret|Stiftet
address Forretningsadresse|Adresse
capital Aksjekapital
shares Antall aksjer
p.name Navn
birth Fødselsdato|Født
p.address Adresse
idno Fødselsnummer|F.nr.
owner Aksjonær|Aksjeeier|Eier
director Styremedlem|Daglig leder
beneficial Reell rettighetshaver
count Antall aksjer|Antall
percent Eierandel|Andel|Andel i %
value Pålydende|Aksjeinnskudd
class Aksjeklasse
role Rolle|Stilling|Verv
since Fra|Tiltrådt|Dato
until Til|Fratrådt
date Dato|Utskriftsdato
docno Referanse|Saksnr.
no Nr.
total Sum|Totalt
noise Telefon|Vedtektsfestet formål|Signatur|Revisor|Næringskode
s.owners Aksjonærer|Aksjeeiere
s.directors Styret|Roller
s.company Registeropplysninger|Nøkkelopplysninger
t.extract Firmaattest|Utskrift fra Foretaksregisteret
t.members Aksjeeierbok|Aksjonæroversikt
t.articles Stiftelsesdokument|Vedtekter
t.poa Fullmakt
role.director Styreleder|Daglig leder|Styremedlem|Varamedlem
class.share ordinære aksjer|A-aksjer
active Aktiv|Registrert
none -
""",
    "da": """
name Navn|Virksomhedsnavn|Selskabets navn
number CVR-nummer|CVR-nr.
form Virksomhedsform|Selskabsform
status Status
incorporated Startdato|Stiftet|Stiftelsesdato
dissolved Ophørsdato
address Adresse|Hjemsted
capital Registreret kapital|Selskabskapital|Anpartskapital
email E-mail
alias Binavne
previous Tidligere navne
p.name Navn
birth Fødselsdato
p.address Bopæl|Adresse
idno CPR-nr.
owner Ejer|Kapitalejer|Anpartshaver|Legal ejer
director Direktør|Bestyrelsesmedlem
beneficial Reel ejer
count Antal anparter|Antal aktier
percent Ejerandel|Ejerandel i %
value Nominel værdi|Nom. beløb
class Kapitalklasse
role Funktion|Stilling|Rolle
since Ændringsdato|Tiltrådt|Fra
until Fratrådt|Til
votes Stemmerettigheder|Stemmeret
date Dato|Udskrevet
docno Ref.|Sagsnr.
no Nr.
total I alt
noise Telefon|Branchekode|Tegningsregel|Revisor|Formål|Regnskabsperiode
s.owners Legale ejere|Ejere|Kapitalejere
s.directors Ledelse|Personkreds|Direktion
s.beneficial Reelle ejere
s.company Stamdata|Virksomhedsoplysninger
t.extract Fuldstændig rapport|Udskrift fra CVR
t.members Ejerbog|Anpartshaverfortegnelse
t.articles Stiftelsesdokument|Vedtægter
t.poa Fuldmagt
t.accounts Årsrapport
role.director Direktør|Bestyrelsesformand|Bestyrelsesmedlem|Adm. direktør
class.share A-anparter|ordinære anparter
active Normal|Aktiv
none -
""",
    "fi": """
name Toiminimi|Yrityksen nimi|Nimi
number Y-tunnus|Yritys- ja yhteisötunnus
vat ALV-numero
form Yhtiömuoto|Yritysmuoto
status Yrityksen tila|Tila
incorporated Rekisteröintipäivä|Rekisteröity|Perustamispäivä
address Postiosoite|Osoite|Käyntiosoite
capital Osakepääoma
shares Osakkeiden lukumäärä
alias Aputoiminimi
previous Aikaisempi toiminimi
p.name Nimi|Sukunimi ja etunimet
birth Syntymäaika
nationality Kansalaisuus
p.address Kotikunta|Osoite
idno Henkilötunnus
owner Osakkeenomistaja|Omistaja
director Hallituksen jäsen|Henkilö
beneficial Tosiasiallinen edunsaaja
count Osakkeiden määrä|Kpl|Osakkeet
percent Omistusosuus|Osuus %|%-osuus
value Merkintähinta|Nimellisarvo
class Osakelaji
role Tehtävä|Asema|Rooli
since Alkaen|Rekisteröity
until Päättynyt|Saakka
votes Äänivalta
date Päivämäärä|Tulostettu|Annettu
docno Asiakirjan numero|Diaarinumero
no Nro
total Yhteensä
noise Puhelin|Toimiala|Tilikausi|Toiminimen kirjoittaminen|Kotipaikka
s.owners Osakkeenomistajat|Osakasluettelo
s.directors Hallitus|Henkilöt|Johto
s.beneficial Tosiasialliset edunsaajat
s.company Perustiedot|Yrityksen tiedot
t.extract Kaupparekisteriote|Sähköinen kaupparekisteriote
t.members Osakasluettelo|Osakeluettelo
t.articles Perustamissopimus|Yhtiöjärjestys
t.poa Valtakirja
role.director Toimitusjohtaja|Hallituksen puheenjohtaja|Hallituksen jäsen|Varajäsen|Prokuristi
class.share A-sarja|kantaosakkeet
active Toiminnassa|Rekisterissä
none Ei ole|-
""",
    "et": """
name Ärinimi
number Registrikood
vat KMKR number
form Õiguslik vorm
status Staatus
incorporated Esmakande kuupäev|Registrisse kandmise aeg
address Aadress|Asukoht
capital Osakapital|Aktsiakapital
p.name Nimi|Ees- ja perekonnanimi
birth Sünniaeg
idno Isikukood
owner Osanik|Aktsionär
director Juhatuse liige
beneficial Tegelik kasusaaja
percent Osaluse protsent|Osalus
value Osa nimiväärtus|Osaluse suurus
role Roll|Amet
since Algus|Kuupäev
until Lõpp
date Kuupäev|Väljavõtte kuupäev
docno Number
no Jrk nr
total Kokku
noise Telefon|Tegevusala|Majandusaasta
s.owners Osanikud|Osanike nimekiri
s.directors Juhatus|Esindusõigus
s.company Üldandmed
t.extract Registrikaardi väljatrükk|Äriregistri väljavõte
t.members Osanike nimekiri
role.director Juhatuse liige|juhatuse esimees|Prokurist
active Registrisse kantud
none -
""",
    "lv": """
name Nosaukums|Firma
number Reģistrācijas numurs|Vienotais reģistrācijas numurs
vat PVN numurs
form Juridiskā forma|Tiesiskā forma
status Statuss
incorporated Reģistrācijas datums|Ierakstīts komercreģistrā
address Juridiskā adrese
capital Pamatkapitāls|Apmaksātais pamatkapitāls
p.name Vārds, uzvārds
birth Dzimšanas datums
nationality Valstiskā piederība
idno Personas kods
owner Dalībnieks|Akcionārs
director Valdes loceklis|Amatpersona
beneficial Patiesais labuma guvējs
count Daļu skaits
percent Īpatsvars|Īpatsvars (%)
value Daļu vērtība|Summa
role Amats
since Iecelts|No
until Līdz
date Datums|Sagatavots
docno Numurs
no Nr.
total Kopā
noise Tālrunis|Darbības veids
s.owners Dalībnieki
s.directors Valde|Amatpersonas
s.company Pamatinformācija
t.extract Izziņa|Izdruka no komercreģistra
t.members Dalībnieku reģistra nodalījums
role.director Valdes loceklis|Valdes priekšsēdētājs|prokūrists
active Reģistrēts|aktīvs
none -
""",
    "lt": """
name Pavadinimas
number Kodas|Įmonės kodas|Juridinio asmens kodas
vat PVM mokėtojo kodas
form Teisinė forma
status Teisinis statusas|Statusas
incorporated Įregistravimo data|Įregistruotas
address Buveinė|Buveinės adresas
capital Įstatinis kapitalas
shares Akcijų skaičius
p.name Vardas, pavardė
birth Gimimo data
idno Asmens kodas
owner Akcininkas|Dalyvis
director Vadovas|Direktorius
beneficial Naudos gavėjas
count Akcijų skaičius|Kiekis, vnt.
percent Dalis, %|Balsų dalis
value Nominali vertė
class Akcijų rūšis
role Pareigos
since Paskyrimo data|Nuo
until Iki
date Data|Išrašo suformavimo data
docno Nr.
no Eil. Nr.
total Iš viso
noise Telefonas|Veikla
s.owners Akcininkai|Dalyviai
s.directors Valdymo organai|Valdyba
s.company Bendrieji duomenys
t.extract Juridinių asmenų registro išrašas|Trumpasis išrašas
t.members Akcininkų sąrašas
role.director Direktorius|Generalinis direktorius|valdybos narys
class.share paprastosios vardinės
active Teisinis statusas neįregistruotas|veikiantis
none -
""",
}

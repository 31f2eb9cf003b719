"""Labels of company documents in German, French, Dutch and Polish."""

LABELS = {
    "de": """
name Firma|Name der Gesellschaft|Firmenname|Bezeichnung|Firmenwortlaut|Firma / Name|Name
number Registernummer|Handelsregisternummer|Firmenbuchnummer|Nummer der Firma|HR-Nummer|Registerblatt|Firmennummer|FN|Unternehmensnummer
tax Steuernummer|Steuer-Nr.|St.-Nr.
vat USt-IdNr.|UID-Nummer|UID|Umsatzsteuer-Identifikationsnummer|MWST-Nr.
form Rechtsform|Rechtsnatur|Gesellschaftsform
status Status|Zustand|Registerstatus
incorporated Gründungsdatum|Tag der Eintragung|Eintragungsdatum|Ersteintragung|Errichtung|Datum des Gesellschaftsvertrages|Ersteintrag
dissolved Löschungsdatum|Gelöscht am|Auflösung
jurisdiction Sitzstaat|Rechtsordnung|Gründungsland
address Geschäftsanschrift|Sitz|Anschrift|Domiziladresse|Sitz, Geschäftsanschrift|Domizil|für Zustellungen maßgebliche Geschäftsanschrift|Geschäftsadresse
capital Stammkapital|Grundkapital|Grund- oder Stammkapital|Kapital|Aktienkapital|Liberierung|Gesellschaftskapital
currency Währung
shares Anzahl Aktien|Aktien|Stückzahl
email E-Mail|E-Mail-Adresse
website Internet|Webseite|Homepage
lei LEI
alias Geschäftsbezeichnung|Kurzform
previous Frühere Firma|Früherer Name|vormals|bisherige Firma
p.name Name, Vorname|Name|Name und Vorname|Familienname, Vorname|Person
p.first Vorname|Vornamen|Vorname(n)
p.last Nachname|Familienname|Name
p.title Titel|akad. Grad|Anrede
p.previous Geburtsname|früherer Name
birth Geburtsdatum|geb. am|geboren am|geb.|Geburtstag
birthplace Geburtsort|geboren in
nationality Staatsangehörigkeit|Nationalität|Staatsbürgerschaft
residence Wohnsitzland|Wohnsitzstaat|Land
p.address Wohnort|Anschrift|Wohnanschrift|Wohnsitz|Adresse
gender Geschlecht
idno Ausweisnummer|Ausweis-Nr.|Personalausweisnummer
passport Reisepassnummer|Pass-Nr.
position Beruf
owner Gesellschafter|Aktionär|Name des Gesellschafters|Kommanditist|Gesellschafter/in|Anteilseigner|Gesellschafter (Name, Vorname, Geburtsdatum, Wohnort)
director Geschäftsführer|Vorstand|Organ|Vertretungsberechtigte|Name|Zeichnungsberechtigte
secretary Sekretär|Protokollführer
agent Bevollmächtigter|Zustellungsbevollmächtigter
beneficial Wirtschaftlich Berechtigter|wirtschaftlicher Eigentümer
count Anzahl Anteile|Anzahl der Geschäftsanteile|Stück|Anzahl Stammanteile|Anteile|Lfd. Nr. der Geschäftsanteile
percent Beteiligung in %|Prozent|Anteil|Anteil am Stammkapital|Beteiligungsquote|%|prozentuale Beteiligung
value Nennbetrag|Nennbetrag in EUR|Stammeinlage|Geschäftsanteil|Hafteinlage|Nennwert|übernommene Stammeinlage|Nennbetrag jedes Geschäftsanteils
class Gattung|Aktienart|Art der Aktien
role Funktion|Stellung|Eigenschaft|Vertretungsbefugnis
since seit|vertritt seit|Eintritt|ab|Beginn|Bestellt am|Datum
until bis|Ausgeschieden am|Austritt|gelöscht|Ende
nature Art der Kontrolle|Art des wirtschaftlichen Interesses
votes Stimmrechte|Stimmrechtsanteil
date Datum|Abruf vom|Stand|Ausstellungsdatum|Abrufdatum|Stichtag|Ort, Datum
docno Aktenzeichen|Geschäftszeichen|Urkundenrolle-Nr.|Belegnummer|Az.
start Beginn|gültig ab
end Ende|gültig bis
publisher Registergericht|Gericht|Handelsregisteramt|ausstellende Behörde
no Lfd. Nr.|Nr.|Nummer der Eintragung|Ei|Pos.
remarks Bemerkungen|Sonstige Rechtsverhältnisse|Veränderungen
total Summe|Gesamt|Total|Stammkapital gesamt
noise Telefon|Gegenstand des Unternehmens|Zweck|Geschäftsjahr|Gebühr|Prokura|Vertretungsregelung|Publikationsorgan|Bilanzsumme|Letzte Änderung|Ihr Zeichen|Revisionsstelle
s.owners Gesellschafter|Liste der Gesellschafter|Gesellschafter / Aktionäre|Beteiligte Personen|Aktionäre|Anteilseigner
s.directors Geschäftsführung|Vertretungsbefugte|Vorstand, Leitungsorgan, geschäftsführende Direktoren|Handelsrechtliche Geschäftsführer|Angaben zur Verwaltung|Organe
s.former Gelöschte Personen|Ausgeschiedene Personen|frühere Organe
s.beneficial Wirtschaftlich Berechtigte|Wirtschaftliche Eigentümer
s.company Allgemeine Angaben|Firmendaten|Angaben zur Gesellschaft|Stammdaten
s.capital Kapital|Kapitalverhältnisse|Anteile
s.agents Bevollmächtigte|Prokuristen
t.extract Handelsregister B - Ausdruck|Handelsregisterauszug|Firmenbuchauszug|Auszug aus dem Handelsregister|Aktueller Abdruck|Chronologischer Abdruck|Internet-Auszug
t.members Gesellschafterliste|Liste der Gesellschafter|Aktienbuch|Anteilbuch|Aktienregister|Liste der Übernehmer
t.directors Verzeichnis der Geschäftsführer|Liste der Organe
t.beneficial Transparenzregister - Auszug|Erklärung zum wirtschaftlich Berechtigten|Auszug aus dem Register der wirtschaftlichen Eigentümer
t.certificate Amtsbestätigung|Bescheinigung|Notarbescheinigung
t.return Jahresmeldung|Meldung an das Register
t.resolution Gesellschafterbeschluss|Protokoll der Gesellschafterversammlung|Niederschrift
t.articles Gesellschaftsvertrag|Satzung|Gründungsurkunde|Musterprotokoll
t.poa Vollmacht|Generalvollmacht|Spezialvollmacht
t.accounts Jahresabschluss|Bilanz|Jahresrechnung
t.notice Handelsregister-Bekanntmachung|Anmeldung zum Handelsregister|Veränderungen
t.licence Gewerbeanmeldung|Gewerbeschein
t.tax Bescheid über die steuerliche Erfassung|Bescheinigung in Steuersachen
role.director Geschäftsführer|Geschäftsführerin|Vorstand|Einzelprokurist|Prokurist|Präsident des Verwaltungsrates|Mitglied des Verwaltungsrates|Vorsitzender des Vorstands|Komplementär
role.secretary Sekretär des Verwaltungsrates|Prokurist
class.share Stammaktien|Namenaktien|Inhaberaktien|Vorzugsaktien|Stammanteile
active aktiv|eingetragen|aufrecht|aktuell
inactive gelöscht|in Liquidation|aufgelöst
none keine|entfällt|-
yes Ja
s.sign Unterschrift|Der Notar|Die Geschäftsführung|Urkundsbeamter der Geschäftsstelle
""",
    "fr": """
name Dénomination sociale|Dénomination|Raison sociale|Dénomination ou raison sociale|Nom de l'entreprise|Nom
number Immatriculation au RCS, numéro|Numéro SIREN|N° SIREN|N° d'immatriculation|Numéro d'entreprise|N° RCS|N° de gestion|Numéro d'immatriculation|NEQ
tax Numéro d'identification fiscale|SIRET|N° SIRET (siège)|N° fiscal|Matricule national
vat N° TVA intracommunautaire|Numéro de TVA|TVA
form Forme juridique|Forme légale|Nature juridique|Forme
status Statut|Situation|État|Etat de la société
incorporated Date d'immatriculation|Date de constitution|Date de création|Constituée le|Immatriculée le|Commencement d'activité
dissolved Date de radiation|Radiée le|Date de cessation
jurisdiction Loi applicable|Pays d'immatriculation|Régime constitutif
address Adresse du siège|Siège social|Adresse du siège social|Siège|Adresse
capital Capital social|Capital|Montant du capital|Capital souscrit
currency Devise|Monnaie
shares Nombre de parts|Nombre d'actions|Nombre de titres
email Courriel|Adresse électronique|E-mail
website Site internet|Site web
lei Code LEI
alias Nom commercial|Enseigne|Sigle|Autres noms utilisés
previous Ancienne dénomination|Précédente dénomination|Anciennement
p.name Nom, prénoms|Nom et prénom|Nom, prénoms usuels|Identité|Nom complet
p.first Prénoms|Prénom|Prénom(s)
p.last Nom|Nom de famille|Nom de naissance|Nom patronymique
p.title Civilité
p.previous Nom d'usage|Nom de jeune fille
birth Date de naissance|Né(e) le|Date et lieu de naissance|Née le
birthplace Lieu de naissance|à|Commune de naissance
nationality Nationalité|De nationalité
residence Pays de résidence|Pays
p.address Domicile personnel|Adresse|Domicile|Demeurant|Adresse personnelle
gender Sexe|Genre
idno N° de pièce d'identité|Numéro de carte d'identité
passport N° de passeport|Passeport n°
position Profession
owner Associé|Actionnaire|Nom de l'associé|Titulaire|Désignation de l'associé|Souscripteur|Porteur
director Gérant|Dirigeant|Administrateur|Représentant légal|Nom|Mandataire social
secretary Secrétaire
agent Mandataire|Représentant|Fondé de pouvoir
beneficial Bénéficiaire effectif|Bénéficiaire ultime
count Nombre de parts|Nombre d'actions|Parts détenues|Nb de titres|Parts sociales|Nombre de parts sociales
percent Pourcentage|% du capital|% de détention|Quote-part|Pourcentage détenu|%
value Valeur nominale|Montant de l'apport|Apport en numéraire|Montant souscrit|Montant
class Catégorie|Catégorie d'actions|Nature des titres|Type d'actions
role Qualité|Fonction|Mandat|Titre
since Date de nomination|Depuis le|Nommé le|Date de début|Entrée en fonction|à compter du|Date d'effet
until Date de fin|Jusqu'au|Fin de mandat|Date de cessation|Démission le
nature Modalités du contrôle|Nature du contrôle
votes Droits de vote|% des droits de vote
date Date|Fait le|Date de délivrance|À jour au|Délivré le|Arrêté au
docno Référence|N° de dossier|N° de dépôt|Code de vérification|N° d'ordre
start Du|Date de début|Début de l'exercice
end Au|Date de fin|Durée jusqu'au|Clôture de l'exercice
publisher Greffe|Délivré par|Autorité
no N°|Ordre|Rang
remarks Observations|Mentions|Remarques
total Total|TOTAL|Ensemble
noise Téléphone|Activité principale|Code APE|Durée de la personne morale|Date de clôture de l'exercice social|Greffe|Origine du fonds|Commissaire aux comptes|Nombre de salariés|Frais|Objet social|Mode d'exploitation
s.owners Associés|Actionnaires|Répartition du capital|Liste des associés|Détenteurs de parts
s.directors Gestion, direction, administration, contrôle, associés ou membres|Dirigeants|Administration|Mandataires sociaux|Gérance|Organes de la société
s.former Anciens dirigeants|Mandats terminés|Personnes radiées
s.beneficial Bénéficiaires effectifs|Bénéficiaires ultimes
s.company Identification de la personne morale|Identité de l'entreprise|Renseignements généraux|IDENTIFICATION
s.capital Capital social|Capital
s.agents Mandataires|Établissement principal
t.extract Extrait Kbis|Extrait d'immatriculation principale au registre du commerce et des sociétés|Extrait du registre|État des renseignements|Extrait
t.members Registre des associés|Registre des mouvements de titres|Liste des associés|Registre des actionnaires|Table de capitalisation
t.directors Registre des mandataires|Liste des dirigeants|Registre des administrateurs
t.beneficial Déclaration des bénéficiaires effectifs|Registre des bénéficiaires effectifs|Document relatif au bénéficiaire effectif
t.certificate Certificat de non-radiation|Attestation|Certificat d'immatriculation|Attestation d'existence
t.return Déclaration annuelle|Déclaration de mise à jour
t.resolution Procès-verbal de l'assemblée générale|Décision de l'associé unique|Procès-verbal du conseil d'administration
t.articles Statuts|Statuts constitutifs|Acte constitutif
t.poa Procuration|Pouvoir|Mandat
t.accounts Comptes annuels|Bilan|Comptes sociaux
t.notice Annonce légale|Avis de modification|Publication
t.licence Autorisation d'établissement|Licence commerciale
t.tax Attestation d'assujettissement|Attestation fiscale
role.director Gérant|Président|Directeur général|Administrateur|Gérante|Présidente|Cogérant|administrateur délégué|Gérant de catégorie A
role.secretary Secrétaire|Secrétaire du conseil
class.share Actions ordinaires|Parts sociales|Actions de préférence|Actions de catégorie A|pleine propriété
active En activité|active|Immatriculée|en vigueur
inactive radiée|dissoute|en liquidation
none néant|-|sans objet
yes oui
s.sign Signature|Le greffier|Pour copie conforme|Le gérant|Fait pour valoir ce que de droit
""",
    "nl": """
name Statutaire naam|Naam|Handelsnaam|Naam rechtspersoon|Naam vennootschap
number KvK-nummer|Handelsregisternummer|Ondernemingsnummer|Inschrijvingsnummer|Dossiernummer
tax RSIN|Fiscaal nummer
vat Btw-nummer|Btw-identificatienummer|BTW nr.
form Rechtsvorm|Rechtstoestand
status Status|Toestand
incorporated Datum akte van oprichting|Oprichtingsdatum|Datum van oprichting|Datum eerste inschrijving handelsregister|Begindatum
dissolved Datum ontbinding|Datum van uitschrijving|Ontbonden per
jurisdiction Land van oprichting|Toepasselijk recht
address Bezoekadres|Zetel|Maatschappelijke zetel|Adres|Adres van de zetel
capital Geplaatst kapitaal|Maatschappelijk kapitaal|Gestort kapitaal|Kapitaal
currency Valuta|Munteenheid
shares Aantal aandelen|Aantal geplaatste aandelen
email E-mailadres
website Internetadres|Website
lei LEI-code
alias Handelsnaam|Handelsnamen|Afkorting
previous Vorige naam|Voorheen genaamd
p.name Naam|Naam en voornamen|Achternaam, voornamen
p.first Voornamen
p.last Achternaam|Geslachtsnaam
p.title Titel
birth Geboortedatum|Geboren op|Geboortedatum en -plaats
birthplace Geboorteplaats|Geboren te
nationality Nationaliteit
residence Woonland|Woonstaat|Land
p.address Adres|Woonadres|Woonplaats
gender Geslacht
idno Rijksregisternummer|Nummer identiteitsbewijs
passport Paspoortnummer
owner Aandeelhouder|Enig aandeelhouder|Naam aandeelhouder|Houder|Certificaathouder
director Bestuurder|Naam|Zaakvoerder
secretary Secretaris
agent Gevolmachtigde|Gemachtigde
beneficial Uiteindelijk belanghebbende|UBO
count Aantal aandelen|Aandelen|Nummers van de aandelen
percent Percentage|Belang|Omvang van het belang|%
value Nominale waarde|Nominaal bedrag|Inbreng|Bedrag
class Soort|Soort aandelen|Klasse
role Functie|Titel|Hoedanigheid|Bevoegdheid
since Datum in functie|In functie sinds|Sinds|Enig aandeelhouder sedert|Aanvang|Datum
until Datum uit functie|Tot|Einde functie
nature Aard van het belang|Aard van het economisch belang
date Datum|Datum uittreksel|Uittreksel is vervaardigd op|Datum van afgifte
docno Kenmerk|Referentie|Repertoriumnummer
start Begindatum|Van
end Einddatum|Tot
publisher Kamer van Koophandel|Griffie|Afgegeven door
no Nr.|Volgnr.
remarks Opmerkingen|Bijzonderheden
total Totaal
noise Telefoonnummer|Activiteiten|SBI-code|Werkzame personen|Deponering jaarstuk|Datum laatste statutenwijziging|Boekjaar|Vestigingsnummer|Doel|Jaarvergadering
s.owners Aandeelhouders|Enig aandeelhouder|Aandeelhoudersregister
s.directors Bestuurders|Bestuur|Functies|Bestuurder(s)
s.former Uitgetreden functionarissen|Beëindigde functies
s.beneficial Uiteindelijk belanghebbenden (UBO's)|UBO's
s.company Rechtspersoon|Onderneming|Algemene gegevens|Gegevens van de entiteit
s.capital Kapitaal
s.agents Gevolmachtigden
t.extract Uittreksel Handelsregister|Bedrijfsprofiel|Uittreksel KvK|Uittreksel uit de Kruispuntbank van Ondernemingen
t.members Aandeelhoudersregister|Register van aandelen op naam
t.directors Overzicht functionarissen|Register van bestuurders
t.beneficial UBO-verklaring|Uittreksel UBO-register|Opgave UBO
t.certificate Verklaring|Bewijs van inschrijving
t.return Jaaropgave
t.resolution Notulen van de algemene vergadering|Besluit van het bestuur|Aandeelhoudersbesluit
t.articles Akte van oprichting|Statuten|Oprichting
t.poa Volmacht|Algemene volmacht
t.accounts Jaarrekening|Balans
t.notice Bekendmaking|Bijlage bij het Belgisch Staatsblad
t.licence Vergunning
t.tax Bevestiging btw-registratie
role.director Bestuurder|Directeur|Algemeen directeur|Zaakvoerder|Voorzitter|Gedelegeerd bestuurder|Commissaris
role.secretary Secretaris
class.share gewone aandelen|Gewoon|A|Preferente aandelen|Letter B
active actief|Normale toestand|Actief|ingeschreven
inactive ontbonden|uitgeschreven|Failliet
none Geen|-
yes Ja
s.sign Handtekening|De notaris|Getekend
""",
    "pl": """
name Firma, pod którą spółka działa|Nazwa|Firma|Nazwa podmiotu|Nazwa pełna
number Numer KRS|KRS|Nr KRS|Numer wpisu do rejestru
tax NIP|Numer NIP
vat NIP UE|VAT UE
form Oznaczenie formy prawnej|Forma prawna
status Status|Stan podmiotu
incorporated Data rejestracji w KRS|Data zawarcia umowy spółki|Data powstania|Data wpisu do rejestru
dissolved Data wykreślenia|Data rozwiązania
jurisdiction Kraj rejestracji
address Adres|Siedziba i adres|Siedziba podmiotu|Adres siedziby
capital Wysokość kapitału zakładowego|Kapitał zakładowy|Kapitał akcyjny
currency Waluta
shares Liczba akcji wszystkich emisji|Liczba udziałów|Łączna liczba akcji
email Adres poczty elektronicznej|E-mail
website Adres strony internetowej|WWW
lei Kod LEI
alias Nazwa skrócona|Skrót firmy
previous Poprzednia nazwa|Dawna firma
p.name Imię i nazwisko|Nazwisko i imię|Osoba
p.first Imiona|Imię|Imię pierwsze i drugie
p.last Nazwisko / Nazwa lub firma|Nazwisko
p.title Tytuł
birth Data urodzenia|Urodzony
birthplace Miejsce urodzenia
nationality Obywatelstwo
residence Państwo zamieszkania|Kraj zamieszkania
p.address Adres zamieszkania|Adres
gender Płeć
idno Numer PESEL|PESEL|Numer PESEL/REGON
passport Numer paszportu
owner Wspólnik|Akcjonariusz|Udziałowiec|Nazwisko / Nazwa lub firma|Imię i nazwisko wspólnika
director Członek zarządu|Nazwisko|Osoba
secretary Sekretarz
agent Prokurent|Pełnomocnik
beneficial Beneficjent rzeczywisty
count Liczba udziałów|Liczba akcji|Ilość udziałów|Udziały
percent Procent|% udziałów|Udział w kapitale|Udział procentowy
value Wartość nominalna|Łączna wartość|Posiadane przez wspólnika udziały|Wysokość wkładu
class Rodzaj akcji|Seria|Rodzaj uprzywilejowania
role Funkcja w organie reprezentującym|Funkcja|Stanowisko|Rodzaj prokury
since Od|Data powołania|Data nabycia|Data wpisu
until Do|Data odwołania|Data zbycia
nature Rodzaj uprawnień|Charakter kontroli
date Stan na dzień|Data|Data sporządzenia wydruku|Data wystawienia
docno Identyfikator wydruku|Sygnatura akt|Nr rep.|Znak sprawy
start Od|Okres od
end Do|Okres do
publisher Sąd rejestrowy|Organ wydający|Oznaczenie sądu
no L.p.|Lp.|Nr
remarks Uwagi|Wzmianki
total Razem|Ogółem
noise Telefon|Przedmiot działalności|Sposób reprezentacji podmiotu|Czas, na jaki została utworzona spółka|PKD|Sprawozdanie finansowe|Opłata|Numer wpisu|Organ nadzoru
s.owners Dane wspólników|Wspólnicy|Akcjonariusze|Lista wspólników
s.directors Organ uprawniony do reprezentacji podmiotu|Zarząd|Dane osób wchodzących w skład organu
s.former Osoby wykreślone|Byli członkowie zarządu
s.beneficial Beneficjenci rzeczywiści
s.company Dane podmiotu|Dział 1|Podstawowe dane
s.capital Kapitał spółki
s.agents Prokurenci
t.extract Informacja odpowiadająca odpisowi aktualnemu|Odpis pełny z rejestru przedsiębiorców|Odpis aktualny
t.members Księga udziałów|Lista wspólników|Księga akcyjna|Rejestr akcjonariuszy
t.directors Wykaz członków zarządu
t.beneficial Zgłoszenie informacji o beneficjentach rzeczywistych|Oświadczenie o beneficjencie rzeczywistym
t.certificate Zaświadczenie
t.return Zgłoszenie aktualizacyjne
t.resolution Uchwała zgromadzenia wspólników|Protokół|Uchwała zarządu
t.articles Umowa spółki z ograniczoną odpowiedzialnością|Akt założycielski|Statut spółki
t.poa Pełnomocnictwo|Pełnomocnictwo ogólne
t.accounts Sprawozdanie finansowe|Bilans
t.notice Ogłoszenie|Monitor Sądowy i Gospodarczy
t.licence Zezwolenie|Koncesja
t.tax Potwierdzenie nadania NIP|Zaświadczenie o nadaniu NIP
role.director Prezes Zarządu|PREZES ZARZĄDU|Członek Zarządu|Wiceprezes Zarządu|Prokurent|Prokura samoistna
role.secretary Sekretarz
class.share zwykłe|akcje imienne serii A|uprzywilejowane|na okaziciela
active aktywny|zarejestrowany|czynny
inactive wykreślony|w likwidacji
none -|brak|Brak wpisów
yes TAK
s.sign Podpis|Notariusz|Prezes Zarządu
""",
}

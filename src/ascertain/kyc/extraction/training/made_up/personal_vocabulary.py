"""Captions and titles of personal documents in western European languages; entry point to those of all languages."""

import random

from ascertain.kyc.extraction.training.made_up.personal_vocabulary_east import EAST
from ascertain.kyc.extraction.training.made_up.personal_vocabulary_north import NORTH

# The order of entries in each table of a language. A ";" ends an entry, "|" divides wordings, "-" is "not known": English serves.
_KEYS = (
    "last_name first_name name birth_name birth_date birth_place sex nationality personal_no document_no issue_date expiry_date authority "
    "height address type father mother occupation signature",
    "customer customer_no account_no invoice_no invoice_date period due_date amount_due total net vat meter_no supply_address consumption "
    "tariff reference quantity unit_price description page",
    "account_holder bank statement_no statement_date opening closing currency date value_date debit credit balance branch",
    "employer employee pay_date pay_period gross net_pay income_tax social employee_no position hired department basic overtime taxpayer "
    "tax_year assessment_date income taxable tax_due refund",
    "company registration_no shares percentage owner death_date spouse marriage_date place certificate_no phone",
    "t_passport t_identity t_permit t_licence t_birth t_marriage t_death t_residence t_electricity t_water t_phone t_bank t_pay t_tax "
    "t_invoice t_receipt t_employment t_bankref t_funds t_poa t_insurance t_inherit",
)
_WEST = {
    "en": (
        "Surname|Last name|Family name|Surname(s)|Primary name;Given names|First name|Forenames|Given name(s)|Forename(s)|Other names;Name|Full name|"
        "Name in full|Full legal name;Name at birth|Maiden name|Birth name|Former name;Date of birth|Birth date|DOB|D.O.B.|Born;Place of birth|Birthplace|"
        "Town and country of birth;Sex|Gender;Nationality|Citizenship|Country of citizenship;Personal No.|Personal number|Identity number|ID No.;Document No.|"
        "Card number|Document number|No.|Number;Date of issue|Issued|Issue date|Issued on;Date of expiry|Expiry date|Valid until|Expires|Expiration date;"
        "Authority|Issuing authority|Issued by|Place of issue;Height;Address|Residential address|Home address|Usual residence|Place of residence;Type|Kind of "
        "document|Document type;Father|Father's name|Name of father;Mother|Mother's name|Mother's maiden name;Occupation|Profession;Signature|Holder's signature",
        "Customer|Account name|Customer name|Bill to;Customer number|Customer No.|Client no.|Customer reference;Account number|Account No.|Your account number|"
        "A/C No.;Invoice number|Bill number|Invoice No.|Document no.;Invoice date|Bill date|Date of bill|Issue date|Date;Billing period|Period|Statement period|"
        "Period covered|For the period;Due date|Payment due|Pay by|Payment due by|Please pay by;Amount due|Total due|Amount to pay|Balance due|Total amount due|"
        "Please pay;Total|Total charges|Grand total|Total this bill;Net amount|Subtotal|Total excl. VAT|Net;VAT|VAT at 20%|GST|Sales tax;Meter number|Meter "
        "serial no.|Meter No.;Supply address|Premises|Service address|Site address;Usage|Consumption|Units used|kWh used;Tariff|Plan|Tariff name;Reference|Our ref|"
        "Your reference|Ref.;Quantity|Qty;Unit price|Rate|Price;Description|Details|Item;Page",
        "Account holder|Account name|Name of account holder|Holder|Account title;Bank|Name of bank|Banking institution;Statement number|Sheet|Statement no.;"
        "Statement date|Date of statement|Produced on;Opening balance|Balance brought forward|Previous balance|Start balance;Closing balance|Balance carried "
        "forward|New balance|Ending balance|Your balance on;Currency|Account currency;Date|Transaction date|Posting date;Value date|Effective date;Paid out|Debit|"
        "Withdrawals|Money out|Dr;Paid in|Credit|Deposits|Money in|Cr;Balance|Running balance;Branch|Branch name",
        "Employer|Company|Employer name;Employee|Employee name|Name of employee;Pay date|Payment date|Date paid|Check date;Pay period|Period|Period ending|Tax "
        "month;Gross pay|Total gross|Gross earnings|Total payments|Gross salary;Net pay|Take-home pay|Amount paid|Net payable|Net amount;Income tax|PAYE tax|Tax|"
        "Federal tax|Withholding tax;National Insurance|Social security|NI contribution|Pension contribution;Employee no.|Payroll number|Staff ID|Works no.;"
        "Position|Job title|Designation|Occupation;Start date|Date of joining|Hire date|Employed since;Department|Cost centre|Division;Basic pay|Basic salary|"
        "Regular earnings|Salary;Overtime|Overtime 1.5|Bonus;Taxpayer|Name of taxpayer;Tax year|Year of assessment|Year ended|Assessment year;Date of "
        "assessment|Notice date|Date of issue;Total income|Gross income|Income received;Taxable income|Chargeable income;Tax due|Tax payable|Amount payable;"
        "Refund|Amount refundable|Repayment due",
        "Company|Company name|Name of company;Company number|Registration number|Company No.;Number of shares|Shares held|No. of shares;Percentage|% held|"
        "Shareholding|Interest held;Owner|Beneficial owner|Shareholder;Date of death|Died;Spouse|Husband|Wife;Date of marriage|Married on;Place|Place and date;"
        "Certificate No.|Entry No.|Registration No.;Telephone|Tel.|Phone",
        "PASSPORT;IDENTITY CARD|NATIONAL IDENTITY CARD|IDENTIFICATION CARD;RESIDENCE PERMIT|RESIDENT CARD|PERMIT TO STAY;DRIVING LICENCE|DRIVER LICENSE|DRIVER'S "
        "LICENCE;CERTIFIED COPY OF AN ENTRY OF BIRTH|BIRTH CERTIFICATE|Certificate of Live Birth;CERTIFICATE OF MARRIAGE|Marriage Certificate;CERTIFICATE OF "
        "DEATH|Certified copy of an entry of death;CERTIFICATE OF RESIDENCE|Confirmation of registered address;Your electricity bill|Electricity statement|"
        "ENERGY BILL;Water bill|Your water and wastewater charges;Your phone bill|Broadband invoice|Telephone account;Statement of account|Current account "
        "statement|ACCOUNT STATEMENT|Your statement;PAYSLIP|Pay advice|Earnings statement|SALARY SLIP;Tax assessment|Notice of assessment|TAX CALCULATION;INVOICE|"
        "TAX INVOICE|Sales invoice;RECEIPT|Official receipt|Payment receipt;Confirmation of employment|To whom it may concern|EMPLOYMENT VERIFICATION;Bank "
        "reference|Bank confirmation letter|To whom it may concern;Declaration of source of funds|Source of wealth statement|SOURCE OF FUNDS;POWER OF ATTORNEY|"
        "General power of attorney;Certificate of insurance|Policy schedule|Your home insurance;GRANT OF PROBATE|Certificate of inheritance",
    ),
    "de": (
        "Name|Familienname|Nachname;Vornamen|Vorname|Vorname(n);Name|Vor- und Zuname|Name, Vorname|Vollständiger Name;Geburtsname|geb.|Ehemaliger Name;"
        "Geburtsdatum|Geburtstag|geb. am|Tag der Geburt;Geburtsort|Ort der Geburt;Geschlecht;Staatsangehörigkeit|Nationalität|Staatsbürgerschaft;Personen-Nr.|"
        "Persönliche Nummer;Ausweisnummer|Dokumenten-Nr.|Nr.|Kartennummer;Ausstellungsdatum|Datum|Ausgestellt am;Gültig bis|Ablaufdatum|Gültigkeit;Behörde|"
        "Ausstellende Behörde|Ausgestellt von;Größe|Körpergröße;Anschrift|Wohnort|Adresse|Wohnanschrift;Typ|Art;Vater|Name des Vaters;Mutter|Name der Mutter;"
        "Beruf;Unterschrift|Unterschrift der Inhaberin/des Inhabers",
        "Kunde|Rechnungsempfänger|Vertragspartner;Kundennummer|Kunden-Nr.|Kd.-Nr.|Ihre Kundennummer;Vertragskonto|Vertragsnummer|Kontonummer|Buchungskonto;"
        "Rechnungsnummer|Rechnung Nr.|Rechnungs-Nr.|Belegnr.;Rechnungsdatum|Datum|vom;Abrechnungszeitraum|Zeitraum|Lieferzeitraum|Leistungszeitraum;Fällig am|"
        "Zahlbar bis|Fälligkeit|Zahlungsziel;Zu zahlender Betrag|Rechnungsbetrag|Offener Betrag|Nachzahlung;Gesamtbetrag|Summe|Gesamt brutto;Nettobetrag|Netto|"
        "Zwischensumme;MwSt. 19 %|USt.|Umsatzsteuer;Zählernummer|Zähler-Nr.;Verbrauchsstelle|Lieferanschrift|Abnahmestelle;Verbrauch|Verbrauch in kWh;Tarif|"
        "Produkt;Verwendungszweck|Unser Zeichen|Ihr Zeichen|Aktenzeichen;Menge|Anzahl;Einzelpreis|Preis|Arbeitspreis;Bezeichnung|Leistung|Beschreibung;Seite",
        "Kontoinhaber|Inhaber|Kontobezeichnung;Bank|Kreditinstitut;Auszug Nr.|Kontoauszug Nr.|Blatt;Erstellt am|Auszugsdatum;Alter Kontostand|Anfangssaldo|Saldo "
        "Vortrag|Kontostand am;Neuer Kontostand|Endsaldo|Kontostand aktuell;Währung|Kontowährung;Datum|Buchungstag|Buchung;Wertstellung|Valuta|Wert;Soll|Belastung|"
        "Ausgang;Haben|Gutschrift|Eingang;Saldo|Kontostand;Filiale|Geschäftsstelle",
        "Arbeitgeber|Firma;Arbeitnehmer|Mitarbeiter|Name des Arbeitnehmers;Auszahlung am|Zahltag|Überweisung zum;Abrechnungsmonat|Monat|Zeitraum;Gesamtbrutto|"
        "Bruttolohn|Bruttobezüge;Auszahlungsbetrag|Nettolohn|Nettoverdienst|Gesetzliches Netto;Lohnsteuer|Einkommensteuer;Rentenversicherung|Krankenversicherung|"
        "SV-Beiträge;Personalnummer|Pers.-Nr.;Tätigkeit|Position|Funktion;Eintritt|Eintrittsdatum|Beschäftigt seit;Abteilung|Kostenstelle;Gehalt|Grundgehalt;"
        "Überstunden|Zulage;Steuerpflichtiger|Steuerpflichtige Person;Veranlagungszeitraum|Steuerjahr|für;Bescheiddatum|Datum des Bescheids;Gesamtbetrag der "
        "Einkünfte|Einkünfte;Zu versteuerndes Einkommen|Steuerbares Einkommen;Festgesetzte Steuer|Nachzahlung|Steuerbetrag;Erstattung|Guthaben",
        "Gesellschaft|Firma|Unternehmen;Handelsregisternummer|Registernummer;Anzahl Anteile|Stückzahl;Anteil in %|Beteiligung|Quote;Wirtschaftlich Berechtigter|"
        "Gesellschafter;Todestag|Verstorben am|Sterbedatum;Ehegatte|Ehemann|Ehefrau;Tag der Eheschließung|Eheschließung am;Ort|Ort, Datum;Registernummer|"
        "Eintrag Nr.;Telefon|Tel.",
        "REISEPASS|PASS;PERSONALAUSWEIS|IDENTITÄTSKARTE;AUFENTHALTSTITEL|Aufenthaltserlaubnis;FÜHRERSCHEIN|FÜHRERAUSWEIS;GEBURTSURKUNDE|Geburtsschein;EHEURKUNDE|"
        "Heiratsurkunde;STERBEURKUNDE;MELDEBESCHEINIGUNG|Meldebestätigung|Wohnsitzbestätigung;Ihre Stromrechnung|Jahresabrechnung Strom|Verbrauchsabrechnung;"
        "Wasserrechnung|Gebührenbescheid Wasser;Ihre Telefonrechnung|Mobilfunkrechnung;KONTOAUSZUG|Kontoauszug Girokonto|Auszug;ENTGELTABRECHNUNG|"
        "Lohnabrechnung|Gehaltsabrechnung|Verdienstabrechnung;Einkommensteuerbescheid|Steuerbescheid|Veranlagungsverfügung;RECHNUNG;QUITTUNG|Kassenbeleg;"
        "Arbeitsbestätigung|Beschäftigungsnachweis;Bankbestätigung|Bankreferenz;Mittelherkunftsnachweis|Erklärung zur Herkunft der Mittel;VOLLMACHT|"
        "Generalvollmacht;Versicherungsbestätigung|Versicherungsschein;ERBSCHEIN|Einantwortungsbeschluss",
    ),
    "fr": (
        "Nom|Nom de famille;Prénoms|Prénom(s)|Prénom;Nom et prénom|Nom, prénom|Identité|Nom complet;Nom de naissance|Née|Nom de jeune fille;Date de naissance|"
        "Né(e) le|Né le;Lieu de naissance|à;Sexe;Nationalité;N° personnel|Numéro d'identification;N° du document|Document n°|Carte n°|N°;Date de délivrance|"
        "Délivré le|Date d'émission;Date d'expiration|Valable jusqu'au|Expire le;Autorité|Délivré par|Autorité de délivrance;Taille;Adresse|Domicile|Résidence;"
        "Type;Père|Nom du père;Mère|Nom de la mère;Profession;Signature|Signature du titulaire",
        "Client|Titulaire du contrat;N° client|Référence client|Numéro de client|Vos références;N° de compte|Compte client|Compte de contrat;Facture n°|N° de "
        "facture|Numéro de facture;Date de facture|Du|Facture du;Période|Période de facturation|Période de consommation;Date limite de paiement|À payer avant le|"
        "Échéance|Date d'échéance;Montant à payer|Net à payer|Total à régler|Solde à payer;Total TTC|Total|Montant TTC;Total HT|Montant HT;TVA|TVA 20 %;N° de "
        "compteur|Compteur;Lieu de consommation|Adresse de livraison|Point de livraison;Consommation|Conso (kWh);Tarif|Offre;Référence|N/Réf.|V/Réf.;Quantité|Qté;"
        "Prix unitaire|P.U. HT;Désignation|Libellé;Page",
        "Titulaire du compte|Titulaire|Intitulé du compte;Banque|Domiciliation;Relevé n°|N° de relevé;Date du relevé|Arrêté au|Édité le;Solde précédent|Ancien "
        "solde|Solde initial;Nouveau solde|Solde au|Solde final|Solde créditeur;Devise|Monnaie;Date|Date opération;Valeur|Date de valeur;Débit|Débits;Crédit|"
        "Crédits;Solde;Agence|Votre agence",
        "Employeur|Entreprise|Raison sociale;Salarié|Employé|Nom du salarié;Date de paiement|Payé le|Paiement le;Période|Période de paie|Mois;Salaire brut|Total "
        "brut|Brut;Net à payer|Net payé|Salaire net;Impôt sur le revenu|Prélèvement à la source;Sécurité sociale|Cotisations salariales|Retraite;Matricule|N° "
        "salarié;Emploi|Fonction|Poste occupé;Date d'entrée|Entrée le|Ancienneté depuis;Service|Établissement;Salaire de base|Appointements;Heures "
        "supplémentaires|Prime;Contribuable|Déclarant 1;Année|Impôt sur les revenus de|Période fiscale;Date d'établissement|Date de mise en recouvrement;Revenu brut "
        "global|Total des revenus;Revenu imposable|Revenu fiscal de référence;Impôt à payer|Montant dû;Remboursement|Trop-perçu",
        "Société|Dénomination sociale;N° SIREN|Numéro d'immatriculation|RCS;Nombre de parts|Nombre d'actions;Pourcentage|% du capital;Bénéficiaire effectif|"
        "Associé;Date de décès|Décédé(e) le;Conjoint|Époux|Épouse;Date du mariage|Marié(e) le;Lieu|Fait à;Acte n°|N° d'acte;Téléphone|Tél.",
        "PASSEPORT;CARTE NATIONALE D'IDENTITÉ|CARTE D'IDENTITÉ;TITRE DE SÉJOUR|PERMIS DE SÉJOUR;PERMIS DE CONDUIRE;ACTE DE NAISSANCE|Extrait d'acte de naissance|"
        "Copie intégrale - Acte de naissance;ACTE DE MARIAGE|Extrait d'acte de mariage;ACTE DE DÉCÈS;CERTIFICAT DE RÉSIDENCE|Attestation de domicile|Attestation "
        "d'hébergement;Votre facture d'électricité|FACTURE D'ÉLECTRICITÉ|Facture de régularisation;Facture d'eau|Votre facture d'eau;Votre facture mobile|Facture "
        "internet;RELEVÉ DE COMPTE|Relevé de vos comptes|Extrait de compte;BULLETIN DE PAIE|Bulletin de salaire|Fiche de paie;Avis d'impôt|Avis d'imposition|"
        "Avertissement-extrait de rôle;FACTURE;REÇU|Quittance;ATTESTATION DE TRAVAIL|Attestation d'emploi;Attestation bancaire|Lettre de référence bancaire;"
        "Déclaration d'origine des fonds|Origine du patrimoine;PROCURATION|Pouvoir;Attestation d'assurance|Conditions particulières;ACTE DE NOTORIÉTÉ|Certificat "
        "d'hérédité",
    ),
    "es": (
        "Apellidos|Primer apellido|Apellido(s);Nombre|Nombres|Nombre(s);Nombre y apellidos|Nombre completo|Apellidos y nombre;Apellido de soltera|Apellidos de "
        "nacimiento;Fecha de nacimiento|F. nacimiento|Nacido el;Lugar de nacimiento|Natural de;Sexo|Género;Nacionalidad;Número personal|N.º de identificación;Núm. "
        "soporte|Número de documento|N.º documento|Documento No.;Fecha de expedición|Emisión|Expedido el|Fecha de emisión;Fecha de caducidad|Válido hasta|"
        "Validez|Vencimiento|Fecha de vencimiento;Autoridad|Expedido por|Oficina expedidora;Estatura|Talla;Domicilio|Dirección|Lugar de domicilio;Tipo|Clase;Padre|"
        "Hijo/a de|Nombre del padre;Madre|Nombre de la madre;Profesión|Ocupación;Firma|Firma del titular",
        "Cliente|Titular|Titular del contrato;N.º de cliente|Cliente n.º|Nº cliente;N.º de cuenta|Cuenta contrato|Número de servicio;N.º de factura|Factura n.º|"
        "Nº factura;Fecha de factura|Fecha de emisión|Fecha;Periodo de facturación|Periodo|Período facturado;Fecha límite de pago|Vencimiento|Fecha de cargo|Pagar "
        "antes de;Importe a pagar|Total a pagar|Total factura;Total|Importe total;Base imponible|Subtotal;IVA|IVA 21 %|IVA (16%);N.º de contador|Medidor;Dirección "
        "de suministro|Punto de suministro;Consumo|Consumo kWh;Tarifa|Peaje de acceso;Referencia|N/Ref.|Su referencia;Cantidad|Cant.;Precio unitario|Precio;"
        "Concepto|Descripción;Página|Hoja",
        "Titular|Titular de la cuenta|Nombre del titular;Banco|Entidad;Extracto n.º|N.º de extracto;Fecha del extracto|Fecha de emisión|Fecha de corte;Saldo "
        "anterior|Saldo inicial;Saldo final|Saldo actual|Nuevo saldo|Saldo a su favor;Divisa|Moneda;Fecha|F. operación;F. valor|Fecha valor;Cargo|Debe|Retiros|"
        "Débitos;Abono|Haber|Depósitos|Créditos;Saldo;Oficina|Sucursal",
        "Empresa|Empleador|Razón social;Trabajador|Empleado|Apellidos y nombre;Fecha de pago|Fecha de abono;Período de liquidación|Periodo|Mes;Total devengado|"
        "Salario bruto|Total percepciones;Líquido a percibir|Neto a pagar|Líquido total a percibir|Neto;IRPF|Retención I.R.P.F.|ISR;Seguridad Social|Contingencias "
        "comunes|Aportación SS;N.º empleado|Legajo|Núm. matrícula;Categoría|Puesto|Cargo|Grupo profesional;Antigüedad|Fecha de ingreso|Fecha de alta;Departamento|"
        "Centro de trabajo;Salario base|Sueldo básico;Horas extraordinarias|Plus convenio;Contribuyente|Declarante;Ejercicio|Año gravable|Año tributario;Fecha de "
        "liquidación|Fecha de presentación;Ingresos totales|Rendimientos íntegros;Base liquidable|Base imponible general;Cuota a ingresar|Impuesto a pagar;A "
        "devolver|Importe a devolver",
        "Sociedad|Denominación social;CIF|N.º de registro;N.º de participaciones|Número de acciones;Porcentaje|% de participación;Titular real|Socio;Fecha de "
        "defunción|Fallecido el;Cónyuge;Fecha del matrimonio;Lugar|En;Acta No.|Tomo y página;Teléfono|Tel.",
        "PASAPORTE;DOCUMENTO NACIONAL DE IDENTIDAD|CÉDULA DE IDENTIDAD|CÉDULA DE CIUDADANÍA;PERMISO DE RESIDENCIA|TARJETA DE RESIDENCIA;PERMISO DE CONDUCCIÓN|"
        "LICENCIA DE CONDUCIR;CERTIFICACIÓN LITERAL DE NACIMIENTO|ACTA DE NACIMIENTO|Partida de nacimiento;ACTA DE MATRIMONIO|Certificado de matrimonio;ACTA DE "
        "DEFUNCIÓN|Certificado de defunción;CERTIFICADO DE EMPADRONAMIENTO|Volante de empadronamiento|Constancia de residencia;Factura de electricidad|FACTURA DE "
        "LUZ|Recibo de luz;Factura de agua|Recibo de agua potable;Factura de teléfono|Su factura de móvil;EXTRACTO DE CUENTA|Estado de cuenta|Movimientos de "
        "cuenta;NÓMINA|Recibo individual de salarios|RECIBO DE SUELDO|Recibo de nómina;Liquidación de impuestos|Certificado tributario|Declaración de la renta;"
        "FACTURA;RECIBO|Comprobante de pago;CERTIFICADO DE TRABAJO|Constancia laboral|Certificado de empresa;Certificado de titularidad|Referencia bancaria;"
        "Declaración de origen de fondos|Origen lícito de los fondos;PODER NOTARIAL|PODER GENERAL;Certificado de seguro|Condiciones particulares de la póliza;"
        "DECLARACIÓN DE HEREDEROS|Certificado sucesorio",
    ),
    "it": (
        "Cognome;Nome|Nomi;Cognome e nome|Nominativo|Nome e cognome;Cognome da nubile;Data di nascita|Nato il|Nato/a il;Luogo di nascita|a|Nato a;Sesso;"
        "Cittadinanza|Nazionalità;Numero personale;N. documento|Numero|Carta n.;Data di rilascio|Rilasciato il|Emissione;Data di scadenza|Scadenza|Valida fino al;"
        "Autorità|Rilasciato da|Ente di rilascio;Statura|Altezza;Residenza|Indirizzo|Indirizzo di residenza;Tipo;Padre|Paternità;Madre|Maternità;Professione;"
        "Firma|Firma del titolare",
        "Cliente|Intestatario|Spett.le;Codice cliente|N. cliente|Numero cliente;Numero contratto|N. conto;Numero fattura|Fattura n.|Bolletta n.;Data fattura|"
        "Data emissione|del;Periodo|Periodo di riferimento|Periodo di fatturazione;Scadenza|Da pagare entro il|Entro il;Totale da pagare|Importo da pagare|"
        "Totale bolletta;Totale|Totale documento;Imponibile|Netto;IVA|IVA 22%|di cui IVA;Matricola contatore|Contatore;Indirizzo di fornitura|Fornitura;Consumo|"
        "Consumi fatturati;Tariffa|Offerta;Riferimento|Ns. rif.|Vs. rif.;Quantità|Q.tà;Prezzo unitario|Prezzo;Descrizione|Causale;Pagina|Pag.",
        "Intestatario|Intestatario del conto|Titolare;Banca|Istituto;Estratto conto n.|Numero;Data estratto|Situazione al;Saldo iniziale|Saldo precedente;Saldo "
        "finale|Saldo contabile|Saldo al;Valuta|Divisa;Data|Data operazione;Data valuta|Valuta;Dare|Uscite|Addebiti;Avere|Entrate|Accrediti;Saldo;Filiale|Agenzia",
        "Datore di lavoro|Azienda|Ditta;Dipendente|Lavoratore|Cognome e nome;Data pagamento|Valuta accredito;Mese|Periodo di retribuzione|Mese retribuito;"
        "Totale competenze|Retribuzione lorda|Totale lordo;Netto in busta|Netto del mese|Netto a pagare;IRPEF|Ritenute IRPEF|Imposta netta;Contributi INPS|"
        "Ritenute sociali;Matricola|Codice dipendente;Qualifica|Mansione|Livello;Data assunzione|Assunto il|Data inizio rapporto;Reparto|Centro di costo;Paga "
        "base|Retribuzione ordinaria;Straordinario|Superminimo;Contribuente|Dichiarante;Anno d'imposta|Periodo d'imposta;Data|Data di presentazione;Reddito "
        "complessivo|Redditi lordi;Reddito imponibile;Imposta dovuta|Saldo a debito;Rimborso|Importo a credito",
        "Società|Denominazione;Numero REA|N. iscrizione;Numero quote|N. azioni;Percentuale|Quota %;Titolare effettivo|Socio;Data di morte|Deceduto il;Coniuge;"
        "Data del matrimonio|Coniugati il;Luogo|Luogo e data;Atto n.|Numero atto;Telefono|Tel.",
        "PASSAPORTO;CARTA D'IDENTITÀ|CARTA DI IDENTITÀ;PERMESSO DI SOGGIORNO;PATENTE DI GUIDA;ESTRATTO DELL'ATTO DI NASCITA|Certificato di nascita;"
        "ESTRATTO DELL'ATTO DI MATRIMONIO|Certificato di matrimonio;CERTIFICATO DI MORTE;CERTIFICATO DI RESIDENZA|Certificato contestuale di residenza e stato di "
        "famiglia;Bolletta luce|La tua bolletta dell'energia elettrica;Bolletta dell'acqua|Servizio idrico integrato;Bolletta telefonica|Conto telefonico;ESTRATTO "
        "CONTO|Estratto conto corrente|Lista movimenti;CEDOLINO PAGA|Busta paga|Prospetto paga;Certificazione unica|Avviso di accertamento|Modello 730;FATTURA;"
        "RICEVUTA|Ricevuta di pagamento;ATTESTATO DI SERVIZIO|Dichiarazione di lavoro;Lettera di referenze bancarie|Attestazione bancaria;Dichiarazione di "
        "provenienza dei fondi|Origine del patrimonio;PROCURA|Procura speciale;Polizza di assicurazione|Certificato di assicurazione;CERTIFICATO DI EREDITÀ|"
        "Dichiarazione di successione",
    ),
    "pt": (
        "Apelido(s)|Apelido|Sobrenome;Nome(s) próprio(s)|Nome|Nomes próprios;Nome completo|Nome e apelido|Nome;Nome de solteira;Data de nascimento|Data nasc.|"
        "Nascido a;Local de nascimento|Naturalidade;Sexo;Nacionalidade;N.º pessoal|Registro pessoal;N.º documento|Nº do documento|Número;Data de emissão|Emitido "
        "em|Expedição;Data de validade|Válido até|Validade;Autoridade|Emitido por|Órgão emissor;Altura;Morada|Endereço|Residência;Tipo;Pai|Filiação|Nome do pai;"
        "Mãe|Nome da mãe;Profissão;Assinatura|Assinatura do titular",
        "Cliente|Titular do contrato;N.º cliente|Código de cliente;N.º da conta|Conta contrato|Instalação;Fatura n.º|Nº da fatura|Nota fiscal nº;Data da fatura|"
        "Data de emissão;Período de faturação|Período|Mês de referência|Referente a;Data limite de pagamento|Vencimento|Pagar até;Valor a pagar|Total a pagar;"
        "Total|Valor total;Valor líquido|Subtotal;IVA|IVA 23%|ICMS;N.º contador|Medidor nº;Local de consumo|Morada de fornecimento;Consumo|Consumo kWh;Tarifário|"
        "Tarifa;Referência|N/ Ref.;Quantidade|Qtd.;Preço unitário|Preço;Descrição|Descritivo;Página|Pág.",
        "Titular|Titular da conta|Nome do cliente;Banco|Instituição;Extrato n.º|Extracto nº;Data do extrato|Emitido em;Saldo inicial|Saldo anterior;Saldo final|"
        "Saldo contabilístico|Saldo atual;Moeda;Data|Data mov.;Data valor;Débito|Saídas;Crédito|Entradas;Saldo;Balcão|Agência",
        "Entidade patronal|Empregador|Empresa;Trabalhador|Funcionário|Nome do funcionário;Data de pagamento|Data do crédito;Período|Mês|Competência;Total ilíquido|"
        "Vencimento bruto|Total de vencimentos;Total líquido|Valor líquido|Líquido a receber;IRS|Retenção IRS|IRRF;Segurança Social|INSS|Taxa Social Única;N.º "
        "mecanográfico|Matrícula|Código;Categoria profissional|Cargo|Função;Data de admissão|Admissão;Departamento|Seção;Vencimento base|Salário base;Horas extra|"
        "Subsídio de refeição;Sujeito passivo A|Contribuinte;Ano dos rendimentos|Ano-calendário;Data da liquidação|Data de emissão;Rendimento global|Rendimentos "
        "tributáveis;Rendimento coletável|Base de cálculo;Valor a pagar|Imposto devido;Valor a reembolsar|Imposto a restituir",
        "Sociedade|Firma|Razão social;NIPC|CNPJ|N.º de matrícula;N.º de quotas|Número de ações;Percentagem|% do capital;Beneficiário efetivo|Sócio;Data do óbito|"
        "Falecido em;Cônjuge;Data do casamento;Local|Local e data;Assento n.º|Matrícula;Telefone|Tel.",
        "PASSAPORTE;CARTÃO DE CIDADÃO|CARTEIRA DE IDENTIDADE|BILHETE DE IDENTIDADE;TÍTULO DE RESIDÊNCIA|Autorização de residência;CARTA DE CONDUÇÃO|CARTEIRA "
        "NACIONAL DE HABILITAÇÃO;ASSENTO DE NASCIMENTO|CERTIDÃO DE NASCIMENTO;CERTIDÃO DE CASAMENTO|Assento de casamento;CERTIDÃO DE ÓBITO;ATESTADO DE RESIDÊNCIA|"
        "Comprovante de residência;Fatura de eletricidade|Conta de luz;Fatura da água|Conta de água;Fatura de telecomunicações|Conta telefônica;EXTRATO DE CONTA|"
        "Extrato combinado|Extrato bancário;RECIBO DE VENCIMENTO|Contracheque|Demonstrativo de pagamento;Demonstração de liquidação de IRS|Nota de liquidação;"
        "FATURA|FATURA-RECIBO;RECIBO|Comprovativo de pagamento;DECLARAÇÃO DE TRABALHO|Declaração da entidade patronal;Declaração bancária|Carta de referência "
        "bancária;Declaração de origem de fundos;PROCURAÇÃO;Certificado de seguro|Apólice;HABILITAÇÃO DE HERDEIROS|Formal de partilha",
    ),
    "nl": (
        "Naam|Achternaam|Geslachtsnaam;Voornamen|Voornaam;Naam|Naam en voornamen|Volledige naam;Geboortenaam|Meisjesnaam;Geboortedatum|Geboren op|Geb. datum;"
        "Geboorteplaats|Plaats van geboorte;Geslacht;Nationaliteit;Persoonsnummer;Documentnummer|Nr. kaart|Documentnr.;Datum van afgifte|Afgegeven op|Datum "
        "afgifte;Geldig tot|Einddatum geldigheid|Vervaldatum;Autoriteit|Afgegeven door|Verstrekt door;Lengte;Adres|Woonadres|Woonplaats;Type|Soort;Vader|Naam van "
        "de vader;Moeder|Naam van de moeder;Beroep;Handtekening|Handtekening houder",
        "Klant|Klantnaam;Klantnummer|Klantnr.|Uw klantnummer;Contractnummer|Rekeningnummer;Factuurnummer|Factuurnr.|Nota nummer;Factuurdatum|Datum;Periode|"
        "Leveringsperiode|Afrekenperiode;Vervaldatum|Uiterste betaaldatum|Te betalen voor;Te betalen|Totaal te betalen|Te betalen bedrag;Totaal|Totaal incl. btw;"
        "Subtotaal|Totaal excl. btw;Btw|Btw 21%;Meternummer|EAN-code;Leveringsadres|Verbruiksadres;Verbruik|Verbruik in kWh;Tarief|Product;Kenmerk|Ons kenmerk|"
        "Betalingskenmerk|Uw referentie;Aantal;Prijs|Stukprijs;Omschrijving;Pagina|Blad",
        "Rekeninghouder|Naam rekeninghouder|Tenaamstelling;Bank;Afschriftnummer|Volgnummer;Datum afschrift|Opgemaakt op;Vorig saldo|Beginsaldo|Saldo oud;Nieuw "
        "saldo|Eindsaldo|Saldo nieuw;Valuta|Munt;Datum|Boekdatum;Rentedatum|Valutadatum;Af|Debet|Bedrag af;Bij|Credit|Bedrag bij;Saldo;Kantoor|Vestiging",
        "Werkgever|Bedrijf;Werknemer|Naam werknemer;Betaaldatum|Datum betaling;Periode|Loonperiode|Maand;Brutoloon|Totaal bruto|Bruto;Netto loon|Netto te betalen|"
        "Uitbetaald;Loonheffing|Bedrijfsvoorheffing;Premies|Pensioenpremie|RSZ;Personeelsnummer|Pers.nr.;Functie|Beroep;Datum in dienst|In dienst sinds;Afdeling|"
        "Kostenplaats;Basissalaris|Salaris;Overwerk|Vakantiegeld;Belastingplichtige;Belastingjaar|Aanslagjaar|Jaar;Dagtekening|Datum aanslag;Totaal inkomen|"
        "Verzamelinkomen;Belastbaar inkomen;Te betalen|Verschuldigde belasting;Te ontvangen|Teruggaaf",
        "Vennootschap|Naam onderneming;KvK-nummer|Ondernemingsnummer;Aantal aandelen;Percentage|Belang;UBO|Aandeelhouder;Datum van overlijden|Overleden op;"
        "Echtgenoot|Echtgenote|Partner;Datum huwelijk|Gehuwd op;Plaats|Plaats en datum;Aktenummer;Telefoon|Tel.",
        "PASPOORT;IDENTITEITSKAART|NEDERLANDSE IDENTITEITSKAART;VERBLIJFSTITEL|Verblijfsvergunning;RIJBEWIJS;GEBOORTEAKTE|Uittreksel geboorteakte|Afschrift van "
        "de akte van geboorte;HUWELIJKSAKTE;OVERLIJDENSAKTE|Akte van overlijden;UITTREKSEL BASISREGISTRATIE PERSONEN|Bewijs van woonst|Getuigschrift van "
        "woonst;Jaarnota energie|Uw energienota|Energiefactuur;Waterfactuur|Uw waternota;Uw telefoonrekening|Factuur internet en tv;REKENINGAFSCHRIFT|"
        "Rekeninguittreksel|Afschrift betaalrekening;LOONSTROOK|Salarisspecificatie|Loonbrief;Aanslag inkomstenbelasting|Definitieve aanslag|Aanslagbiljet;FACTUUR;"
        "KWITANTIE|Betalingsbewijs;WERKGEVERSVERKLARING|Tewerkstellingsattest;Bankverklaring|Bankreferentie;Verklaring herkomst middelen|Herkomst van het vermogen;"
        "VOLMACHT;Verzekeringspolis|Polisblad;VERKLARING VAN ERFRECHT|Akte van erfopvolging",
    ),
}  # fmt: skip
_NO_TRANSLATION = {
    "iban": ("IBAN", "IBAN", "IBAN No."),
    "bic": ("BIC", "SWIFT", "BIC/SWIFT", "SWIFT code", "BIC (SWIFT)"),
}


def _table(rows: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    entries: dict[str, tuple[str, ...]] = {}
    for keys, row in zip(_KEYS, rows, strict=True):
        for key, entry in zip(keys.split(), row.split(";"), strict=True):
            if entry.strip() != "-":
                entries[key] = tuple(word.strip() for word in entry.split("|"))
    return entries


LABELS = {language: _table(rows) for language, rows in {**_WEST, **EAST, **NORTH}.items()}


def wording(rng: random.Random, key: str, language: str) -> str:
    """One of the ways in which documents of the language name a field; English where the language's is not known.

    Raises:
        KeyError: no field has this key.
    """
    if key == "day":  # the plain word, without "of transaction"
        return LABELS.get(language, LABELS["en"])["date"][0]
    return rng.choice(_NO_TRANSLATION.get(key) or LABELS.get(language, {}).get(key) or LABELS["en"][key])

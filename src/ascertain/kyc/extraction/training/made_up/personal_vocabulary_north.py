"""Captions and titles of personal documents in Nordic and Baltic languages, Indonesian and Vietnamese.

The order of entries is that of `personal_vocabulary`; "|" divides wordings, "-" is "not known".
"""

NORTH = {
    "sv": (
        "Efternamn;Förnamn|Samtliga förnamn;Namn|Fullständigt namn;Födelsenamn|Tidigare efternamn;Födelsedatum|Född;Födelseort|Födelsehemort;Kön;Medborgarskap|Nationalitet;Personnummer|Personnr;Kortnummer|"
        "Passnr;Utfärdandedatum|Utfärdat den;Sista giltighetsdag|Giltigt t.o.m.;Myndighet|Utfärdat av;Längd;Adress|Folkbokföringsadress|Bostadsadress;Typ;Far;Mor;Yrke;Namnteckning|Innehavarens namnteckning",
        "Kund|Fakturamottagare;Kundnummer|Kundnr;Avtalsnummer|Anläggnings-ID;Fakturanummer|Fakturanr;Fakturadatum;Period|Faktureringsperiod;Förfallodatum|Oss tillhanda senast;Att betala|Summa att betala;"
        "Totalt|Summa;Netto|Belopp exkl. moms;Moms|Moms 25%;Mätarnummer;Anläggningsadress|Leveransadress;Förbrukning;Elpris|Avtal;OCR-nummer|Vår referens|Er referens;Antal;À-pris|Pris;Specifikation|"
        "Beskrivning;Sida",
        "Kontohavare|Kontoinnehavare;Bank;Utdragsnr;Utskriftsdatum;Ingående saldo;Utgående saldo;Valuta;Datum|Bokföringsdatum;Valutadatum;Uttag|Debet;Insättning|Kredit;Saldo;Kontor",
        "Arbetsgivare;Anställd|Namn;Utbetalningsdag|Utbetalningsdatum;Löneperiod|Avser period;Bruttolön;Nettolön|Att utbetala;Skatt|Preliminär skatt;Arbetsgivaravgift|Pension;Anställningsnr;Befattning;"
        "Anställd sedan|Anställningsdatum;Avdelning|Kostnadsställe;Månadslön|Grundlön;Övertid|OB-tillägg;Skattskyldig;Inkomstår;Beslutsdatum|Datum;Summa inkomster;Beskattningsbar inkomst;Slutlig skatt att "
        "betala;Skatt att få tillbaka",
        "Bolag|Företagsnamn;Organisationsnummer|Org.nr;Antal aktier;Andel i %;Verklig huvudman|Aktieägare;Dödsdatum|Avliden;Make|Maka;Vigseldatum|Datum för vigsel;Ort|Ort och datum;Ärendenr;Telefon|Tfn",
        "PASS;IDENTITETSKORT|NATIONELLT IDENTITETSKORT;UPPEHÅLLSTILLSTÅND;KÖRKORT;FÖDELSEBEVIS;VIGSELBEVIS;DÖDSBEVIS|Dödsfallsintyg;PERSONBEVIS|Utdrag om folkbokföringsuppgifter;Elfaktura|Faktura el;"
        "Vattenfaktura|VA-faktura;Mobilfaktura|Din faktura;KONTOUTDRAG;LÖNESPECIFIKATION|Lönebesked;SLUTSKATTEBESKED|Besked om slutlig skatt;FAKTURA;KVITTO;ANSTÄLLNINGSINTYG|Arbetsgivarintyg;Bankintyg;"
        "Intyg om medlens ursprung;FULLMAKT;Försäkringsbrev|Försäkringsbevis;BOUPPTECKNING",
    ),
    "no": (
        "Etternavn;Fornavn;Navn|Fullt navn;Navn ved fødsel;Fødselsdato|Født;Fødested;Kjønn;Statsborgerskap|Nasjonalitet;Fødselsnummer|Personnummer;Dokumentnr.|Kortnummer;Utstedelsesdato|Utstedt;Utløpsdato|"
        "Gyldig til;Myndighet|Utstedt av;Høyde;Adresse|Bostedsadresse;Type;Far;Mor;Yrke;Underskrift|Innehaverens underskrift",
        "Kunde;Kundenummer|Kundenr.;Avtalenummer|Anleggsnr.;Fakturanummer|Fakturanr.;Fakturadato;Periode|Avregningsperiode;Forfallsdato|Forfall;Å betale|Beløp å betale;Totalt|Sum;Netto|Sum eks. mva;Mva|Mva 25%;"
        "Målernummer;Anleggsadresse;Forbruk;Avtale|Strømavtale;KID|Vår ref.|Deres ref.;Antall;Pris|Enhetspris;Beskrivelse|Spesifikasjon;Side",
        "Kontohaver|Kontoeier;Bank;Utskrift nr.;Utskriftsdato;Inngående saldo|Saldo forrige;Utgående saldo|Saldo i Deres favør;Valuta;Dato|Bokført;Rentedato;Ut av konto|Belastet;Inn på konto|Godskrevet;Saldo;"
        "Avdeling",
        "Arbeidsgiver;Ansatt|Arbeidstaker;Utbetalingsdato;Periode|Lønnsperiode;Brutto lønn|Sum brutto;Netto utbetalt|Til utbetaling;Forskuddstrekk|Skattetrekk;Pensjon|Folketrygd;Ansattnr.;Stilling;Ansatt dato|"
        "Ansatt fra;Avdeling;Fastlønn|Grunnlønn;Overtid;Skattyter;Inntektsår;Dato;Sum inntekter|Bruttoinntekt;Alminnelig inntekt|Skattegrunnlag;Restskatt|Å betale;Skatt til gode|Tilgode",
        "Selskap|Foretaksnavn;Organisasjonsnummer|Org.nr.;Antall aksjer;Eierandel|Andel i %;Reell rettighetshaver|Aksjonær;Dødsdato|Død;Ektefelle;Vigselsdato;Sted|Sted og dato;Løpenr.;Telefon|Tlf.",
        "PASS;NASJONALT ID-KORT|Identitetskort;OPPHOLDSKORT|OPPHOLDSTILLATELSE;FØRERKORT;FØDSELSATTEST;VIGSELSATTEST;DØDSATTEST;BOSTEDSATTEST;Strømfaktura|Faktura strøm;Kommunale avgifter;Mobilregning|Faktura "
        "bredbånd;KONTOUTSKRIFT;LØNNSSLIPP|Lønnsspesifikasjon;SKATTEOPPGJØR|Skattemelding;FAKTURA;KVITTERING;ARBEIDSATTEST|Bekreftelse på ansettelse;Bankbekreftelse;Erklæring om midlenes opprinnelse;FULLMAKT;"
        "Forsikringsbevis;SKIFTEATTEST",
    ),
    "da": (
        "Efternavn;Fornavne|Fornavn;Navn|Fulde navn;Fødenavn;Fødselsdato|Født;Fødested;Køn;Nationalitet|Statsborgerskab;CPR-nr.|Personnummer;Pasnr.|Dokumentnr.;Udstedelsesdato|Udstedt;Udløbsdato|Gyldig til;"
        "Myndighed|Udstedt af;Højde;Adresse|Bopæl;Type;Far;Mor;Stilling;Underskrift|Indehaverens underskrift",
        "Kunde;Kundenummer|Kundenr.;Aftalenr.|Forbrugsstedsnr.;Fakturanr.|Regningsnr.;Fakturadato|Dato;Periode|Afregningsperiode;Betalingsdato|Forfaldsdato|Betales senest;At betale|Beløb til betaling;I alt|Total;"
        "Subtotal|Ekskl. moms;Moms|Moms 25%;Målernr.;Leveringsadresse|Forbrugssted;Forbrug;Tarif|Produkt;Reference|Vores ref.;Antal;Pris|Stk. pris;Beskrivelse|Tekst;Side",
        "Kontohaver;Bank|Pengeinstitut;Udskrift nr.;Udskriftsdato;Primo saldo|Saldo overført;Ultimo saldo|Ny saldo;Valuta;Dato|Bogført;Rentedato|Valør;Hævet|Debet;Indsat|Kredit;Saldo;Afdeling|Filial",
        "Arbejdsgiver;Medarbejder|Lønmodtager;Dispositionsdato|Udbetalingsdato;Lønperiode|Periode;Bruttoløn|Løn i alt;Nettoløn|Til udbetaling;A-skat;AM-bidrag|ATP;Medarbejdernr.|Lønnr.;Stilling|Jobtitel;Ansat den|"
        "Ansættelsesdato;Afdeling;Månedsløn|Grundløn;Overarbejde|Pension;Skatteyder;Indkomstår;Dato;Personlig indkomst|Samlet indkomst;Skattepligtig indkomst;Restskat;Overskydende skat",
        "Selskab|Firma;CVR-nr.;Antal aktier|Antal anparter;Ejerandel|Andel i %;Reel ejer|Kapitalejer;Dødsdato|Død;Ægtefælle;Vielsesdato;Sted|Sted og dato;Attestnr.;Telefon|Tlf.",
        "PAS;IDENTITETSKORT|Legitimationskort;OPHOLDSKORT|Opholdstilladelse;KØREKORT;FØDSELS- OG NAVNEATTEST|Fødselsattest;VIELSESATTEST;DØDSATTEST;BOPÆLSATTEST;Elregning|Årsopgørelse el;Vandregning;Mobilregning|"
        "Internetregning;KONTOUDSKRIFT|Kontoudtog;LØNSEDDEL|Lønspecifikation;ÅRSOPGØRELSE|Forskudsopgørelse;FAKTURA|Regning;KVITTERING;ANSÆTTELSESBEVIS|Bekræftelse på ansættelse;Bankerklæring;Erklæring om midlernes "
        "oprindelse;FULDMAGT;Forsikringspolice|Policeoversigt;SKIFTERETSATTEST",
    ),
    "fi": (
        "Sukunimi;Etunimet|Etunimi;Nimi|Koko nimi;Syntymänimi|Entinen sukunimi;Syntymäaika|Synt.;Syntymäpaikka|Syntymäkotikunta;Sukupuoli;Kansalaisuus;Henkilötunnus;Passin numero|Asiakirjan nro|Numero;Myöntämispäivä|"
        "Antopäivä;Viimeinen voimassaolopäivä|Voimassa;Viranomainen|Myöntäjä;Pituus;Osoite|Kotiosoite;Tyyppi;Isä;Äiti;Ammatti;Nimikirjoitus|Haltijan nimikirjoitus",
        "Asiakas|Laskun saaja;Asiakasnumero|Asiakasnro;Sopimusnumero|Käyttöpaikka;Laskun numero|Laskunro;Laskun päiväys|Päivämäärä;Laskutusjakso|Ajanjakso;Eräpäivä;Maksettava yhteensä|Maksettavaa|Lasku yhteensä;"
        "Yhteensä;Veroton yhteensä|Netto;ALV|ALV 25,5 %;Mittarin numero;Käyttöpaikan osoite;Kulutus|Kulutus kWh;Tuote|Hinnasto;Viitenumero|Viite|Viitteenne;Määrä;Hinta|Yksikköhinta;Kuvaus|Selite;Sivu",
        "Tilinomistaja|Tilin omistaja;Pankki;Tiliote nro;Tulostuspäivä;Alkusaldo;Loppusaldo;Valuutta;Päivä|Kirjauspäivä;Arvopäivä;Otot|Panot ja otot;Panot|Tulot;Saldo;Konttori",
        "Työnantaja;Työntekijä|Palkansaaja;Maksupäivä;Palkkakausi|Palkanmaksukausi;Bruttopalkka|Bruttoansiot;Nettopalkka|Maksetaan|Maksuun;Ennakonpidätys|Vero;Työeläkemaksu|Työttömyysvakuutusmaksu;Henkilönumero;"
        "Tehtävä|Ammattinimike;Työsuhde alkoi|Palvelussuhde alkanut;Osasto|Kustannuspaikka;Kuukausipalkka|Peruspalkka;Ylityö|Lomaraha;Verovelvollinen;Verovuosi;Päätöksen päiväys|Päiväys;Tulot yhteensä;Verotettava "
        "tulo;Maksettava jäännösvero|Jäännösvero;Veronpalautus",
        "Yhtiö|Yrityksen nimi;Y-tunnus;Osakkeiden lukumäärä;Osuus %|Omistusosuus;Tosiasiallinen edunsaaja|Osakas;Kuolinpäivä|Kuollut;Puoliso;Vihkimispäivä|Avioliitto solmittu;Paikka|Paikka ja aika;Asianumero;Puhelin|"
        "Puh.",
        "PASSI;HENKILÖKORTTI;OLESKELULUPA|Oleskelulupakortti;AJOKORTTI;SYNTYMÄTODISTUS;VIHKITODISTUS|Avioliittotodistus;KUOLINTODISTUS;ASUINPAIKKATODISTUS|Virkatodistus;Sähkölasku;Vesilasku;Puhelinlasku|"
        "Laajakaistalasku;TILIOTE;PALKKALASKELMA|Palkkakuitti;VEROTUSPÄÄTÖS|Verotodistus;LASKU;KUITTI;TYÖTODISTUS;Pankin todistus;Selvitys varojen alkuperästä;VALTAKIRJA;Vakuutuskirja|Vakuutustodistus;PERUKIRJA|"
        "Perunkirjoitus",
    ),
    "et": (
        "Perekonnanimi;Eesnimi|Eesnimed;Nimi|Ees- ja perekonnanimi;Sünninimi;Sünniaeg|Sünnikuupäev;Sünnikoht;Sugu;Kodakondsus;Isikukood;Dokumendi number;Väljaandmise kuupäev|Välja antud;Kehtiv kuni;Väljaandja;"
        "Pikkus;Aadress|Elukoht;Liik;Isa;Ema;Elukutse;Allkiri",
        "Klient|Maksja;Kliendinumber|Kliendi number;Lepingu number;Arve number|Arve nr;Arve kuupäev;Periood;Maksetähtaeg|Maksetähtpäev;Tasuda|Tasumisele kuulub;Kokku;Käibemaksuta;Käibemaks|KM 22%;Arvesti number;"
        "Tarbimiskoht;Tarbimine;Pakett|Tariif;Viitenumber;Kogus;Hind;Kirjeldus|Teenus;Lk",
        "Konto omanik;Pank;Väljavõtte nr;Koostatud;Algsaldo;Lõppsaldo;Valuuta;Kuupäev;Väärtuspäev;Deebet;Kreedit;Jääk|Saldo;Kontor",
        "Tööandja;Töötaja;Väljamakse kuupäev;Periood|Kuu;Brutotasu|Brutopalk;Netotasu|Väljamaks;Tulumaks;Sotsiaalmaks|Töötuskindlustus;Töötaja nr;Ametikoht;Tööle asumise kuupäev;Osakond;Põhipalk;Ületunnid;Maksumaksja;"
        "Aasta;Kuupäev;Tulu kokku;Maksustatav tulu;Juurdemakse;Tagastamisele",
        "Äriühing;Registrikood;Osade arv|Aktsiate arv;Osalus %;Tegelik kasusaaja|Osanik;Surmaaeg;Abikaasa;Abiellumise kuupäev;Koht;Akti nr;Telefon",
        "PASS;ISIKUTUNNISTUS;ELAMISLOAKAART;JUHILUBA;SÜNNITÕEND;ABIELUTÕEND;SURMATÕEND;ELUKOHATÕEND;Elektriarve;Veearve;Telefoniarve;KONTOVÄLJAVÕTE;PALGATEATIS|Palgaleht;MAKSUTEADE;ARVE;KVIITUNG;TÖÖTÕEND;Panga "
        "kinnituskiri;Vahendite päritolu kinnitus;VOLIKIRI;Kindlustuspoliis;PÄRIMISTUNNISTUS",
    ),
    "lv": (
        "Uzvārds;Vārds|Vārds(-i);Vārds, uzvārds;Dzimtais uzvārds;Dzimšanas datums|Dzimis;Dzimšanas vieta;Dzimums;Valstiskā piederība|Pilsonība;Personas kods;Dokumenta numurs|Nr.;Izdošanas datums|Izdots;Derīga līdz|"
        "Derīguma termiņš;Izdevējiestāde;Augums;Adrese|Deklarētā dzīvesvieta;Veids;Tēvs;Māte;Profesija;Paraksts",
        "Klients|Maksātājs;Klienta numurs;Līguma numurs;Rēķins Nr.;Rēķina datums;Norēķinu periods;Apmaksas termiņš|Apmaksāt līdz;Summa apmaksai|Kopā apmaksai;Kopā;Summa bez PVN;PVN|PVN 21%;Skaitītāja numurs;Objekta "
        "adrese;Patēriņš;Tarifs;Atsauce;Daudzums;Cena;Apraksts|Pakalpojums;Lapa",
        "Konta īpašnieks;Banka;Izraksts Nr.;Izraksta datums;Sākuma atlikums;Beigu atlikums;Valūta;Datums;Valutēšanas datums;Debets;Kredīts;Atlikums;Filiāle",
        "Darba devējs;Darbinieks;Izmaksas datums;Periods|Mēnesis;Bruto alga;Neto alga|Izmaksai;IIN;VSAOI;Tabeles Nr.;Amats;Pieņemts darbā;Nodaļa;Pamatalga;Virsstundas;Nodokļu maksātājs;Gads;Datums;Kopējie ieņēmumi;"
        "Apliekamais ienākums;Piemaksa;Atmaksa",
        "Sabiedrība;Reģistrācijas numurs;Kapitāla daļu skaits;Procenti;Patiesais labuma guvējs|Dalībnieks;Miršanas datums;Laulātais;Laulības noslēgšanas datums;Vieta;Ieraksta Nr.;Tālrunis",
        "PASE;PERSONAS APLIECĪBA;UZTURĒŠANĀS ATĻAUJA;VADĪTĀJA APLIECĪBA;DZIMŠANAS APLIECĪBA;LAULĪBAS APLIECĪBA;MIRŠANAS APLIECĪBA;IZZIŅA PAR DEKLARĒTO DZĪVESVIETU;Rēķins par elektroenerģiju;Rēķins par ūdeni;Rēķins par "
        "sakaru pakalpojumiem;KONTA IZRAKSTS|KONTA PĀRSKATS;ALGAS APRĒĶINS;PAZIŅOJUMS PAR NODOKLI;RĒĶINS;KVĪTS;IZZIŅA PAR NODARBINĀTĪBU;Bankas izziņa;Apliecinājums par līdzekļu izcelsmi;PILNVARA;Apdrošināšanas polise;"
        "MANTOJUMA APLIECĪBA",
    ),
    "lt": (
        "Pavardė;Vardas|Vardas (-ai);Vardas ir pavardė;Mergautinė pavardė;Gimimo data;Gimimo vieta;Lytis;Pilietybė;Asmens kodas;Dokumento Nr.|Kortelės Nr.;Išdavimo data|Išduota;Galioja iki;Išdavė|Įstaiga;Ūgis;"
        "Adresas|Gyvenamoji vieta;Tipas;Tėvas;Motina;Profesija;Parašas",
        "Klientas|Mokėtojas;Kliento kodas|Mokėtojo kodas;Sutarties Nr.;Sąskaita Nr.|PVM sąskaita faktūra Nr.;Sąskaitos data;Laikotarpis|Ataskaitinis laikotarpis;Apmokėti iki;Mokėtina suma|Iš viso mokėti;Iš viso;Suma be "
        "PVM;PVM|PVM 21%;Skaitiklio Nr.;Objekto adresas;Suvartota;Planas|Tarifas;Įmokos kodas|Nuoroda;Kiekis;Kaina;Pavadinimas|Paslauga;Puslapis",
        "Sąskaitos savininkas;Bankas;Išrašo Nr.;Išrašo data;Pradinis likutis;Galutinis likutis;Valiuta;Data;Įskaitymo data;Debetas|Išlaidos;Kreditas|Pajamos;Likutis;Skyrius",
        "Darbdavys;Darbuotojas;Išmokėjimo data;Laikotarpis|Mėnuo;Priskaičiuota|Bruto;Išmokėti|Neto;GPM;VSD|Sodra;Tabelio Nr.;Pareigos;Priėmimo data;Padalinys;Pareiginė alga;Viršvalandžiai;Mokesčių mokėtojas;Metai;Data;"
        "Pajamų suma;Apmokestinamosios pajamos;Mokėtina suma;Grąžintina suma",
        "Bendrovė;Juridinio asmens kodas;Akcijų skaičius;Procentai;Naudos gavėjas|Akcininkas;Mirties data;Sutuoktinis;Santuokos data;Vieta;Įrašo Nr.;Telefonas|Tel.",
        "PASAS;ASMENS TAPATYBĖS KORTELĖ;LEIDIMAS GYVENTI;VAIRUOTOJO PAŽYMĖJIMAS;GIMIMO LIUDIJIMAS;SANTUOKOS LIUDIJIMAS;MIRTIES LIUDIJIMAS;PAŽYMA APIE DEKLARUOTĄ GYVENAMĄJĄ VIETĄ;Sąskaita už elektrą;Sąskaita už vandenį;"
        "Sąskaita už ryšio paslaugas;SĄSKAITOS IŠRAŠAS;ATSISKAITYMO LAPELIS;MOKESČIŲ PRANEŠIMAS|Pažyma apie pajamas;PVM SĄSKAITA FAKTŪRA|Sąskaita;KVITAS;PAŽYMA APIE DARBĄ;Banko pažyma;Deklaracija dėl lėšų kilmės;"
        "ĮGALIOJIMAS;Draudimo liudijimas|Draudimo polisas;PAVELDĖJIMO TEISĖS LIUDIJIMAS",
    ),
    "id": (
        "Nama Keluarga;Nama Depan|Nama Kecil;Nama|Nama Lengkap;-;Tanggal Lahir|Tgl Lahir;Tempat Lahir;Jenis Kelamin;Kewarganegaraan;NIK;No. Paspor|Nomor;Tanggal Pengeluaran|Tgl. Terbit;Berlaku Hingga|Tgl. Habis "
        "Berlaku;Kantor yang Mengeluarkan;Tinggi;Alamat|Alamat Domisili;Jenis;Nama Ayah|Ayah;Nama Ibu|Ibu;Pekerjaan;Tanda Tangan",
        "Pelanggan|Nama Pelanggan|Kepada Yth.;ID Pelanggan|No. Pelanggan;Nomor Rekening;No. Tagihan|No. Faktur;Tanggal Tagihan|Tanggal;Periode Tagihan|Periode;Jatuh Tempo|Tanggal Jatuh Tempo;Total Tagihan|Jumlah yang "
        "Harus Dibayar;Jumlah|Total;Subtotal;PPN|PPN 11%;No. Meter;Alamat Pemasangan;Pemakaian;Tarif/Daya|Tarif;Referensi|Nomor Surat;Jumlah;Harga Satuan;Keterangan|Uraian;Halaman",
        "Pemilik Rekening|Nama Nasabah;Bank;-;Tanggal Laporan;Saldo Awal;Saldo Akhir;Mata Uang;Tanggal;Tanggal Valuta;Debet;Kredit;Saldo;Cabang|KCP",
        "Perusahaan|Pemberi Kerja;Nama Karyawan|Karyawan;Tanggal Pembayaran;Periode|Bulan;Gaji Kotor|Total Pendapatan;Gaji Bersih|Take Home Pay;PPh 21|Pajak;BPJS Ketenagakerjaan|BPJS;NIP|No. Karyawan;Jabatan;Tanggal "
        "Masuk|Tanggal Bergabung;Departemen|Bagian;Gaji Pokok;Lembur|Tunjangan;Wajib Pajak;Tahun Pajak;Tanggal;Penghasilan Bruto;Penghasilan Kena Pajak;PPh Kurang Bayar;PPh Lebih Bayar",
        "Perusahaan|Nama Perseroan;NIB;Jumlah Saham;Persentase;Pemilik Manfaat|Pemegang Saham;Tanggal Meninggal;Suami|Istri;Tanggal Perkawinan;Tempat;Nomor Akta;Telepon|Telp.",
        "PASPOR;KARTU TANDA PENDUDUK|PROVINSI DKI JAKARTA;KARTU IZIN TINGGAL;SURAT IZIN MENGEMUDI;KUTIPAN AKTA KELAHIRAN;KUTIPAN AKTA PERKAWINAN|Buku Nikah;KUTIPAN AKTA KEMATIAN;SURAT KETERANGAN DOMISILI;Tagihan Listrik;"
        "Tagihan Air;Tagihan Telepon;LAPORAN REKENING|Rekening Koran|Mutasi Rekening;SLIP GAJI;BUKTI POTONG PPh 21|Surat Ketetapan Pajak;FAKTUR|Invoice;KWITANSI;SURAT KETERANGAN KERJA;Surat Referensi Bank;Surat Pernyataan "
        "Sumber Dana;SURAT KUASA;Polis Asuransi;SURAT KETERANGAN AHLI WARIS",
    ),
    "vi": (
        "Họ|Họ, chữ đệm;Tên|Tên gọi;Họ và tên|Họ, chữ đệm và tên;-;Ngày sinh|Ngày, tháng, năm sinh|Sinh ngày;Nơi sinh|Quê quán;Giới tính;Quốc tịch;Số định danh cá nhân|Số CCCD;Số hộ chiếu|Số;Ngày cấp;Có giá trị đến|"
        "Ngày hết hạn;Nơi cấp|Cơ quan cấp;Chiều cao;Nơi thường trú|Địa chỉ;Loại;Cha|Họ tên cha;Mẹ|Họ tên mẹ;Nghề nghiệp;Chữ ký",
        "Khách hàng|Tên khách hàng;Mã khách hàng;Số hợp đồng;Số hóa đơn|Số;Ngày lập|Ngày;Kỳ hóa đơn|Kỳ cước;Hạn thanh toán;Tổng tiền thanh toán|Tổng cộng tiền thanh toán;Tổng cộng|Cộng;Cộng tiền hàng;Thuế GTGT|Tiền thuế "
        "GTGT;Số công tơ;Địa chỉ sử dụng điện;Điện tiêu thụ;Mục đích sử dụng;Tham chiếu;Số lượng;Đơn giá;Diễn giải|Nội dung;Trang",
        "Chủ tài khoản;Ngân hàng;-;Ngày in;Số dư đầu kỳ;Số dư cuối kỳ;Loại tiền;Ngày|Ngày giao dịch;Ngày hiệu lực;Ghi nợ;Ghi có;Số dư;Chi nhánh",
        "Công ty|Đơn vị;Họ và tên|Nhân viên;Ngày trả lương;Tháng|Kỳ lương;Tổng thu nhập|Lương gộp;Thực lĩnh|Thực nhận;Thuế TNCN;BHXH;Mã nhân viên;Chức vụ;Ngày vào làm;Phòng ban;Lương cơ bản;Làm thêm giờ;Người nộp thuế;Năm;"
        "Ngày;Tổng thu nhập chịu thuế;Thu nhập tính thuế;Số thuế phải nộp;Số thuế được hoàn",
        "Công ty;Mã số doanh nghiệp;Số cổ phần;Tỷ lệ;Chủ sở hữu hưởng lợi|Cổ đông;Ngày mất;Vợ|Chồng;Ngày đăng ký kết hôn;Nơi;Số;Điện thoại",
        "HỘ CHIẾU;CĂN CƯỚC CÔNG DÂN;THẺ TẠM TRÚ;GIẤY PHÉP LÁI XE;GIẤY KHAI SINH;GIẤY CHỨNG NHẬN KẾT HÔN;GIẤY CHỨNG TỬ|Trích lục khai tử;XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ;Hóa đơn tiền điện;Hóa đơn tiền nước;Hóa đơn cước viễn "
        "thông;SAO KÊ TÀI KHOẢN;PHIẾU LƯƠNG;THÔNG BÁO NỘP THUẾ;HÓA ĐƠN GIÁ TRỊ GIA TĂNG|Hóa đơn;BIÊN LAI|Phiếu thu;GIẤY XÁC NHẬN CÔNG TÁC;Xác nhận số dư;Cam kết nguồn gốc tiền;GIẤY ỦY QUYỀN;Giấy chứng nhận bảo hiểm;VĂN BẢN "
        "KHAI NHẬN DI SẢN",
    ),
}  # fmt: skip

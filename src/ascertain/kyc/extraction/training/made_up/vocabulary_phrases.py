"""Sentences that documents print around their facts: notes, disclaimers, objects of firms, letterheads. They state nothing."""

# {day} is a date, {person} a name, {place} a town, {office} an authority, {number} a number: none of them a fact of the truth.
NOTES = {
    "en": (
        "This is a computer generated document. No signature is required.",
        "The information contained in this extract was retrieved from the register on {day} and is provided for information only.",
        "The Registrar does not warrant the accuracy of the information supplied by the company.",
        "Fee paid: {number}. Receipt no. {number}. Not to be used as evidence of title.",
        "Printed on {day} by user {number}. All rights reserved.",
        "Any person who knowingly makes a false statement commits an offence and is liable on conviction to a fine.",
        "To verify this document, enter the code {number} on our website within 60 days of {day}.",
        "This search does not necessarily reveal whether or not a charge has been registered against the company.",
        "Documents filed after {day} may not yet be shown. Please allow five working days for processing.",
        "Certified true copy of the original seen by me. {person}, Solicitor, {place}, {day}.",
        "Filed by: {person}, {place}. Tel. {number}. Please quote our reference in all correspondence.",
        "Contact us: enquiries@registry.example, telephone {number}, Monday to Friday, 9 am to 5 pm.",
        "Sworn before me, {person}, Commissioner for Oaths, at {place} on {day}.",
        "COPY - NOT FOR OFFICIAL USE", "Page intentionally left blank", "THIS IS NOT A VALUATION OF THE COMPANY",
        "Shares transferred by {person} on {day} are no longer shown in this list.",
        "Entries printed in italics are no longer effective. Amendments were last made on {day}.",
        "Warning: this entity has an overdue filing. The last reminder was sent on {day}.",
        "Your order of {day} was processed by {person}. Thank you for using our service.",
        "For office use only: scanned {day}, box {number}.",
    ),
    "de": (
        "Dieser Ausdruck wird nicht unterschrieben und gilt als amtliche Mitteilung.", "Abruf vom {day}. Gebühr gemäß Kostenverzeichnis: {number}.",
        "Tag der letzten Eintragung: {day}", "Die Richtigkeit der Angaben wird nicht gewährleistet.", "Beglaubigt: {person}, Notar in {place}, UR-Nr. {number}.",
        "Rote Unterstreichungen kennzeichnen gelöschte Eintragungen.", "Sachbearbeiter: {person}, Durchwahl {number}.", "Ausgedruckt am {day}. Seite 1 von 3.",
        "Vorsicht vor irreführenden Rechnungen über angebliche Registereintragungen.", "{person} hat seinen Anteil am {day} veräußert.",
    ),
    "fr": (
        "Pour extrait certifié conforme, délivré le {day}.", "Toute modification ou falsification du présent extrait expose à des poursuites pénales.",
        "Le greffier, {person}", "Coût : {number} euros. Commande n° {number}.", "Document édité le {day} à {place}.", "Fin de l'extrait comprenant 2 pages.",
        "Les informations ci-dessus n'engagent pas la responsabilité du greffe.", "Copie conforme à l'original, Maître {person}, notaire à {place}.",
    ),
    "es": (
        "Este documento tiene valor meramente informativo.", "Expedido el {day} a solicitud de {person}.", "Honorarios: {number}. Factura n.º {number}.",
        "Ante mí, {person}, Notario de {place}.", "Para verificar este documento ingrese el código {number} en la página de la cámara.", "Advertencia: queda prohibida la incorporación de estos datos a ficheros.",
        "La matrícula debe renovarse antes del {day}.", "El suscrito secretario, {person}, certifica.", "Última actualización: {day}.",
    ),
    "it": (
        "Il presente documento ha valore informativo.", "Estratto dal Registro Imprese il {day}.", "Diritti di segreteria {number}. Bollo assolto in entrata.",
        "Il conservatore {person}", "Notaio {person} in {place}, repertorio n. {number}.", "Servizio realizzato da InfoCamere per conto delle Camere di Commercio.", "*** Fine visura ***",
    ),
    "pt": (
        "Certidão subscrita em {day} e válida até {day}.", "Emitido no dia {day} às 10:42:07 (data e hora de Brasília).", "O oficial, {person}",
        "Emolumentos pagos: {number}.", "Este documento não substitui a certidão.", "Aprovado pela Instrução Normativa nº {number}.", "Conferido por {person}, {place}.",
    ),
    "nl": (
        "Dit uittreksel is gewaarmerkt met een digitale handtekening.", "Uittreksel is vervaardigd op {day} om 11.42 uur.", "Aan dit uittreksel kunnen geen rechten worden ontleend.",
        "Notaris mr. {person} te {place}.", "Factuurnummer {number}. Vragen? Bel {number}.", "De akte is verleden op {day}.",
    ),
    "pl": (
        "Niniejsza informacja nie wymaga podpisu i pieczęci.", "Stan na dzień {day} godz. 11:24:07", "Sporządził: {person}, {place}.", "Strona 1 z 6", "Opłata: {number} zł.",
        "Identyfikator wydruku: RP/{number}", "Postanowienie z dnia {day}, sygn. akt {number}.", "Zbywca udziałów: {person}.",
    ),
    "ru": (
        "Выписка сформирована с использованием сервиса {day}.", "Документ подписан усиленной квалифицированной электронной подписью. Владелец: {person}.",
        "Сертификат: {number}. Действителен до {day}.", "Страница 1 из 5", "Нотариус {person}, г. {place}, реестр № {number}.", "За государственную регистрацию уплачено {number} руб.",
    ),
    "uk": ("Витяг сформовано {day}.", "Державний реєстратор {person}.", "Стор. 1 з 3", "Номер запису {number} від {day}.", "Не є офіційним документом."),
    "bg": ("Справката има информативен характер.", "Изготвил: {person}, {day}.", "Платена такса {number}.", "Стр. 1 от 2"),
    "el": ("Το παρόν εκδόθηκε ηλεκτρονικά στις {day}.", "Για τον Έφορο Εταιρειών, {person}.", "Τέλος: {number}. Σελίδα 1 από 2.", "Αριθμός απόδειξης {number}"),
    "tr": ("Bu belge elektronik ortamda düzenlenmiştir.", "İşbu belge {day} tarihinde {place} verilmiştir.", "Sicil Müdür Yardımcısı {person}.", "Harç: {number} TL."),
    "ja": ("これは登記簿に記録されている閉鎖されていない事項の全部であることを証明した書面である。", "登記官 {person}", "整理番号 {number}", "＊下線のあるものは抹消事項であることを示す。", "公証人 {person}", "{day}現在"),
    "ko": ("이 증명서는 등기기록의 내용과 틀림없음을 증명합니다.", "열람일시 {day}", "수수료 {number}원 영수함", "등기관 {person}", "-- 이하 여백 --"),
    "zh": ("本页信息仅供参考，以登记机关为准。", "打印日期：{day}", "市场主体应当于每年1月1日至6月30日报送年度报告。", "经办人：{person}", "第1页 共2页"),
    "zh-hant": ("本資料僅供參考。", "列印日期：{day}", "公司註冊處處長 {person}", "收費 {number}", "備註：以登記機關為準"),
    "cs": ("Údaje platné ke dni {day}.", "Tento výpis je neprodejný a byl pořízen na Internetu.", "Vyhotovil: {person}", "Strana 1 / 2"),
    "sk": ("Výpis má len informatívny charakter.", "Dátum výpisu: {day}", "Vyhotovil: {person}"), "sl": ("Izpisek ima informativno naravo.", "Izpisano: {day}", "Stran 1 od 2"),
    "hr": ("Izrađeno: {day}", "Stranica 1 od 2", "Ovlašteni službenik {person}", "Javni bilježnik {person}, {place}"), "sr": ("Datum štampe: {day}", "Registrator {person}"),
    "hu": ("A cégkivonat tájékoztató jellegű.", "Készült: {day} 10:22:41. A szolgáltatott adatok a kibocsátás időpontjában megegyeznek a cégnyilvántartás adataival.", "Ügyvéd: {person}, {place}"),
    "ro": ("Informațiile sunt actualizate la data de {day}.", "Taxă încasată: {number} lei.", "Întocmit: {person}, {place}.", "Pagina 1 din 3"),
    "sv": ("Utskrivet {day}. Uppgifterna är hämtade ur näringslivsregistret.", "Handläggare: {person}", "Bolagsverket, 851 81 Sundsvall. Sida 1 (2)", "Avgift {number} kr."),
    "no": ("Utskrift fra registeret {day}.", "Kilde: Foretaksregisteret", "Saksbehandler {person}", "Side 1 av 2"), "da": ("Udskrevet {day}.", "Kilde: Det Centrale Virksomhedsregister", "Sagsbehandler {person}", "Side 1 af 2"),
    "fi": ("Tulostettu {day}. Otteen tiedot perustuvat kaupparekisteriin.", "Käsittelijä {person}", "Sivu 1 (2)"), "et": ("Väljatrükk tehtud {day}.", "Koostas {person}"), "lv": ("Sagatavots {day}.", "Notārs {person}"),
    "lt": ("Išrašas suformuotas {day}.", "Dokumentą išdavė {person}"), "he": ("הופק בתאריך {day}", "המידע אינו מהווה אישור רשמי"), "ar": ("هذا المستخرج صادر إلكترونيا بتاريخ {day}", "الموظف المختص {person}"),
    "hi": ("यह कंप्यूटर जनित दस्तावेज़ है", "दिनांक {day}"), "vi": ("Giấy chứng nhận này được in ngày {day}.", "TRƯỞNG PHÒNG {person}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"),
    "th": ("ออกให้ ณ วันที่ {day}", "นายทะเบียน {person}"), "id": ("Dicetak pada tanggal {day}.", "Notaris {person} di {place}.", "Halaman 1 dari 2"),
}  # fmt: skip
OBJECTS = {
    "en": ("62020 - Information technology consultancy activities", "To carry on any lawful business", "68209 - Other letting and operating of own or leased real estate", "General trading and investment holding", "Wholesale of textiles and clothing"),
    "de": ("Die Verwaltung eigenen Vermögens sowie der Handel mit Waren aller Art", "Entwicklung und Vertrieb von Software", "Erwerb und Halten von Beteiligungen"),
    "fr": ("Négoce de produits alimentaires et conseil en gestion", "6420Z - Activités des sociétés holding", "La prise de participations dans toutes sociétés"),
    "es": ("La compraventa de inmuebles y la prestación de servicios de consultoría", "4690 - Comercio al por mayor no especializado"), "it": ("Commercio all'ingrosso di articoli tessili", "Costruzione di edifici residenziali e non residenziali", "Cod. 41.2"),
    "pt": ("Comércio por grosso de produtos alimentares", "41.20-4-00 - Construção de edifícios"), "nl": ("SBI-code: 6420 - Financiële holdings", "Het oprichten van en deelnemen in vennootschappen"), "pl": ("46.90.Z Sprzedaż hurtowa niewyspecjalizowana", "68.20.Z Wynajem i zarządzanie nieruchomościami"),
    "ru": ("46.90 Торговля оптовая неспециализированная", "Управление недвижимым имуществом"), "uk": ("46.90 Неспеціалізована оптова торгівля",), "ja": ("不動産の売買、賃貸及び管理 前各号に附帯する一切の業務", "電子機器の製造及び販売"),
    "ko": ("부동산 임대 및 매매업", "전자상거래업"), "zh": ("一般项目：技术服务、技术开发、货物进出口（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",), "zh-hant": ("國際貿易業", "一般投資業"), "tr": ("Toptan gıda ticareti", "İnşaat taahhüt işleri"), "el": ("Εμπορία ειδών διατροφής",), "bg": ("Търговия на едро и дребно, консултантски услуги",),
    "cs": ("výroba, obchod a služby neuvedené v přílohách 1 až 3 živnostenského zákona",), "hu": ("4690 '08 Vegyestermékkörű nagykereskedelem",), "ro": ("4690 - Comerț cu ridicata nespecializat",), "sv": ("Bolaget ska äga och förvalta fast egendom",),
}  # fmt: skip
# Titles of an address bar and menus of portals, as prints of web pages bear them.
PORTAL = (
    "Home Search Services Help Sign in", "Skip to main content Cookies on this service Accept additional cookies", "https://registry.example/search/company/{number} {day} 10:42",
    "New search | Back to list | Print | Order documents | Follow this company", "Overview Filing history People Charges More", "Detail by Entity Name", "Previous On List Next On List Return to List",
    "Startseite Suche Merkliste Warenkorb Anmelden", "Accueil Recherche Panier Mon compte", "Inicio Consultas Pagos Contáctenos", "Was this page useful? Yes No Report a problem", "(c) 2026 Crown copyright. Built by the registry.", "Strona główna Szukaj Pomoc",
)  # fmt: skip
MARKS = (
    "COPY",
    "DRAFT",
    "CERTIFIED TRUE COPY",
    "SPECIMEN",
    "CONFIDENTIAL",
    "ORIGINAL",
    "APOSTILLE",
    "RECEIVED",
    "FILED",
    "PAID",
)

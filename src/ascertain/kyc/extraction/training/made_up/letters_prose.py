"""Sentences of letters and declarations by language, and how facts are put into them.

In braces: name, born, birth_place, address, nationality, passport, number (of the person); other (a second person), other_address;
firm, firm_no, firm_address, percent, shares, role, since (what links the person to a firm); issuer, day, amount, account, bank.
"""

import string
from collections.abc import Mapping

from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join

EMPLOYMENT = {
    "en": "This is to certify that {name}, born on {born}, has been employed by {issuer} since {since} as {role}. The gross monthly salary is {amount}.|To whom it may concern: we confirm that {name} of {address} works for us on a permanent contract in the position of {role}, with effect from {since}.|We are pleased to confirm the employment of {name} (passport {passport}) with {issuer}. Position: {role}. Date of joining: {since}. Current remuneration: {amount}.",
    "de": "Hiermit bestätigen wir, dass {name}, geboren am {born}, wohnhaft {address}, seit dem {since} in unserem Unternehmen als {role} beschäftigt ist. Das monatliche Bruttogehalt beträgt {amount}.|Wir bestätigen das ungekündigte Arbeitsverhältnis mit {name} seit {since} in der Funktion {role}.",
    "fr": "Je soussigné, responsable des ressources humaines de {issuer}, atteste que {name}, né(e) le {born} à {birth_place}, demeurant {address}, est employé(e) en qualité de {role} depuis le {since}. Sa rémunération brute mensuelle s'élève à {amount}.",
    "es": "Por medio de la presente certificamos que {name}, con domicilio en {address}, presta sus servicios en {issuer} desde el {since}, desempeñando el puesto de {role}, con una retribución bruta de {amount}.", "it": "Si attesta che {name}, nato/a a {birth_place} il {born}, è dipendente di {issuer} dal {since} con la qualifica di {role}.",
    "pt": "Declara-se para os devidos efeitos que {name}, nascido(a) em {born}, exerce as funções de {role} nesta empresa desde {since}, auferindo o vencimento de {amount}.", "nl": "Hierbij verklaren wij dat {name}, geboren op {born}, sinds {since} bij ons in dienst is als {role}. Het bruto maandsalaris bedraagt {amount}.",
    "pl": "Zaświadcza się, że {name}, ur. {born}, zam. {address}, jest zatrudniony(a) od dnia {since} na stanowisku {role}. Wynagrodzenie brutto: {amount}.", "ru": "Настоящая справка дана {name}, дата рождения {born}, в том, что он (она) работает в организации {issuer} с {since} в должности {role}. Заработная плата: {amount}.",
    "tr": "{name} adlı personelimiz {since} tarihinden itibaren şirketimizde {role} olarak çalışmaktadır. Brüt ücreti {amount}'dir.", "sv": "Härmed intygas att {name}, född {born}, är anställd som {role} sedan {since}. Månadslön: {amount}.", "ja": "下記の者は、当社に在籍していることを証明します。 氏名 {name} 生年月日 {born} 入社年月日 {since} 職種 {role} 住所 {address}",
    "zh": "兹证明 {name} （出生日期 {born} ）自 {since} 起在我单位任职，现任 {role} 职务，月收入 {amount} 。特此证明。", "ko": "위 사람은 {since} 부터 당사에 재직하고 있음을 증명합니다. 성명 {name} 생년월일 {born} 직위 {role} 주소 {address}",
}  # fmt: skip
BANK_REFERENCE = {
    "en": "We confirm that {name}, date of birth {born}, residing at {address}, has maintained account no. {account} with us since 2011. The balance as at {day} was {amount}. The account has been conducted to our satisfaction.|At the request of our customer {name} we hereby state that the above named holds a current account, IBAN {account}, with {bank}. This information is given without responsibility on our part.",
    "de": "Wir bestätigen, dass {name}, geb. am {born}, bei uns das Konto {account} unterhält. Der Kontostand per {day} beträgt {amount}. Diese Auskunft erfolgt ohne Obligo.", "fr": "Nous attestons que {name}, né(e) le {born}, demeurant {address}, est titulaire du compte n° {account} ouvert dans nos livres. Solde au {day} : {amount}.", "es": "Certificamos que {name} es titular de la cuenta {account} en esta entidad, con un saldo a {day} de {amount}.",
    "it": "Si attesta che {name}, residente in {address}, intrattiene presso di noi il conto corrente {account}, con saldo al {day} di {amount}.", "pt": "Declaramos que {name} é titular da conta {account}, cujo saldo em {day} era de {amount}.", "nl": "Wij verklaren dat {name}, geboren {born}, rekening {account} bij ons aanhoudt. Saldo per {day}: {amount}.",
    "pl": "Zaświadczamy, że {name} posiada w naszym Banku rachunek nr {account}. Saldo na dzień {day} wynosi {amount}.", "ru": "Настоящим подтверждаем, что на имя {name} открыт счёт № {account}. Остаток на {day} составляет {amount}.", "ja": "{name} 様の {day} 現在の預金残高は次のとおりです。 口座番号 {account} 残高 {amount}", "zh": "兹证明 {name} 于 {day} 在我行账户 {account} 余额为 {amount} 。",
    "tr": "{name} adına bankamızda {account} numaralı hesap bulunmakta olup, {day} tarihi itibarıyla bakiyesi {amount}'dir.",
}  # fmt: skip
FUNDS = {
    "en": "I, {name}, born {born} in {birth_place}, {nationality}, of {address}, declare that the funds of {amount} come from the sale of a flat in 2018 and from my savings as {role} at {issuer_plain}.|The undersigned {name} (passport no. {passport}) declares that the amount of {amount} invested in {firm} derives from dividends, an inheritance from a late uncle and employment income.|My wealth of approximately {amount} was built over twenty years of work in shipping. I, {name}, residing at {address}, confirm that no part of it belongs to another person.",
    "de": "Ich, {name}, geboren am {born} in {birth_place}, wohnhaft in {address}, erkläre, dass die Mittel in Höhe von {amount} aus dem Verkauf einer Immobilie und aus Ersparnissen stammen.", "fr": "Je soussigné(e) {name}, né(e) le {born} à {birth_place}, de nationalité {nationality}, demeurant {address}, déclare que la somme de {amount} provient de la vente d'un bien immobilier.",
    "es": "Yo, {name}, mayor de edad, con domicilio en {address} y documento {number}, declaro que los fondos por importe de {amount} proceden de mis ahorros y de una herencia.", "it": "Il/La sottoscritto/a {name}, nato/a a {birth_place} il {born}, residente in {address}, dichiara che la somma di {amount} proviene dalla vendita di un immobile.",
    "pt": "Eu, {name}, nascido(a) a {born}, residente em {address}, declaro que os fundos no montante de {amount} provêm de poupanças.", "nl": "Ondergetekende, {name}, geboren op {born} te {birth_place}, wonende te {address}, verklaart dat het bedrag van {amount} afkomstig is uit de verkoop van een woning.", "pl": "Ja, niżej podpisany(a) {name}, ur. {born}, zam. {address}, oświadczam, że środki w kwocie {amount} pochodzą ze sprzedaży mieszkania.",
    "ru": "Я, {name}, дата рождения {born}, проживающий(ая) по адресу: {address}, заявляю, что средства в размере {amount} получены от продажи квартиры.", "zh": "本人 {name} ，出生于 {born} ，现住 {address} ，声明资金 {amount} 来源于工资积蓄。",
}  # fmt: skip
ATTORNEY = {
    "en": "KNOW ALL MEN BY THESE PRESENTS that I, {name}, holder of passport {passport}, residing at {address}, hereby appoint {other}, residing at {other_address}, as my true and lawful attorney with effect from {day}.|By this power of attorney given on {day} I, {name}, born {born}, appoint {other} of {other_address} to be my attorney and to act in my name.|This General Power of Attorney is made by {name} in favour of {other} (the Attorney). The Attorney may open and operate bank accounts.",
    "de": "Ich, {name}, geboren am {born} in {birth_place}, wohnhaft {address}, bevollmächtige hiermit {other}, wohnhaft {other_address}, mich in allen Angelegenheiten zu vertreten.", "fr": "Je soussigné(e) {name}, né(e) le {born} à {birth_place}, demeurant {address}, donne par la présente pouvoir à {other}, demeurant {other_address}, de me représenter.",
    "es": "COMPARECE: {name}, mayor de edad, con domicilio en {address} y DNI {number}. OTORGA poder general a favor de {other}, con domicilio en {other_address}.", "it": "Io sottoscritto/a {name}, nato/a a {birth_place} il {born}, residente in {address}, nomino mio procuratore {other}, residente in {other_address}.", "pt": "{name}, residente em {address}, constitui seu bastante procurador {other}, residente em {other_address}.",
    "nl": "Ondergetekende {name}, geboren te {birth_place} op {born}, geeft hierbij volmacht aan {other}, wonende {other_address}.", "pl": "Ja, {name}, ur. {born}, zam. {address}, legitymujący(a) się paszportem {passport}, upoważniam {other}, zam. {other_address}, do działania w moim imieniu.", "ru": "Я, {name}, {born} года рождения, проживающий(ая) по адресу: {address}, настоящей доверенностью уполномочиваю {other}, проживающего по адресу: {other_address}, представлять мои интересы.",
    "uk": "Я, {name}, {born} року народження, що проживаю за адресою: {address}, уповноважую {other} представляти мої інтереси.", "ja": "私 {name} （住所 {address} ）は、 {other} （住所 {other_address} ）を代理人と定め、一切の権限を委任します。", "zh": "委托人： {name} ，住址 {address} 。受托人： {other} ，住址 {other_address} 。委托人委托受托人办理一切事宜。", "tr": "Ben, {address} adresinde mukim {name}, {other} kişisini vekil tayin ettim.",
}  # fmt: skip
OWNER = {
    "en": "I, {name}, born on {born}, {nationality}, residing at {address}, declare that I am the beneficial owner of {percent} of the shares of {firm} (registration number {firm_no}).|NOMINEE DECLARATION OF TRUST. I, {other}, hold {shares} shares in {firm} as nominee for and on behalf of {name} of {address}, to whom all dividends belong.|The undersigned {name}, passport {passport}, confirms direct ownership of {shares} ordinary shares ({percent}) in {firm}, company number {firm_no}, with registered office at {firm_address}.",
    "de": "Ich, {name}, geboren am {born}, wohnhaft {address}, erkläre, dass ich wirtschaftlich Berechtigter an {percent} der Anteile der {firm} (Registernummer {firm_no}) bin.", "fr": "Je soussigné(e) {name}, né(e) le {born}, demeurant {address}, déclare détenir {percent} du capital de la société {firm}, immatriculée sous le n° {firm_no}.", "es": "{name}, con domicilio en {address}, declara ser titular real del {percent} del capital de {firm}, con CIF {firm_no}.",
    "it": "Il/La sottoscritto/a {name}, nato/a il {born}, dichiara di essere titolare effettivo del {percent} di {firm}, n. {firm_no}.", "nl": "Ondergetekende {name}, geboren op {born}, verklaart houder te zijn van {percent} van de aandelen in {firm} (KvK {firm_no}).", "pl": "Ja, {name}, zam. {address}, oświadczam, że jestem beneficjentem rzeczywistym {firm} (KRS {firm_no}) i posiadam {percent} udziałów.", "pt": "Eu, {name}, declaro ser beneficiário efetivo de {percent} do capital de {firm}, NIPC {firm_no}.",
    "ru": "Я, {name}, дата рождения {born}, подтверждаю, что являюсь бенефициарным владельцем {percent} компании {firm}, ОГРН {firm_no}.",
}  # fmt: skip
LOAN = {
    "en": "THIS LOAN AGREEMENT is made on {day} between (1) {other} of {other_address} (the Lender) and (2) {name}, born {born}, of {address} (the Borrower). The Lender agrees to lend the Borrower the sum of {amount}.|SHARE PURCHASE AGREEMENT dated {day}. {other} (the Seller) sells to {name} (the Purchaser), of {address}, property for the price of {amount}.", "de": "Darlehensvertrag vom {day} zwischen {other}, {other_address} (Darlehensgeber), und {name}, geb. {born}, {address} (Darlehensnehmer), über {amount}.",
    "fr": "Entre les soussignés : {other}, demeurant {other_address}, le prêteur, et {name}, né(e) le {born}, demeurant {address}, l'emprunteur, il est convenu le {day} un prêt de {amount}.", "es": "En fecha {day}, {other}, con domicilio en {other_address}, como prestamista, y {name}, con domicilio en {address}, como prestatario, acuerdan un préstamo de {amount}.", "it": "Con scrittura privata del {day}, {other}, residente in {other_address}, vende a {name}, residente in {address}, al prezzo di {amount}.",
    "pl": "Umowa pożyczki zawarta dnia {day} pomiędzy {other}, zam. {other_address}, a {name}, zam. {address}, na kwotę {amount}.", "pt": "Contrato de mútuo celebrado em {day} entre {other} e {name}, residente em {address}, no montante de {amount}.", "ru": "Договор займа от {day}. {other} (Займодавец) передаёт {name} (Заёмщик), проживающему по адресу {address}, сумму {amount}.", "nl": "Overeenkomst van geldlening d.d. {day} tussen {other} (geldgever) en {name}, wonende {address} (geldnemer), groot {amount}.",
}  # fmt: skip
WILL = {
    "en": "THIS IS THE LAST WILL of me, {name}, of {address}, born {born}. I revoke all former wills. I appoint {other} of {other_address} to be my executor.|I, {name}, residing at {address}, being of sound mind, declare this to be my Last Will and Testament dated {day}. I leave my estate to {other}.", "de": "Mein letzter Wille. Ich, {name}, geboren am {born} in {birth_place}, setze {other} als Alleinerben ein. {day}", "fr": "Ceci est mon testament. Je soussigné(e) {name}, né(e) le {born} à {birth_place}, demeurant {address}, lègue tous mes biens à {other}.",
    "es": "TESTAMENTO ABIERTO. {name}, nacido el {born} en {birth_place}, vecino de {address}, instituye heredero a {other}.", "it": "Io {name}, nato/a a {birth_place} il {born}, nomino erede universale {other}. {day}", "pl": "Testament. Ja, {name}, ur. {born}, powołuję do całości spadku {other}. Dnia {day}.",
}  # fmt: skip
INSURANCE = {
    "en": "We confirm that the home of {name} at {address} is insured with us under policy {policy} from {start} to {end}. The yearly premium is {amount}.|Thank you for insuring with us. Policyholder: {name}. Policy number: {policy}. Cover starts: {start}. Cover ends: {end}. Premium: {amount}.", "de": "Wir bestätigen den Versicherungsschutz für {name}, {address}, Versicherungsschein Nr. {policy}, vom {start} bis {end}. Der Jahresbeitrag beträgt {amount}.",
    "fr": "Nous certifions que {name}, demeurant {address}, est assuré(e) par le contrat n° {policy} du {start} au {end}. Prime annuelle : {amount}.", "es": "Certificamos que {name}, con domicilio en {address}, tiene contratada la póliza n.º {policy}, con vigencia desde {start} hasta {end}. Prima: {amount}.", "it": "Si certifica che {name}, residente in {address}, è assicurato/a con polizza n. {policy} dal {start} al {end}. Premio: {amount}.",
    "nl": "Hierbij bevestigen wij dat {name}, {address}, verzekerd is onder polisnummer {policy} van {start} tot {end}. Premie: {amount}.", "pl": "Potwierdzamy, że {name}, {address}, jest objęty(a) ubezpieczeniem, polisa nr {policy}, od {start} do {end}. Składka: {amount}.",
}  # fmt: skip
# Sentences that state nothing of the truth: names of laws, general conditions, phrases of politeness.
FILLERS = {
    "en": "Please do not hesitate to contact us should you require any further information.|This letter is issued at the request of the person named and without liability on our part.|The undersigned understands that false statements are an offence under the Fraud Act 2006.|Section 12 (3) of the Trusts Act 1971 applies. Time is of the essence.|Sworn before me, a notary public, this day and year first above written.",
    "de": "Für Rückfragen stehen wir Ihnen gerne zur Verfügung.|Diese Bescheinigung wird auf Wunsch ausgestellt.|Gerichtsstand ist Hamburg. § 164 BGB findet Anwendung.|Mit freundlichen Grüßen", "fr": "Fait pour servir et valoir ce que de droit.|Nous vous prions d'agréer l'expression de nos salutations distinguées.|Article 1984 du code civil.", "es": "Y para que así conste, firmo la presente.|Atentamente,|Conforme al artículo 1709 del Código Civil.",
    "it": "In fede.|Si rilascia per gli usi consentiti dalla legge.|D.P.R. 28 dicembre 2000 n. 445", "pt": "Por ser verdade se passa a presente declaração.|Com os melhores cumprimentos,", "nl": "Voor vragen kunt u contact met ons opnemen.|Met vriendelijke groet,", "pl": "Zaświadczenie wydaje się na prośbę zainteresowanego.|Z poważaniem", "ru": "Справка выдана для предъявления по месту требования.", "ja": "以上", "zh": "特此声明。", "ko": "위와 같이 증명합니다.", "tr": "İşbu belge ilgilinin isteği üzerine verilmiştir.",
}  # fmt: skip


def in_prose(template: str, values: Mapping[str, Text | str]) -> Text:
    """The template with its values; only facts of values that it names are stated.

    Raises:
        KeyError: the template names a value that is not given.
    """
    parts: list[Text | str] = []
    for words, key, _, _ in string.Formatter().parse(template):
        parts.append(words)
        if key:
            parts.append(values[key])
    return join(parts, "")

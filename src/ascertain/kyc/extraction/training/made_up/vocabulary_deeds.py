"""Sentences of deeds by language: {o:...} is an officer, {h:...} each holder in turn, {a:...} an attorney or agent.

{x} is a name, {d} a date and {place} a town that state nothing; other marks are facts of the company. A paragraph with {h:...} is
repeated for each holder.
"""

RESOLUTIONS = {
    "en": (
        "{name} (the \"Company\")\nCompany number {number}",
        "Minutes of a meeting of the board of directors held at {address} on {date} at 10.30 a.m.\nPresent: {o:director} ({o:role}), {x}\nIn attendance: {x}",
        "IT WAS RESOLVED THAT {o2:director} be and is hereby appointed as {o2:role} of the Company with effect from {o2:since}, and that the resignation of {x} be noted.",
        "IT WAS RESOLVED that {h:count} {h:class} shares be allotted and issued to {h:owner} of {h:p.address}.",
        "We, the undersigned, being all the directors of {name}, a company incorporated in {jurisdiction}, hereby resolve in writing: that {a:p.name} be authorised to open and operate bank accounts on behalf of the Company.",
        "There being no further business the meeting was closed. Chairman: {x}",
    ),
    "de": (
        "{name}, eingetragen unter {number}", "Niederschrift über die Gesellschafterversammlung am {date} in den Geschäftsräumen {address}. Anwesend: {x}, {x}.",
        "Gesellschafter: {h:owner}, {h:p.address}, mit einem Geschäftsanteil von {h:value}.", "{o:director}, geboren am {o:birth}, wohnhaft {o:p.address}, wird mit Wirkung zum {o:since} zum {o:role} bestellt. {x} scheidet aus.",
        "Weitere Beschlüsse wurden nicht gefasst.",
    ),
    "fr": (
        "{name}, {form} au capital de {capital}\nSiège social : {address}\n{number}", "Le {date} à 10 heures, les associés se sont réunis sous la présidence de {x}.",
        "Sont présents : {h:owner}, propriétaire de {h:count} parts sociales.", "L'assemblée nomme en qualité de {o:role} {o:director}, né le {o:birth}, de nationalité {o:nationality}, demeurant {o:p.address}, en remplacement de {x}, démissionnaire.",
    ),
    "es": (
        "{name}\nCIF {tax}", "En {place}, siendo las 10 horas del día {date}, se reúnen en el domicilio social, {address}, los socios.", "{h:owner}, titular de {h:count} participaciones, que representan el {h:percent} del capital social.",
        "Se acuerda por unanimidad el cese de {x} y el nombramiento de {o:director}, con documento {o:idno}, como {o:role} por tiempo indefinido.",
    ),
    "it": (
        "{name}\nSede in {address} - Capitale sociale {capital} - C.F. {tax}", "L'anno duemilaventiquattro, il giorno {date}, si è riunita l'assemblea dei soci. Presiede {x}.", "È presente il socio {h:owner}, titolare di una quota di {h:value} pari al {h:percent} del capitale.",
        "L'assemblea delibera di nominare {o:role} {o:director}, nato il {o:birth}, residente in {o:p.address}.",
    ),
    "pt": ("{name}\nNIPC {tax}", "Aos {date}, reuniu na sede social, {address}, a assembleia geral. Presidiu {x}.", "Sócio: {h:owner}, titular de uma quota de {h:value}.", "Foi deliberado designar {o:director}, residente em {o:p.address}, como {o:role}. {x} cessou funções em {d}."),
    "nl": ("Notulen van de algemene vergadering van {name}, gevestigd te {address}, KvK {number}, gehouden op {date}.", "Aanwezig: {h:owner}, houder van {h:count} aandelen.", "Besloten wordt {o:director}, wonende te {o:p.address}, met ingang van {o:since} te benoemen tot {o:role}. Decharge wordt verleend aan {x}."),
    "pl": ("Uchwała nr 3/2024 Zgromadzenia Wspólników {name}, KRS {number}, z dnia {date}.", "Obecny wspólnik: {h:owner}, posiadający {h:count} udziałów o wartości {h:value}.", "Powołuje się {o:director}, PESEL {o:idno}, na funkcję: {o:role}. Odwołuje się: {x}."),
    "ru": ("Протокол общего собрания участников {name}, ОГРН {number}, от {date}.", "Участник: {h:owner}, доля {h:percent} уставного капитала номинальной стоимостью {h:value}.", "Избрать на должность {o:role}: {o:director}, паспорт {o:idno}. Прекратить полномочия: {x}."),
    "tr": ("{name}\nTicaret sicil no: {number}", "Toplantı tarihi: {date}. Toplantı yeri: {address}. Divan başkanı: {x}.", "Ortak {h:owner}: {h:value} ({h:percent}).", "{o:director} ({o:idno}) {o:role} olarak seçilmiştir."),
}  # fmt: skip
ARTICLES = {
    "en": (
        "1. The name of the company is {name}.", "2. The registered office of the company will be situated at {address}.", "3. The objects for which the company is established are to carry on business as a general commercial company.",
        "4. The share capital of the company is {capital} divided into {shares} shares.", "5. The liability of the members is limited. The company is a {form}.",
        "We, the subscribers, wish to form a company: {h:owner}, {h:p.address}, {h:nationality}, has agreed to take {h:count} {h:class} shares.", "{h:owner} shall contribute {h:value} and shall hold {h:percent} of the interests.",
        "The first director of the company is {o:director}, born on {o:birth}, of {o:p.address}.", "The name and address of the registered agent is {a:p.name}, {a:p.address}.", "THIS AGREEMENT is made on {date} between the parties named below and witnessed by {x}.", "Dated {date}. Witness to the above signatures: {x}, solicitor.",
    ),
    "de": (
        "§ 1 Die Firma der Gesellschaft lautet: {name}. Sitz der Gesellschaft ist {place}, Geschäftsanschrift {address}.", "§ 2 Gegenstand des Unternehmens ist die Verwaltung eigenen Vermögens.", "§ 3 Das Stammkapital der Gesellschaft beträgt {capital}.",
        "Hierauf übernimmt {h:owner}, geboren am {h:birth}, wohnhaft {h:p.address}, einen Geschäftsanteil im Nennbetrag von {h:value}.", "§ 5 Zum ersten {o:role} wird bestellt: {o:director}, geboren am {o:birth}.", "Verhandelt zu {place} am {date} vor mir, {x}, Notar.",
    ),
    "fr": (
        "LES SOUSSIGNÉS : {h:owner}, né le {h:birth}, de nationalité {h:nationality}, demeurant {h:p.address}.", "Article 1 - La société est une {form}. Article 2 - Dénomination : {name}.", "Article 4 - Le siège social est fixé : {address}.",
        "{h:owner} apporte la somme de {h:value} et reçoit {h:count} parts.", "Article 6 - Le capital social est fixé à {capital}, divisé en {shares} parts.", "Est nommé premier {o:role} : {o:director}, demeurant {o:p.address}.", "Fait à {place}, le {date}, devant Maître {x}, notaire.",
    ),
    "es": (
        "En {place}, a {date}, ante mí, {x}, Notario del Ilustre Colegio.", "COMPARECE: {h:owner}, nacido el {h:birth}, de nacionalidad {h:nationality}, con documento {h:idno} y domicilio en {h:p.address}.", "ARTÍCULO 1.- La sociedad se denomina {name} y se rige por la ley.", "ARTÍCULO 3.- El domicilio social se establece en {address}.",
        "ARTÍCULO 5.- El capital social se fija en {capital}, dividido en {shares} participaciones.", "{h:owner} suscribe {h:count} participaciones por importe de {h:value}.", "Se nombra {o:role} a {o:director}, con documento {o:idno}.",
    ),
    "it": (
        "Repubblica Italiana. Il giorno {date} in {place}, avanti a me {x}, notaio, è comparso:", "{h:owner}, nato a {h:birthplace} il {h:birth}, residente in {h:p.address}, codice fiscale {h:idno}.", "1) È costituita una {form} con la denominazione {name}. 2) La società ha sede in {address}.",
        "4) Il capitale sociale è di {capital} ed è sottoscritto da {h:owner} per una quota di {h:value}, pari al {h:percent}.", "6) A {o:role} viene nominato {o:director}, nato il {o:birth}.",
    ),
    "pt": ("{h:owner}, {h:nationality}, nascido em {h:birth}, portador do documento {h:idno}, residente em {h:p.address}.", "CLÁUSULA 1ª - A sociedade adota o nome empresarial {name}, com sede em {address}.", "CLÁUSULA 4ª - O capital social é de {capital}, dividido em {shares} quotas.", "{h:owner} subscreve {h:count} quotas no valor de {h:value}.", "CLÁUSULA 6ª - A administração cabe a {o:director}, na qualidade de {o:role}.", "{place}, {date}. Testemunhas: {x}, {x}."),
    "nl": ("Heden, {date}, verscheen voor mij, mr. {x}, notaris te {place}: {h:owner}, geboren op {h:birth}, wonende te {h:p.address}.", "De vennootschap is genaamd {name} en is gevestigd te {address}.", "Het geplaatste kapitaal bedraagt {capital}, verdeeld in {shares} aandelen. {h:owner} neemt deel voor {h:count} aandelen.", "Tot {o:role} wordt benoemd {o:director}, geboren op {o:birth}."),
    "pl": ("Akt notarialny. Dnia {date} przed notariuszem {x} stawili się: {h:owner}, urodzony {h:birth}, zamieszkały {h:p.address}, PESEL {h:idno}.", "§ 1. Spółka będzie prowadzić działalność pod firmą {name}. Siedziba: {address}.", "§ 4. Kapitał zakładowy wynosi {capital}. {h:owner} obejmuje {h:count} udziałów o łącznej wartości {h:value}.", "§ 7. W skład zarządu wchodzi {o:director} jako {o:role}."),
    "ru": ("1.1. Полное фирменное наименование Общества: {name}. 1.2. Место нахождения: {address}.", "Учредитель: {h:owner}, паспорт {h:idno}, проживающий по адресу: {h:p.address}.", "3.1. Уставный капитал Общества составляет {capital}. Доля участника {h:owner}: {h:percent}, номинальной стоимостью {h:value}.", "{o:role}: {o:director}. Нотариус {x}, {date}."),
}  # fmt: skip
POWERS = {
    "en": (
        "KNOW ALL MEN BY THESE PRESENTS that {name}, a company incorporated under the laws of {jurisdiction} with registration number {number} and its registered office at {address} (the \"Principal\"), hereby appoints {a:p.name}, born on {a:birth}, holder of passport {a:passport}, residing at {a:p.address}, as its true and lawful attorney.",
        "By this power of attorney dated {date} {name} ({number}), acting by its {o:role} {o:director}, appoints {a:p.name} of {a:p.address} to be its attorney with effect from {a:since}.", "This power of attorney shall remain in force until revoked and is governed by the laws of {jurisdiction}.", "Signed in the presence of {x}, notary public, {place}.", "IN WITNESS WHEREOF the Principal has executed this deed on {date}. {o:director}, {o:role}",
    ),
    "de": ("Die {name}, {address}, eingetragen unter {number}, vertreten durch den {o:role} {o:director}, bevollmächtigt hiermit {a:p.name}, geboren am {a:birth}, wohnhaft {a:p.address}, die Gesellschaft zu vertreten. {place}, den {date}.", "Die Echtheit der Unterschrift wird beglaubigt. {x}, Notar."),
    "fr": ("La société {name}, {form} au capital de {capital}, sise {address}, {number}, représentée par {o:director}, {o:role}, donne pouvoir à {a:p.name}, né le {a:birth}, demeurant {a:p.address}. Fait à {place}, le {date}.", "Vu pour légalisation de la signature, Maître {x}."),
    "es": ("{o:director}, con documento {o:idno}, en su calidad de {o:role} de {name}, con domicilio en {address} e inscrita con el número {number}, confiere poder a {a:p.name}, con documento {a:idno}, domiciliado en {a:p.address}. {place}, {date}.", "Ante mí, {x}, notario."),
    "it": ("Il sottoscritto {o:director}, nato il {o:birth}, {o:role} della {name}, con sede in {address}, C.F. {tax}, nomina procuratore {a:p.name}, nato il {a:birth}, residente in {a:p.address}. {place}, {date}.", "Autentica: notaio {x}."),
    "pt": ("{name}, com sede em {address}, NIPC {tax}, representada por {o:director}, {o:role}, constitui seu procurador {a:p.name}, residente em {a:p.address}, documento {a:idno}. {place}, {date}.", "Reconhecimento de assinatura: {x}."),
    "pl": ("{name}, {address}, KRS {number}, reprezentowana przez {o:director} ({o:role}), udziela pełnomocnictwa {a:p.name}, zam. {a:p.address}, PESEL {a:idno}. {place}, {date}.", "Poświadczam podpis: notariusz {x}."),
    "ru": ("{name}, ОГРН {number}, место нахождения: {address}, в лице {o:role} {o:director}, доверяет {a:p.name}, паспорт {a:passport}, проживающему по адресу {a:p.address}, представлять интересы общества. Дата: {date}.", "Нотариус {x}."),
    "tr": ("{name} ({number}), {address} adresinde mukim, {o:role} {o:director} tarafından temsilen, {a:p.name} ({a:idno}) vekil tayin edilmiştir. {date}", "Noter {x}"),
}  # fmt: skip
NOMINEES = {
    "en": (
        "DECLARATION OF TRUST made on {date} by {x} of {place} (the \"Nominee\") in favour of {h:owner} of {h:p.address} (the \"Beneficial Owner\").", "The Nominee declares that it holds {h:count} {h:class} shares in the capital of {name}, registration number {number}, as nominee and trustee for {h:owner}.",
        "The Nominee undertakes to account for all dividends and to vote as the Beneficial Owner directs. {name} is a company incorporated in {jurisdiction}.", "This deed is governed by the laws of {jurisdiction}. Executed as a deed in the presence of {x}.",
    ),
    "de": ("Treuhandvertrag vom {date} zwischen {x} (Treuhänder) und {h:owner}, {h:p.address} (Treugeber).", "Der Treuhänder hält den Geschäftsanteil von {h:value} an der {name}, {number}, treuhänderisch für {h:owner}."),
    "fr": ("Convention de portage en date du {date} entre {x} (le prête-nom) et {h:owner}, demeurant {h:p.address} (le bénéficiaire).", "Le prête-nom détient {h:count} parts de la société {name}, {number}, pour le compte de {h:owner}."),
    "es": ("Contrato de fiducia de fecha {date} entre {x} (fiduciario) y {h:owner}, con domicilio en {h:p.address} (fiduciante).", "El fiduciario es titular de {h:count} acciones de {name}, {number}, por cuenta de {h:owner}."),
}  # fmt: skip
# Clauses without facts, as deeds have between those with facts.
CLAUSES = {
    "en": (
        "The directors may from time to time exercise all the powers of the company to borrow money.", "No share shall be transferred without the prior consent of the board.", "Notice of every general meeting shall be given not less than fourteen days before the day of the meeting.",
        "The chairman noted that notice had been given and that a quorum was present.", "This document may be executed in any number of counterparts.",
    ),
    "de": ("Die Verfügung über Geschäftsanteile bedarf der Zustimmung der Gesellschaft.", "Geschäftsjahr ist das Kalenderjahr.", "Die Kosten der Urkunde trägt die Gesellschaft."),
    "fr": ("L'exercice social commence le 1er janvier et finit le 31 décembre de chaque année.", "Les parts sont librement cessibles entre associés.", "Tous pouvoirs sont donnés au porteur d'une copie."),
    "es": ("La sociedad tendrá duración indefinida.", "Las participaciones son transmisibles conforme a la ley.", "No habiendo más asuntos que tratar, se levanta la sesión."), "it": ("La durata della società è fissata al 31 dicembre 2050.", "Le spese del presente atto sono a carico della società."),
    "pt": ("A cessão de quotas a estranhos depende do consentimento da sociedade.", "Nada mais havendo a tratar, foi encerrada a sessão."), "nl": ("Het boekjaar is gelijk aan het kalenderjaar.", "De kosten komen voor rekening van de vennootschap."), "pl": ("Rokiem obrotowym jest rok kalendarzowy.", "Uchwała wchodzi w życie z dniem podjęcia."),
    "ru": ("Общество создается на неограниченный срок.", "Вопросы повестки дня рассмотрены единогласно."), "tr": ("Şirketin süresi sınırsızdır.",),
}  # fmt: skip

"""Sentences of certificates, letters of authorities and gazettes by language; marks in braces are replaced by facts.

{x} is a name, {d} a date and {place} a town that state nothing.
"""

CERTIFICATES = {
    "en": (
        "I, {x}, {office}, do hereby certify that {name}, Company No. {number}, was incorporated under the laws of {jurisdiction} on {incorporated} as a {form}.",
        "I, {x}, Secretary of State of the State of {jurisdiction}, do hereby certify that \"{name}\" is duly formed under the laws of the State of {jurisdiction} and is {status} and has a legal existence so far as the records of this office show, as of {date}. The entity was formed on {incorporated}. File number {number}.",
        "It is hereby certified that {previous}, having by special resolution changed its name, is now incorporated under the name of {name}. Given at {place} on {date}. Company number {number}.",
        "THIS IS TO CERTIFY that according to our records {name}, a company incorporated on {incorporated} with registration number {number}, is at the date of this certificate {status}, and its registered office is at {address}.",
        "The Registrar of Companies hereby certifies that {name} is this day incorporated under the Companies Act, and that the company is {form}. Given under my hand at {place} this {date}. {x}",
    ),
    "de": ("Es wird bescheinigt, dass die {name} mit dem Sitz in {place}, {address}, im Handelsregister unter {number} eingetragen ist. Rechtsform: {form}. Tag der Eintragung: {incorporated}. {place}, {date}. {x}",),
    "fr": ("Le greffier soussigné certifie que la société {name}, {form} au capital de {capital}, dont le siège social est {address}, est immatriculée sous le numéro {number} depuis le {incorporated}. Fait à {place}, le {date}. {x}",),
    "es": ("CERTIFICA: Que la sociedad {name}, inscrita bajo el número {number} desde el {incorporated}, con domicilio en {address}, se encuentra {status}. Expedido en {place} el {date}. {x}, certificador.",),
    "it": ("Si certifica che la società {name}, con sede legale in {address}, codice fiscale {tax}, è iscritta nel Registro delle Imprese dal {incorporated}, con capitale sociale di {capital}. {place}, {date}. Il conservatore {x}",),
    "pt": ("Certifica-se que a sociedade {name}, matriculada sob o número {number}, com sede em {address} e capital social de {capital}, foi constituída em {incorporated}. {place}, {date}. O conservador, {x}.",),
    "nl": ("Hierbij wordt verklaard dat {name}, gevestigd te {address}, sinds {incorporated} is ingeschreven onder nummer {number}. {place}, {date}. {x}",),
    "pl": ("Zaświadcza się, że {name} z siedzibą pod adresem {address} jest wpisana do rejestru pod numerem {number} od dnia {incorporated}. {place}, dnia {date}. {x}",),
    "ru": ("Настоящее свидетельство выдано в том, что {name} зарегистрировано {incorporated} за основным государственным регистрационным номером {number}. Адрес: {address}. {x}",),
    "el": ("Πιστοποιείται ότι η εταιρεία {name} με αριθμό {number} συστάθηκε στις {incorporated}. Έδρα: {address}. {place}, {date}. {x}",),
    "ro": ("Se certifică faptul că {name}, cu sediul în {address}, este înregistrată sub nr. {number} din data de {incorporated}. {place}, {date}. {x}",),
}  # fmt: skip
INCUMBENCY = {
    "en": (
        "The company was duly incorporated in {jurisdiction} on {incorporated} under number {number}.", "The registered office of the company is situated at {address}.",
        "The authorised share capital of the company is {capital}.", "The company is {status} and all fees have been paid.", "No resolution to wind up the company has been passed as of {date}.",
    ),
    "es": ("La sociedad fue constituida el {incorporated} y está inscrita a ficha {number}.", "El domicilio registrado es {address}.", "El capital autorizado es de {capital}."),
}  # fmt: skip
TAX_LETTERS = {
    "en": "Dear Sir or Madam,\nWe have registered {name} for tax with effect from {start}. Your number is {tax}. Please quote it whenever you write to us. The business address we hold is {address}.",
    "de": "Sehr geehrte Damen und Herren, für die {name}, {address}, wurde mit Wirkung vom {start} die Steuernummer {tax} vergeben. Ihre USt-IdNr. lautet {vat}.",
    "fr": "Madame, Monsieur, nous vous informons que la société {name}, sise {address}, est identifiée à la TVA sous le numéro {vat} à compter du {start}. SIRET : {tax}.",
    "es": "Se comunica que la entidad {name}, con domicilio fiscal en {address}, tiene asignado el número de identificación fiscal {tax} con efectos de {start}.",
    "it": "Si certifica che alla società {name}, con domicilio fiscale in {address}, è stato attribuito il numero di partita IVA {tax} a decorrere dal {start}.",
    "nl": "Geachte heer, mevrouw, {name}, {address}, is met ingang van {start} geregistreerd. Uw btw-identificatienummer is {vat} en uw RSIN {tax}.",
    "pl": "Potwierdza się, że podmiotowi {name}, {address}, nadano numer identyfikacji podatkowej NIP {tax} w dniu {start}.",
}  # fmt: skip
APPLICATIONS = {
    "en": "Application to register a company|Application for incorporation|Statement of first directors and subscribers|Articles of Organization - filing form",
    "fr": "Demande d'immatriculation|Formulaire M0", "es": "Solicitud de inscripción|Formulario de constitución", "de": "Anmeldung zur Eintragung|Antrag auf Eintragung",
    "pt": "Pedido de registo|Requerimento de empresário", "it": "Domanda di iscrizione", "nl": "Inschrijfformulier", "ro": "Cerere de înregistrare",
}  # fmt: skip
KINDS = {
    "en": ("Shares", "Voting rights", "Right to appoint or remove directors", "Significant influence or control"), "de": ("Kapitalanteile", "Stimmrechte", "auf sonstige Weise"),
    "fr": ("Capital", "Droits de vote", "Pouvoir de contrôle par d'autres moyens"), "nl": ("Aandelen", "Stemrechten", "Feitelijke zeggenschap"), "es": ("Capital", "Derechos de voto", "Control por otros medios"),
}  # fmt: skip
# Notices of gazettes: {o:...} is an officer, {h:...} a holder, others facts of the company; {x} names and {d} dates that state nothing.
GAZETTE = {
    "en": (
        "{name} (Company Number {number}). Registered office: {address}. Notice is hereby given that {o:director} of {o:p.address} was appointed {o:role} of the company on {o:since}. {x}, Agent. {d}",
        "Notice is given that the name of {previous}, a company incorporated on {incorporated}, has been changed to {name}. Dated {date}. {x}, Registrar.",
        "{name} - {number} - {form}, {address}. Capital {capital}. Director: {o:director}. Shareholder: {h:owner} ({h:percent}).",
    ),
    "de": (
        "{number}: {name}, {place}, {address}. Gesellschaft mit Sitz im Inland. Gesellschaftsvertrag vom {d}. Stammkapital: {capital}. Bestellt: {o:role}: {o:director}, geb. {o:birth}, einzelvertretungsberechtigt. Prokura: {x}.",
        "{name}, in {place}, {number}, {form} (SHAB Nr. 114 vom {d}). Eingetragene Personen neu oder mutierend: {o:director}, {o:role}, mit Einzelunterschrift [bisher: {x}].",
    ),
    "fr": (
        "Aux termes d'un acte sous seing privé en date du {d}, il a été constitué une société. Dénomination : {name}. Forme : {form}. Siège social : {address}. Capital : {capital}. {o:role} : {o:director}, demeurant {o:p.address}. Immatriculation au RCS.",
        "{name}, {form} au capital de {capital}, siège social : {address}, {number}. Par décision du {d}, l'associé unique a nommé {o:director} en qualité de {o:role} en remplacement de {x}.",
    ),
    "es": (
        "{name}. Constitución. Comienzo de operaciones: {d}. Objeto social: comercio. Domicilio: {address}. Capital: {capital}. Socio único: {h:owner}. Nombramientos. {o:role}: {o:director}. {number} ({d}).",
        "Ceses/Dimisiones. Adm. solid.: {x}. Nombramientos. {o:role}: {o:director}. Sociedad: {name}, {number}.",
    ),
    "it": ("{name} - {form} - Sede in {address} - Capitale sociale {capital} - C.F. {tax}. Con atto del {d}, rogito notaio {x}, è stato nominato {o:role} il sig. {o:director}, nato il {o:birth}.",),
    "pt": ("{name}. Sede: {address}. {number}. Capital: {capital}. Sócio: {h:owner}, {h:value}. {o:role}: {o:director}. Cessação de funções de {x} em {d}.",),
    "nl": ("{name}, {form}, zetel {address}, {number}. Bij akte verleden voor notaris {x} op {d} is {o:director}, wonende te {o:p.address}, benoemd tot {o:role}.",),
    "pl": ("Poz. 4412. {name}. KRS {number}. Siedziba: {address}. Wpis do rejestru: {incorporated}. {o:role}: {o:director}. Wspólnik: {h:owner}. Wykreślono: {x}, {d}.",),
    "tr": ("{place} Ticaret Sicil Müdürlüğünden. Sicil numarası: {number}. Ticaret unvanı: {name}. Adres: {address}. Sermaye {capital} olup ortaklar: {h:owner} {h:value}. {o:role} olarak {o:director} seçilmiştir. Eski yetkili: {x}, {d}.",),
}  # fmt: skip

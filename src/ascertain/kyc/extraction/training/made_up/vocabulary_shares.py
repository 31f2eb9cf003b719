"""Remarks, headings of ledgers and sentences of share certificates by language; {x} is a name that states nothing."""

REMARKS = {
    "en": ("Held as nominee for {x}", "Transferred from {x}", "Subscriber", "Allotment for cash", "Certificate issued", "Fully paid", "In trust", "Pledged to a bank"),
    "de": ("Abtretung von {x}", "Gründer", "voll eingezahlt", "treuhänderisch gehalten"), "fr": ("Cédées par {x}", "Apport initial", "Nanties"), "es": ("Adquirida de {x}", "Suscripción inicial"),
    "it": ("Acquisto da {x}", "Sottoscrizione"), "pt": ("Aquisição a {x}",), "nl": ("Verkregen van {x}", "Uitgifte"), "pl": ("Nabyte od {x}", "objęte przy zawiązaniu"),
}  # fmt: skip
LEDGER_HEADS = {
    "en": ("Date of entry|Cert. No.|Distinctive numbers|Acquired|Disposed|Balance|Transferor / Transferee", "Date|Particulars|From|To|Credit|Debit|Balance held"),
    "es": ("Fecha|Título n.º|Concepto|Altas|Bajas|Saldo",), "fr": ("Date du mouvement|N° d'ordre|Nature de l'opération|Entrées|Sorties|Solde",), "de": ("Datum|Zertifikat|Vorgang|Zugang|Abgang|Bestand",),
    "nl": ("Datum|Nummers|Wijze van verkrijging|Bij|Af|Saldo",), "it": ("Data|Certificato|Causale|Carico|Scarico|Saldo",), "zh-hant": ("日期|股票號碼|轉讓人|取得|轉讓|結餘",), "el": ("Ημερομηνία|Αρ. πιστοποιητικού|Αιτία|Απόκτηση|Μεταβίβαση|Υπόλοιπο",),
}  # fmt: skip
SHARE_CERTIFICATES = {
    "en": "This is to certify that {owner} of {p.address} is the registered holder of {count} {class} shares of {nominal} each in {name}, subject to the memorandum and articles of association of the company.",
    "de": "Hiermit wird bestätigt, dass {owner}, {p.address}, Inhaber von {count} {class} zu je {nominal} der {name} ist.",
    "fr": "Il est certifié que {owner}, demeurant {p.address}, est titulaire de {count} {class} d'une valeur nominale de {nominal} de la société {name}.",
    "es": "Este título acredita que {owner}, con domicilio en {p.address}, es titular de {count} {class} de {nominal} de valor nominal cada una de {name}.",
    "it": "Si certifica che {owner}, residente in {p.address}, è titolare di n. {count} {class} del valore nominale di {nominal} ciascuna della {name}.",
}
SHARE_TITLES = {
    "en": "SHARE CERTIFICATE",
    "de": "AKTIENZERTIFIKAT",
    "fr": "CERTIFICAT D'ACTIONS",
    "es": "TÍTULO DE ACCIONES",
    "it": "CERTIFICATO AZIONARIO",
}

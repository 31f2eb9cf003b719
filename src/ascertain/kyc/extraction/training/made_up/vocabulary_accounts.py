"""Lines of annual accounts, and what their notes state of who controls the company, by language."""

# Lines of accounts by language. A leading mark names the property of the line's figure for the year: = totalAssets, # netAssets,
# * turnover, ! netIncome; "-" is a heading without figures.
LINES = {
    "en": (
        "-Fixed assets|Tangible assets|Investments|-Current assets|Stocks|Debtors|Cash at bank and in hand|=Total assets;=TOTAL ASSETS|Creditors: amounts falling due within one year|#Net assets;#Total net assets;#NET ASSETS|-Capital and reserves|Called up share capital|Retained earnings",
        "*Turnover;*Revenue;*Sales|Cost of sales|Gross profit|Administrative expenses|Operating profit|Interest payable|Profit before taxation|Tax on profit|!Profit for the financial year;!Net income;!Profit after tax",
    ),
    "de": ("-A. Anlagevermögen|I. Sachanlagen|II. Finanzanlagen|-B. Umlaufvermögen|I. Vorräte|II. Forderungen|III. Kassenbestand, Guthaben bei Kreditinstituten|=Summe Aktiva;=Bilanzsumme|#Eigenkapital;#A. Eigenkapital|Rückstellungen|Verbindlichkeiten", "*Umsatzerlöse;*1. Umsatzerlöse|Materialaufwand|Personalaufwand|Abschreibungen|Steuern vom Einkommen|!Jahresüberschuss;!Jahresüberschuss/Jahresfehlbetrag"),
    "fr": ("-ACTIF|Immobilisations corporelles|Stocks|Créances clients|Disponibilités|=Total de l'actif;=TOTAL ACTIF|-PASSIF|#Capitaux propres;#Total des capitaux propres|Dettes financières|Dettes fournisseurs", "*Chiffre d'affaires net;*Chiffre d'affaires|Achats de marchandises|Charges de personnel|Résultat d'exploitation|Impôts sur les bénéfices|!Résultat net;!Bénéfice ou perte"),
    "es": ("-ACTIVO|Inmovilizado material|Existencias|Deudores comerciales|Efectivo|=Total activo;=TOTAL ACTIVO|#Patrimonio neto;#A) PATRIMONIO NETO|Deudas a largo plazo|Acreedores comerciales", "*Importe neto de la cifra de negocios;*Ventas|Aprovisionamientos|Gastos de personal|Resultado de explotación|Impuesto sobre beneficios|!Resultado del ejercicio"),
    "it": ("-Attivo|Immobilizzazioni materiali|Rimanenze|Crediti|Disponibilità liquide|=Totale attivo|#Patrimonio netto;#Totale patrimonio netto|Debiti|Fondi per rischi", "*Ricavi delle vendite e delle prestazioni;*Valore della produzione|Costi della produzione|Imposte|!Utile (perdita) dell'esercizio"),
    "pt": ("-ATIVO|Ativos fixos tangíveis|Inventários|Clientes|Caixa e depósitos bancários|=Total do ativo|#Capital próprio;#Total do capital próprio|Fornecedores", "*Vendas e serviços prestados|Gastos com o pessoal|Imposto sobre o rendimento|!Resultado líquido do período"),
    "nl": ("-Activa|Materiële vaste activa|Voorraden|Vorderingen|Liquide middelen|=Totaal activa;=Balanstotaal|#Eigen vermogen|Kortlopende schulden", "*Netto-omzet|Kostprijs van de omzet|Personeelskosten|Belastingen|!Resultaat na belastingen;!Nettoresultaat"),
    "pl": ("-Aktywa|Aktywa trwałe|Zapasy|Należności|Środki pieniężne|=Aktywa razem;=Suma aktywów|#Kapitał (fundusz) własny;#Kapitał własny|Zobowiązania", "*Przychody netto ze sprzedaży|Koszty działalności|Podatek dochodowy|!Zysk (strata) netto"),
    "ru": ("-АКТИВ|Основные средства|Запасы|Дебиторская задолженность|Денежные средства|=БАЛАНС|#Итого по разделу III. Капитал и резервы;#Капитал и резервы|Кредиторская задолженность", "*Выручка|Себестоимость продаж|Валовая прибыль|Налог на прибыль|!Чистая прибыль (убыток)"),
    "sv": ("-Tillgångar|Materiella anläggningstillgångar|Varulager|Kundfordringar|Kassa och bank|=Summa tillgångar|#Summa eget kapital;#Eget kapital|Kortfristiga skulder", "*Nettoomsättning|Personalkostnader|Skatt på årets resultat|!Årets resultat"),
    "da": ("-Aktiver|Materielle anlægsaktiver|Varebeholdninger|Likvide beholdninger|=Aktiver i alt|#Egenkapital i alt;#Egenkapital|Kortfristede gældsforpligtelser", "*Nettoomsætning|Personaleomkostninger|Skat af årets resultat|!Årets resultat"),
    "ja": ("-資産の部|流動資産|固定資産|=資産合計|-負債の部|流動負債|#純資産合計", "*売上高|売上原価|営業利益|法人税等|!当期純利益"),
}  # fmt: skip
# What notes state of the first holder.
CONTROL = {
    "en": ("The ultimate controlling party is {owner}, who holds {percent} of the issued share capital.", "The immediate parent undertaking is {owner}, of {p.address}.", "During the year the company was under the control of {owner} by virtue of holding {count} shares."),
    "de": ("Die Gesellschaft wird zu {percent} von {owner} gehalten.",), "fr": ("La société est détenue à hauteur de {percent} par {owner}.",), "es": ("El socio mayoritario es {owner}, con una participación del {percent}.",),
    "it": ("Il capitale è detenuto per il {percent} da {owner}.",), "nl": ("De aandelen worden voor {percent} gehouden door {owner}.",), "pl": ("Jednostką dominującą jest {owner} ({percent} udziałów).",),
}  # fmt: skip
PERIODS = {
    "en": "For the year ended ",
    "de": "zum ",
    "fr": "Exercice clos le ",
    "es": "Ejercicio cerrado a ",
    "it": "Bilancio al ",
    "nl": "per ",
    "pl": "na dzień ",
    "ru": "на ",
}

"""Labels for when a holding began and ended, which differ from those of an office, by language."""

# language | began | ended
_TABLE = """
en|Date entered as member|Date became member|Date of entry in register|Registered on|Date acquired|Member since|Allotted on|Date of allotment|Entered|Effective date|Notified on|From;Date ceased to be a member|Date of cessation|Ceased to be a member|Date transferred out|Ceased|To|Until
de|Eintritt|seit|Eintragung am|Erwerb am|Gesellschafter seit|Datum des Erwerbs;Austritt|bis|Ausgeschieden am|Veräußert am
fr|Date d'entrée|Associé depuis|Date d'acquisition|Depuis le|Date d'inscription;Date de sortie|Jusqu'au|Cédé le
es|Fecha de adquisición|Fecha de inscripción|Fecha de alta|Desde|Fecha;Fecha de baja|Fecha de transmisión|Hasta
it|Data iscrizione|Dal|Data di acquisto|Data inizio;Data cessazione|Al|Ceduta il
pt|Data de aquisição|Data de entrada|Desde;Data de saída|Data de alienação|Até
nl|Datum verkrijging|Aandeelhouder sinds|Enig aandeelhouder sedert|Datum;Datum overdracht|Tot|Einde
pl|Data nabycia|Od|Data wpisu do księgi;Data zbycia|Do|Data wykreślenia
ru|Дата внесения записи|Дата приобретения|с;Дата прекращения|Дата отчуждения|по
uk|Дата набуття|з|Дата внесення;Дата вибуття|до
bg|Дата на вписване|Дата на придобиване|От;Дата на прехвърляне|До
el|Ημερομηνία απόκτησης|Ημερομηνία εγγραφής|Από;Ημερομηνία μεταβίβασης|Έως
tr|Edinme tarihi|Pay defterine kayıt tarihi|Ortaklık başlangıcı;Devir tarihi|Ortaklık bitişi
ja|取得年月日|株式取得日|加入年月日;譲渡年月日|喪失年月日
ko|취득일|취득일자;양도일|처분일
zh|出资日期|取得日期|认缴日期;退出日期|转让日期
zh-hant|登記為成員日期|取得日期;不再是成員的日期|轉讓日期
cs|Datum nabytí|Den zápisu|zapsáno;Datum převodu|vymazáno
hu|Jogviszony kezdete|Szerzés időpontja;Jogviszony vége|Törölve
ro|Data dobândirii|de la;Data cesiunii|până la
sv|Förvärvsdatum|Införd|Fr.o.m.;Avyttrad|T.o.m.
no|Ervervsdato|Fra|Innført;Avhendet|Til
da|Ændringsdato|Ejer siden|Erhvervet;Ophørt|Til
fi|Saantopäivä|Merkitty;Luovutettu|Saakka
"""


def member_labels() -> dict[str, dict[str, tuple[str, ...]]]:
    """The wordings of "m.since" and "m.until" by language."""
    table = {}
    for line in _TABLE.strip().splitlines():
        language, _, rest = line.partition("|")
        began, ended = rest.split(";")
        table[language] = {"m.since": tuple(began.split("|")), "m.until": tuple(ended.split("|"))}
    return table

"""Names of months by their first letters, by language; enough letters to distinguish each from the others."""

# Stems, January to December. A word is a month where it begins with the stem and goes on with letters only (endings, cases).
_STEMS = {
    "en": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "jän|januar feb märz|maerz|mrz apr mai juni juli aug sept okt nov dez",
    "fr": "janv févr|fevr mars avr mai juin juil août|aout sept oct nov déc|dec",
    "es": "enero|ene feb marzo abr mayo junio julio agosto|ago sept|set oct nov dic",
    "it": "gennaio|gen feb marzo aprile mag|maggio giu lug ago set ott nov dic",
    "pt": "janeiro fev março|marco abril maio junho julho agosto set out nov dez",
    "nl": "jan feb maart|mrt apr mei juni juli aug sept okt nov dec",
    "sv no da": "jan feb mars|mar|marts apr maj|mai jun jul aug sep okt nov dec|des",
    "fi": "tammi helmi maalis huhti touko kesä|kesa heinä|heina elo syys loka marras joulu",
    "et": "jaanuar veebr märts aprill mai juuni juuli aug sept okt nov dets",
    "lv": "janv febr marts apr maij|maijs jūn|jūnij jūl|jūlij aug sept okt nov dec",
    "lt": "saus vasar kov baland geguž|geguz birž|birz liep rugpj rugs spal lapkr gruod",
    "pl": "stycz|sty lut marzec|marca kwie|kwi maja|maj czerw|cze lip sierp|sie wrze|wrz paźdz|pazdz|paź list|lis grud|gru",
    "cs": "leden|ledna únor|února|unor březen|března|brezen duben|dubna květ|kvet červen|června|cerven|cervna "
    "červenec|července|cervenec srpen|srpna září|zari říjen|října|rijen listop prosin",
    "sk": "január febr marec|marca apríl máj|mája jún júl aug sept okt nov dec",
    "hu": "jan febr márc|marc ápr|apr máj|maj jún|jun júl|jul aug szept okt nov dec",
    "ro": "ian feb mart apr mai iun iul aug sept oct noiembr|noi dec",
    "hr": "siječ|sijec velja ožuj|ozuj trav svib lip srp kolov ruj listop stud pros",
    "sl sr": "januar februar mart|marec april maj jun|junij jul|julij avg|avgust septembar okt novembar decembar",
    "tr": "ocak|oca şubat|subat|şub mart nisan|nis mayıs|mayis haziran|haz temmuz|tem ağustos|agustos|ağu eylül|eylul|eyl "
    "ekim|eki kasım|kasim|kas aralık|aralik|ara",
    "el": "ιαν|ιανουαρ φεβ μαρ|μάρτ απρ|απρίλ μαΐ|μαϊ|μάι|μαι ιουν|ιούν ιουλ|ιούλ αυγ|αύγ σεπ οκτ|οκτώ νοε|νοέ δεκ",
    "ru": "янв фев мар апр май|мая июн июл авг сен окт ноя дек",
    "uk": "січ лют бер квіт трав черв лип серп верес жовт лист груд",
    "be": "студ лют сак|сакав крас мая|май|трав чэрв ліп жні вер каст ліст снеж",
    "bg mk sr-cyrl": "януари|јануар фев|феб март|мар апр май|мај юни|јун юли|јул авг сеп окт|октом ное|нов дек",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ar": "يناير فبراير مارس أبريل|ابريل|إبريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر",
    "ar-levant": "كانون_الثاني شباط آذار|اذار نيسان أيار|ايار حزيران تموز آب أيلول|ايلول تشرين_الأول|تشرين_الاول "
    "تشرين_الثاني كانون_الأول|كانون_الاول",
    "ar-maghreb": "جانفي|يناير فيفري|فبراير مارس أفريل|ابريل ماي|ماي جوان|يونيو جويلية|يوليوز أوت|غشت سبتمبر|شتنبر "
    "أكتوبر|اكتوبر نوفمبر|نونبر ديسمبر|دجنبر",
}
_HIJRI = (
    "محرم صفر ربيع_الأول|ربيع_الاول ربيع_الآخر|ربيع_الثاني|ربيع_الاخر جمادى_الأولى|جمادى_الاولى|جمادي_الاول "
    "جمادى_الآخرة|جمادى_الثانية|جمادي_الثاني رجب شعبان رمضان شوال ذو_القعدة|ذي_القعدة ذو_الحجة|ذي_الحجة"
)
_HIJRI_LATIN = (
    "muharram safar rabi_al-awwal|rabi_i rabi_al-thani|rabi_ii jumada_al-awwal|jumada_i jumada_al-thani|jumada_ii rajab "
    "sha'ban|shaban|shaaban ramadan shawwal dhu_al-qa'dah|dhul_qadah|dhu_al-qidah dhu_al-hijjah|dhul_hijjah"
)


def _table(*rows: str) -> dict[str, int]:
    """Stem -> month; `_find` tries longer stems first. Of a stem that is two months in two languages the first row counts."""
    found: dict[str, int] = {}
    for row in rows:
        for month, stems in enumerate(row.split(), 1):
            for stem in stems.split("|"):
                found.setdefault(stem.replace("_", " "), month)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


_GREGORIAN_STEMS = _table(*_STEMS.values())
_HIJRI_STEMS = _table(_HIJRI, _HIJRI_LATIN)
# Two Latin letters begin months of several languages ("ma" is March and May); two of another script are enough.
_SHORTEST = 3


def gregorian_month(word: str) -> int | None:
    """1 to 12 for the name of a month in any grammatical case of the languages above."""
    return _find(word, _GREGORIAN_STEMS)


def hijri_month(word: str) -> int | None:
    """1 to 12 for a month of the Islamic calendar."""
    return _find(word, _HIJRI_STEMS)


def _find(word: str, stems: dict[str, int]) -> int | None:
    plain = word.casefold().strip(" .,،")
    if len(plain) < min(_SHORTEST, 2 if not plain.isascii() else _SHORTEST):
        return None
    return next((month for stem, month in stems.items() if plain.startswith(stem)), None)

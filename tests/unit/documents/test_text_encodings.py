"""Texts in the encodings of the last forty years are decoded by their bytes alone."""

import pytest

from ascertain.ai.reading import encodings

TEXTS = {
    "ru": "Общество с ограниченной ответственностью Ромашка, директор Иванов Иван Иванович, Москва, улица Ленина, дом 5.",
    "pl": "Umowa spółki z ograniczoną odpowiedzialnością Żółty Słoń z siedzibą w Łodzi. Zarząd: Świętosława Wąchocka, prezes.",
    "cs": "Společnost s ručením omezeným Žluťoučký kůň, sídlo Příčná 5, Praha. Jednatelem je Jiří Dvořák, narozen v Brně.",
    "de": "Gesellschaft für Müßiggang mbH, Geschäftsführer Jürgen Weiß, Große Straße 5, 50667 Köln, Stammkapital 25.000 €",
    "es": "Sociedad Anónima, domicilio en la calle Muñoz 5, año 2020, administrador único: José Peña",
    "fr": "Société à responsabilité limitée, siège : 5, rue de l’Église, 75001 Paris – capital de 10 000 €, gérant : François",
    "tr": "Şirketin merkezi İstanbul ili Şişli ilçesindedir. Ortakların adı soyadı, uyruğu ve adresi aşağıda gösterilmiştir.",
    "el": "Η εταιρεία με την επωνυμία Άγιος Νικόλαος Ανώνυμη Εταιρεία έχει έδρα στην Αθήνα, νόμιμος εκπρόσωπος ο Γεώργιος",
    "ja": "東京都千代田区丸の内一丁目 代表取締役 山田太郎 株式会社 本店所在地",
    "zh": "中华人民共和国 有限责任公司 法定代表人 张三 注册资本 一百万元",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "cp1251"),
        ("ru", "koi8-r"),
        ("ru", "cp866"),
        ("ru", "utf-16"),
        ("ru", "utf-32"),
        ("ru", "utf-8-sig"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        ("cs", "cp1250"),
        ("cs", "iso8859-2"),
        ("de", "cp1252"),
        ("de", "utf-16-le"),
        ("de", "utf-16-be"),
        ("es", "cp1252"),
        ("fr", "cp1252"),
        ("tr", "cp1254"),
        ("el", "cp1253"),
        ("ja", "shift_jis"),
        ("ja", "euc_jp"),
        ("zh", "gb18030"),
    ],
)
def test_a_text_is_decoded_in_its_encoding(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding)
    assert encodings.decode_text(data) == TEXTS[language]
    assert encodings.is_text(data)


def test_bytes_that_are_no_text_are_recognised() -> None:
    assert not encodings.is_text(b"\x00\x01\x02\x03 some words")
    assert encodings.decode_text(b"\x93quoted\x94 \x80 5") == "“quoted” € 5"

"""Scans in other scripts are read by tesseract; a page that can hardly be read is reported."""

import io
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest
import typst
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from ascertain.ai.reading import ocr, page_images, pdf, scripts
from ascertain.ai.reading.quality import MIN_READABLE_QUALITY, assess_quality
from ascertain.ai.text import Page
from ascertain.entrypoints.demo.samples import ScanNoise, random_content, render

_TEXTS = {
    "Cyrillic": "Выписка из реестра юридических лиц\n\nПолное наименование: Общество «Северный ветер»\n\nОГРН: 1027700132195",
    "Greek": "Πιστοποιητικό σύστασης εταιρείας\n\nΕπωνυμία: Ναυτιλιακή Εταιρεία Αιγαίου\n\nΑριθμός: 123456701000",
    "Arabic": "شهادة تسجيل شركة\n\nاسم الشركة: شركة الخليج للتجارة المحدودة\n\nرقم السجل التجاري: 1010123456",
    "Latin": "Certificate of incorporation\n\nCompany name: Northern Wind Limited\n\nRegistered number: 08112734",
}


def document(script: str) -> bytes:
    lines = '#sys.inputs.d.split("\\n\\n").map(p => par(p)).join(parbreak())'
    source = f'#set page(paper: "a6")\n#set text(font: "DejaVu Sans", size: 12pt)\n{lines}'
    return bytes(typst.compile(source.encode(), sys_inputs={"d": _TEXTS[script]}))


def drawn(data: bytes, dpi: int = 200) -> Image.Image:
    opened = pdf.open_pdf(data)
    page = opened[0]
    image = pdf.render_page(page, dpi=dpi)
    page.close()
    opened.close()
    return image


def read(data: bytes) -> Page:
    opened = pdf.open_pdf(data)
    page = opened[0]
    found = pdf.read_words(page, 1)
    page.close()
    opened.close()
    return found


@pytest.mark.parametrize("script", ["Cyrillic", "Greek", "Arabic"])
@pytest.mark.parametrize("turned", [0, 180])
def test_a_scan_is_read_by_the_language_pack_of_its_script(script: str, turned: int) -> None:
    pack = scripts.PACKS[script][0]
    if not {pack, "osd"} <= scripts.installed_languages():
        pytest.skip(f"the Debian packages tesseract-ocr-{pack} and tesseract-ocr-osd are not installed")
    found = page_images.read_image(drawn(document(script)).rotate(turned, expand=True))
    wanted = _TEXTS[script].replace("\n\n", " ").split()
    got = [word.text for word in found.words]
    assert len(set(wanted) & set(got)) >= 0.7 * len(set(wanted))
    # In reading order, which is from right to left in Arabic.
    both = [word for word in got if word in wanted]
    places = [wanted.index(word) for word in dict.fromkeys(both)]
    assert places == sorted(places)
    assert all(0 <= word.box.x0 < word.box.x1 <= 1 and 0 <= word.box.y0 < word.box.y1 <= 1 for word in found.words)


_TABLES = {
    "Cyrillic": [("Полное наименование", "Северный Порт"), ("ОГРН", "1027700132195"), ("Адрес", "Портовая улица")],
    "Arabic": [("اسم الشركة", "شركة النخيل للتجارة"), ("رقم السجل التجاري", "1010234567"), ("المدير", "محمود الحسن")],
}


@pytest.mark.parametrize("script", ["Cyrillic", "Arabic"])
def test_ruled_cells_of_a_tilted_grainy_scan_are_read_row_by_row(script: str) -> None:
    pack = scripts.PACKS[script][0]
    if not {pack, "osd"} <= scripts.installed_languages():
        pytest.skip(f"the Debian packages tesseract-ocr-{pack} and tesseract-ocr-osd are not installed")
    right_to_left = script == "Arabic"
    cells = "".join(f"[{label}], [{value}]," for label, value in _TABLES[script])
    source = f"""#set page(paper: "a5")
#set text(font: "DejaVu Sans", size: 12pt, dir: {"rtl" if right_to_left else "ltr"})
#table(columns: (1fr, 1fr), inset: 8pt, {cells})"""
    level = drawn(bytes(typst.compile(source.encode()))).convert("L").rotate(1.3, fillcolor=255)
    grain = np.random.default_rng(2).normal(0, 8, (level.height, level.width))
    found = page_images.read_image(Image.fromarray(np.clip(np.asarray(level) + grain, 0, 255).astype(np.uint8)))
    got = [word.text for word in found.words]
    wanted = [word for row in _TABLES[script] for cell in row for word in cell.split()]
    assert len([word for word in wanted if word in got]) >= 0.8 * len(wanted)
    places = [wanted.index(word) for word in got if word in wanted]
    assert places == sorted(places)  # each label is followed by its own value
    # tesseract drops Arabic figures without a trace, so the confidence of an Arabic scan is capped.
    of_script = [word for word in found.words if not word.text.isdecimal()]
    assert (max(word.confidence for word in of_script) < 0.6) == right_to_left


@pytest.mark.parametrize("script", ["Cyrillic", "Arabic"])
def test_latin_words_of_a_page_in_two_scripts_are_read_as_on_one_in_latin(script: str) -> None:
    pack = scripts.PACKS[script][0]
    if not {pack, "osd"} <= scripts.installed_languages():
        pytest.skip(f"the Debian packages tesseract-ocr-{pack} and tesseract-ocr-osd are not installed")
    other = " \\ ".join(_TEXTS[script].split("\n\n"))
    latin = ["Registered", "NORTHERN", "WIND", "A08112734", "2019-03-14"]
    source = f"""#set page(paper: "a5")
#set text(font: "DejaVu Sans", size: 12pt)
{other} \\ Registered name: NORTHERN WIND \\ Number A08112734 of 2019-03-14"""
    found = page_images.read_image(drawn(bytes(typst.compile(source.encode()))))
    words = {word.text: word.confidence for word in found.words}
    assert all(words.get(word, 0) > 0.9 for word in latin), found.words
    wanted = set(_TEXTS[script].split())
    assert len(wanted & words.keys()) >= 0.6 * len(wanted)


def test_digital_arabic_has_its_words_and_letters_in_order() -> None:
    assert read(document("Arabic")).text == " ".join(_TEXTS["Arabic"].split())


def test_a_good_scan_has_no_notes() -> None:
    found = page_images.read_image(drawn(document("Latin")))
    assert found.quality.score > 0.9 and found.quality.notes == ()


def test_an_unreadable_page_has_notes_on_what_would_improve_it() -> None:
    small = drawn(document("Latin"), dpi=40).resize((700, 990))
    noisy = np.asarray(small.filter(ImageFilter.GaussianBlur(3)), dtype=np.float32)
    noisy = noisy + np.random.default_rng(1).normal(0, 40, noisy.shape[:2])[..., None]
    out = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=20)
    image = Image.open(out).convert("RGB")
    result = ocr.read_picture(image)
    quality = assess_quality(result.image, result.words)
    assert quality.score < MIN_READABLE_QUALITY and quality.notes


def test_an_empty_page_is_blank_and_of_full_quality() -> None:
    quality = assess_quality(Image.new("RGB", (800, 1100), (250, 250, 247)), ())
    assert quality.score == 1.0 and quality.notes == ("the page is blank",)


def test_a_full_page_of_which_only_a_few_words_are_read_is_of_low_quality() -> None:
    noise = ScanNoise(dpi=60, rotation_deg=2, blur_px=1.6, grain=30, quality=20)
    image = Image.open(io.BytesIO(render("utility_bill", "A", random_content("utility_bill", 3), scan=noise, seed=1)))
    found = page_images.read_image(image.convert("RGB"))
    assert len(found.words) < 10
    assert found.quality.score < MIN_READABLE_QUALITY and "hardly any of the text" in found.quality.notes[0]


_LINES = {
    "ukr": ["Витяг з Єдиного державного реєстру", "Найменування: Товариство «Північний вітер»", "Керівник: Шевченко Олексій"],
    "bul": ["Удостоверение за актуално състояние", "Наименование: Северен вятър ЕООД", "Управител: Георги Димитров Стоянов"],
    "hin": ["निगमन प्रमाण पत्र", "कंपनी का नाम उत्तरी पवन लिमिटेड", "निदेशक राम कुमार शर्मा", "शेयर पूंजी"],
    "jpn": ["履歴事項全部証明書", "商号 株式会社やまだ商事", "代表取締役 山田太郎", "カタカナ サービス"],
    "chi_sim": ["营业执照", "名称 上海浦江恒信贸易有限公司", "法定代表人 欧阳振华", "注册资本 人民币伍佰万元整"],
}  # fmt: skip
_FONTS = {
    "ukr": "dejavu/DejaVuSans.ttf",
    "bul": "dejavu/DejaVuSans.ttf",
    "hin": "lohit-devanagari/Lohit-Devanagari.ttf",
    "jpn": "droid/DroidSansFallbackFull.ttf",
    "chi_sim": "droid/DroidSansFallbackFull.ttf",
}


@pytest.mark.parametrize("pack", _LINES)
def test_a_scan_in_another_language_is_read_by_its_pack(pack: str) -> None:
    font = Path("/usr/share/fonts/truetype") / _FONTS[pack]
    if not font.exists() or not {pack, "osd"} <= scripts.installed_languages():
        pytest.skip(f"the Debian package {scripts.package_of(pack)} or the font {font.name} is not installed")
    image = Image.new("RGB", (1240, 700), "white")
    for number, line in enumerate(_LINES[pack]):
        ImageDraw.Draw(image).text((100, 80 + number * 120), line, fill="black", font=ImageFont.truetype(str(font), 40))
    got = "".join(word.text for word in page_images.read_image(image).words)
    wanted = "".join("".join(_LINES[pack]).split())
    assert SequenceMatcher(None, wanted, got, autojunk=False).ratio() > 0.9

"""Names of made-up people by culture: given names, family names with their feminine forms, titles, orders of writing."""

import random
from dataclasses import dataclass

import icu

# Culture -> given names of men | of women | family names. "_" is a blank; "a/b" is the form for a man and for a woman;
# "a=b" gives the usual romanisation, where transliteration by letters would not.
_NAMES = {
    "en": "James Oliver Gareth Callum Peter Thomas Desmond Alistair Kwame Winston Graham Declan Jeremy Neil|Charlotte Susan Aoife "
    "Bronwen Priscilla Margaret Hannah Imogen Abigail Shanice Philippa Niamh Eleanor Joy|Hargreaves O'Brien Whitfield Taylor-Jones "
    "MacLeod Pritchard Fenwick Abbott Lacey St_John Featherstone Okonkwo Mensah Campbell Doyle Sutcliffe Ng Marsh Bell Penhaligon",
    "de": "Hans Jürgen Matthias Sebastian Wolf-Dieter Lukas Karl_Heinz Florian Uwe Thorsten Maximilian Götz|Ursula Claudia Anke "
    "Brigitte Heike Annegret Sabine Käthe Franziska Marlies Leonie Ute|Schröder von_Bergen Großmann Kühn Baumgärtner Wiesinger Lüders "
    "Hofer Freiherr_von_Stetten Meyer-Landrut Zimmermann Köhler Weiß Öttinger Fuchs zu_Eltz Krause Pfeiffer",
    "fr": "Jean-Luc François Étienne Gérard Mathieu Loïc Thierry Benoît Raphaël Hervé Cédric|Amélie Sylvie Chloé Mathilde Anaïs "
    "Geneviève Océane Bérénice Solène Josiane Maëlle|Dupont Lefèvre Moreau de_la_Tour Garnier Béranger Chevalier Le_Goff d'Aubigny "
    "Rousseau Poirier Faure Nguyen-Morel Besson Carpentier L'Hermitte",
    "es": "José_Luis Javier Íñigo Andrés Joaquín Raúl Sebastián Gonzalo Iker Ramón|María_del_Carmen Lucía Montserrat Begoña Inés "
    "Guadalupe Ximena Nuria Pilar Soledad|García López Fernández Ruiz Núñez Pérez Ibáñez Ortega Salvatierra de_la_Fuente Echeverría "
    "Zúñiga Quintana del_Río Arango Vallejo Castaño",
    "it": "Giuseppe Alessandro Lorenzo Niccolò Gian_Luca Matteo Salvatore Fabio Dario Ennio|Francesca Chiara Paola Maria_Grazia "
    "Ludovica Beatrice Elisa Donatella Ilaria Noemi|Esposito Ferrari De_Luca Marchetti D'Angelo Conti Lo_Presti Della_Valle Gallo "
    "Zanetti Fabbri Dall'Olio Pellegrini Santoro",
    "pt": "João Pedro_Henrique Tiago Luís_Filipe Rui Gustavo Nuno Caio Duarte Vasco|Ana_Beatriz Luísa Inês Conceição Mariana Rita "
    "Thaís Leonor Fernanda Graça|Silva Santos Oliveira da_Costa Ferreira Lopes Almeida Gonçalves dos_Anjos Teixeira e_Sousa Figueiredo "
    "Brandão Moura Magalhães",
    "nl": "Jan_Willem Pieter Joost Bas Hendrik Sjoerd Ruben Kees Wouter|Sanne Femke Lotte Marijke Annelies Saskia Roos Ilse Griet|"
    "de_Vries van_den_Berg Jansen Bakker van_Dijk Visser Hoekstra Ten_Brink van_'t_Hof Smeets Peeters Janssens de_Clercq Wouters",
    "pl": "Krzysztof Paweł Łukasz Andrzej Zbigniew Michał Wojciech Tadeusz|Anna Małgorzata Zofia Grażyna Agnieszka Elżbieta Kinga "
    "Żaneta|Kowalski/Kowalska Nowak Wiśniewski/Wiśniewska Dąbrowski/Dąbrowska Lewandowski/Lewandowska Wójcik Zając Górska-Pyrek "
    "Mazur Szczepański/Szczepańska Kaczmarek Jabłoński/Jabłońska",
    "ru": "Иван Дмитрий Сергей Алексей Николай Павел Тимофей|Анна Ольга Екатерина Наталья Татьяна Юлия Вера|Смирнов/Смирнова "
    "Кузнецов/Кузнецова Попов/Попова Соколов/Соколова Лебедев/Лебедева Воронцов/Воронцова Ильин/Ильина Белый/Белая Гончаренко "
    "Щербаков/Щербакова",
    "uk": "Андрій Олександр Тарас Василь Богдан Юрій|Олена Оксана Марія Ірина Надія Соломія|Шевченко Коваленко Бондар Ткачук "
    "Мельник Кравець Левицький/Левицька Гнатюк Яценко Зеленчук",
    "bg": "Георги Стоян Петър Димитър Красимир Борис|Мария Елена Десислава Радка Ивелина Цветана|Николов/Николова Тодоров/Тодорова "
    "Колев/Колева Маринов/Маринова Стоянов/Стоянова Златев/Златева Бояджиев/Бояджиева",
    "el": "Γεώργιος Νικόλαος Κωνσταντίνος Παναγιώτης Σπυρίδων Ανδρέας|Μαρία Ελένη Αικατερίνη Βασιλική Σοφία Χριστίνα|"
    "Παπαδόπουλος/Παπαδοπούλου Οικονόμου Νικολάου Δημητρίου Αντωνιάδης/Αντωνιάδη Μαυρίδης/Μαυρίδου Καραγιάννης/Καραγιάννη Ζαχαρίου",
    "tr": "Mehmet Mustafa İbrahim Emre Can Hüseyin Ömer|Ayşe Zeynep Gülşen Elif Şule Hatice Çiğdem|Yılmaz Kaya Demir Çelik Şahin Öztürk "
    "Aydın Güneş Kılıçoğlu Arslan Uğurlu Işık",
    "ja": "太郎=Taro 健一=Kenichi 誠=Makoto 大輔=Daisuke 翔太=Shota 浩=Hiroshi|花子=Hanako 美咲=Misaki 陽子=Yoko 由美子=Yumiko 恵=Megumi "
    "さくら=Sakura|佐藤=Sato 鈴木=Suzuki 高橋=Takahashi 渡辺=Watanabe 伊東=Ito 小林=Kobayashi 斎藤=Saito 中村=Nakamura 長谷川=Hasegawa 森=Mori",
    "ko": "민준=Minjun 지훈=Jihoon 성호=Seongho 영수=Youngsoo 동현=Donghyun|서연=Seoyeon 수빈=Subin 지은=Jieun 미경=Mikyung 하윤=Hayoon|"
    "김=Kim 이=Lee 박=Park 최=Choi 정=Jung 강=Kang 윤=Yoon 한=Han 남궁=Namgung",
    "zh": "伟 建国 志强 俊杰 浩然 明|芳 秀英 丽 雨涵 静 晓梅|王 李 张 刘 陈 杨 欧阳 赵 周 徐",
    "zh-hant": "志明=Chi_Ming 家豪=Ka_Ho 俊傑=Chun_Kit 文輝=Man_Fai 建華=Kin_Wah|淑芬=Shuk_Fan 美玲=Mei_Ling 詠詩=Wing_Sze 雅婷=Nga_Ting "
    "麗華=Lai_Wah|陳=Chan 黃=Wong 李=Lee 梁=Leung 林=Lam 張=Cheung 何=Ho 歐陽=Au_Yeung 鄧=Tang",
    "cs": "Jan Petr Jiří Tomáš Zdeněk Ondřej|Jana Eva Lucie Kateřina Věra Zdeňka|Novák/Nováková Svoboda/Svobodová Dvořák/Dvořáková "
    "Černý/Černá Procházka/Procházková Kučera/Kučerová Říha/Říhová Jelínek/Jelínková",
    "sk": "Ján Peter Jozef Ľubomír Marek Štefan|Mária Zuzana Katarína Ľudmila Jana Božena|Horváth/Horváthová Kováč/Kováčová Varga/Vargová "
    "Tóth/Tóthová Nagy/Nagyová Baláž/Balážová Hudec/Hudecová",
    "sl": "Janez Marko Andrej Luka Matjaž|Marija Ana Nina Špela Petra|Novak Horvat Kovačič Krajnc Zupančič Vidmar Žagar Hribar Golob",
    "hr": "Ivan Josip Marko Tomislav Željko|Ana Marija Ivana Petra Đurđica|Horvat Kovačević Babić Marić Jurić Šimić Vuković Perković Čačić",
    "sr": "Милан Никола Јован Драган Стефан|Јелена Милица Љиљана Драгана Снежана|Јовановић Петровић Николић Ђорђевић Стојановић Живковић "
    "Лазић Милошевић",
    "ro": "Andrei Ion Mihai Gheorghe Ștefan Răzvan|Maria Ioana Elena Ștefania Anca Mădălina|Popescu Ionescu Radu Dumitru Stoica Munteanu "
    "Țurcanu Brătianu Mureșan Lupu",
    "hu": "László Gábor Zoltán Ferenc Attila Bálint|Erzsébet Zsófia Katalin Ilona Ágnes Réka|Nagy Szabó Tóth Kovács Horváth Varga Kiss "
    "Molnár Farkas Vörös Szűcs Pálfi-Kertész",
    "sv": "Erik Lars Göran Björn Per-Olof Anders|Karin Åsa Birgitta Märta Ann-Sofie Linnéa|Andersson Lindqvist Åkerberg Söderström "
    "af_Ekenstam Nyström Björklund Sjögren Hallgren",
    "no": "Ola Håkon Bjørn Sverre Øystein Terje|Kari Ingrid Solveig Åse Marit Guro|Hansen Nordby Bjørnstad Solbakken Haugland Øvrebø Dahl "
    "Moen Strand",
    "da": "Søren Niels Mads Jørgen Rasmus|Mette Kirsten Bodil Signe Lærke|Nielsen Jensen Rasmussen Kjær Østergaard Møller Skovgaard Holm",
    "fi": "Matti Juhani Timo Väinö Ilkka|Aino Päivi Helmi Sirpa Tuula|Virtanen Mäkinen Koskela Heikkilä Lehtonen Järvinen Öhman Salo",
    "et": "Jaan Tõnu Rein Märt Kristjan|Kadri Liis Tiina Õie Maarika|Tamm Saar Sepp Mägi Kask Kukk Põder Õunapuu",
    "lv": "Jānis Andris Juris Pēteris Edgars|Anna Inga Līga Dzintra Ilze|Bērziņš/Bērziņa Kalniņš/Kalniņa Ozols/Ozola Liepiņš/Liepiņa "
    "Krūmiņš/Krūmiņa Zariņš/Zariņa",
    "lt": "Jonas Vytautas Mindaugas Tomas Šarūnas|Rasa Eglė Jurgita Daiva Živilė|Kazlauskas/Kazlauskienė Jankauskas/Jankauskaitė "
    "Petrauskas/Petrauskienė Žukauskas/Žukauskienė Butkus/Butkutė",
    "ar": "أحمد=Ahmed خالد=Khalid يوسف=Yousef عمر=Omar سلطان=Sultan طارق=Tariq|فاطمة=Fatima ليلى=Leila مريم=Mariam نورة=Noura هدى=Huda|"
    "الراشد=Al-Rashid حداد=Haddad منصور=Mansour السيد=El_Sayed الهاشمي=Al_Hashimi القحطاني=Al-Qahtani المنصوري=Al_Mansoori خوري=Khoury",
    "he": "דוד=David יוסף=Yosef משה=Moshe אורי=Uri איתן=Eitan|שרה=Sarah רחל=Rachel נועה=Noa תמר=Tamar יעל=Yael|כהן=Cohen לוי=Levi מזרחי=Mizrahi "
    "פרץ=Peretz ביטון=Biton אברהם=Avraham בן_דוד=Ben_David שפירא=Shapira",
    "hi": "राजेश=Rajesh अर्जुन=Arjun विक्रम=Vikram सुनील=Sunil अनिल_कुमार=Anil_Kumar|प्रिया=Priya मीना=Meena सुनीता=Sunita अंजलि=Anjali कविता=Kavita|शर्मा=Sharma "
    "पटेल=Patel कृष्णन=Krishnan बनर्जी=Banerjee सिंह=Singh रेड्डी=Reddy मेहता=Mehta अय्यर=Iyer",
    "id": "Budi Agus Wayan Dedi Rizky|Siti_Nurhaliza Dewi Putri Ni_Made Ratna|Santoso Wijaya Hidayat Nasution Siregar Kusuma Pratama Suryadi",
    "vi": "Văn_Minh Quốc_Hùng Đức_Anh Thanh_Tùng|Thị_Lan Thu_Hà Ngọc_Ánh Thị_Hồng|Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi",
    "th": "สมชาย=Somchai วิชัย=Wichai ประเสริฐ=Prasert|สมหญิง=Somying มาลี=Malee กนกวรรณ=Kanokwan|ใจดี=Jaidee ศรีสุข=Srisuk ทองดี=Thongdee "
    "รัตนกุล=Rattanakul",
    "ms": "Ahmad_Faizal Mohd_Rizal Wei_Jie Suresh Azlan|Nurul_Aisyah Siti_Aminah Mei_Yee Kavitha Farah|bin_Abdullah/binti_Abdullah Tan Lim "
    "a/l_Raju bin_Ismail/binti_Ismail Wong Ong",
    "af": "Thabo Sipho Johannes Pieter Kagiso|Nomvula Lerato Elsabé Zanele Annelize|Mokoena Nkosi van_der_Merwe Botha Dlamini Naidoo Pretorius",
    "ng": "Chukwuemeka Babatunde Ibrahim Oluwaseun Efosa|Ngozi Folasade Aisha Chiamaka Temitope|Adeyemi Okafor Bello Eze Ogunleye Danjuma Uche",
}  # fmt: skip
_TITLES = {
    "en": "Mr Mr. Dr Dr. Prof./Mrs Ms Miss Dr Mrs. Ms.", "de": "Herr Herrn Dr. Herr_Dr./Frau Frau_Dr. Dr.", "fr": "M. Monsieur Me/Mme Madame",
    "es": "D. Don Sr./Dña. Doña Sra.", "it": "Sig. Dott. Egr._Sig./Sig.ra Dott.ssa Gent.ma_Sig.ra", "pt": "Sr. Exmo._Sr./Sra. D.",
    "nl": "Dhr. De_heer/Mevr. Mevrouw", "pl": "Pan Sz.P./Pani Sz.P.", "el": "κ. Κος/κα Κα", "tr": "Sayın/Sayın", "cs": "pan Ing. MUDr./paní Ing. Mgr.",
    "sk": "Ing. pán/pani JUDr.", "hr": "g. gospodin/gđa", "hi": "Shri Mr./Smt. Ms.", "ms": "Encik Mr/Puan Ms", "af": "Mr Mnr/Mrs Mev", "ng": "Mr Chief Alhaji/Mrs Ms",
    "ru": "г-н/г-жа", "uk": "пан/пані", "ro": "Dl./Dna.", "id": "Bpk. Bapak/Ibu", "vi": "Ông/Bà", "th": "นาย/นาง นางสาว", "da": "Hr./Fru", "ar": "السيد/السيدة",
    "he": "מר/גב׳", "bg": "г-н/г-жа", "sr": "г./гђа", "lt": "p./p.", "sl": "g./ga.",
}  # fmt: skip
FAMILY_FIRST = {"ja", "ko", "zh", "zh-hant", "hu", "vi"}
_OTHER_SCRIPTS = {"ru", "uk", "bg", "sr", "el", "ja", "ko", "zh", "zh-hant", "ar", "he", "hi", "th"}
_UNSPACED = {"ja", "ko", "zh", "zh-hant"}
_TWO_SURNAMES = {"es", "pt"}
_PATRONYMICS = {"ru": ("ович", "овна"), "uk": ("ович", "івна"), "bg": ("ов", "ова")}
_MIDDLE = {"en", "de", "fr", "nl", "sv", "no", "da", "af", "ng", "pl", "it"}
_LATIN = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: parts in the script of the culture, and in Latin letters."""

    culture: str
    is_woman: bool
    first: str
    last: str
    middle: str
    latin_first: str
    latin_last: str
    title: str

    @property
    def full(self) -> str:
        """In the order that the culture is used to."""
        if self.culture in FAMILY_FIRST:
            return f"{self.last}{'' if self.culture in _UNSPACED else ' '}{self.first}"
        return " ".join(part for part in (self.first, self.middle, self.last) if part)

    @property
    def latin(self) -> str:
        """Given name and family name in Latin letters."""
        return f"{self.latin_first} {self.latin_last}"

    @property
    def given(self) -> str:
        """All given names, as the field "given names" of a document holds them."""
        return f"{self.first} {self.middle}" if self.middle else self.first

    def for_language(self, language: str) -> "Name":
        """The name in Latin letters where the language does not use the script of the culture."""
        if self.culture not in _OTHER_SCRIPTS or language == self.culture:
            return self
        return Name("en", self.is_woman, self.latin_first, self.latin_last, "", self.latin_first, self.latin_last, "")

    def written(self, rng: random.Random) -> str:
        """One of the ways in which documents write the whole name."""
        if self.culture in FAMILY_FIRST:
            return self.full
        given, last = self.given, self.last
        return rng.choice(
            [self.full] * 6
            + [
                f"{last}, {given}",
                f"{last.upper()} {given}",
                f"{last} {given}",
                self.full.upper(),
                f"{given} {last.upper()}",
            ]
            + [
                f"{last.upper()}, {given.upper()}",
                f"{self.first[0]}. {last}" if self.culture == "nl" else f"{self.first} {last}",
            ]
        )


def make_name(rng: random.Random, culture: str, *, last: str = "") -> Name:
    """A name of the culture, or of English where it is not in the tables; `last` is shared within a family."""
    culture = culture if culture in _NAMES else "en"
    men, women, lasts = (part.split() for part in _NAMES[culture].split("|"))
    is_woman = rng.random() < 0.5
    first, latin_first = _pair(rng.choice(women if is_woman else men))
    family = rng.choice(lasts)
    if culture in _TWO_SURNAMES and rng.random() < 0.75:
        family += f"_{rng.choice(lasts)}"
    family = " ".join(_gendered(part, is_woman) for part in family.split("_"))
    family, latin_family = _pair(last or family)
    middle = _middle(rng, culture, men, women, is_woman)
    return Name(culture, is_woman, first, family, middle, latin_first, latin_family, _title(rng, culture, is_woman))


def _pair(text: str) -> tuple[str, str]:
    native, _, latin = text.replace("_", " ").partition("=")
    return native, latin or _LATIN.transliterate(native).replace("'", "").title()


def _gendered(text: str, is_woman: bool) -> str:
    if text.startswith("a/l"):  # Malaysian Indian "son of", not a pair of forms
        return text.replace("a/l", "a/p") if is_woman else text
    first, _, second = text.partition("/")
    return second if is_woman and second else first


def _middle(rng: random.Random, culture: str, men: list[str], women: list[str], is_woman: bool) -> str:
    if culture in _PATRONYMICS:
        father = rng.choice([name for name in men if name[-1] not in "йья"])
        return father + _PATRONYMICS[culture][is_woman]
    if culture in _MIDDLE and rng.random() < 0.3:
        return _pair(rng.choice(women if is_woman else men))[0]
    return ""


def _title(rng: random.Random, culture: str, is_woman: bool) -> str:
    sides = _TITLES.get(culture, "").split("/")
    return rng.choice(sides[is_woman].split()).replace("_", " ") if len(sides) == 2 else ""

"""Captions and titles of personal documents in Slavic, Greek, Turkish, Romanian, Hungarian and Asian languages.

The order of entries is that of `personal_vocabulary`; "|" divides wordings, "-" is "not known".
"""

EAST = {
    "pl": (
        "Nazwisko|NAZWISKO;Imiona|Imię (imiona)|Imię;Imię i nazwisko|Nazwisko i imię|Imiona i nazwisko;Nazwisko rodowe;Data urodzenia|ur.|Urodzony(a);Miejsce "
        "urodzenia;Płeć;Obywatelstwo;Numer PESEL|PESEL;Numer dowodu|Seria i numer|Nr dokumentu;Data wydania|Wydano dnia;Termin ważności|Data ważności|Ważny do;"
        "Organ wydający|Wydany przez;Wzrost;Adres|Adres zameldowania|Miejsce zamieszkania;Typ;Imię ojca|Ojciec;Imię matki|Matka;Zawód;Podpis|Podpis posiadacza",
        "Nabywca|Odbiorca|Klient;Numer klienta|Nr klienta|Nr płatnika;Numer konta|Numer umowy;Faktura nr|Numer faktury;Data wystawienia|Wystawiono dnia;Okres "
        "rozliczeniowy|Za okres|Okres;Termin płatności|Płatne do;Do zapłaty|Kwota do zapłaty|Razem do zapłaty;Razem|Wartość brutto;Wartość netto|Netto;VAT|Kwota "
        "VAT|VAT 23%;Numer licznika|Nr licznika;Adres punktu poboru|Adres dostawy;Zużycie|Zużycie kWh;Taryfa|Grupa taryfowa;Znak sprawy|Nasz znak|Tytułem;Ilość;"
        "Cena jednostkowa|Cena netto;Nazwa|Opis;Strona",
        "Posiadacz rachunku|Właściciel rachunku;Bank|Nazwa banku;Nr wyciągu|Wyciąg nr;Data wyciągu|Sporządzono dnia;Saldo początkowe|Saldo poprzednie;Saldo "
        "końcowe|Saldo bieżące;Waluta;Data|Data księgowania;Data waluty|Data operacji;Obciążenia|Wypłaty;Uznania|Wpłaty;Saldo|Saldo po operacji;Oddział|Placówka",
        "Pracodawca|Zakład pracy;Pracownik|Nazwisko i imię pracownika;Data wypłaty|Wypłacono dnia;Okres|Za miesiąc|Lista płac za;Brutto|Razem brutto|"
        "Wynagrodzenie brutto;Do wypłaty|Netto|Kwota netto;Zaliczka na podatek|Podatek;Składki ZUS|Składka emerytalna;Nr ewidencyjny|Numer pracownika;Stanowisko;"
        "Data zatrudnienia|Zatrudniony od;Dział|Komórka;Wynagrodzenie zasadnicze|Płaca zasadnicza;Nadgodziny|Premia;Podatnik;Rok podatkowy|Za rok;Data|Data "
        "decyzji;Dochód|Przychód;Podstawa opodatkowania|Podstawa obliczenia podatku;Podatek należny|Do zapłaty;Nadpłata|Zwrot",
        "Spółka|Firma;KRS|Numer KRS;Liczba udziałów|Liczba akcji;Procent|Udział w %;Beneficjent rzeczywisty|Wspólnik;Data zgonu|Zmarł(a);Małżonek|Mąż|Żona;"
        "Data zawarcia małżeństwa;Miejsce|Miejscowość, data;Oznaczenie aktu|Nr aktu;Telefon|Tel.",
        "PASZPORT;DOWÓD OSOBISTY;KARTA POBYTU;PRAWO JAZDY;ODPIS SKRÓCONY AKTU URODZENIA|Odpis zupełny aktu urodzenia;ODPIS SKRÓCONY AKTU MAŁŻEŃSTWA;ODPIS SKRÓCONY "
        "AKTU ZGONU;ZAŚWIADCZENIE O ZAMELDOWANIU|Zaświadczenie o zameldowaniu na pobyt stały;Faktura za energię elektryczną|Rozliczenie energii;Faktura za wodę i "
        "ścieki;Faktura za usługi telekomunikacyjne;WYCIĄG Z RACHUNKU|Wyciąg bankowy|Zestawienie operacji;PASEK WYNAGRODZENIA|Lista płac|Odcinek płacowy;Decyzja "
        "podatkowa|Zaświadczenie o dochodach|PIT-11;FAKTURA|Faktura VAT;PARAGON|Pokwitowanie|Potwierdzenie zapłaty;ZAŚWIADCZENIE O ZATRUDNIENIU;Zaświadczenie "
        "bankowe|Opinia bankowa;Oświadczenie o pochodzeniu środków|Źródło majątku;PEŁNOMOCNICTWO;Polisa ubezpieczeniowa|Potwierdzenie ubezpieczenia;AKT "
        "POŚWIADCZENIA DZIEDZICZENIA|Postanowienie o stwierdzeniu nabycia spadku",
    ),
    "ru": (
        "Фамилия;Имя|Имя, отчество;ФИО|Ф.И.О.|Фамилия, имя, отчество;Фамилия при рождении;Дата рождения|Родился(лась);Место рождения;Пол;Гражданство;Личный код|Код "
        "подразделения;Серия и номер|Номер паспорта|№;Дата выдачи|Выдан;Дата окончания срока действия|Действителен до;Кем выдан|Орган, выдавший документ;Рост;Адрес|"
        "Место жительства|Адрес регистрации;Тип|Вид документа;Отец;Мать;Профессия;Подпись|Личная подпись",
        "Абонент|Плательщик|Покупатель;Номер абонента;Лицевой счёт|Лицевой счет №|Л/с;Счёт №|Номер счёта;Дата счёта|от;Расчётный период|За период|Период;Оплатить до|"
        "Срок оплаты;К оплате|Итого к оплате|Сумма к оплате;Итого|Всего;Сумма без НДС;НДС|НДС 20%;Номер счётчика|№ прибора учёта;Адрес поставки|Адрес помещения;"
        "Расход|Потребление;Тариф;Исх. №|Назначение платежа;Количество|Кол-во;Цена;Наименование|Услуга;Стр.|Страница",
        "Владелец счёта|Клиент;Банк|Наименование банка;Выписка №;Дата выписки|Дата формирования;Входящий остаток|Остаток на начало периода;Исходящий остаток|Остаток на "
        "конец периода;Валюта|Валюта счёта;Дата|Дата операции;Дата валютирования;Дебет|Расход|Списание;Кредит|Приход|Зачисление;Остаток;Отделение|Филиал",
        "Работодатель|Организация;Сотрудник|Работник;Дата выплаты;Расчётный месяц|За;Начислено|Всего начислено;К выплате|На руки|Итого к выдаче;НДФЛ|Подоходный налог;"
        "Страховые взносы|ПФР;Табельный номер|Таб. №;Должность;Дата приёма|Принят на работу;Подразделение|Отдел;Оклад;Премия|Сверхурочные;Налогоплательщик;Налоговый "
        "период|за;Дата;Общая сумма дохода|Сумма дохода;Налоговая база;Сумма налога|К уплате;К возврату",
        "Организация|Компания;ОГРН;Количество акций;Доля|Доля, %;Бенефициарный владелец|Участник;Дата смерти;Супруг|Супруга;Дата заключения брака;Место|г.;Запись акта №;"
        "Телефон|Тел.",
        "ПАСПОРТ|ПАСПОРТ ГРАЖДАНИНА;УДОСТОВЕРЕНИЕ ЛИЧНОСТИ;ВИД НА ЖИТЕЛЬСТВО;ВОДИТЕЛЬСКОЕ УДОСТОВЕРЕНИЕ;СВИДЕТЕЛЬСТВО О РОЖДЕНИИ;СВИДЕТЕЛЬСТВО О ЗАКЛЮЧЕНИИ БРАКА;"
        "СВИДЕТЕЛЬСТВО О СМЕРТИ;СВИДЕТЕЛЬСТВО О РЕГИСТРАЦИИ ПО МЕСТУ ЖИТЕЛЬСТВА|Справка с места жительства;Счёт за электроэнергию|Платёжный документ;Счёт за "
        "водоснабжение;Счёт за услуги связи;ВЫПИСКА ПО СЧЁТУ|Выписка по лицевому счёту;РАСЧЁТНЫЙ ЛИСТОК;СПРАВКА О ДОХОДАХ|Налоговое уведомление;СЧЁТ|Счёт на оплату;"
        "КВИТАНЦИЯ|Кассовый чек;СПРАВКА С МЕСТА РАБОТЫ;Справка о наличии счёта;Заявление об источнике средств;ДОВЕРЕННОСТЬ;Страховой полис;СВИДЕТЕЛЬСТВО О ПРАВЕ НА "
        "НАСЛЕДСТВО",
    ),
    "uk": (
        "Прізвище;Ім'я|Ім'я та по батькові;ПІБ|Прізвище, ім'я, по батькові;Прізвище при народженні;Дата народження;Місце народження;Стать;Громадянство;Запис №|УНЗР;Документ "
        "№|Номер документа;Дата видачі;Дійсний до|Дата закінчення строку дії;Орган, що видав|Видав;Зріст;Адреса|Місце проживання|Зареєстроване місце проживання;Тип;Батько;"
        "Мати;Професія;Підпис",
        "Споживач|Платник|Покупець;Номер абонента;Особовий рахунок|О/р;Рахунок №;Дата рахунку|від;Розрахунковий період|За період;Сплатити до;До сплати|Разом до сплати;"
        "Разом|Всього;Сума без ПДВ;ПДВ|ПДВ 20%;Номер лічильника;Адреса споживання;Спожито|Споживання;Тариф;Вих. №|Призначення платежу;Кількість;Ціна;Послуга|Найменування;"
        "Стор.",
        "Власник рахунку|Клієнт;Банк;Виписка №;Дата формування;Вхідний залишок|Залишок на початок;Вихідний залишок|Залишок на кінець;Валюта;Дата|Дата операції;Дата "
        "валютування;Дебет|Витрати;Кредит|Надходження;Залишок;Відділення",
        "Роботодавець|Підприємство;Працівник;Дата виплати;За місяць|Період;Нараховано|Всього нараховано;До виплати|На руки;ПДФО;ЄСВ|Військовий збір;Табельний №;Посада;Дата "
        "прийняття;Підрозділ;Оклад;Премія;Платник податку;Рік|Звітний рік;Дата;Сума доходу;Оподатковуваний дохід;До сплати;До повернення",
        "Товариство|Компанія;Код ЄДРПОУ;Кількість акцій;Частка, %;Кінцевий бенефіціарний власник|Засновник;Дата смерті;Чоловік|Дружина;Дата реєстрації шлюбу;Місце|м.;"
        "Актовий запис №;Телефон|Тел.",
        "ПАСПОРТ|ПАСПОРТ ГРОМАДЯНИНА;ПОСВІДЧЕННЯ ОСОБИ|ПАСПОРТ (ID-картка);ПОСВІДКА НА ПРОЖИВАННЯ;ПОСВІДЧЕННЯ ВОДІЯ;СВІДОЦТВО ПРО НАРОДЖЕННЯ;СВІДОЦТВО ПРО ШЛЮБ;СВІДОЦТВО "
        "ПРО СМЕРТЬ;ВИТЯГ З РЕЄСТРУ ТЕРИТОРІАЛЬНОЇ ГРОМАДИ|Довідка про місце проживання;Рахунок за електроенергію;Рахунок за водопостачання;Рахунок за послуги зв'язку;"
        "ВИПИСКА ПО РАХУНКУ|Виписка за рахунком;РОЗРАХУНКОВИЙ ЛИСТ;ДОВІДКА ПРО ДОХОДИ;РАХУНОК|Рахунок-фактура;КВИТАНЦІЯ;ДОВІДКА З МІСЦЯ РОБОТИ;Довідка про відкриття "
        "рахунку;Заява про джерело коштів;ДОВІРЕНІСТЬ;Страховий поліс;СВІДОЦТВО ПРО ПРАВО НА СПАДЩИНУ",
    ),
    "bg": (
        "Фамилия;Име|Име, презиме;Трите имена|Име, презиме и фамилия;Фамилно име по рождение;Дата на раждане|Роден(а) на;Място на раждане;Пол;Гражданство;ЕГН;№ на документа|"
        "Номер;Дата на издаване|Издаден на;Валидност|Валиден до;Издаден от|Издаващ орган;Ръст;Постоянен адрес|Адрес;Вид;Баща;Майка;Професия;Подпис",
        "Клиент|Получател;Клиентски номер|Кл. №;Абонатен номер;Фактура №;Дата на издаване|Дата;Период|Отчетен период;Срок за плащане|Краен срок;Сума за плащане|Общо "
        "дължимо;Общо|Всичко;Данъчна основа;ДДС|ДДС 20%;Електромер №|Водомер №;Адрес на потребление;Потребление|Консумация;Тарифа;Изх. №|Основание;Количество;Ед. цена;"
        "Описание|Наименование;Стр.",
        "Титуляр|Титуляр на сметката;Банка;Извлечение №;Дата на извлечението;Начално салдо;Крайно салдо;Валута;Дата;Вальор;Дебит;Кредит;Салдо;Клон|Офис",
        "Работодател;Служител|Работник;Дата на плащане;Месец|За месец;Общо начислено|Брутна заплата;Сума за получаване|Нето;ДДФЛ|Данък;Осигуровки;Служебен №;Длъжност;Дата на "
        "постъпване;Отдел;Основна заплата;Премия;Данъчно задължено лице;Година;Дата;Общ доход;Данъчна основа;Дължим данък;За възстановяване",
        "Дружество;ЕИК;Брой дялове;Процент;Действителен собственик|Съдружник;Дата на смърт;Съпруг|Съпруга;Дата на брака;Място|гр.;Акт №;Телефон|тел.",
        "ПАСПОРТ;ЛИЧНА КАРТА;РАЗРЕШЕНИЕ ЗА ПРЕБИВАВАНЕ;СВИДЕТЕЛСТВО ЗА УПРАВЛЕНИЕ НА МПС;УДОСТОВЕРЕНИЕ ЗА РАЖДАНЕ;УДОСТОВЕРЕНИЕ ЗА ГРАЖДАНСКИ БРАК;ПРЕПИС-ИЗВЛЕЧЕНИЕ ОТ АКТ ЗА "
        "СМЪРТ;УДОСТОВЕРЕНИЕ ЗА ПОСТОЯНЕН АДРЕС|Удостоверение за настоящ адрес;Фактура за електроенергия;Фактура за вода;Сметка за телефон;ИЗВЛЕЧЕНИЕ ПО СМЕТКА|Извлечение от "
        "сметка;ФИШ ЗА ЗАПЛАТА;УДОСТОВЕРЕНИЕ ЗА ДОХОД;ФАКТУРА;РАЗПИСКА|Касов бон;СЛУЖЕБНА БЕЛЕЖКА;Банкова референция;Декларация за произход на средствата;ПЪЛНОМОЩНО;"
        "Застрахователна полица;УДОСТОВЕРЕНИЕ ЗА НАСЛЕДНИЦИ",
    ),
    "sr": (
        "Презиме;Име;Име и презиме|Презиме и име;Рођено презиме;Датум рођења;Место рођења;Пол;Држављанство;ЈМБГ;Регистарски број|Број документа;Датум издавања;Важи до;Издаје|Издао;"
        "Висина;Пребивалиште|Адреса;Врста;Име оца;Име мајке;Занимање;Потпис",
        "Корисник|Купац;Шифра купца;Број рачуна;Рачун бр.|Број фактуре;Датум рачуна;Обрачунски период;Рок плаћања|Доспева;За уплату|Укупно за плаћање;Укупно;Основица;ПДВ;Број "
        "бројила;Место мерења;Потрошња;Тарифа;Позив на број;Количина;Цена;Опис;Страна",
        "Власник рачуна;Банка;Извод бр.;Датум извода;Претходно стање;Ново стање|Крајње стање;Валута;Датум;Датум валуте;Дугује|Исплата;Потражује|Уплата;Стање|Салдо;Филијала",
        "Послодавац;Запослени;Датум исплате;Месец|За месец;Бруто зарада;Нето зарада|За исплату;Порез;Доприноси;Шифра радника;Радно место;Датум запослења;Одељење;Основна зарада;"
        "Прековремени рад;Порески обвезник;Година;Датум;Укупан приход;Опорезиви приход;Порез за уплату;Повраћај",
        "Друштво;Матични број;Број удела;Удео у %;Стварни власник|Члан;Датум смрти;Супружник;Датум закључења брака;Место;Текући број;Телефон",
        "ПАСОШ;ЛИЧНА КАРТА;БОРАВИШНА ДОЗВОЛА;ВОЗАЧКА ДОЗВОЛА;ИЗВОД ИЗ МАТИЧНЕ КЊИГЕ РОЂЕНИХ;ИЗВОД ИЗ МАТИЧНЕ КЊИГЕ ВЕНЧАНИХ;ИЗВОД ИЗ МАТИЧНЕ КЊИГЕ УМРЛИХ;УВЕРЕЊЕ О ПРЕБИВАЛИШТУ;"
        "Рачун за електричну енергију;Рачун за воду;Рачун за телефон;ИЗВОД СА РАЧУНА;ОБРАЧУН ЗАРАДЕ|Платни листић;ПОРЕСКО РЕШЕЊЕ;ФАКТУРА|Рачун;ПРИЗНАНИЦА;ПОТВРДА О ЗАПОСЛЕЊУ;"
        "Потврда банке;Изјава о пореклу средстава;ПУНОМОЋЈЕ;Полиса осигурања;РЕШЕЊЕ О НАСЛЕЂИВАЊУ",
    ),
    "cs": (
        "Příjmení;Jméno|Jméno (jména);Jméno a příjmení;Rodné příjmení;Datum narození|nar.|Narozen(a);Místo narození;Pohlaví;Státní občanství|Občanství;Rodné číslo|RČ;Číslo dokladu|"
        "Č. OP;Datum vydání|Vydáno dne;Platnost do|Doba platnosti;Vydal|Orgán vydání;Výška;Trvalý pobyt|Adresa|Bydliště;Typ;Otec;Matka;Povolání;Podpis",
        "Zákazník|Odběratel;Zákaznické číslo|Číslo zákazníka;Číslo smlouvy|Číslo účtu;Faktura č.|Číslo faktury;Datum vystavení;Zúčtovací období|Období;Datum splatnosti|Splatnost;"
        "K úhradě|Celkem k úhradě;Celkem;Základ daně;DPH|DPH 21 %;Číslo elektroměru|Číslo měřidla;Odběrné místo;Spotřeba;Tarif|Sazba;Variabilní symbol|Č. j.;Množství;Cena za "
        "jednotku;Popis|Název;Strana",
        "Majitel účtu|Název účtu;Banka;Číslo výpisu;Datum výpisu;Počáteční zůstatek;Konečný zůstatek;Měna;Datum|Zaúčtováno;Datum valuty;Na vrub|Výdaje;Ve prospěch|Příjmy;Zůstatek;"
        "Pobočka",
        "Zaměstnavatel|Firma;Zaměstnanec;Datum výplaty;Období|Mzda za měsíc;Hrubá mzda;Čistá mzda|K výplatě;Záloha na daň;Sociální pojištění|Zdravotní pojištění;Osobní číslo;Pozice|"
        "Pracovní zařazení;Datum nástupu;Středisko;Základní mzda;Příplatky;Poplatník;Zdaňovací období;Datum;Úhrn příjmů;Základ daně;Doplatek;Přeplatek",
        "Společnost;IČO;Počet akcií;Podíl v %;Skutečný majitel|Společník;Datum úmrtí;Manžel|Manželka;Datum uzavření manželství;Místo|V;Č. zápisu;Telefon|Tel.",
        "CESTOVNÍ PAS;OBČANSKÝ PRŮKAZ;POVOLENÍ K POBYTU;ŘIDIČSKÝ PRŮKAZ;RODNÝ LIST;ODDACÍ LIST;ÚMRTNÍ LIST;POTVRZENÍ O TRVALÉM POBYTU;Vyúčtování elektřiny|Faktura za elektřinu;"
        "Faktura za vodné a stočné;Vyúčtování služeb;VÝPIS Z ÚČTU;VÝPLATNÍ PÁSKA|Výplatní lístek;Platební výměr|Potvrzení o zdanitelných příjmech;FAKTURA|Faktura - daňový doklad;"
        "PŘÍJMOVÝ DOKLAD|Účtenka;POTVRZENÍ O ZAMĚSTNÁNÍ;Bankovní reference;Prohlášení o původu prostředků;PLNÁ MOC;Pojistná smlouva|Potvrzení o pojištění;USNESENÍ O DĚDICTVÍ",
    ),
    "sk": (
        "Priezvisko;Meno;Meno a priezvisko;Rodné priezvisko;Dátum narodenia|nar.;Miesto narodenia;Pohlavie;Štátne občianstvo;Rodné číslo;Číslo dokladu;Dátum vydania;Platnosť do|Platí "
        "do;Vydal;Výška;Trvalý pobyt|Adresa;Typ;Otec;Matka;Povolanie;Podpis",
        "Zákazník|Odberateľ;Zákaznícke číslo;Číslo zmluvy;Faktúra č.|Číslo faktúry;Dátum vystavenia;Fakturačné obdobie;Dátum splatnosti;Suma na úhradu|K úhrade;Spolu;Základ dane;DPH|"
        "DPH 20%;Číslo elektromera;Odberné miesto;Spotreba;Sadzba;Variabilný symbol;Množstvo;Jedn. cena;Popis;Strana",
        "Majiteľ účtu;Banka;Číslo výpisu;Dátum výpisu;Začiatočný zostatok;Konečný zostatok;Mena;Dátum;Dátum valuty;Na ťarchu;V prospech;Zostatok;Pobočka",
        "Zamestnávateľ;Zamestnanec;Dátum výplaty;Obdobie|Mesiac;Hrubá mzda;Čistá mzda|K výplate;Preddavok na daň;Sociálne poistenie;Osobné číslo;Pracovná pozícia;Dátum nástupu;"
        "Stredisko;Základná mzda;Príplatky;Daňovník;Zdaňovacie obdobie;Dátum;Úhrn príjmov;Základ dane;Daň na úhradu;Preplatok",
        "Spoločnosť;IČO;Počet akcií;Podiel v %;Konečný užívateľ výhod|Spoločník;Dátum úmrtia;Manžel|Manželka;Dátum uzavretia manželstva;Miesto|V;Por. č.;Telefón",
        "CESTOVNÝ PAS;OBČIANSKY PREUKAZ;POVOLENIE NA POBYT;VODIČSKÝ PREUKAZ;RODNÝ LIST;SOBÁŠNY LIST;ÚMRTNÝ LIST;POTVRDENIE O TRVALOM POBYTE;Faktúra za elektrinu;Faktúra za vodné;Faktúra "
        "za telefón;VÝPIS Z ÚČTU;VÝPLATNÁ PÁSKA;Platobný výmer;FAKTÚRA;POTVRDENIE O PLATBE;POTVRDENIE O ZAMESTNANÍ;Banková referencia;Vyhlásenie o pôvode prostriedkov;SPLNOMOCNENIE;"
        "Poistná zmluva;OSVEDČENIE O DEDIČSTVE",
    ),
    "sl": (
        "Priimek;Ime;Ime in priimek|Priimek in ime;Dekliški priimek;Datum rojstva;Kraj rojstva;Spol;Državljanstvo;EMŠO;Številka dokumenta|Št.;Datum izdaje;Velja do|Datum veljavnosti;Izdal|"
        "Pristojni organ;Višina;Stalno prebivališče|Naslov;Tip;Oče;Mati;Poklic;Podpis",
        "Kupec|Plačnik;Šifra kupca;Številka računa;Račun št.;Datum računa;Obračunsko obdobje;Rok plačila|Zapade;Za plačilo;Skupaj;Osnova;DDV|DDV 22 %;Številka števca;Merilno mesto;"
        "Poraba;Tarifa;Sklic;Količina;Cena;Opis;Stran",
        "Imetnik računa;Banka;Izpisek št.;Datum izpiska;Začetno stanje;Končno stanje;Valuta;Datum;Datum valute;V breme;V dobro;Stanje;Poslovalnica",
        "Delodajalec;Delavec|Zaposleni;Datum izplačila;Mesec;Bruto plača;Neto plača|Za izplačilo;Dohodnina;Prispevki;Šifra delavca;Delovno mesto;Datum zaposlitve;Oddelek;Osnovna plača;Nadure;"
        "Zavezanec;Leto;Datum;Skupni dohodki;Davčna osnova;Doplačilo;Vračilo",
        "Družba;Matična številka;Število deležev;Delež v %;Dejanski lastnik|Družbenik;Datum smrti;Zakonec;Datum poroke;Kraj;Zaporedna št.;Telefon",
        "POTNI LIST;OSEBNA IZKAZNICA;DOVOLJENJE ZA PREBIVANJE;VOZNIŠKO DOVOLJENJE;IZPISEK IZ MATIČNEGA REGISTRA O ROJSTVU;IZPISEK O ZAKONSKI ZVEZI;IZPISEK O SMRTI;POTRDILO O STALNEM "
        "PREBIVALIŠČU;Račun za električno energijo;Račun za vodo;Račun za telefon;IZPISEK PROMETA;PLAČILNA LISTA;ODLOČBA O DOHODNINI;RAČUN;POTRDILO O PLAČILU;POTRDILO O ZAPOSLITVI;Potrdilo "
        "banke;Izjava o izvoru sredstev;POOBLASTILO;Zavarovalna polica;SKLEP O DEDOVANJU",
    ),
    "hr": (
        "Prezime;Ime;Ime i prezime|Prezime i ime;Rođeno prezime;Datum rođenja|rođ.;Mjesto rođenja;Spol;Državljanstvo;OIB;Broj osobne iskaznice|Broj;Datum izdavanja;Vrijedi do;Izdala|Izdao;"
        "Visina;Prebivalište|Adresa;Vrsta;Otac;Majka;Zanimanje;Potpis",
        "Kupac|Korisnik;Šifra kupca|Broj kupca;Broj računa;Račun br.;Datum računa;Obračunsko razdoblje;Dospijeće|Rok plaćanja;Iznos za plaćanje|Za platiti;Ukupno;Osnovica;PDV|PDV 25%;Broj "
        "brojila;Mjesto isporuke;Potrošnja;Tarifa;Poziv na broj|Klasa;Količina;Cijena;Opis;Stranica",
        "Vlasnik računa;Banka;Izvadak br.;Datum izvatka;Početno stanje;Završno stanje|Novo stanje;Valuta;Datum;Datum valute;Duguje|Isplate;Potražuje|Uplate;Stanje;Poslovnica",
        "Poslodavac;Radnik|Zaposlenik;Datum isplate;Razdoblje|Mjesec;Bruto plaća;Neto plaća|Iznos za isplatu;Porez;Doprinosi;Broj radnika;Radno mjesto;Datum zaposlenja;Odjel;Osnovna plaća;"
        "Prekovremeni rad;Porezni obveznik;Godina;Datum;Ukupni primici;Porezna osnovica;Porez za uplatu;Povrat",
        "Društvo;MBS;Broj udjela;Udio u %;Stvarni vlasnik|Član društva;Datum smrti;Supružnik;Datum sklapanja braka;Mjesto;Redni broj;Telefon",
        "PUTOVNICA;OSOBNA ISKAZNICA;BORAVIŠNA ISKAZNICA|Dozvola boravka;VOZAČKA DOZVOLA;IZVADAK IZ MATICE ROĐENIH;IZVADAK IZ MATICE VJENČANIH;IZVADAK IZ MATICE UMRLIH;UVJERENJE O "
        "PREBIVALIŠTU;Račun za električnu energiju;Račun za vodu;Račun za telefon;IZVADAK PO RAČUNU|Promet po računu;PLATNA LISTA|Obračunska isprava;POREZNO RJEŠENJE;RAČUN;PRIZNANICA;POTVRDA O "
        "ZAPOSLENJU;Potvrda banke;Izjava o izvoru sredstava;PUNOMOĆ;Polica osiguranja;RJEŠENJE O NASLJEĐIVANJU",
    ),
    "ro": (
        "Nume|Nume/Nom;Prenume;Nume și prenume|Numele și prenumele;Nume la naștere;Data nașterii|Născut(ă) la;Loc naștere|Locul nașterii;Sex;Cetățenie;CNP|Cod numeric personal;Seria și nr.|Nr. "
        "document;Data eliberării|Emis la;Valabilitate|Data expirării;Emisă de|Autoritatea;Înălțime;Domiciliu|Adresa;Tip;Tatăl|Prenumele tatălui;Mama|Prenumele mamei;Profesia;Semnătura",
        "Client|Cumpărător;Cod client;Cont contract;Factura nr.|Seria și nr. factură;Data facturii|Data emiterii;Perioada de facturare;Data scadenței|Scadent la;Total de plată;Total;Valoare fără TVA;"
        "TVA|TVA 19%;Serie contor;Loc de consum;Consum;Tarif;Referință|Nr. înreg.;Cantitate;Preț unitar;Denumire|Descriere;Pagina",
        "Titular cont|Titular;Banca;Extras nr.;Data extrasului;Sold inițial;Sold final;Moneda|Valuta;Data;Data valutei;Debit;Credit;Sold;Sucursala|Agenția",
        "Angajator|Unitatea;Angajat|Salariat;Data plății;Luna|Perioada;Salariu brut|Total brut;Rest de plată|Salariu net;Impozit;CAS|Contribuții;Marca;Funcția;Data angajării;Departament;Salariu de "
        "bază;Ore suplimentare;Contribuabil;Anul;Data;Venit total;Venit impozabil;Impozit de plată;De restituit",
        "Societatea;CUI|Nr. Registrul Comerțului;Număr părți sociale;Procent;Beneficiar real|Asociat;Data decesului;Soț|Soție;Data căsătoriei;Locul;Act nr.;Telefon|Tel.",
        "PAȘAPORT;CARTE DE IDENTITATE;PERMIS DE ȘEDERE;PERMIS DE CONDUCERE;CERTIFICAT DE NAȘTERE;CERTIFICAT DE CĂSĂTORIE;CERTIFICAT DE DECES;ADEVERINȚĂ DE DOMICILIU;Factură de energie electrică;"
        "Factură de apă;Factură telefonie;EXTRAS DE CONT;FLUTURAȘ DE SALARIU|Stat de plată;DECIZIE DE IMPUNERE|Adeverință de venit;FACTURĂ;CHITANȚĂ;ADEVERINȚĂ DE SALARIAT;Scrisoare de "
        "bonitate;Declarație privind sursa fondurilor;PROCURĂ;Poliță de asigurare;CERTIFICAT DE MOȘTENITOR",
    ),
    "hu": (
        "Családi név|Vezetéknév;Utónév|Utónevek;Név|Családi és utónév;Születési név;Születési idő|Született;Születési hely;Nem;Állampolgárság;Személyi azonosító;Okmányszám|Okmányazonosító;Kiállítás "
        "dátuma|Kiállítva;Érvényes|Érvényességi idő;Kiállító hatóság;Magasság;Lakóhely|Lakcím|Cím;Típus;Apja neve;Anyja neve|Anyja születési neve;Foglalkozás;Aláírás",
        "Vevő|Felhasználó neve;Ügyfélazonosító|Vevő azonosító;Szerződéses folyószámla;Számla sorszáma|Számlaszám;Számla kelte|Kiállítás dátuma;Elszámolási időszak;Fizetési határidő;Fizetendő összeg|"
        "Fizetendő;Összesen|Bruttó összesen;Nettó érték;ÁFA|ÁFA 27%;Mérő gyári száma;Felhasználási hely;Fogyasztás;Díjszabás;Hivatkozási szám|Ügyiratszám;Mennyiség;Egységár;Megnevezés;Oldal",
        "Számlatulajdonos;Bank;Kivonat sorszáma;Kivonat dátuma;Nyitó egyenleg;Záró egyenleg;Devizanem;Dátum|Könyvelés napja;Értéknap;Terhelés;Jóváírás;Egyenleg;Fiók",
        "Munkáltató;Munkavállaló|Dolgozó neve;Kifizetés dátuma;Időszak|Hónap;Bruttó bér|Összes járandóság;Nettó kifizetendő|Kifizetendő;SZJA;TB járulék;Törzsszám;Munkakör;Belépés dátuma;"
        "Szervezeti egység;Alapbér;Túlóra;Adózó;Adóév;Kelt;Összes jövedelem;Adóalap;Fizetendő adó;Visszaigényelhető",
        "Társaság;Cégjegyzékszám;Részvények száma;Százalék;Tényleges tulajdonos|Tag;Halál időpontja;Házastárs;Házasságkötés ideje;Hely|Kelt;Anyakönyvi folyószám;Telefon",
        "ÚTLEVÉL;SZEMÉLYAZONOSÍTÓ IGAZOLVÁNY;TARTÓZKODÁSI ENGEDÉLY;VEZETŐI ENGEDÉLY;SZÜLETÉSI ANYAKÖNYVI KIVONAT;HÁZASSÁGI ANYAKÖNYVI KIVONAT;HALOTTI ANYAKÖNYVI KIVONAT;LAKCÍMIGAZOLVÁNY|Hatósági "
        "bizonyítvány;Villamosenergia-számla|Elszámoló számla;Vízdíjszámla;Telefonszámla;SZÁMLAKIVONAT|Bankszámlakivonat;BÉRJEGYZÉK|Fizetési jegyzék;JÖVEDELEMIGAZOLÁS|Adóbevallás;SZÁMLA;NYUGTA;"
        "MUNKÁLTATÓI IGAZOLÁS;Banki igazolás;Nyilatkozat a pénzeszközök forrásáról;MEGHATALMAZÁS;Biztosítási kötvény;HAGYATÉKÁTADÓ VÉGZÉS",
    ),
    "el": (
        "Επώνυμο;Όνομα;Ονοματεπώνυμο;Επώνυμο γένους;Ημερομηνία γέννησης|Ημ. γέννησης;Τόπος γέννησης;Φύλο;Ιθαγένεια|Υπηκοότητα;Αρ. ταυτότητας|Προσωπικός αριθμός;Αρ. εγγράφου|Αριθμός;Ημερομηνία έκδοσης|"
        "Ημ. έκδοσης;Ημερομηνία λήξης|Ισχύει έως;Εκδούσα αρχή|Αρχή έκδοσης;Ύψος;Διεύθυνση|Διεύθυνση κατοικίας;Τύπος;Πατρώνυμο|Όνομα πατέρα;Μητρώνυμο|Όνομα μητέρας;Επάγγελμα;Υπογραφή",
        "Πελάτης|Στοιχεία πελάτη;Κωδικός πελάτη|Αρ. πελάτη;Λογαριασμός συμβολαίου|Αρ. παροχής;Αρ. λογαριασμού|Αρ. τιμολογίου;Ημερομηνία έκδοσης;Περίοδος κατανάλωσης|Περίοδος;Εξόφληση έως|Λήξη πληρωμής;"
        "Ποσό πληρωμής|Πληρωτέο ποσό;Σύνολο;Καθαρή αξία;ΦΠΑ|ΦΠΑ 24%;Αρ. μετρητή;Διεύθυνση παροχής;Κατανάλωση;Τιμολόγιο;Αρ. πρωτ.|Αιτιολογία;Ποσότητα;Τιμή μονάδας;Περιγραφή;Σελίδα",
        "Δικαιούχος|Δικαιούχος λογαριασμού;Τράπεζα;Αρ. κίνησης;Ημερομηνία κίνησης;Προηγούμενο υπόλοιπο;Νέο υπόλοιπο;Νόμισμα;Ημερομηνία;Valeur;Χρέωση;Πίστωση;Υπόλοιπο;Κατάστημα",
        "Εργοδότης|Επωνυμία;Εργαζόμενος|Ονοματεπώνυμο μισθωτού;Ημερομηνία πληρωμής;Μήνας|Περίοδος μισθοδοσίας;Μικτές αποδοχές|Σύνολο αποδοχών;Πληρωτέο|Καθαρές αποδοχές;Φόρος|ΦΜΥ;ΕΦΚΑ|Κρατήσεις;Κωδικός "
        "εργαζομένου;Ειδικότητα|Θέση;Ημερομηνία πρόσληψης;Τμήμα;Βασικός μισθός;Υπερωρίες;Φορολογούμενος|Υπόχρεος;Φορολογικό έτος;Ημερομηνία εκκαθάρισης;Συνολικό εισόδημα;Φορολογητέο εισόδημα;Ποσό "
        "πληρωμής;Επιστροφή",
        "Εταιρεία;Αρ. ΓΕΜΗ;Αριθμός μετοχών;Ποσοστό;Πραγματικός δικαιούχος|Εταίρος;Ημερομηνία θανάτου;Σύζυγος;Ημερομηνία γάμου;Τόπος;Αρ. πράξης;Τηλέφωνο|Τηλ.",
        "ΔΙΑΒΑΤΗΡΙΟ;ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ;ΑΔΕΙΑ ΔΙΑΜΟΝΗΣ;ΑΔΕΙΑ ΟΔΗΓΗΣΗΣ;ΛΗΞΙΑΡΧΙΚΗ ΠΡΑΞΗ ΓΕΝΝΗΣΗΣ;ΛΗΞΙΑΡΧΙΚΗ ΠΡΑΞΗ ΓΑΜΟΥ;ΛΗΞΙΑΡΧΙΚΗ ΠΡΑΞΗ ΘΑΝΑΤΟΥ;ΒΕΒΑΙΩΣΗ ΜΟΝΙΜΗΣ ΚΑΤΟΙΚΙΑΣ;Λογαριασμός ρεύματος|Εκκαθαριστικός "
        "λογαριασμός;Λογαριασμός ύδρευσης;Λογαριασμός τηλεφώνου;ΚΙΝΗΣΗ ΛΟΓΑΡΙΑΣΜΟΥ;ΑΠΟΔΕΙΞΗ ΠΛΗΡΩΜΗΣ ΑΠΟΔΟΧΩΝ|Εκκαθαριστικό μισθοδοσίας;ΠΡΑΞΗ ΔΙΟΙΚΗΤΙΚΟΥ ΠΡΟΣΔΙΟΡΙΣΜΟΥ ΦΟΡΟΥ|Εκκαθαριστικό σημείωμα;ΤΙΜΟΛΟΓΙΟ;"
        "ΑΠΟΔΕΙΞΗ;ΒΕΒΑΙΩΣΗ ΕΡΓΑΣΙΑΣ;Τραπεζική βεβαίωση;Δήλωση προέλευσης κεφαλαίων;ΠΛΗΡΕΞΟΥΣΙΟ;Ασφαλιστήριο συμβόλαιο;ΚΛΗΡΟΝΟΜΗΤΗΡΙΟ|Πιστοποιητικό πλησιέστερων συγγενών",
    ),
    "tr": (
        "Soyadı;Adı;Adı Soyadı|Ad Soyad;Önceki soyadı|Kızlık soyadı;Doğum tarihi|Doğum Tar.;Doğum yeri;Cinsiyeti;Uyruğu;T.C. Kimlik No;Seri No|Belge No;Veriliş tarihi|Düzenleme tarihi;Son geçerlilik "
        "tarihi|Geçerlilik;Veren makam;Boyu;Adres|Yerleşim yeri adresi;Türü;Baba adı;Anne adı;Mesleği;İmza|İmzası",
        "Müşteri|Abone Adı Soyadı|Sayın;Müşteri No|Abone No;Sözleşme Hesap No;Fatura No;Fatura tarihi|Düzenleme Tarihi;Fatura dönemi|Dönem;Son ödeme tarihi;Ödenecek tutar|Toplam Ödenecek;Toplam|Genel Toplam;"
        "Mal Hizmet Toplam Tutarı|Ara toplam;KDV|KDV %20;Sayaç No;Tesisat adresi|Kullanım yeri;Tüketim;Tarife;Referans|Sayı;Miktar;Birim fiyat;Açıklama;Sayfa",
        "Hesap sahibi|Ad Soyad/Unvan;Banka;Ekstre No;Ekstre tarihi|Hesap kesim tarihi;Devreden bakiye|Önceki bakiye;Son bakiye|Dönem sonu bakiye;Para birimi|Döviz cinsi;Tarih|İşlem tarihi;Valör;Borç|Çıkan;"
        "Alacak|Giren;Bakiye;Şube",
        "İşveren|İşyeri unvanı;Çalışan|Personel Adı Soyadı;Ödeme tarihi;Dönem|Bordro dönemi;Brüt ücret|Toplam kazanç;Net ödenen|Ele geçen;Gelir vergisi;SGK primi|SGK işçi payı;Sicil No;Görevi|Unvanı;İşe giriş "
        "tarihi;Bölüm|Departman;Normal çalışma|Maaş;Fazla mesai;Mükellef;Vergilendirme dönemi|Yıl;Tarih;Toplam gelir;Vergi matrahı;Ödenecek vergi;İade edilecek",
        "Şirket|Ticaret unvanı;Ticaret Sicil No|MERSİS No;Pay adedi;Pay oranı|Yüzde;Gerçek faydalanıcı|Ortak;Ölüm tarihi;Eşi;Evlenme tarihi;Yer;Cilt No;Telefon|Tel",
        "PASAPORT;TÜRKİYE CUMHURİYETİ KİMLİK KARTI|Kimlik Kartı;İKAMET İZNİ;SÜRÜCÜ BELGESİ;DOĞUM KAYIT ÖRNEĞİ|Nüfus Kayıt Örneği;EVLENME KAYIT ÖRNEĞİ;ÖLÜM BELGESİ;YERLEŞİM YERİ BELGESİ|İkametgâh Belgesi;Elektrik "
        "Faturası;Su Faturası;Telefon Faturası;HESAP EKSTRESİ|Hesap özeti;ÜCRET BORDROSU|Maaş bordrosu;VERGİ LEVHASI|Gelir belgesi;FATURA|e-Arşiv Fatura;MAKBUZ|Tahsilat makbuzu;ÇALIŞMA BELGESİ;Banka referans mektubu;"
        "Fon kaynağı beyanı;VEKÂLETNAME;Sigorta poliçesi;MİRASÇILIK BELGESİ|Veraset ilamı",
    ),
    "ja": (
        "姓|氏;名;氏名|お名前|名前;旧姓;生年月日;本籍|出生地;性別;国籍|国籍・地域;個人番号;番号|旅券番号|免許証番号;発行年月日|交付年月日;有効期間満了日|有効期限;発行官庁|発行者;身長;住所|現住所|居住地;型|種類;父の氏名|父;母の氏名|母;職業;"
        "所持人自署|署名",
        "ご契約者名|お客さま名;お客さま番号|お客様番号;契約番号|ご契約番号;請求書番号|請求番号;請求日|発行日;ご使用期間|ご利用期間;お支払期限|支払期日|お支払期日;ご請求金額|ご請求額|お支払金額;合計|合計金額;小計|税抜金額;消費税|消費税等相当額;計器番号|メーター番号;"
        "ご使用場所;ご使用量|使用量;料金プラン|契約種別;照会番号;数量;単価;内訳|摘要|品名;頁",
        "口座名義|口座名義人;銀行名|金融機関名;明細番号;発行日|作成日;前回残高|繰越残高;現在残高|差引残高;通貨;日付|お取引日;起算日;お支払金額|出金;お預り金額|入金;残高|差引残高;店名|支店名",
        "会社名|事業所名|支払者;社員名|受給者氏名;支給日|支払日;支給月|対象期間;総支給額|支給合計|支払金額;差引支給額|振込額;所得税|源泉徴収税額;社会保険料|健康保険;社員番号|社員コード;職種|役職;入社年月日|入社日;部署|所属;基本給;残業手当|時間外手当;納税者|納税義務者;年度|年分;通知日;"
        "総所得金額|収入金額;課税所得金額|課税標準額;納付税額|年税額;還付金額",
        "会社名|商号;法人番号;株式数|持株数;持分比率|議決権割合;実質的支配者|株主;死亡の時|死亡年月日;配偶者;婚姻年月日|婚姻日;場所;証明番号;電話番号|電話",
        "旅券|日本国旅券;身分証明書|個人番号カード;在留カード;運転免許証;出生証明書|出生届受理証明書;婚姻届受理証明書;死亡届|死亡診断書;住民票|住民票の写し;電気ご使用量のお知らせ|電気料金請求書;水道料金等領収証|水道使用量のお知らせ;電話料金ご請求書;取引明細書|入出金明細|普通預金お取引明細;給与明細書|"
        "給料支払明細書;源泉徴収票|納税通知書|課税証明書;請求書;領収書|領収証;在職証明書|勤務証明書;残高証明書;資金源に関する申告書;委任状;保険証券|保険契約内容のお知らせ;遺産分割協議書|相続関係説明書",
    ),
    "ko": (
        "성;이름|명;성명|이름;개명 전 이름;생년월일;출생지|출생장소;성별;국적;주민등록번호|개인번호;여권번호|면허번호|번호;발급일|발급일자;기간만료일|유효기간;발행관청|발급기관;신장;주소|거주지;종류;부|아버지;모|어머니;직업;서명|소지인의 서명",
        "고객명|계약자명;고객번호;계약번호;청구서번호|계산서번호;작성일자|청구일;사용기간|청구기간;납기일|납부기한;청구금액|납부하실 금액;합계|총액;공급가액;부가세|부가가치세;계기번호;사용장소|설치장소;사용량;요금제|계약종별;문서번호;수량;단가;내역|품목;페이지",
        "예금주|계좌주명;은행|은행명;명세서번호;조회일자|발급일;이월잔액|전월잔액;현재잔액|최종잔액;통화;거래일|거래일자;기산일;출금액|찾으신금액;입금액|맡기신금액;잔액|거래후잔액;취급점|지점",
        "회사명|사업장명;성명|사원명;지급일|급여지급일;귀속월|급여기간;지급총액|지급액계;실수령액|차인지급액;소득세;국민연금|건강보험;사번|사원번호;직급|직위|직책;입사일;부서|소속;기본급;연장근로수당;납세자|소득자;귀속연도|과세연도;결정일;총급여|총소득;과세표준;납부할 세액|결정세액;환급세액",
        "회사명|상호;사업자등록번호;주식수|소유주식수;지분율;실제소유자|주주;사망일시|사망일자;배우자;혼인신고일;장소;발급번호;전화번호|전화",
        "여권|대한민국 여권;주민등록증;외국인등록증;자동차운전면허증;기본증명서;혼인관계증명서;사망진단서;주민등록표 등본|주민등록표(초본);전기요금 청구서;수도요금 고지서;통신요금 명세서;거래내역서|예금거래내역;급여명세서|급여명세;소득금액증명|근로소득 원천징수영수증;청구서|세금계산서;영수증;재직증명서;예금잔액증명서;"
        "자금출처 확인서;위임장;보험증권|보험가입증명서;상속재산분할협의서",
    ),
    "zh": (
        "姓;名;姓名;曾用名;出生日期|出生|出生年月;出生地点|出生地;性别;国籍;公民身份号码|身份证号;证件号码|护照号|编号;签发日期|发证日期;有效期至|有效期限;签发机关|发证机关;身高;住址|地址|居住地址;类型;父亲|父亲姓名;母亲|母亲姓名;职业;持证人签名|签名",
        "客户名称|户名|用户名称;客户编号|户号;用电户号|合同账户;发票号码|账单编号;开票日期|账单日期;计费周期|账期|用电周期;缴费截止日期|最后缴费日;应缴金额|应交金额|本期应付;合计|价税合计;金额|不含税金额;税额|增值税;电表号|表号;用电地址|用水地址;用量|本期用量;电价类别|套餐;参考号|文号;数量;单价;项目|摘要;页",
        "户名|账户名称|账户户名;开户行|开户银行;对账单编号;打印日期|对账单日期;期初余额|上期余额;期末余额|本期余额;币种|货币;交易日期|日期;起息日;支出|借方;收入|贷方;余额|账户余额;网点|支行",
        "单位名称|用人单位;员工姓名|姓名;发放日期|发薪日期;工资月份|所属期;应发工资|应发合计;实发工资|实发金额;个人所得税|个税;社会保险|养老保险;工号|员工编号;职务|岗位;入职日期|入职时间;部门;基本工资;加班费|奖金;纳税人|纳税人姓名;纳税年度|税款所属期;填发日期;收入合计|收入额;应纳税所得额;应补税额|已缴税额;应退税额",
        "公司名称|单位名称;统一社会信用代码;股数;持股比例;受益所有人|股东;死亡日期;配偶;登记日期|结婚日期;地点;证书编号|结婚证字号;电话|联系电话",
        "护照|中华人民共和国护照;居民身份证|中华人民共和国居民身份证;居留许可|居住证;机动车驾驶证|中华人民共和国机动车驾驶证;出生医学证明;结婚证;死亡证明;居住证明|常住人口登记卡;电费账单|电费通知单;水费账单;通信费账单|电信服务账单;账户交易明细|银行对账单|个人活期明细;工资条|工资单;个人所得税纳税记录|完税证明;发票|增值税普通发票;"
        "收据;在职证明|工作证明;资信证明书|存款证明;资金来源声明;授权委托书|委托书;保险单;继承公证书|公证书",
    ),
    "zh-hant": (
        "姓;名;姓名|英文姓名;前用姓名;出生日期;出生地點|出生地;性別;國籍;身份證號碼|統一編號;證件號碼|護照號碼;簽發日期|發照日期;有效日期|屆滿日期;簽發機關|發證機關;身高;住址|地址|通訊地址;類別|型式;父|父親姓名;母|母親姓名;職業;簽署|持證人簽名",
        "客戶名稱|用戶名稱|用電戶名;客戶編號;賬戶號碼|電號|戶口號碼;賬單編號|發票號碼;賬單日期|開立日期;計費期間|賬單期間;繳費期限|到期繳付日;應繳總額|應付金額|應繳金額;總額|合計;小計;稅額|營業稅;電錶號碼|水錶編號;供電地址|用電地址;用電量|用水量;電價類別|收費計劃;檔號|本處檔號;數量;單價;項目;頁",
        "戶口持有人|戶名;銀行;結單號碼;結單日期;承前結餘|上期結餘;轉後結餘|本期結餘;貨幣|幣別;日期|交易日期;起息日;支出|提款;存入|存款;結餘|餘額;分行",
        "僱主|公司名稱;僱員姓名|員工姓名;發薪日期|發放日期;支薪期間|月份;薪金總額|應發金額;實發金額|淨額;所得稅|薪俸稅;強積金|勞健保;員工編號;職位|職稱;入職日期|到職日;部門;底薪|本薪;加班費|津貼;納稅人|納稅義務人;課稅年度|年度;發出日期;入息總額|所得總額;應課稅入息實額|綜合所得淨額;應繳稅款|應納稅額;退稅|應退稅額",
        "公司名稱;公司編號|統一編號;股份數目|股數;百分比|持股比例;實益擁有人|股東;死亡日期;配偶;結婚日期;地點;證書編號;電話",
        "護照;身份證|香港永久性居民身份證|國民身分證;居留證;駕駛執照|汽車駕駛執照;出生證明書|出生登記記項核證副本;結婚證書;死亡證;戶籍謄本|住址證明;電費單|電費通知單;水費單;電話費單|寬頻服務月結單;綜合月結單|戶口結單|存款往來明細;糧單|薪資單|薪資明細表;評稅及繳納稅款通知書|所得稅核定通知書;發票|統一發票;收據;在職證明書;銀行證明書|存款證明;"
        "資金來源聲明書;授權書|委託書;保險證明書|保單;遺產承辦書",
    ),
    "ar": (
        "اللقب|اسم العائلة;الاسم الأول|الاسم;الاسم الكامل|الاسم;-;تاريخ الميلاد;مكان الميلاد|محل الميلاد;الجنس;الجنسية;رقم الهوية|الرقم الوطني;رقم الجواز|رقم البطاقة|رقم الوثيقة;تاريخ الإصدار;تاريخ الانتهاء|صالحة لغاية;جهة الإصدار|مكان "
        "الإصدار;الطول;العنوان|محل الإقامة;النوع;اسم الأب;اسم الأم;المهنة;التوقيع",
        "العميل|اسم المشترك;رقم العميل;رقم الحساب;رقم الفاتورة;تاريخ الفاتورة;فترة الفاتورة;تاريخ الاستحقاق;المبلغ المستحق|إجمالي المستحق;الإجمالي|المجموع;المبلغ الصافي;ضريبة القيمة المضافة;رقم العداد;عنوان العقار;الاستهلاك;التعرفة;المرجع;الكمية;سعر "
        "الوحدة;البيان|الوصف;صفحة",
        "صاحب الحساب|اسم صاحب الحساب;البنك|اسم البنك;رقم الكشف;تاريخ الكشف;الرصيد الافتتاحي;الرصيد الختامي;العملة;التاريخ;تاريخ القيمة;مدين;دائن;الرصيد;الفرع",
        "صاحب العمل|جهة العمل;الموظف|اسم الموظف;تاريخ الدفع;الفترة|الشهر;إجمالي الراتب;صافي الراتب;ضريبة الدخل;التأمينات الاجتماعية;الرقم الوظيفي;المسمى الوظيفي|الوظيفة;تاريخ الالتحاق;القسم;الراتب الأساسي;بدل سكن;المكلف;السنة الضريبية;التاريخ;إجمالي "
        "الدخل;الدخل الخاضع للضريبة;الضريبة المستحقة;المبلغ المسترد",
        "الشركة;رقم السجل التجاري;عدد الأسهم;النسبة;المالك المستفيد;تاريخ الوفاة;الزوج|الزوجة;تاريخ الزواج;المكان;رقم الشهادة;الهاتف",
        "جواز سفر;بطاقة الهوية|بطاقة هوية;بطاقة إقامة;رخصة قيادة;شهادة ميلاد;عقد زواج;شهادة وفاة;شهادة إقامة;فاتورة الكهرباء;فاتورة المياه;فاتورة الهاتف;كشف حساب;قسيمة الراتب;إشعار ضريبي;فاتورة;إيصال;شهادة عمل;شهادة بنكية;إقرار مصدر الأموال;وكالة عامة;وثيقة "
        "تأمين;حصر إرث",
    ),
    "he": (
        "שם משפחה;שם פרטי;שם מלא|שם;שם משפחה קודם;תאריך לידה;מקום לידה;מין;אזרחות;מספר זהות|ת.ז.;מספר דרכון|מס׳ תעודה;תאריך הנפקה|תאריך הוצאה;תאריך פקיעת תוקף|בתוקף עד;הרשות המנפיקה;גובה;כתובת|מען;סוג;שם האב;שם האם;מקצוע;חתימה",
        "לקוח|שם הלקוח;מספר לקוח;מספר חשבון|חשבון חוזה;מספר חשבונית;תאריך החשבון;תקופת החשבון;לתשלום עד;סה״כ לתשלום;סה״כ;סכום לפני מע״מ;מע״מ;מספר מונה;כתובת הצרכן;צריכה;תעריף;סימוכין;כמות;מחיר;תיאור;עמוד",
        "בעל החשבון;בנק;מספר דף;תאריך הדף;יתרת פתיחה;יתרת סגירה;מטבע;תאריך;תאריך ערך;חובה;זכות;יתרה;סניף",
        "מעסיק;עובד|שם העובד;תאריך תשלום;חודש;סה״כ תשלומים|ברוטו;נטו לתשלום|שכר נטו;מס הכנסה;ביטוח לאומי;מספר עובד;תפקיד;תחילת עבודה;מחלקה;שכר יסוד;שעות נוספות;נישום;שנת מס;תאריך;סה״כ הכנסות;הכנסה חייבת;מס לתשלום;החזר",
        "חברה;ח.פ.;מספר מניות;אחוז;בעל שליטה|בעל מניות;תאריך פטירה;בן זוג;תאריך נישואין;מקום;מספר תעודה;טלפון",
        "דרכון;תעודת זהות;רישיון ישיבה;רישיון נהיגה;תעודת לידה;תעודת נישואין;תעודת פטירה;תמצית רישום;חשבון חשמל;חשבון מים;חשבון טלפון;תדפיס תנועות בחשבון;תלוש שכר;שומת מס;חשבונית מס;קבלה;אישור העסקה;אישור ניהול חשבון;הצהרה על מקור כספים;ייפוי כוח;פוליסת ביטוח;צו ירושה",
    ),
    "hi": (
        "उपनाम;दिया गया नाम;नाम|पूरा नाम;-;जन्म तिथि|जन्म तारीख;जन्म स्थान;लिंग;राष्ट्रीयता;-;पासपोर्ट सं.|संख्या;जारी करने की तिथि;समाप्ति की तिथि|वैध;जारी करने का स्थान;कद;पता;टाइप;पिता का नाम;माता का नाम;व्यवसाय;हस्ताक्षर",
        "उपभोक्ता का नाम;उपभोक्ता संख्या;खाता संख्या;बिल संख्या;बिल दिनांक;बिल अवधि;देय तिथि;देय राशि|कुल देय राशि;कुल;-;जीएसटी;मीटर संख्या;-;खपत;टैरिफ;संदर्भ;मात्रा;दर;विवरण;पृष्ठ",
        "खाता धारक;बैंक;-;विवरण दिनांक;प्रारंभिक शेष;अंतिम शेष;मुद्रा;दिनांक;-;नामे;जमा;शेष;शाखा",
        "नियोक्ता;कर्मचारी का नाम;-;माह;सकल वेतन;शुद्ध वेतन;आयकर;भविष्य निधि;कर्मचारी संख्या;पदनाम;नियुक्ति तिथि;विभाग;मूल वेतन;-;करदाता;निर्धारण वर्ष;दिनांक;कुल आय;कर योग्य आय;देय कर;वापसी",
        "कंपनी;-;-;-;-;मृत्यु तिथि;पति|पत्नी;विवाह तिथि;स्थान;पंजीकरण संख्या;फोन",
        "पासपोर्ट;पहचान पत्र;-;चालन अनुज्ञप्ति;जन्म प्रमाण पत्र;विवाह प्रमाण पत्र;मृत्यु प्रमाण पत्र;निवास प्रमाण पत्र;बिजली बिल;जल बिल;-;खाता विवरण;वेतन पर्ची;-;-;रसीद;-;-;-;-;-;-",
    ),
    "th": (
        "นามสกุล|ชื่อสกุล;ชื่อตัว|ชื่อ;ชื่อและชื่อสกุล|ชื่อ-นามสกุล;-;เกิดวันที่|วันเกิด;สถานที่เกิด;เพศ;สัญชาติ;เลขประจำตัวประชาชน;หนังสือเดินทางเลขที่|เลขที่;วันออกบัตร|วันที่ออก;วันบัตรหมดอายุ|วันหมดอายุ;ออกโดย|เจ้าพนักงานออกบัตร;ส่วนสูง;ที่อยู่;ประเภท;บิดา;มารดา;อาชีพ;ลายมือชื่อ",
        "ชื่อผู้ใช้ไฟฟ้า|ลูกค้า;รหัสลูกค้า;บัญชีแสดงสัญญา;เลขที่ใบแจ้งหนี้;วันที่;รอบบิล;วันครบกำหนดชำระ;จำนวนเงินที่ต้องชำระ;รวม;มูลค่าก่อนภาษี;ภาษีมูลค่าเพิ่ม;รหัสเครื่องวัด;สถานที่ใช้ไฟฟ้า;จำนวนหน่วย;ประเภท;อ้างอิง;จำนวน;ราคา;รายการ;หน้า",
        "ชื่อบัญชี;ธนาคาร;-;วันที่;ยอดยกมา;ยอดคงเหลือ;สกุลเงิน;วันที่;-;ถอน;ฝาก;คงเหลือ;สาขา",
        "นายจ้าง|บริษัท;ชื่อพนักงาน;วันที่จ่าย;งวด;รวมเงินได้;เงินได้สุทธิ;ภาษี;ประกันสังคม;รหัสพนักงาน;ตำแหน่ง;วันที่เริ่มงาน;แผนก;เงินเดือน;ค่าล่วงเวลา;ผู้มีเงินได้;ปีภาษี;วันที่;เงินได้;เงินได้สุทธิ;ภาษีที่ต้องชำระ;ขอคืน",
        "บริษัท;ทะเบียนนิติบุคคลเลขที่;จำนวนหุ้น;ร้อยละ;ผู้รับผลประโยชน์ที่แท้จริง;วันที่ตาย;คู่สมรส;วันที่จดทะเบียน;สถานที่;เลขที่;โทรศัพท์",
        "หนังสือเดินทาง;บัตรประจำตัวประชาชน;-;ใบอนุญาตขับรถ;สูติบัตร;ทะเบียนสมรส;มรณบัตร;ทะเบียนบ้าน;ใบแจ้งค่าไฟฟ้า;ใบแจ้งค่าน้ำประปา;ใบแจ้งค่าใช้บริการ;รายการเดินบัญชี;สลิปเงินเดือน;-;ใบแจ้งหนี้;ใบเสร็จรับเงิน;หนังสือรับรองการทำงาน;หนังสือรับรองบัญชี;-;หนังสือมอบอำนาจ;กรมธรรม์;-",
    ),
}  # fmt: skip

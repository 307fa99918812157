"""Encodings of before Unicode: named, or doubted with the right one at hand. Mojibake is never sure of itself."""

import os
import random
import time
from pathlib import Path

import pytest

from curator.text.decoding import Decoded, decode

# Sentences written for these tests.
TEXTS = {
    "Russian": """
Вчера в штаб-квартире ООН состоялась презентация проекта Кодекса поведения. Министр
иностранных дел заявил, что его страна готова присоединиться к нему до конца 2018 года. Мы
обязуемся сотрудничать, - сказал он. В мероприятии приняли участие делегации более ста
государств. Ежегодный объём помощи составит 5 млн долларов.
""",
    "Ukrainian": """
Міністр закордонних справ заявив, що його країна підтримує кодекс поведінки. Угоду буде
підписано у червні, йдеться у повідомленні для преси, яке оприлюднили після засідання.
""",
    "Kazakh": """
Сыртқы істер министрі елінің Кодексті қолдайтынын мәлімдеді. Келісімге маусым айында қол
қойылады деп күтілуде, делінген баспасөз хабарламасында.
""",
    "Greek": """
Ο υπουργός Εξωτερικών δήλωσε ότι η χώρα του στηρίζει τον Κώδικα Συμπεριφοράς. Η συμφωνία
θα υπογραφεί τον Ιούνιο, ανέφερε η ανακοίνωση.
""",
    "Hebrew": """
שר החוץ אמר כי ארצו תומכת בקוד ההתנהגות. ההסכם ייחתם בחודש יוני, נמסר בהודעה לעיתונות.
""",
    "Arabic": """
قال وزير الخارجية إن بلاده تدعم مدونة السلوك. سيتم توقيع الاتفاق في شهر يونيو، وفقا للبيان
الصحفي.
""",
    "Turkish": """
Dışişleri Bakanı, ülkesinin davranış kurallarını desteklediğini söyledi. Anlaşmanın
haziran ayında imzalanması bekleniyor; toplantıya yüzden fazla ülke katıldı.
""",
    "Polish": """
Minister spraw zagranicznych oświadczył, że jego kraj popiera kodeks postępowania. Umowa
zostanie podpisana w czerwcu, głosi komunikat. Źródła: Łódź, Kraków, Gdańsk.
""",
    "French": """
Le ministre des Affaires étrangères a déclaré que son pays soutenait le Code. L'accord
sera signé en juin, précise le communiqué. « Nous sommes prêts à coopérer là où c'est
nécessaire. »
""",
    "Chinese": """
外交部长表示,他的国家支持行为准则。根据新闻公报,该协议将于六月签署。联合国一百多个会员国的代表团参加了会议。
""",
    "Chinese (traditional)": """
外交部長表示，他的國家支持行為準則。根據新聞公報，該協議將於六月簽署。聯合國一百多個會員國的代表團參加了會議。
""",
    "Japanese": """
外務大臣は、自国が行動規範を支持すると述べた。協定は六月に署名される予定である。百か国以上が会議に参加した。
""",
    "Korean": """
외무장관은 자국이 행동 강령을 지지한다고 밝혔다. 보도자료에 따르면 협정은 6월에 서명될 예정이다. 백
개국이 참석했다.
""",
}
ENCODINGS = {
    "Russian": ["windows-1251", "koi8-r", "ibm866", "iso-8859-5", "mac-cyrillic"],
    "Ukrainian": ["windows-1251", "koi8-u"],
    "Kazakh": ["kz-1048"],
    "Greek": ["windows-1253", "iso-8859-7"],
    "Hebrew": ["windows-1255"],
    "Arabic": ["windows-1256"],
    "Turkish": ["windows-1254"],
    "Polish": ["windows-1250"],
    "French": ["windows-1252"],
    "Chinese": ["gb18030"],
    "Chinese (traditional)": ["big5"],
    "Japanese": ["shift_jis", "euc-jp"],
    "Korean": ["euc-kr"],
}
CASES = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]


def is_honest(decoded: Decoded, data: bytes, text: str) -> bool:
    """Right, or doubtful with the right text among the alternatives."""
    if decoded.text == text:
        return True
    return decoded.doubtful and any(data.decode(other) == text for other in decoded.alternatives)


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_a_paragraph_is_read_right_and_called_a_guess(language: str, encoding: str) -> None:
    text = TEXTS[language]
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.guessed
    assert decoded.alternatives


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_a_few_words_are_read_right_or_doubted_with_the_right_reading_at_hand(language: str, encoding: str) -> None:
    draw = random.Random(4)
    text = TEXTS[language]
    for length in (15, 40, 80):
        for _ in range(4):
            start = draw.randrange(max(1, len(text) - length))
            data = text[start : start + length].encode(encoding)
            if not data.isascii():
                assert is_honest(decode(data), data, data.decode(encoding))


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "ibm866", "mac-cyrillic", "iso-8859-5"])
def test_a_long_russian_text_is_not_doubted(encoding: str) -> None:
    assert not decode((TEXTS["Russian"] * 4).encode(encoding)).doubtful


def test_a_text_of_ascii_with_a_few_curly_quotes_is_read_as_windows_1252() -> None:
    text = "The delegation “fully supports” the Code – it’s ready to sign. " * 40
    assert decode(text.encode("cp1252")).text == text


def test_an_encoding_that_fails_behind_the_sample_is_not_offered() -> None:
    text = TEXTS["Russian"] * 100
    data = text.encode("ibm866") + b"\x98\x81"  # 98 is nothing in windows-1251
    decoded = decode(data)
    assert decoded.encoding == "ibm866"
    for encoding in decoded.alternatives:
        data.decode(encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "shift_jis", "big5", "euc-kr"])
def test_a_long_line_is_not_cut_inside_a_character(encoding: str) -> None:
    language = next(language for language, other in CASES if other == encoding)
    text = TEXTS[language] * 400
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("end", ["\n", " "])
def test_a_few_words_far_inside_a_large_text_are_enough(end: str) -> None:
    text = f"Plain English, and much of it.{end}" * 3000 + TEXTS["Russian"] + f"And on it goes.{end}" * 3000
    assert decode(text.encode("windows-1251")).text == text


def test_a_large_text_is_judged_by_a_sample() -> None:
    data = (TEXTS["Russian"] * 15_000).encode("koi8-r")
    began = time.process_time()
    assert decode(data).encoding == "koi8-r"
    assert time.process_time() - began < 5


# Real files, outside the repository: the samples of charset-normalizer's own tests.
FOLDER = Path(os.environ.get("CURATOR_CASES", Path(__file__).parents[3] / "shared" / "cases")) / "awkward_text"
REAL = {
    "sample-arabic-1.txt": "windows-1256",
    "sample-arabic.txt": "utf-8",
    "sample-bulgarian.txt": "utf-8",
    "sample-chinese.txt": "big5",
    "sample-english.bom.txt": "utf-8",
    "sample-french-1.txt": "windows-1252",
    "sample-french.txt": "utf-8",
    "sample-greek-2.txt": "windows-1253",
    "sample-greek.txt": "windows-1253",
    "sample-hebrew-2.txt": "windows-1255",
    "sample-hebrew-3.txt": "windows-1255",
    "sample-korean.txt": "euc-kr",
    "sample-polish.txt": "utf-8",
    "sample-russian-2.txt": "utf-8",
    "sample-russian-3.txt": "utf-8",
    "sample-russian.txt": "mac-cyrillic",
    "sample-spanish.txt": "utf-8",
    "sample-turkish.txt": "windows-1254",
}


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real files are not here: set CURATOR_CASES to their folder")
@pytest.mark.parametrize(("name", "encoding"), REAL.items())
def test_real_files_are_read_right_or_doubted_with_the_right_reading_at_hand(name: str, encoding: str) -> None:
    data = next(FOLDER.rglob(name)).read_bytes()
    text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding).replace("\r\n", "\n").replace("\r", "\n")
    decoded = decode(data)
    assert is_honest(decoded, data, text)
    assert decoded.encoding == encoding

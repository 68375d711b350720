from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.pages.tongue import detect_language, stated_language

ENGLISH = "The town council voted on Monday to close the old bridge for two years of repairs, the mayor said."


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ENGLISH),
        ("en", ENGLISH.upper()),
        ("de", "Der Stadtrat hat am Montag beschlossen, die alte Brücke für zwei Jahre zu schließen."),
        ("fr", "Le conseil municipal a voté lundi la fermeture du vieux pont pendant deux ans."),
        ("es", "El ayuntamiento votó el lunes cerrar el viejo puente durante dos años por obras."),
        ("it", "Il consiglio comunale ha votato lunedì la chiusura del vecchio ponte per due anni."),
        ("pt", "A câmara municipal votou na segunda-feira o encerramento da velha ponte durante dois anos."),
        ("nl", "De gemeenteraad heeft maandag besloten de oude brug twee jaar te sluiten."),
        ("af", "Die stadsraad het Maandag besluit om die ou brug vir twee jaar te sluit."),
        ("sv", "Kommunfullmäktige beslutade på måndagen att stänga den gamla bron i två år."),
        ("da", "Byrådet besluttede mandag at lukke den gamle bro i to år."),
        ("pl", "Rada miasta zdecydowała w poniedziałek o zamknięciu starego mostu na dwa lata."),
        ("tr", "Belediye meclisi pazartesi günü eski köprünün iki yıl kapatılmasına karar verdi."),
        ("ru", "Городской совет в понедельник решил закрыть старый мост на два года."),
        ("ar", "قرر مجلس المدينة يوم الاثنين إغلاق الجسر القديم لمدة عامين."),
        ("zh", "市议会星期一决定将旧桥关闭两年。"),
        ("ja", "市議会は月曜日、古い橋を二年間閉鎖することを決めた。"),
        ("sw", "Baraza la mji liliamua Jumatatu kufunga daraja la zamani kwa miaka miwili."),
        ("pcm", "Di town council don vote on Monday say dem go close di old bridge for two years."),
    ],
)
def test_a_sentence_is_enough_whatever_the_page_states(language: str, text: str) -> None:
    assert detect_language([text]) == language
    assert detect_language([text], "en-US") == language


@pytest.mark.parametrize(
    ("paragraphs", "stated", "language"),
    [
        pytest.param([], None, None, id="nothing"),
        pytest.param([], "de-AT", "de", id="nothing, stated"),
        pytest.param(["12 – 3", "4:5"], None, None, id="figures"),
        pytest.param(["Roe 6-4 6-3. Poe d. Low 7-5 6-7 (4) 6-2."], None, None, id="scores"),
        pytest.param(["Roe 6-4 6-3. Poe d. Low 7-5 6-7 (4) 6-2."], "en", "en", id="scores, stated"),
        pytest.param(["Home", "News", "Sport"] * 9 + ["Der Stadtrat hat das am Montag beschlossen."], "en", "de"),
        pytest.param([ENGLISH, "„Wir hatten keine Wahl“, sagte sie."], None, "en", id="a foreign quote"),
        pytest.param(
            ["Käthe Müller-Lüdenscheidt met José María Aznárez Iturbe and Íñigo Etxeberria in Đà Nẵng on Monday."],
            "en",
            "en",
            id="foreign names",
        ),
    ],
)
def test_what_is_short_or_mixed(paragraphs: list[str], stated: str | None, language: str | None) -> None:
    assert detect_language(paragraphs, stated) == language


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        *[("en", "en"), ("en-US", "en"), ("en_GB.UTF-8", "en"), ("DE", "de"), ("English", "en"), ("eng", "en")],
        *[("", None), (None, None), ("x-default", None), ("german", None), ("1", None), ("e", None)],
    ],
)
def test_stated_language(stated: str | None, code: str | None) -> None:
    assert stated_language(stated) == code


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(st.characters(codec=None), max_size=80), max_size=6),
    st.none() | st.text(st.characters(codec=None), max_size=20),
)
def test_any_text_has_a_code_or_none(paragraphs: list[str], stated: str | None) -> None:
    language = detect_language(paragraphs, stated)
    assert language is None or (language.isalpha() and language.islower() and len(language) in {2, 3})

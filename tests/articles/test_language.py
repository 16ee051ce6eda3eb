"""A language is named only where the text leaves no doubt."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.articles.language import detect_language

TEXTS = {
    "en": "The council voted on Tuesday to rebuild the old bridge over the river before the end of next year.",
    "de": "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke über den Fluss neu zu bauen.",
    "fr": "Le conseil municipal a décidé mardi de reconstruire le vieux pont sur la rivière.",
    "es": "El ayuntamiento decidió el martes reconstruir el viejo puente sobre el río.",
    "zh": "市议会周二决定在明年年底前重建河上的旧桥。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_tells_the_language(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "OK", "12,5 13,7 44,1 " * 20, "Berlin Paris Oslo", "\ud800" * 100])
def test_says_nothing_where_there_is_doubt(text: str) -> None:
    assert detect_language(text) is None


def test_long_articles_cost_no_more_than_short_ones() -> None:
    detect_language(TEXTS["en"])
    start = time.perf_counter()
    for _ in range(20):
        detect_language(TEXTS["en"] * 1000)
    # It takes 0.4 ms; the bound only catches reading the whole text.
    assert (time.perf_counter() - start) / 20 < 0.02


def test_threads_agree() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect_language, list(TEXTS.values()) * 5)) == list(TEXTS) * 5

import pytest

from assistant.answering.irregular import base, base_of
from assistant.retrieval.stems import stem


@pytest.mark.parametrize(
    ("form", "verb"),
    [("ran", "run"), ("Died", "die"), ("dies", "die"), ("stolen", "steals"), ("struck", "strike"), ("won", "winning"),
     ("became", "become"), ("Broke", "breaking"), ("lay", "laid")],
)  # fmt: skip
def test_forms_of_a_verb_meet(form: str, verb: str) -> None:
    assert base(form) == base(verb)


@pytest.mark.parametrize(("one", "other"), [("died", "dead"), ("launched", "landed"), ("left", "leaf")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert base(one) != base(other)


def test_a_word_without_such_forms_keeps_its_stem() -> None:
    assert base("Launched") == base("launch") == "launch"


@pytest.mark.parametrize("form", ["became", "stole", "died", "launched", "elections", "collapsed"])
def test_the_same_for_a_stem(form: str) -> None:
    assert base_of(stem(form)) == base(form)

"""What an answer says against what it should say: exact match, token F1, contained."""

import re
import string
from collections import Counter
from collections.abc import Sequence

MOST_WORDS = 80
"""An answer that holds the right words only beyond these did not say them in time."""

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_QUOTATION = str.maketrans("’‘‛“”„", "'''\"\"\"")


def normalised(text: str) -> str:
    """Return text as SQuAD compares it: in lower case, without ASCII punctuation, articles and double spaces.

    Source: `normalize_answer` of the official SQuAD 1.1 and 2.0 evaluation scripts (Rajpurkar et al. 2016, 2018).
    """
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def exact_match(answers: Sequence[str], said: str) -> float:
    """Return 1 if what was said is one of the answers after SQuAD's normalisation, else 0.

    Source: exact match (EM), the best over all reference answers, of Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions
    for Machine Comprehension of Text", section 6.1.
    """
    return float(any(normalised(answer) == normalised(said) for answer in answers))


def token_f1(answers: Sequence[str], said: str) -> float:
    """Return the best overlap of words with one of the answers: the harmonic mean of precision and recall.

    Source: (macro-averaged) F1 of Rajpurkar et al. 2016, section 6.1, as `compute_f1` of the official SQuAD 2.0 script
    computes it: where either side has no words, 1 if both have none and else 0.
    """
    return max((_f1(normalised(answer).split(), normalised(said).split()) for answer in answers), default=0.0)


def contained(answers: Sequence[str], text: str) -> float:
    """Return 1 if one of the answers stands in the first 80 words of a text as whole words, else 0.

    Case, white space and kinds of quotation marks do not count. Source: "accuracy" of open-domain question answering
    with long answers, as in Mallen et al. 2023, "When Not to Trust Language Models", section 3 (an answer is right if
    a reference answer is a substring of it), here by whole words and with a limit on length.
    """
    within = " ".join(text.split()[:MOST_WORDS])
    return float(stands_in(answers, within))


def stands_in(answers: Sequence[str], text: str) -> bool:
    """Whether one of the answers stands in a text as whole words."""
    folded = _folded(text)
    return any(
        re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", folded) for answer in answers if (wanted := _folded(answer))
    )


def packed(text: str) -> str:
    """Return text without any white space, and quotation marks of one kind: how quotes are looked for in passages."""
    return "".join(text.translate(_QUOTATION).split())


def _f1(wanted: list[str], said: list[str]) -> float:
    if not wanted or not said:
        return float(wanted == said)
    same = (Counter(wanted) & Counter(said)).total()
    if not same:
        return 0.0
    precision, recall = same / len(said), same / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.casefold().translate(_QUOTATION)).strip()

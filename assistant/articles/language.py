"""The language of an article, where its text leaves no doubt."""

from functools import cache
from typing import Any

# Language shows in the first paragraphs; a whole long article costs ten times as much for the same answer.
_CHARACTERS = 1_500
# Below this, names and figures decide, and the answer is a lottery.
_FEWEST_LETTERS = 60
_CONFIDENT = 0.8
# So many Chinese, Japanese or Korean characters make a text one of theirs; each says as much as a short word.
_FEWEST_IDEOGRAPHS = 10
_IDEOGRAPHS_FROM = "\u2fff"


def detect_language(text: str, fewest_letters: int = _FEWEST_LETTERS) -> str | None:
    """Returns the ISO 639-1 code of the language, or None for a text that is too short or too mixed to tell."""
    sample = text[:_CHARACTERS]
    if sum(map(str.isalpha, sample)) < _fewest(sample, fewest_letters):
        return None
    language, confidence = _identifier().classify(sample)
    return str(language) if confidence >= _CONFIDENT else None


def _fewest(sample: str, letters: int) -> int:
    """Returns the letters needed, a quarter of them in a script of syllables or words."""
    dense = sum(letter > _IDEOGRAPHS_FROM for letter in sample) >= _FEWEST_IDEOGRAPHS
    return letters // 4 if dense else letters


@cache
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    """Loads the model once. Two threads may both load it: the loads are equal, and classifying changes nothing."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # not needed to answer a question

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Those with a code of two letters; the model also tells apart dialects that share their spelling with one of them.
    identifier.set_languages([label for label in identifier.labels if len(label) == len("en")])
    return identifier

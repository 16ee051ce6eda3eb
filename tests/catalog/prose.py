"""Articles of any length with nothing in common but the language, and what editors do to them."""

import random

WORDS = """
harbour council ferry engine captain budget winter bridge market teacher museum garden railway village doctor
window contract witness station farmer journey airport factory student theatre weather concert library minister
committee election hospital passenger warehouse lighthouse orchestra vineyard fisherman carpenter newspaper restaurant
decided opened closed promised repaired measured announced delayed rejected discovered visited finished painted
ordered counted invited suggested expected carried borrowed planted followed answered attended collected described
quietly yesterday already recently finally carefully suddenly together nearby abroad tomorrow slowly openly rarely
green narrow ancient northern public crowded careful distant expensive famous gentle hidden modern popular quiet
river mountain island coast valley forest meadow square street corner tunnel quarry castle chapel monument stadium
""".split()

NAMES = """
Alder Brook Corwin Dunmore Esker Farrow Galway Hartley Inverley Jessop Kestrel Lorimer Marden Norwick Oakes Penrose
Quillan Rowan Selby Thorne Umber Vance Wexham Yarrow Zeller
""".split()


def prose(seed: int, sentences: int = 20) -> str:
    """An article of sentences of some twelve words, with a name and a number in each."""
    dice = random.Random(seed)  # noqa: S311 - for tests
    return " ".join(_sentence(dice) for _ in range(sentences))


def edited(text: str, share: float, seed: int = 1) -> str:
    """The text with a share of its words replaced by others, whatever they are."""
    dice = random.Random(seed)  # noqa: S311 - for tests
    words = text.split(" ")
    for place in dice.sample(range(len(words)), round(share * len(words))):
        words[place] = dice.choice(WORDS)
    return " ".join(words)


def moulded(seed: int, sentences: int = 20) -> str:
    """The same sentences every time, with other names and numbers: a story of a mould."""
    dice = random.Random(0)  # noqa: S311 - for tests
    facts = random.Random(seed)  # noqa: S311 - for tests
    return " ".join(_sentence(dice, facts) for _ in range(sentences))


def _sentence(dice: random.Random, facts: random.Random | None = None) -> str:
    facts = facts or dice
    words = dice.sample(WORDS, 10)
    words.insert(3, f"{facts.choice(NAMES)} {facts.choice(NAMES)}")
    words.insert(7, str(facts.randrange(10, 9999)))
    return f"The {' '.join(words)}."

import re

from assistant.web.assets import FOLDER, address
from assistant.web.theme import COLOURS, theme

STYLE = (FOLDER / "style.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_all_inks_can_be_read_on_all_grounds() -> None:
    palettes: list[dict[str, str]] = [{}, {}]
    for name, light, dark in PAIR.findall(STYLE):
        palettes[0][name], palettes[1][name] = light, dark
    pairs = [(ink, ground) for ink in ("ink", "ink-soft", "accent", "doubt", "wrong") for ground in ("paper", "sheet")]
    pairs += [("on-accent", "accent"), ("ink", "mark"), ("accent", "accent-wash"), ("ink-soft", "accent-wash")]
    for palette in palettes:
        for ink, ground in pairs:
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground, palette[ink], palette[ground])


def test_gradio_takes_its_colours_from_the_style_sheet() -> None:
    defined = set(re.findall(r"(--[\w-]+):", STYLE))
    assert {value[4:-1] for value in COLOURS.values()} <= defined


def test_no_font_is_fetched() -> None:
    assert theme()._stylesheets == []
    assert not re.search(r"https?:|url\(|@import", STYLE)


def test_addresses_change_with_the_content() -> None:
    assert re.fullmatch(r"/ui/style\.css\?v=[0-9a-f]{12}", address("style.css"))

"""Gradio's theme, which takes every colour from `style.css`: one palette for Gradio's parts and for ours."""

from gradio.themes import Base

SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "sans-serif")
MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "Liberation Mono", "monospace")

COLOURS = {
    "body_background_fill": "var(--paper)",
    "body_text_color": "var(--ink)",
    "body_text_color_subdued": "var(--ink-soft)",
    "background_fill_primary": "var(--sheet)",
    "background_fill_secondary": "var(--paper)",
    "border_color_primary": "var(--line)",
    "border_color_accent": "var(--accent)",
    "block_background_fill": "var(--sheet)",
    "block_border_color": "var(--line)",
    "block_label_text_color": "var(--ink-soft)",
    "block_title_text_color": "var(--ink)",
    "block_info_text_color": "var(--ink-soft)",
    "input_background_fill": "var(--sheet)",
    "input_border_color": "var(--line-strong)",
    "input_border_color_focus": "var(--accent)",
    "input_placeholder_color": "var(--ink-soft)",
    "color_accent": "var(--accent)",
    "color_accent_soft": "var(--accent-wash)",
    "link_text_color": "var(--accent)",
    "button_primary_background_fill": "var(--accent)",
    "button_primary_background_fill_hover": "var(--accent-strong)",
    "button_primary_text_color": "var(--on-accent)",
    "button_secondary_background_fill": "var(--sheet)",
    "button_secondary_background_fill_hover": "var(--accent-wash)",
    "button_secondary_text_color": "var(--ink)",
    "button_secondary_border_color": "var(--line-strong)",
}
"""The same values for light and dark: the variables themselves change with the colour scheme."""


def theme() -> Base:
    """Return the theme; system fonts only, so that no other host is asked for one."""
    base = Base(font=SANS, font_mono=MONO)
    dark = {f"{name}_dark": value for name, value in COLOURS.items() if hasattr(base, f"{name}_dark")}
    return base.set(**COLOURS, **dark)

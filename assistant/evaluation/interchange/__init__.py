"""The forms in which others keep questions, labels and results: one file per form, both read and written."""

"""The report of a run: one HTML file that asks no other host for anything, and the same in Markdown."""

"""The outside world turned into articles: one reader per format, cleaning, dates, language."""

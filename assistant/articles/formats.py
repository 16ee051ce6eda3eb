"""Every format that is read, one line each; where several know the same bytes, the first that stands here is taken."""

from typing import Final

from assistant.articles import (
    archives,
    feeds,
    json_list,
    jsonl,
    markdown,
    mhtml,
    newsletters,
    newsml,
    nitf,
    pages,
    parquet,
    pdf,
    plain,
    tables,
    web_archives,
    word,
)
from assistant.articles.detect import Format

FORMATS: Final[tuple[Format, ...]] = (
    json_list.FORMAT,
    jsonl.FORMAT,
    pages.FORMAT,
    feeds.FORMAT,
    nitf.FORMAT,
    newsml.FORMAT,
    mhtml.FORMAT,
    newsletters.FORMAT,
    newsletters.MBOX,
    word.FORMAT,
    pdf.FORMAT,
    archives.ZIP,
    archives.TAR,
    web_archives.FORMAT,
    parquet.FORMAT,
    tables.FORMAT,
    markdown.FORMAT,
    plain.FORMAT,
)
PROSE: Final = plain.FORMAT
"""What a text is read as when neither its bytes nor its name say more."""

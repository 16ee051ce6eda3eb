"""Question and answer over a news archive, every sentence tied to the exact words of an article.

from assistant import Filters, NewsAssistant, Settings

with NewsAssistant(Settings(data_dir="indexes")) as desk:
    desk.ingest(["corpus"])
    print(desk.ask("Who commanded Artemis II?").answer)
"""

import lazy_loader

# A name is imported when it is first asked for: `--help` and the scripts that read one type need not pay for all.
# The names, and where each lives, stand in __init__.pyi.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

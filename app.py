"""The web chat over what was taken in so far: settings, then serve. `python app.py --help` lists the options.

It is `news-assistant serve` under the name that a checkout is expected to have; it takes in nothing by itself.
"""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))

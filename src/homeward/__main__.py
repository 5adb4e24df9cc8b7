"""`python -m homeward`: the command line."""

import sys

from homeward.site.commandline import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

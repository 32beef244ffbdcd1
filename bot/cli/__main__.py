"""`python -m bot.cli` is `newscrier`."""

import sys

from bot.cli import main

sys.exit(main())

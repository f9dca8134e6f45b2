"""`python -m cli` is `gongkai`."""

import sys

from cli import main

sys.exit(main())

"""The tests of shapes share `shape_files`, which stands beside them, and look at the page that `docs` makes of it."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "docs")]

"""The tests of the commands share the head of a small set, which stands beside them in `_tiny`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

"""The tests of the commands share a small set, in `_tiny`, and what stands for an installer, in `_installed`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "testing")]

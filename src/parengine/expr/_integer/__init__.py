"""The integer form: a programme as whole numbers that fit 64 bits, for readings over many units at once."""

from .form import Cell, Form, Kind, Op
from .integer import DIGITS, integer_form
from .ops import TooWide

__all__ = ["DIGITS", "Cell", "Form", "Kind", "Op", "TooWide", "integer_form"]

"""kbbt: follow cooperation cases through minutes and status tables."""

__version__ = "0.1.0"

"""Every failure kbbt names, with its exit code and its remedy.

The exit codes are part of the outside of the program (``docs/errors.md`` lists them). A failure that concerns
the user's input is a :class:`KbbtError` with a message that says *what* went wrong, *where*, and what to do
*next*; anything else that escapes is a fault of ours (code 70).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process returns to the shell."""

    OK = 0
    DIFFERENT = 1
    USAGE = 2
    UNREADABLE = 3
    ENCRYPTED = 4
    NO_TEXT = 5
    NO_PARSER = 6
    AMBIGUOUS = 7
    STORE = 8
    MISSING_PART = 9
    INTERNAL = 70
    INTERRUPTED = 130


class KbbtError(Exception):
    """A failure with a name.

    ``message`` says what is wrong, ``where`` in which file or place, ``remedy`` what to do next; all three are
    sentences for people. ``exit_code`` is what the process ends with when this is the first failure.
    """

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head} {self.remedy}".rstrip() if self.remedy else head

    def at(self, where: str) -> KbbtError:
        """The same failure, said to be at ``where`` unless it already names its place."""
        if not self.where:
            self.where = where
        return self

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross the process boundary of the reading box; keyword-only arguments need telling.
        return (_rebuild, (type(self), self.message, self.where, self.remedy))


def _rebuild(kind: type[KbbtError], message: str, where: str, remedy: str) -> KbbtError:
    return kind(message, where=where, remedy=remedy)


class UsageError(KbbtError):
    """The command line asks for something that cannot be (exit code 2)."""

    exit_code = ExitCode.USAGE


class UnreadableError(KbbtError):
    """A file is damaged, empty, or not what its name says (exit code 3)."""

    exit_code = ExitCode.UNREADABLE


class LimitError(UnreadableError):
    """A file asks for more memory, time or members than reading is allowed (exit code 3)."""


class EncryptedError(KbbtError):
    """A file needs a password that was not given or is wrong (exit code 4)."""

    exit_code = ExitCode.ENCRYPTED


class NoTextError(KbbtError):
    """A file has only pictures, or a text layer that is nonsense, and no OCR is at hand (exit code 5)."""

    exit_code = ExitCode.NO_TEXT


class NoParserError(KbbtError):
    """No declaration knows this document, or several claim it equally (exit code 6)."""

    exit_code = ExitCode.NO_PARSER


class DeclarationError(KbbtError):
    """A declaration or template is wrong; the message names file, key, line and a near match (exit code 2)."""

    exit_code = ExitCode.USAGE


class AmbiguousNameError(KbbtError):
    """The name given fits several cases, or none (exit code 7)."""

    exit_code = ExitCode.AMBIGUOUS


class StoreError(KbbtError):
    """The store is locked, damaged or written by a newer version (exit code 8)."""

    exit_code = ExitCode.STORE


class MissingPartError(KbbtError):
    """An optional part (LibreOffice, a font, an extra) is missing; the remedy is the install line (exit code 9)."""

    exit_code = ExitCode.MISSING_PART

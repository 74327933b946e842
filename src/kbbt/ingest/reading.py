"""Bytes → records: the one place where readers, repair and parsing are put together."""

from __future__ import annotations

import os
import pkgutil
import sys
import traceback
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kbbt.errors import KbbtError, LimitError
from kbbt.i18n import _
from kbbt.ingest.model import IngestOptions, Job
from kbbt.records import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from kbbt.parsing import Declarations

R = TypeVar("R")


class CannotReadError(KbbtError):
    """Reading itself does not work, whatever the file; a batch stops (exit code 70)."""


class Reading(Protocol):
    """Whatever reads jobs, one after the other; between ``submit`` and ``result`` the caller may do other things."""

    def submit(self, job: Job) -> None:
        """Begin to read a job; the result of the one before must have been taken."""

    def result(self) -> Source:
        """The records of the job submitted last. Raises KbbtError when it cannot be read.

        CannotReadError, DeclarationError and UsageError hold for all files alike.
        """

    def close(self) -> None:
        """Stop at once, whatever is being read."""


class Direct:
    """Reading in this very process: no limits but the readers' own."""

    def __init__(self, options: IngestOptions, read: Callable[[Job, IngestOptions], Source] | None = None) -> None:
        self._options = options
        self._read = read or read_source
        self._job: Job | None = None

    def submit(self, job: Job) -> None:
        """Keep the job; it is read when the result is asked for."""
        self._job = job

    def result(self) -> Source:
        """Read it now."""
        assert self._job is not None
        return guarded(self._read, self._job, self._options)

    def close(self) -> None:
        """Nothing to stop."""


def guarded(read: Callable[[Job, IngestOptions], R], job: Job, options: IngestOptions) -> R:
    """``read(job, options)``, ending in its result or one of the named errors, whatever goes wrong in it."""
    try:
        return read(job, options)
    except KbbtError:
        raise
    except MemoryError:
        error: KbbtError = LimitError(
            _("reading it takes more than {limit} MB of memory", limit=options.limits.memory >> 20),
            where=job.name,
            remedy=_("If the file is sound, raise the limit with --memory-limit."),
        )
    except RecursionError:
        error = LimitError(
            _("it is nested too deep"), where=job.name, remedy=_("Save it again with the program that made it.")
        )
    except Exception as fault:
        where = traceback.extract_tb(fault.__traceback__)[-1]
        error = KbbtError(
            _("a fault of ours: {kind}: {error}", kind=type(fault).__name__, error=str(fault)[:300])
            + f" ({Path(where.filename).name}:{where.lineno})",
            where=job.name,
            remedy=_("Please report it, with the file if you may; the other files are not affected."),
        )
    raise error


def warm() -> None:
    """Compile what only the box imports, if it is not compiled yet: once confined, it could not keep what it compiled."""
    import kbbt.readers

    if sys.dont_write_bytecode or not os.access(Path(kbbt.readers.__file__).parent, os.W_OK):
        return
    readers = [f"kbbt.readers.{module.name}" for module in pkgutil.iter_modules(kbbt.readers.__path__)]
    for name in ("kbbt.parsing", "kbbt.repair", *readers):
        spec = find_spec(name)
        if spec is not None and spec.cached and not Path(spec.cached).exists():
            import_module(name)


def read_source(job: Job, options: IngestOptions) -> Source:
    """The records in a file, without limits. Raises the errors of readers and parsing."""
    from kbbt.parsing import parse
    from kbbt.readers import ReadOptions, read
    from kbbt.repair import repair

    wanted = ReadOptions(password=options.password, ocr=options.ocr, on_picture=job.on_picture)
    document = repair(read(job.data, job.name, wanted))
    return parse(document, _declarations(), source=job.sha256, name=job.name, parser=options.parser)


@lru_cache(maxsize=1)
def _declarations() -> Declarations:
    from kbbt.parsing import load_declarations

    return load_declarations()

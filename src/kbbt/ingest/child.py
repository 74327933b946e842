"""The reading child: ``python -m kbbt.ingest.child``, started by :mod:`kbbt.ingest.box`, reads one file after the other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter

from kbbt.errors import KbbtError, LimitError
from kbbt.i18n import _
from kbbt.ingest.confine import allow_cpu, allow_more_cpu, confine, is_spent
from kbbt.ingest.model import IngestOptions, Job
from kbbt.ingest.reading import guarded, warm
from kbbt.ingest.wire import error_to_json, receive, send
from kbbt.records import Source

Target = Callable[[Job, IngestOptions], Source]

_ANY = 1 << 62
NO_MEMORY = 86
"""The exit status that says that memory ran out."""


def main() -> None:
    """Confine this process as the first frame says, then answer each job until the parent is gone.

    Before the answer comes a frame for each page that is a picture.
    """
    requests, replies = _streams()
    if (first := receive(requests, _ANY)) is None:
        return
    options = TypeAdapter(IngestOptions).validate_python(first[0]["options"])
    target = _target(str(first[0]["target"]))
    warm()
    confine(options.limits, Path(tempfile.gettempdir()))
    send(replies, {"ready": True})

    def on_picture(page: int) -> None:
        allow_more_cpu(options.limits.picture)
        send(replies, {"picture": page})

    while frame := receive(requests, _ANY):
        header, data = frame
        allow_cpu(options.limits.cpu)
        try:
            job = Job(data, str(header["name"]), str(header["sha256"]), on_picture)
            error, payload = _answer(target, job, options)
        except MemoryError:
            os._exit(NO_MEMORY)  # not even the error could be put together
        del data, frame, job
        last = is_spent(options.limits)  # grown so big, this process is no fair start for the next file
        send(replies, {"last": last, "error": error_to_json(error) if error else None}, payload)
        if last:
            return


def _answer(target: Target, job: Job, options: IngestOptions) -> tuple[KbbtError | None, bytes]:
    def read(job: Job, options: IngestOptions) -> bytes:
        return target(job, options).model_dump_json().encode("utf-8")

    try:
        payload = guarded(read, job, options)
    except KbbtError as error:
        return error, b""
    if len(payload) <= options.limits.output:
        return None, payload
    too_much = LimitError(
        _("what was read from it is bigger than {limit} MB", limit=options.limits.output >> 20),
        where=job.name,
        remedy=_("Split the document into smaller files."),
    )
    return too_much, b""


def _target(name: str) -> Target:
    module, _colon, function = name.partition(":")
    target: Target = getattr(import_module(module), function)
    return target


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of the way: libraries that print to standard output must not speak into the answer."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return requests, replies


if __name__ == "__main__":
    # Ctrl-C is the parent's business; it ends us.
    main()

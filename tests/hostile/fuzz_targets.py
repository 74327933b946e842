"""What is fuzzed: each target takes bytes and ends in nothing, or in a named error; anything else is a finding.

A target runs in the reading box (the name of the job is ``target/file name``), so that a hang, a crash of a C library or
a memory leak is a finding, too, and not the end of the harness.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from kbbt.errors import KbbtError
from kbbt.ingest.model import IngestOptions, Job
from kbbt.ingest.reading import read_source
from kbbt.ingest.scrub import scrubbed
from kbbt.readers.external import relaxed_limits
from kbbt.records import Decision, Source
from kbbt.register.model import Register
from kbbt.store.layout import DecisionList, StoredRegister

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
PARSERS = SAMPLES.parent / "parsers"


def act(job: Job, options: IngestOptions) -> Source:
    """Run the target that the job names; the answer of the box must be a Source of that job."""
    target, _slash, name = job.name.partition("/")
    TARGETS[target](Job(job.data, name, job.sha256), options)
    return Source(id=job.sha256, name=job.name, media_type="", family="fuzz")


def read_file(job: Job, options: IngestOptions) -> None:
    """A document: records that can be stored, have no invisible characters, and do not break the register."""
    from kbbt.register import build

    source = scrubbed(read_source(job, options))  # as ingest does
    assert Source.model_validate_json(source.model_dump_json()) == source, "the records change when they are stored"
    assert scrubbed(source) == source, "something invisible is left in a text"
    register = build([source], [Decision(id="x", kind="note", names=["a|b"], value="c")], Register())
    again = build([source], [], register)
    assert {case.id for case in again.cases} == {case.id for case in register.cases}, "ids change when nothing has"


def repair_twice(job: Job, options: IngestOptions) -> None:
    """Repair leaves a repaired document as it is."""
    from kbbt.readers import ReadOptions, read
    from kbbt.repair import repair

    once = repair(read(job.data, job.name, ReadOptions(ocr=options.ocr)))
    assert repair(once) == once, "repair is not idempotent"


def find_dates_and_numbers(job: Job, options: IngestOptions) -> None:
    """Dates, times, labels and numbers in any text."""
    from kbbt.dates import find_dates, find_times, parse_date
    from kbbt.labels import split_label
    from kbbt.numerals import parse_number
    from kbbt.text import clean, fold, squeeze

    text = job.data.decode("utf-8", "surrogatepass")
    assert clean(clean(text)) == clean(text), "clean is not idempotent"
    fold(text)
    squeeze(text)
    for found in find_dates(text, context_year=113):
        assert found.start <= found.end, f"a range that runs backwards: {found}"
        assert text[slice(*found.span)] == found.words, f"the words are not where they are said to be: {found}"
    find_times(text)
    for line in text.split("\n")[:50]:
        label = split_label(line)
        assert label is None or line.lstrip().startswith(label.text.strip()), f"no label of this line: {label}"
        for parse in (parse_date, parse_number):
            refused(parse, line)


def refused(parse: Callable[[str], object], text: str) -> None:
    """Call it; a KbbtError, or a ValueError where that is what it promises, is an answer."""
    with contextlib.suppress(KbbtError, ValueError):
        parse(text)


def load_declaration(job: Job, options: IngestOptions) -> None:
    """A declaration beside the built-in ones: refused with its place, or it reads both samples within the limits."""
    from kbbt.parsing import load_declarations, parse
    from kbbt.readers import read
    from kbbt.repair import repair

    with relaxed_limits(), tempfile.TemporaryDirectory() as folder:
        Path(folder, "fuzz.toml").write_bytes(job.data)
        declarations = load_declarations([Path(folder), PARSERS])
    for sample in ("minutes_industry_112-115.txt", "status_113-07-11.txt"):
        document = repair(read((SAMPLES / sample).read_bytes()[:20_000], sample))
        try:
            parse(document, declarations, source=job.sha256, name=sample, parser="fuzz")
        except KbbtError:
            continue


def render_template(job: Job, options: IngestOptions) -> None:
    """A template: refused with its place, or rendered, and never run as code."""
    import datetime as dt

    from kbbt.renderers.templating import render
    from kbbt.views.model import Report, ReportEntry, ReportGroup

    entry = ReportEntry(
        case="k1", name="捷運 <b> {{x}}", text="1. 甲\n2. 乙", date=dt.date(2024, 7, 11), fields={"主辦": "甲"}
    )
    report = Report(as_of=dt.date(2024, 7, 11), title="表", groups=[ReportGroup(name="交通組", entries=[entry] * 3)])
    for kind in ("html", "md", "xml"):
        out = render(job.data.decode("utf-8", "replace"), kind, {"report": report, "words": {"a": "b"}}, f"fuzz.{kind}")
        assert "builtin_function" not in out, "a template reached the machinery"
        assert "root:" not in out, "a template read a file"


def open_stored(job: Job, options: IngestOptions) -> None:
    """A file of the store: sound, edited, damaged or newer, never an exception."""
    from kbbt.store.sealed import unseal

    for kind, model in (("source", Source), ("register", StoredRegister), ("decisions", DecisionList)):
        found = unseal(kind, model, job.data)  # type: ignore[arg-type]
        assert (found.record is None) == (found.state in ("damaged", "newer")), found.state


def receive_frame(job: Job, options: IngestOptions) -> None:
    """What a child that was taken over may send."""
    from kbbt.ingest.wire import error_from_json, receive

    stream = io.BytesIO(job.data)
    try:
        while frame := receive(stream, 1 << 20):
            error_from_json(frame[0].get("error"))
    except ValueError:
        pass


TARGETS: dict[str, Callable[[Job, IngestOptions], None]] = {
    "file": read_file,
    "repair": repair_twice,
    "dates": find_dates_and_numbers,
    "declaration": load_declaration,
    "template": render_template,
    "stored": open_stored,
    "frame": receive_frame,
}

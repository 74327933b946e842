"""What the fuzzer found, once; each must end in records or a named error with a remedy now.

A new finding is kept by adding its file to ``found/`` (``target-digest-name``, as the fuzzer writes it), cut down as far as
it still shows the fault.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kbbt.errors import ExitCode, KbbtError
from kbbt.ingest.model import IngestOptions, Job
from kbbt.ingest.reading import guarded
from tests.hostile.fuzz_targets import TARGETS, act

FOUND = sorted((Path(__file__).parent / "found").iterdir())
TEMPLATES = [
    "{{ 'x' * 10**10 }}", "{{ 10**9 * 'x' }}", "{{ 2 ** 10 ** 8 }}", "{{ 'a'|center(10**9) }}", "{{ '%999999999d' % 1 }}",
    "{{ '%999999999d'|format(1) }}", "{{ [0] * 10**9 }}", "{{ 1/0 }}", "{{ report.as_of + 1 }}", "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}", "{{ 5|length }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "{{ [1][7] + 1 }}",
    "{{ 1e308 * 1e308 * 'x' }}", "{{ 'x' * -5 * 10**9 }}", "{{ report.groups[99].name }}", "{{ '{0.__class__}'.format(report) }}",
]  # fmt: skip


def attempt(name: str, data: bytes) -> None:
    error = failure(Job(data, name, hashlib.sha256(data).hexdigest()))
    assert error is None or (error.exit_code != ExitCode.INTERNAL and error.remedy), error


def failure(job: Job) -> KbbtError | None:
    """What the target ends in, when it does not end in records."""
    try:
        guarded(act, job, IngestOptions(ocr="never"))
    except KbbtError as error:
        return error
    return None


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_found(path: Path) -> None:
    target, _digest, name = path.name.split("-", 2)
    attempt(f"{target}/{name}", path.read_bytes())


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_that_ask_for_too_much_or_the_impossible(template: str) -> None:
    attempt("template/x", template.encode())


def test_the_fuzzer_knows_how_to_make_inputs_for_every_target() -> None:
    import random

    from tools.fuzz_inputs import MAKERS

    assert set(MAKERS) == set(TARGETS)
    rng = random.Random(3)
    for target, makers in MAKERS.items():
        for maker in makers:
            name, data = maker(rng)
            attempt(f"{target}/{name}", data)

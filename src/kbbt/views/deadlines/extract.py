"""The promised and reported dates of one text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kbbt.dates import FoundDate, find_dates
from kbbt.views.deadlines.phrases import Phrases
from kbbt.views.model import DeadlineKind

_QUOTED = re.compile(r"「[^「」\n]{0,200}」|『[^『』\n]{0,200}』|“[^“”\n]{0,200}”")
_SENTENCE_END = re.compile(r"[。；;\n！!？?]")
_CLAUSE_END = re.compile(r"[，,：:]")
_BETWEEN = re.compile(r"[ \t]{0,3}(?:、|及|和|與|暨|以及)[ \t]{0,3}")
_EDITION = re.compile(r"[ \t]{0,3}第[ \t]{0,3}[0-9一二三四五六七八九十]{1,4}[ \t]{0,3}[次屆期梯]")
_ON = re.compile(r"[於在][ \t]{0,3}$")
_HALF_A_YEAR = dt.timedelta(days=183)
_LABEL = re.compile(r"^[ \t]*(?:[0-9]{1,2}[.、]|[(（][0-9一二三四五六七八九十]{1,3}[)）])[ \t]*")
_SENTENCE = 400
"""How far a sentence is looked at to either side, in characters."""
_NEAR = 14
"""How near to a date a word stands that says that the date only names something, in characters."""
_ADVERB = 4
"""How many characters may stand between 已 and the date: 已分別於."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A date that a text promises or reports: ``clause`` is where it stands, ``evidence`` the words it rests on.

    ``about`` is what of the clause goes with this date alone, without the date.
    """

    kind: DeadlineKind
    date: FoundDate
    clause: str
    evidence: str
    about: str


@dataclass(frozen=True, slots=True)
class _Setting:
    """What stands round a date in its clause: ``before`` it (from the date before it on) and ``after`` it (to the next date).

    ``open_end`` says that the next date follows there. ``earlier`` is the sentence up to ``before``. In these, names in
    quotation marks and words that only look like declared ones are blanked out. ``clause`` is the whole clause as printed,
    ``about`` what of it is not said of another date in it.
    """

    before: str
    after: str
    open_end: bool
    earlier: str
    clause: str
    about: str


def promises(text: str, reference: dt.date, phrases: Phrases) -> list[Promise]:
    """What ``text``, which speaks from ``reference``, promises and reports, in order.

    Dates inside quotation marks are parts of names. A date that neither a declared word nor an action goes with is none.
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    dates = [d for d in find_dates(text, reference=reference) if not any(a <= d.span[0] < b for a, b in quoted)]
    plain = _blank(_QUOTED, text)
    found: list[Promise] = []
    groups = list(_groups(dates, text))
    ends = [0, *(group[-1].span[1] for group in groups)]
    starts = [*(group[0].span[0] for group in groups[1:]), len(text)]
    for group, previous, following in zip(groups, ends, starts, strict=False):
        setting = _setting(text, plain, (group[0].span[0], group[-1].span[1]), previous, following, phrases)
        for date in _joined(group, text):
            judged = _judge(date, setting, reference, phrases)
            if judged is not None:
                kind, evidence = judged
                found.append(Promise(kind, _nearest(date, kind, reference), setting.clause, evidence, setting.about))
    return found


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """``text`` with what the pattern finds blanked out, at the same length."""
    return pattern.sub(lambda match: "□" * len(match.group()), text)


def _groups(dates: Sequence[FoundDate], text: str) -> Iterator[list[FoundDate]]:
    """Dates listed side by side (5月及7月) share what is said of them."""
    group: list[FoundDate] = []
    for date in dates:
        if group and not _BETWEEN.fullmatch(text, group[-1].span[1], date.span[0]):
            yield group
            group = []
        group.append(date)
    if group:
        yield group


def _joined(group: Sequence[FoundDate], text: str) -> list[FoundDate]:
    """Dates of a list that follow on one another are one stretch: 9月及10月."""
    joined = [group[0]]
    for date in group[1:]:
        last = joined[-1]
        if date.precision == last.precision and date.start == last.end + dt.timedelta(days=1):
            span = (last.span[0], date.span[1])
            joined[-1] = replace(last, end=date.end, words=text[slice(*span)], span=span, bound=date.bound)
        else:
            joined.append(date)
    return joined


def _setting(text: str, plain: str, span: tuple[int, int], previous: int, following: int, phrases: Phrases) -> _Setting:
    start, end = span
    window = max(0, start - _SENTENCE)
    sentence = max((m.end() for m in _SENTENCE_END.finditer(plain, window, start)), default=window)
    clause = max((m.end() for m in _CLAUSE_END.finditer(plain, sentence, start)), default=sentence)
    furthest = min(len(plain), end + _SENTENCE)
    sentence_stop = _SENTENCE_END.search(plain, end, furthest)
    last = sentence_stop.start() if sentence_stop else furthest
    clause_stop = _CLAUSE_END.search(plain, end, last)
    if clause_stop and clause_stop.start() == end and not _LABEL.sub("", plain[clause:start]).strip():
        # 「112年11月21日，臺北市辦理…」: the clause that follows says what happened
        clause_stop = _CLAUSE_END.search(plain, clause_stop.end(), last)
    stop = clause_stop.start() if clause_stop else last
    before = max(clause, min(previous, start))
    after = min(stop, following)
    own_start = max(before, plain.rfind("、", before, start) + 1) if previous > clause else before
    own_end = plain.rfind("、", end, after) if following < stop else after
    return _Setting(
        before=_blank(phrases.others, plain[before:start]),
        after=plain[end:after],
        open_end=following < stop,
        earlier=_blank(phrases.others, plain[sentence:before]),
        clause=_LABEL.sub("", text[clause:stop]).strip(),
        about=_LABEL.sub("", text[own_start:start]) + text[end : own_end if own_end >= end else after],
    )


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found


def _judge(date: FoundDate, setting: _Setting, reference: dt.date, phrases: Phrases) -> tuple[DeadlineKind, str] | None:
    """Whether the date is a promise or a completion, and by which words."""
    if date.start == date.end == reference and date.year_from == "relative":
        return None  # 今日 says nothing that the reporting date does not
    if date.precision == "year" and _EDITION.match(setting.after):
        return None
    named = phrases.names.search(setting.after[:_NEAR])
    if named and not phrases.actions.search(setting.after[: named.start()]):
        return None
    if phrases.conditional.search(setting.before) or phrases.conditional.match(setting.after.lstrip("前 ")):
        return None
    if phrases.until.search(setting.before[-_NEAR:]):
        return None
    return _by_words(date, setting, reference, phrases) or _by_action(date, setting, reference, phrases)


def _by_words(
    date: FoundDate, setting: _Setting, reference: dt.date, phrases: Phrases
) -> tuple[DeadlineKind, str] | None:
    """By a word for what is planned or done, in the clause of the date."""
    after = _blank(phrases.others, setting.after)
    planned, done = _planned(setting.before, phrases), _last(phrases.done, setting.before)
    if done and len(setting.before.rstrip()) - done.end() > _ADVERB:
        done = None  # 「用地已取得，…」 is done, what has the date need not be
    if planned and (done is None or planned.start() > done.start()):
        return "planned", planned.group()
    if done and (done.end() == len(setting.before.rstrip()) or phrases.actions.search(after)):
        return "done", done.group()
    later = phrases.planned.search(after)
    if later and not (setting.open_end and later.end() == len(after.rstrip())):  # 「113年預計9月」 plans for 9月
        return "planned", later.group()
    later = phrases.done.search(after)
    if later and phrases.actions.search(after, later.end()):
        return "done", later.group()
    if date.end >= reference:
        word = _last(phrases.to_come, setting.before) or phrases.to_come.search(after)
        if word:
            return "planned", word.group()
    return None


def _planned(before: str, phrases: Phrases) -> re.Match[str] | None:
    """The last word for a plan, or for an intention with the action that it is of."""
    planned = _last(phrases.planned, before)
    for word in phrases.intended.finditer(before):
        if phrases.actions.match(before, word.end()) and (planned is None or word.start() > planned.start()):
            planned = word
    return planned


def _by_action(
    date: FoundDate, setting: _Setting, reference: dt.date, phrases: Phrases
) -> tuple[DeadlineKind, str] | None:
    """By an action in the clause, or by a plan said earlier in the sentence; the reporting date tells which."""
    if date.precision == "year" and not _ON.search(setting.before):
        return None
    earlier = _last(phrases.planned, setting.earlier)
    action = phrases.actions.search(setting.after)
    if action is None and date.precision == "day":
        action = phrases.attended.search(setting.before)
    settled = date.start if date.bound == "since" else date.end
    if settled <= reference:
        return ("done", action.group()) if action else None
    alone = date.precision == "day" and not setting.after.strip(" 前止間)）")
    if not (action or earlier or alone):
        return None
    return "planned", earlier.group() if earlier else ""


def _nearest(date: FoundDate, kind: DeadlineKind, reference: dt.date) -> FoundDate:
    """A date that took its year from the document is the one nearest to it: 「預計2月」 said in November is next year's."""
    if date.year_from != "context" or date.precision == "year":
        return date
    years = 0
    if kind == "planned" and date.end < reference - _HALF_A_YEAR:
        years = 1
    elif kind == "done" and date.start > reference + _HALF_A_YEAR:
        years = -1
    if not years:
        return date
    return replace(date, start=_in_year(date.start, years), end=_in_year(date.end, years))


def _in_year(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)

"""KB3: the life of a case has a gap or a contradiction."""

from __future__ import annotations

from collections.abc import Iterator

from kbbt.dates import to_roc
from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.register.mentions import Occurrence
from kbbt.views.check.facts import Facts, Spot
from kbbt.views.check.model import Found, check
from kbbt.views.deadlines import deadlines

_CLOSING = ("delist", "propose-delist", "withdraw")


@check(
    "KB301",
    "vanished",
    "warning",
    summary=_("A case that was followed is not named any more, and nothing says why."),
    explanation=_(
        "The group has met since, or a table of its cases was published, and neither names the case; no source delisted, "
        "withdrew, deferred or merged it or proposed to delist it. It stays tracked until somebody decides."
    ),
    remedy=_("Ask the group what became of it. If it goes on under another name: kbbt review, or kbbt cases merge."),
)
def vanished(facts: Facts) -> Iterator[Found]:
    """KB301."""
    for case in facts.knowledge.register.cases:
        subjects = facts.subjects(case.id)
        if case.status not in ("proposed", "tracked", None) or not subjects:
            continue
        last = subjects[-1]
        later = facts.next_unit(case.group, last.date)
        if later is not None and later.date and last.date:
            words = _(
                "last named on {last}; {title} of {date} does not name it",
                last=to_roc(last.date),
                title=later.title,
                date=to_roc(later.date),
            )
            maybe = facts.maybe.get(case.id)
            yield Found(words + (_("; it may be {name}, which is asked", name=maybe) if maybe else ""), facts.at(last))


@check(
    "KB302",
    "discussed-after-delisting",
    "warning",
    summary=_("A case is still followed after a source delisted it."),
    explanation=_(
        "The delisting may not have taken effect, or the list was copied from before. A case that is taken up anew by a "
        "decision is no finding."
    ),
    remedy=_("Ask whether the case is delisted; if the two are different matters: kbbt cases split."),
)
def discussed_after_delisting(facts: Facts) -> Iterator[Found]:
    """KB302."""
    for case in facts.knowledge.register.cases:
        delisted: Occurrence | None = None
        for one in facts.subjects(case.id):
            if one.disposition == "delist":
                delisted = delisted or one
            elif one.disposition in ("add", "propose-add"):
                delisted = None
            elif delisted and _later(one, delisted) and one.disposition not in _CLOSING:
                words = _("delisted on {date} ({title})", date=_day(delisted), title=delisted.title)
                yield Found(words, facts.at(one))
                break


@check(
    "KB303",
    "delisted-twice",
    "warning",
    summary=_("The same group delists a case a second time."),
    explanation=_(
        "A group's delisting that a meeting above it confirms is in order; the same group delisting again what it had "
        "delisted is not, unless the case was taken up anew in between."
    ),
    remedy=_("Find out which decision holds; if the two are different matters: kbbt cases split."),
)
def delisted_twice(facts: Facts) -> Iterator[Found]:
    """KB303."""
    for case in facts.knowledge.register.cases:
        first: Occurrence | None = None
        for one in facts.subjects(case.id):
            if one.disposition in ("add", "propose-add", "continue"):
                first = None
            elif one.disposition == "delist" and one.kind == "meeting" and one.level in ("working-group", None):
                if first and _later(one, first):
                    words = _("delisted before on {date} ({title})", date=_day(first), title=first.title)
                    yield Found(words, facts.at(one))
                first = one


@check(
    "KB304",
    "delisting-contradicted",
    "warning",
    summary=_("A case whose delisting was proposed goes on all the same."),
    explanation=_(
        "A source proposes to delist the case, and a later one keeps it without saying why the proposal was dropped."
    ),
    remedy=_("Nothing need be done; the case is shown as tracked. Ask the group if the reason matters."),
)
def delisting_contradicted(facts: Facts) -> Iterator[Found]:
    """KB304."""
    for case in facts.knowledge.register.cases:
        proposed: Occurrence | None = None
        for one in facts.subjects(case.id):
            if one.disposition == "propose-delist":
                proposed = one
            elif proposed and one.disposition in ("continue", "add", "propose-add") and _later(one, proposed):
                words = _(
                    "{date} proposed to delist it ({before}), now it says {after}",
                    date=_day(proposed),
                    before=proposed.evidence or "",
                    after=one.evidence or "",
                )
                yield Found(words, facts.at(one))
                proposed = None
            elif one.disposition is not None:
                proposed = None


@check(
    "KB305",
    "promise-passed",
    "warning",
    summary=_("A date that was promised has passed, and no source says that it was kept."),
    explanation=_(
        "The day on which the checks are made is the newest reporting date, unless another one is asked for."
    ),
    remedy=_("Ask the unit in charge; kbbt deadlines lists all dates."),
)
def promise_passed(facts: Facts) -> Iterator[Found]:
    """KB305."""
    try:
        late = deadlines(facts.knowledge, facts.on, overdue=True) if facts.on else []
    except UsageError:  # nothing is known on that day
        late = []
    for one in late:
        words = _("{date} promised {words}: {clause}", date=to_roc(one.date), words=one.words, clause=one.clause)
        yield Found(words, Spot(one.source, one.date, one.group, one.case, places=tuple(one.places)))


def _later(one: Occurrence, other: Occurrence) -> bool:
    return one.date is not None and other.date is not None and one.date > other.date


def _day(one: Occurrence) -> str:
    return to_roc(one.date) if one.date else "-"


CHECKS = (vanished, discussed_after_delisting, delisted_twice, delisting_contradicted, promise_passed)

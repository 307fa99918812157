"""What went out and came in, in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from curator.domain.document import DocumentState
from curator.services.sharing import Exchanged, Report
from curator.text.safe_display import visible


def _n(text: str) -> str:
    """Mark a text for translation."""
    return str(QT_TRANSLATE_NOOP("Sharing", text))


_KINDS: Final[dict[str, tuple[str, str]]] = {
    "document": (_n("%1 document"), _n("%1 documents")),
    "annotation": (_n("%1 annotation"), _n("%1 annotations")),
    "decision": (_n("%1 decision"), _n("%1 decisions")),
    "comment": (_n("%1 comment"), _n("%1 comments")),
    "submission": (_n("%1 submission"), _n("%1 submissions")),
    "assignment": (_n("%1 assignment"), _n("%1 assignments")),
    "entity": (_n("%1 entity"), _n("%1 entities")),
    "person": (_n("%1 person"), _n("%1 people")),
    "guideline": (_n("guidelines"), _n("guidelines")),
    "scheme": (_n("the scheme"), _n("the scheme")),
    "setting": (_n("the project's settings"), _n("the project's settings")),
}
"""What there is one of and several of, in the order in which people ask for it."""
_MOST_NAMES: Final = 3
"""Names that a line has room for."""
_CHANGESETS: Final = (_n("%1 changeset"), _n("%1 changesets"))
_TEXTS: Final = (_n("%1 text or original"), _n("%1 texts and originals"))


def translated(text: str) -> str:
    """A text of this package in the person's language."""
    return QCoreApplication.translate("Sharing", text)


def _counted(number: int, forms: tuple[str, str]) -> str:
    return translated(forms[0] if number == 1 else forms[1]).replace("%1", f"{number:n}")


def name(given: str) -> str:
    """What somebody calls themselves or their project, such that it can't pass for other words beside it."""
    return visible(given, 80)


def changesets(number: int) -> str:
    """So many changesets."""
    return _counted(number, _CHANGESETS)


def texts(number: int) -> str:
    """So many texts and original bytes."""
    return _counted(number, _TEXTS)


def kinds(counts: Mapping[str, int]) -> str:
    """Subjects by kind: "3 documents, 12 annotations"; "" where there are none."""
    return ", ".join(_counted(counts[kind], forms) for kind, forms in _KINDS.items() if counts.get(kind))


def kind(name: str) -> str:
    """One of a kind, without a number."""
    return _counted(1, _KINDS.get(name, (name, name))).replace("1 ", "", 1)


def moment(at: str) -> str:
    """A UTC ISO time as a date and a time of day here; what is none stays as it is."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def revoked(by: str, at: str) -> str:
    """That a key holds no more, since when and by whose word."""
    words = translated(_n("⚠ This key was revoked by %1 on %2: what it signs since does not count."))
    return words.replace("%2", moment(at)).replace("%1", name(by))


def exchanged(done: Exchanged, clock: str) -> tuple[str, str]:
    """A line on what an exchange has done, and more for who asks; ("", "") where it did nothing to speak of."""
    received = [report for report in done.received if not report.empty]
    counted = [report for report in received if report.made or report.changed or report.texts]
    parts = [_received(reports) for reports in (counted, [one for one in received if one not in counted]) if reports]
    if done.put:
        parts.append(translated(_n("your work put out")))
    details = [_received([report]) for report in received] if len(received) > 1 else []
    details += [line for report in done.received for line in notes(report)]
    if done.refused:
        parts.append(translated(_n("can't be read: %1")).replace("%1", _some([one.path.name for one in done.refused])))
        details += [f"{one.path.name}: {one.message}" for one in done.refused]
    if not parts:
        return "", ""
    words = translated(_n("Exchanged %1: %2")).replace("%1", clock)
    return words.replace("%2", visible("; ".join(parts))), "\n".join(visible(line) for line in details)


def _received(reports: Sequence[Report]) -> str:
    """What parcels brought altogether, and from whom."""
    counts = Counter[str]()
    for report in reports:
        counts.update(report.made)
        counts.update(report.changed)
    many_texts = sum(report.texts for report in reports)
    what = kinds(counts) or (texts(many_texts) if many_texts else translated(_n("work kept aside")))
    senders = _some(list(dict.fromkeys(report.sender for report in reports)))
    words = translated(_n("%1 from %2")).replace("%1", what).replace("%2", senders)
    if many := sum(len(report.conflicts) for report in reports):
        words += translated(_n(" (%1 conflict)") if many == 1 else _n(" (%1 conflicts)")).replace("%1", f"{many:n}")
    if reopened := [one for report in reports for one in report.reopened]:
        gone = translated(_n(" (no longer approved: %1)"))
        words += gone.replace("%1", _some([f"{one.name}, {one.title}" for one in reopened]))
    return words


def _some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    more = translated(_n("%1 and %2 more")).replace("%2", f"{len(names) - _MOST_NAMES:n}")
    return shown if len(names) <= _MOST_NAMES else more.replace("%1", shown)


def notes(report: Report) -> list[str]:
    """What should be known of a report beside its figures: each a line."""
    found = [": ".join(part for part in row if part) for row in rows(report)]
    return [*found, f"{translated(_n('Left out'))}: {left_out(report)}"] if report.withheld else found


def rows(report: Report) -> list[tuple[str, str, str]]:
    """What should be looked at in a report: what it is, which, and why."""
    found = [*_conflicts(report), *_reopened(report), *_refused(report), *_strangers(report), *_missing(report)]
    return [(what, visible(which, 400), visible(why)) for what, which, why in found]


def _conflicts(report: Report) -> list[tuple[str, str, str]]:
    what = translated(_n("Conflict"))
    why = translated(_n("Changed differently here and there; both values stay until somebody decides."))
    found: list[tuple[str, str, str]] = []
    for one in report.conflicts:
        title = report.titles.get(one.subject, kind(one.kind))
        where = report.titles.get(one.document, "") if one.document != one.subject else ""
        found.append((what, " · ".join(part for part in (title, where) if part), why))
    return found


def _reopened(report: Report) -> list[tuple[str, str, str]]:
    what = translated(_n("No longer approved"))
    back = translated(_n("It was taken back. The approval counts no more: it has to be submitted and approved again."))
    anew = translated(_n("It is another than was approved. The approval counts no more: it waits for review again."))
    return [
        (what, f"{one.name} · {one.title}", anew if one.state is DocumentState.SUBMITTED else back)
        for one in report.reopened
    ]


def _refused(report: Report) -> list[tuple[str, str, str]]:
    what, by = translated(_n("Does not count")), translated(_n("%1 by %2"))
    return [
        (what, by.replace("%1", report.titles.get(one.subject, kind(one.kind))).replace("%2", one.by), one.reason)
        for one in report.refused
    ]


def _strangers(report: Report) -> list[tuple[str, str, str]]:
    what, named, unnamed = (
        translated(words) for words in (_n("Kept aside"), _n("%1 by “%2”, key %3"), _n("%1 by the key %3"))
    )
    why = translated(_n("Nobody in the project has this key. It counts once a supervisor adds the person."))
    return [
        (
            what,
            (named if one.name else unnamed)
            .replace("%3", one.fingerprint)
            .replace("%2", one.name)
            .replace("%1", changesets(one.changesets)),
            why,
        )
        for one in report.strangers
    ]


def _missing(report: Report) -> Sequence[tuple[str, str, str]]:
    why = translated(_n("Other work builds on it and waits. Ask who sent this for a parcel with everything."))
    which = translated(_n("the changeset %1…"))
    return [(translated(_n("Missing")), which.replace("%1", ident[:12]), why) for ident in report.missing]


def left_out(report: Report) -> str:
    """What was not handed out to this copy, which is how its sender wants it: nobody has to look at that; or ""."""
    if not report.withheld:
        return ""
    words = translated(_n("%1: work on them is here, their words are not"))
    return words.replace("%1", texts(report.withheld))

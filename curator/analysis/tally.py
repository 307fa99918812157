"""What documents add up to, so that figures can be computed of any number of them, document by document.

A `Tally` is of some annotators: of all, or of two. Tallies of documents add up to the tally of a project.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from curator.analysis.field_agreement import Said
from curator.analysis.field_values import UNTOUCHED, Normal, normal_field
from curator.analysis.kappas import Profile, profile
from curator.analysis.matches import Match
from curator.analysis.pairing import match_units
from curator.analysis.span_scores import SpanCounts
from curator.analysis.unitizing import Continuum, Section, joined, sections
from curator.analysis.units import DocumentWork, Unit

FieldName = tuple[str, str]
"""A label and a field of its form."""

Forms = Mapping[str, Sequence[str]]
"""The fields of each label."""


class Reading:
    """One document, looked at once: its matches, sections, and values in normal form."""

    def __init__(self, work: DocumentWork, forms: Forms) -> None:
        self.work = work
        self.matches = match_units(work.units, work.annotators)
        self._forms = forms
        self._normal: dict[str, dict[str, Normal]] = {}
        self.group_of = {unit.id: place for place, match in enumerate(self.matches) for unit in match.units}
        units: dict[str, list[Unit]] = {name: [] for name in work.annotators}
        for unit in work.units:
            units[unit.annotator].append(unit)
        self.sections = {name: sections(found) for name, found in units.items()}
        self.by_label = {label: _of_label(units, label) for label in sorted({unit.label for unit in work.units})}

    def said(self, unit: Unit) -> dict[str, Normal]:
        """What an annotation says of the fields of its form, and of those that its form no longer has."""
        known = self._normal.get(unit.id)
        if known is None:
            names = dict.fromkeys((*self._forms.get(unit.label, ()), *unit.fields))
            known = {name: normal_field(unit.fields.get(name), self.group_of) for name in names}
            self._normal[unit.id] = known
        return known


def _of_label(units: Mapping[str, Sequence[Unit]], label: str) -> dict[str, list[Section]]:
    return {name: joined(unit for unit in found if unit.label == label) for name, found in units.items()}


@dataclass(slots=True)
class Tally:
    """What the work of some annotators adds up to.

    Attributes:
        annotators: who they are.
        documents: how many have the work of two or more of them.
        annotations: how many they made there.
        profiles: the labels that places were given, by those who marked them.
        table: the labels of the first and the second annotator of each pair at one place; "" is no annotation.
        spans: what each pair has in common.
        states: how many matches are in each state.
        continuum: the texts, with the labels at each point.
        labels: the same of each label; texts without it are added by `of_label`.
        lengths: how many code points were read by how many annotators.
        fields: what was said of each field at each place.
    """

    annotators: set[str] = field(default_factory=set[str])
    documents: int = 0
    annotations: int = 0
    profiles: Counter[Profile] = field(default_factory=Counter[Profile])
    table: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    spans: SpanCounts = field(default_factory=SpanCounts)
    states: Counter[str] = field(default_factory=Counter[str])
    continuum: Continuum = field(default_factory=Continuum)
    labels: dict[str, Continuum] = field(default_factory=dict[str, Continuum])
    lengths: Counter[int] = field(default_factory=Counter[int])
    label_lengths: dict[str, Counter[int]] = field(default_factory=dict[str, Counter[int]])
    fields: dict[FieldName, list[tuple[Said, ...]]] = field(default_factory=dict[FieldName, list[tuple[Said, ...]]])

    def add(self, reading: Reading, annotators: Sequence[str]) -> None:
        """Add the work of these annotators, all of whom worked on the document."""
        self.documents += 1
        chosen = set(annotators)
        self.annotators |= chosen
        for match in reading.matches:
            present = [unit for unit in match.units if unit.annotator in chosen]
            if present:
                self._add_place(reading, match, present)
        for one, other in combinations(annotators, 2):
            self.spans.add(reading.matches, one, other)
            self.table.update(_met(reading.matches, one, other))
        self._add_text(reading, annotators)

    def merge(self, other: "Tally") -> None:
        """Add what another tally adds up to."""
        self.annotators |= other.annotators
        self.documents += other.documents
        self.annotations += other.annotations
        self.profiles.update(other.profiles)
        self.states.update(other.states)
        self.table.update(other.table)
        self.spans.merge(other.spans)
        self.continuum.merge(other.continuum)
        self.lengths.update(other.lengths)
        for label, continuum in other.labels.items():
            self.labels.setdefault(label, Continuum()).merge(continuum)
            self.label_lengths.setdefault(label, Counter()).update(other.label_lengths[label])
        for name, places in other.fields.items():
            self.fields.setdefault(name, []).extend(places)

    def of_label(self, label: str) -> Continuum:
        """All texts with one label: that nobody found it in a text counts, too."""
        whole = Continuum()
        if label in self.labels:
            whole.merge(self.labels[label])
        covered = self.label_lengths.get(label, Counter[int]())
        for readers, length in self.lengths.items():
            whole.add(length - covered[readers], {str(reader): () for reader in range(readers)})
        return whole

    def _add_place(self, reading: Reading, match: Match, present: Sequence[Unit]) -> None:
        self.annotations += len(present)
        self.profiles[profile([unit.label for unit in present])] += 1
        self.states[match.state.value] += 1
        by_label: dict[str, list[Unit]] = {}
        for unit in present:
            by_label.setdefault(unit.label, []).append(unit)
        for label, units in by_label.items():
            said = [(unit.annotator, reading.said(unit)) for unit in units]
            for name in _names(said):
                place = tuple([Said(owner, values.get(name, UNTOUCHED)) for owner, values in said])
                self.fields.setdefault((label, name), []).append(place)

    def _add_text(self, reading: Reading, annotators: Sequence[str]) -> None:
        length = reading.work.length
        self.lengths[len(annotators)] += max(0, length)
        self.continuum.add(length, {name: reading.sections[name] for name in annotators})
        for label, found in reading.by_label.items():
            self.labels.setdefault(label, Continuum()).add(length, {name: found[name] for name in annotators})
            self.label_lengths.setdefault(label, Counter())[len(annotators)] += max(0, length)


def _names(said: Sequence[tuple[str, dict[str, Normal]]]) -> Iterable[str]:
    """All fields of which something can be said at a place: nearly always the same for each annotator."""
    first = said[0][1]
    if all(values.keys() == first.keys() for _, values in said):
        return first
    return dict.fromkeys(name for _, values in said for name in values)


def _met(matches: Iterable[Match], one: str, other: str) -> Counter[tuple[str, str]]:
    """Which label of one annotator met which of the other's."""
    met: Counter[tuple[str, str]] = Counter()
    for match in matches:
        mine, theirs = match.of(one), match.of(other)
        if mine or theirs:
            met[mine.label if mine else "", theirs.label if theirs else ""] += 1
    return met

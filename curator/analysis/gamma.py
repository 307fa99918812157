"""Gamma: agreement on places and labels together, by the best alignment of all annotators' annotations.

Source: Y. Mathet, A. Widlöcher, J.-P. Métivier (2015), The unified and holistic method gamma (γ) for inter-annotator
agreement measure and alignment, Computational Linguistics 41(3), 437–479. The figure is that of the published library
pygamma-agreement (H. Titeux, R. Riad 2021, JOSS 6(62), 2989), which is imported here alone and not installed with
Curator: docs/decisions/0013 says why.
"""

import logging
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from math import prod
from typing import Any, Final

from curator.analysis.field_agreement import Outcome
from curator.analysis.figures import Undefined
from curator.analysis.units import DocumentWork, Unit
from curator.domain.errors import CuratorError

SAMPLES: Final = 30
"""How many random texts chance is estimated from; the same ones every time."""

LARGEST: Final = 300_000
"""So many combinations of annotations are looked at: a few seconds for each sample of them all."""

_LIBRARY: Final = "pygamma_agreement"

Weights = tuple[float, float]
EVEN: Final[Weights] = (1.0, 1.0)
"""How much places and labels count, as the authors have it: α and β of their combined dissimilarity."""


def require() -> None:
    """See that the library is installed, without importing it: that takes many seconds.

    Raises:
        CuratorError: it is not, with what to do about it.
    """
    if find_spec(_LIBRARY) is None:
        raise CuratorError(
            f"Gamma needs the library {_LIBRARY.replace('_', '-')}, which is not installed. "
            "`pip install pygamma-agreement` adds it (800 MB; a part of it, cvxopt, is under the GPL)."
        )


def gamma(work: DocumentWork, weights: Weights = EVEN) -> Outcome:
    """Gamma of one document; each part of a discontinuous annotation counts as one.

    Raises:
        CuratorError: the library is not installed.
    """
    by_annotator = {name: [unit for unit in work.units if unit.annotator == name] for name in work.annotators}
    units = len(work.units)
    if sum(map(bool, by_annotator.values())) < 2:
        return Outcome(Undefined.NO_UNITS, units)
    parts = {name: sum(len(unit.spans) for unit in found) for name, found in by_annotator.items()}
    if prod(count + 1 for count in parts.values()) > LARGEST:
        return Outcome(Undefined.TOO_LARGE, units)
    require()
    with _quiet_and_repeatable():
        return Outcome(_measured(by_annotator, weights), units, estimated_from=SAMPLES)


def _measured(by_annotator: dict[str, list[Unit]], weights: Weights) -> float:
    library: Any = import_module(_LIBRARY)
    segment: Any = import_module("pyannote.core").Segment
    continuum = library.Continuum()
    for name, units in by_annotator.items():
        continuum.add_annotator(name)
        for start, end, label in _parts(units):
            continuum.add(name, segment(start, end), label)
    places, labels = weights
    dissimilarity = library.CombinedCategoricalDissimilarity(alpha=places, beta=labels)
    sampler = library.ShuffleContinuumSampler()  # as the paper has it
    return float(continuum.compute_gamma(dissimilarity, sampler=sampler, n_samples=SAMPLES, precision_level=None).gamma)


def _parts(units: Sequence[Unit]) -> list[tuple[int, int, str]]:
    return [(start, end, unit.label) for unit in units for start, end in unit.spans]


@contextmanager
def _quiet_and_repeatable() -> Generator[None]:
    """The library draws from NumPy's shared generator, and speaks of its solver through the root logger."""
    shared: Any = import_module("numpy").random
    state = shared.get_state()
    silent = logging.root.manager.disable
    shared.seed(0)
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(silent)
        shared.set_state(state)

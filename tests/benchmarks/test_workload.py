"""The workload is what it says it is, and the same everywhere."""

from hashlib import sha256
from itertools import islice

import pytest

from benchmarks import workload


def test_a_text_is_the_same_in_every_run_and_on_every_machine() -> None:
    text = workload.single("A")
    assert sha256(text.text.encode()).hexdigest()[:16] == "cec9f5af06813f47"
    assert sha256(repr(text.spans).encode()).hexdigest()[:16] == "4678f92487c36183"


def test_many_texts_are_the_same_in_every_run() -> None:
    texts = list(islice(workload.many(), 3))
    assert sha256(repr(texts).encode()).hexdigest()[:16] == "6a209132781fcc82"


@pytest.mark.parametrize("name", ["A", "B"])
def test_a_text_has_the_size_and_the_spans_it_promises(name: str) -> None:
    length, count = workload.SIZES[name]
    made = workload.single(name)
    assert len(made.text) == length == len(made.text.encode())
    assert len(set(made.spans)) == count
    assert all(5 <= span.end - span.start <= 120 and span.end <= length for span in made.spans)
    assert made.text.count(workload.RARE_WORD) == 1


def test_one_text_of_a_hundred_holds_the_rare_word() -> None:
    found = [workload.RARE_WORD in text.text for text in workload.many(201, length=1_000, marks=2)]
    assert [number for number, holds in enumerate(found) if holds] == [0, 100, 200]

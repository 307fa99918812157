"""How far long work is, and whether it is to stop: what a verb looks at on its way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from curator.domain.errors import CancelledError

Progress = Callable[[int, int, str], object]
Cancelled = Callable[[], bool]
Item = TypeVar("Item")
_EVERY: Final = 200


def quietly(_done: int, _total: int, _what: str) -> None:
    """Tell nobody."""


def never() -> bool:
    """Go on to the end."""
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of the work and may stop it; `stopped` is what to say then."""

    progress: Progress = quietly
    cancelled: Cancelled = never
    stopped: str = "It was stopped. Nothing was changed."

    def step(self, done: int, total: int, what: str) -> None:
        """Tell how far it is, now and then.

        Raises:
            CancelledError: it is to stop.
        """
        if done % _EVERY == 0:
            self.progress(done, total, what)
            if self.cancelled():
                raise CancelledError(self.stopped)

    def each(self, items: Iterable[Item], total: int, what: str) -> Iterator[Item]:
        """These items, one after the other, with a step for each."""
        for done, item in enumerate(items):
            self.step(done, total, what)
            yield item

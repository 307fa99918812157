"""Places in a document's text: spans, and the words that prove them."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

CONTEXT = 32
"""Code points of context kept on each side of a quote, as the W3C TextQuoteSelector has it."""

Offset = Annotated[int, Field(strict=True, ge=0, le=2**53)]
"""A position in a text, in Unicode code points; strict, so that "3", 3.0 and True are refused."""


class Value(BaseModel):
    """The base of all values: frozen, and refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Span(Value):
    """Half-open `[start, end)` in code points of `Document.text`; never empty."""

    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start >= self.end:
            raise ValueError(f"a span must end after it starts, but {self.start}–{self.end} does not")
        return self

    @property
    def length(self) -> int:
        """How many code points the span covers."""
        return self.end - self.start

    def __lt__(self, other: "Span") -> bool:
        """Document order: by start, then by end."""
        return (self.start, self.end) < (other.start, other.end)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point (touching is not overlapping)."""
        return self.start < other.end and other.start < self.end


class TextQuote(Value):
    """The words of a span and up to `CONTEXT` code points on both sides (W3C TextQuoteSelector)."""

    exact: Annotated[str, Field(min_length=1)]
    prefix: str = ""
    suffix: str = ""


class QuotedSpan(Span):
    """A span together with its quote: what is stored, so that any shift can be seen."""

    exact: Annotated[str, Field(min_length=1)]
    prefix: str = ""
    suffix: str = ""

    @property
    def quote(self) -> TextQuote:
        """The quote alone."""
        return TextQuote(exact=self.exact, prefix=self.prefix, suffix=self.suffix)

    @property
    def span(self) -> Span:
        """The place alone."""
        return Span(start=self.start, end=self.end)


def quoted(text: str, start: int, end: int) -> QuotedSpan:
    """The span `[start, end)` of `text` with its quote sliced from `text`.

    Raises:
        ValueError: the span is empty, turned round, or reaches past the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the span {start}–{end} does not lie in a text of {len(text)} characters")
    return QuotedSpan(
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )

"""Lines with room between them: for reading, for the underlines below, and for the tags above.

All heights come from the row's number and the `Metrics`, never from what a fallback font says, so that one
emoji does not push its line away from the others, and underlines and tags always have their own bands:

    row top ─┬─ tag band       small capitals, above the words
             ├─ fill           from above the capitals to below the descenders; the baseline lies in it
             └─ lanes          one underline per overlap
"""

from dataclasses import dataclass
from typing import Final, Self

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QPlainTextDocumentLayout

LANES: Final = 3
"""Overlap lanes that have their full height in a row; more are drawn thinner."""

MEASURE: Final = 78
"""Characters of a line, about: the upper end of what typographers call comfortable."""

MARGIN: Final = 30
_SAMPLE: Final = "the conference agreed on a draft code of conduct, and thanked those who had prepared it"


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in pixels, from a font. What is vertical is relative to a row's top.

    `pitch` is the height of a row, `blank` that of an empty paragraph, `paragraph_gap` comes below each paragraph.
    """

    em: float
    pitch: int
    blank: int
    paragraph_gap: int
    baseline: int
    tag_baseline: float
    fill_top: int
    fill_bottom: int
    lane_pitch: float
    lane_thickness: float
    column: float

    @classmethod
    def of(cls, font: QFont) -> Self:
        """The metrics for a font whose size is in pixels."""
        em = float(font.pixelSize())
        measured = QFontMetricsF(font)
        capitals = measured.capHeight() or 0.72 * em
        tag_band = round(0.47 * em)
        fill_top = tag_band
        baseline = round(fill_top + 0.13 * em + capitals)
        fill_bottom = baseline + round(0.25 * em)
        lane_pitch = max(2.0, 0.15 * em)
        pitch = round(fill_bottom + LANES * lane_pitch)
        return cls(
            em=em,
            pitch=pitch,
            blank=round(0.62 * pitch),
            paragraph_gap=round(0.22 * em),
            baseline=baseline,
            tag_baseline=fill_top - max(1.5, 0.12 * em),
            fill_top=fill_top,
            fill_bottom=fill_bottom,
            lane_pitch=lane_pitch,
            lane_thickness=max(1.25, 0.115 * em),
            column=round(MEASURE * measured.horizontalAdvance(_SAMPLE) / len(_SAMPLE)),
        )


class ReadingLayout(QPlainTextDocumentLayout):
    """Qt's plain-text layout, with the rows set apart. A paragraph is laid out when it is first asked for."""

    def __init__(self, document: QTextDocument, metrics: Metrics) -> None:
        super().__init__(document)
        self._metrics = metrics
        self._soft_breaks: frozenset[int] = frozenset()
        self._gap = metrics.paragraph_gap

    def arrange(self, metrics: Metrics, *, soft_breaks: frozenset[int], has_gaps: bool) -> None:
        """Set the sizes, and which paragraph ends are not the text's own; before the next layout."""
        self._metrics = metrics
        self._soft_breaks = soft_breaks
        self._gap = metrics.paragraph_gap if has_gaps else 0

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        """The paragraph's rectangle, from (0, 0), after making sure that its rows are set apart."""
        if not block.isValid():  # Qt asks while one document takes the place of another
            return QRectF()
        rect = super().blockBoundingRect(block)
        layout = block.layout()
        rows = layout.lineCount()
        if rows:
            rect.setHeight(self._set_apart(layout, rows, block.length() == 1) + self._below(block))
            if block.textDirection() == Qt.LayoutDirection.RightToLeft:
                rect.setRight(max(rect.right(), self._to_the_right(layout, rows)))
        return rect

    def _set_apart(self, layout: QTextLayout, rows: int, is_blank: bool) -> int:
        """Move the rows to their places if they are not there yet; their height together."""
        metrics = self._metrics
        if is_blank:
            line = layout.lineAt(0)
            line.setPosition(QPointF(line.x(), (metrics.blank - line.height()) / 2))
            return metrics.blank
        last = layout.lineAt(rows - 1)
        top = (rows - 1) * metrics.pitch + metrics.baseline - last.ascent()
        if abs(last.y() - top) > 0.01:
            for row in range(rows):
                line = layout.lineAt(row)
                line.setPosition(QPointF(line.x(), row * metrics.pitch + metrics.baseline - line.ascent()))
        return rows * metrics.pitch

    def _to_the_right(self, layout: QTextLayout, rows: int) -> float:
        """Begin the rows at the right edge, as scripts that run to the left do; where that is."""
        margin = self.document().documentMargin()
        for row in range(rows):
            line = layout.lineAt(row)
            line.setPosition(QPointF(margin + max(0.0, line.width() - line.naturalTextWidth()), line.y()))
        return margin + layout.lineAt(0).width()

    def _below(self, block: QTextBlock) -> float:
        """The room below a paragraph."""
        end = block.position() + block.length()
        if end >= self.document().characterCount():
            return self.document().documentMargin()
        return 0 if end - 1 in self._soft_breaks else self._gap

"""Opening texts, annotating in them and scrolling: the window beside a bare QPlainTextEdit and a bare sqlite3."""

from statistics import median, quantiles

from PySide6.QtCore import Qt

from benchmarks import corpus, workload
from benchmarks.measuring import Result, interleaved
from benchmarks.rows import Twin, of_last_act
from benchmarks.window import Bare, Ours
from curator.domain.span import Span

_ROWS = {name: row for row, name in enumerate(workload.SIZES)}
_FRAME = 50
_APART = 400


def run(*, quick: bool) -> list[Result]:
    """All that is measured in one open window."""
    source = corpus.project("ABC")
    twin = Twin(corpus.copy(source, "twin"))
    ours = Ours(corpus.copy(source, "work"))
    bare = Bare(ours)
    texts = {name: workload.single(name).text for name in workload.SIZES}
    repeat = 5 if quick else 15
    results = [_opening(ours, bare, texts, name, repeat) for name in ("B", "C")]
    results += _annotating(ours, bare, twin, 10 if quick else 40)
    results.append(_scrolling(ours, bare, 40 if quick else 150))
    ours.window.close()
    return results


def _opening(ours: Ours, bare: Bare, texts: dict[str, str], name: str, repeat: int) -> Result:
    def open_ours() -> float:
        ours.open(_ROWS["A"])
        return ours.open(_ROWS[name])

    def open_bare() -> float:
        bare.open(texts["A"])
        return bare.open(texts[name])

    pair = interleaved(open_ours, open_bare, repeat)
    limit, peers = {"B": (3, "QualCoder 32 s, Taguette 10.7 s"), "C": (4, "QualCoder > 300 s")}[name]
    return Result(f"open {name}: click to painted", *pair, limit=limit, peers=peers)


def _annotating(ours: Ours, bare: Bare, twin: Twin, repeat: int) -> list[Result]:
    """Adding and withdrawing in the middle of C, which is open on both sides."""
    times: dict[str, list[float]] = {}
    frames: list[float] = []
    conn = ours.project.store.conn
    position = workload.SIZES["C"][0] // 2
    for turn in range(repeat + 1):
        position += _APART
        ours.window.reading.text.select(Span(start=position, end=position + 60))
        acts = (("add", Qt.Key.Key_4, twin.add), ("withdraw", Qt.Key.Key_Delete, twin.withdraw))
        for act, key, write_bare in acts:
            durable, painted = ours.press(key)
            rows_written = write_bare(of_last_act(conn))
            if turn:  # the first one imports what it needs
                times.setdefault(f"{act} durable", []).append(durable)
                times.setdefault(f"{act} bare", []).append(rows_written)
                times.setdefault(f"{act} painted", []).append(painted)
                times.setdefault("repaint", []).append(bare.repaint())
                frames += [durable + painted, ours.longest_frame_after()]
    middle = {name: median(values) * 1000 for name, values in times.items()}
    results: list[Result] = []
    for act, peers in (("add", "QualCoder 82 ms (B)"), ("withdraw", "QualCoder 16 s (B)")):
        on_disk, rows_written = middle[f"{act} durable"], middle[f"{act} bare"]
        results.append(Result(f"{act} in C: key press to durable", on_disk, rows_written, 10, peers=peers))
        results.append(
            Result(f"{act} in C: durable to painted (repaints)", middle[f"{act} painted"], middle["repaint"], 3)
        )
    worst = quantiles(frames, n=20)[-1] * 1000
    return [*results, Result("add, withdraw in C: longest frame (95 of 100)", worst, limit=_FRAME)]


def _scrolling(ours: Ours, bare: Bare, repeat: int) -> Result:
    pair = interleaved(ours.scroll, bare.scroll, repeat)
    return Result("scroll step in C", *pair, limit=2, peers="QualCoder 65 ms (B)")

"""A fault of the program: the person is told, can go on, and has what they did."""

import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from curator.services import reading
from curator.services.home import log_folder
from curator.ui.crash import CrashDialog, CrashWatch
from curator.ui.dialogs.about import AboutDialog
from tests.journeys.hands import Hands


@pytest.fixture(autouse=True)
def watch(at_work: Hands, monkeypatch: pytest.MonkeyPatch) -> CrashWatch:
    """The handler of the program, in place of the one of the tests, for as long as the test runs."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "__excepthook__", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    made = CrashWatch(at_work.window)
    made.install()
    return made


def fail() -> None:
    raise RuntimeError("a fault of the program")


def shown(hands: Hands) -> list[CrashDialog]:
    return [each for each in hands.window.findChildren(CrashDialog) if each.isVisible()]


def meet(hands: Hands, fault: Callable[[], object] = fail) -> CrashDialog:
    """Let a slot fail, and wait until the person is told."""
    QTimer.singleShot(0, fault)
    hands.wait(lambda: shown(hands))
    return shown(hands)[0]


def test_a_fault_is_told_with_a_report_that_lies_in_a_file(at_work: Hands) -> None:
    dialog = meet(at_work)
    [file] = log_folder().glob("crash-*.txt")
    report = file.read_text("utf-8")
    text = dialog.findChild(QPlainTextEdit)
    assert text
    assert "RuntimeError: a fault of the program" in report
    assert text.toPlainText() == report
    copy = next(button for button in dialog.findChildren(QPushButton) if "Copy" in button.text())
    at_work.click(copy)
    assert QApplication.clipboard().text() == report


def test_after_esc_the_work_goes_on_where_it_was_and_nothing_is_lost(at_work: Hands) -> None:
    window = at_work.window
    at_work.drag_over("Kazakhstan")
    at_work.click(window.reading.header.chip("actor"))
    assert window.desk.annotation
    ident = window.desk.annotation.id
    meet(at_work)
    at_work.opened(CrashDialog)
    at_work.press("Esc")
    at_work.closed()
    assert not shown(at_work)
    assert QApplication.focusWidget() is window.reading.text
    assert reading.annotation(window.session.view, ident).body.spans[0].exact == "Kazakhstan"
    at_work.press("Ctrl+Z")
    assert window.desk.annotation is None


def test_words_that_were_being_typed_are_kept(at_work: Hands) -> None:
    window = at_work.window
    at_work.drag_over("undertakes to adopt")
    at_work.click(window.reading.header.chip("commitment"))
    assert window.desk.annotation
    ident = window.desk.annotation.id
    at_work.press("Return")
    at_work.tab_to("action")
    at_work.type("adopt it")
    meet(at_work)
    at_work.opened(CrashDialog)
    at_work.press("Esc")
    at_work.closed()
    at_work.restart(window.session.path() or log_folder())
    assert reading.annotation(at_work.window.session.view, ident).body.fields["action"].value == "adopt it"


def test_a_fault_in_another_thread_is_told_too(at_work: Hands) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    at_work.wait(lambda: shown(at_work))
    thread.join()
    assert len(list(log_folder().glob("crash-*.txt"))) == 1


def test_many_faults_at_once_open_one_dialog_and_leave_a_report_each(at_work: Hands) -> None:
    for _ in range(3):
        QTimer.singleShot(0, fail)
    at_work.wait(lambda: len(list(log_folder().glob("crash-*.txt"))) == 3)
    assert len(shown(at_work)) == 1


def test_the_report_stays_when_the_dialog_in_which_it_happened_goes(at_work: Hands) -> None:
    window = at_work.window
    window.actions_by_id["window.about"].trigger()
    at_work.opened(AboutDialog)
    meet(at_work)
    at_work.opened(CrashDialog)
    about = window.findChild(AboutDialog)
    assert about
    with at_work.qtbot.waitSignal(about.destroyed):
        about.accept()
    assert shown(at_work)
    at_work.opened(CrashDialog)
    at_work.press("Esc")
    at_work.closed()
    meet(at_work)


def test_without_a_folder_for_it_the_report_is_shown_alone(at_work: Hands) -> None:
    folder = log_folder()
    folder.rmdir()
    folder.write_text("in its place")
    dialog = meet(at_work)
    text = dialog.findChild(QPlainTextEdit)
    assert text
    assert "a fault of the program" in text.toPlainText()
    assert any("could not be written" in label.text() for label in dialog.findChildren(QLabel))


def test_ctrl_c_is_no_fault(at_work: Hands) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    at_work.at_rest()
    assert not shown(at_work)
    assert not list(log_folder().glob("crash-*.txt"))

"""The door to supervision: its actions, and its widgets, which are made when they are first needed."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.ui.room import Room

if TYPE_CHECKING:
    from curator.services.views import AnnotationView
    from curator.ui.actions import ActionSet, Need
    from curator.ui.adjudication.adjudicating import Adjudicating
    from curator.ui.guidelines import Guidelines
    from curator.ui.review.document_saying import DocumentSaying
    from curator.ui.review.keys import ReviewKeys
    from curator.ui.review.reviewing import Reviewing
    from curator.ui.review.saying import Saying

_LOOK_MS = 400


class Supervising(QObject):
    """The actions `supervision.*`.

    Signals:
        changed: review or adjudication began or ended, or something else can be decided on.
    """

    changed = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._desk = room.desk
        self._session = room.desk.session
        self.actions: ActionSet | None = None
        self._keys: ReviewKeys | None = None
        self._saying: Saying | None = None
        self._saying_of_document: DocumentSaying | None = None
        self._reviewing: Reviewing | None = None
        self._adjudicating: Adjudicating | None = None
        self._guidelines: Guidelines | None = None
        # A while after the project is shown: nobody waits for the news.
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._timer.timeout.connect(self.tell_news)
        self._session.opened.connect(self._project_opened)
        self._session.failed.connect(self._refused)
        self._desk.annotation_changed.connect(self._annotation_changed)
        self._desk.document_changed.connect(self._document_changed)
        room.left.queue_wanted.connect(self.queue)
        room.left.documents_wanted.connect(self.documents)

    # what can be done

    @property
    def is_supervisor(self) -> bool:
        """Whether the person is a supervisor of the open project."""
        return self._session.is_open and Role.SUPERVISOR in self._session.view.roles

    @property
    def is_adjudicating(self) -> bool:
        """Whether two people's work is shown side by side."""
        return self._adjudicating is not None and self._adjudicating.is_shown

    def needs(self) -> "dict[Need, object]":
        """What holds now of what actions of supervision need."""
        adjudicating = self._adjudicating if self.is_adjudicating else None
        reviewing = self._room.left.shows_queue or adjudicating is not None
        chosen = adjudicating.current is not None if adjudicating else self._desk.annotation is not None
        return {
            "supervisor": self.is_supervisor,
            "reviewing": self.is_supervisor and reviewing,
            "deciding": self.is_supervisor and reviewing and chosen,
            "adjudicating": self.is_supervisor and adjudicating is not None and adjudicating.current is not None,
        }

    def _project_opened(self) -> None:
        if self._adjudicating:
            self._adjudicating.close()
        if self.actions:
            self.actions["supervision.names"].setChecked(self._desk.hides_names)
        self._room.left.offer_queue(offered=self.is_supervisor)
        self._room.left.count_waiting(0)
        self.documents()
        if self._session.is_open:
            self._timer.start()

    def tell_news(self) -> None:
        """Show what was said of the document, count what waits, and say whether there is news of one's own work."""
        if not self._session.is_open:
            return
        self._say_of_document()
        if self.is_supervisor:
            from curator.services import queueing

            self._room.left.count_waiting(queueing.queue_counts(self._session.view).waiting)
        if self._session.view.me is None:
            return
        from curator.services import news

        number = news.unseen(self._session.view)
        if number and not self._room.messages.text:  # nothing that is being said is taken away for that
            words = self.tr("%1 things were said or done about your work.").replace("%1", f"{number:n}")
            self._room.messages.show_note(words, self.tr("Show"), self.news)

    def _annotation_changed(self) -> None:
        if self._saying is None and self._desk.annotation:
            self._say()
            if self._saying:
                self._saying.show()

    def _document_changed(self) -> None:
        document = self._desk.document
        if (
            self.is_adjudicating
            and self._adjudicating
            and (document is None or document.row.id != self._adjudicating.document)
        ):
            self._adjudicating.close()

    def _refused(self, error: CuratorError) -> None:
        """Where something has to be decided on alone first, lead there."""
        from curator.services.deciding import ApartError

        if isinstance(error, ApartError):
            words = self.tr(
                "Several people changed “%1” apart from each other, which joined by itself. Decide on it alone first."
            )
            show = partial(self._show_apart, error.annotation)
            self._room.messages.show_standing(words.replace("%1", error.quote), self.tr("Show it"), show)

    def _show_apart(self, annotation: str) -> None:
        from curator.services import reading

        view: AnnotationView | None = self._session.ask(reading.annotation, annotation)
        if view:
            self.leave_adjudication()
            self.queue()
            self._desk.show(view.body.document, annotation)

    # making what is needed

    def _say(self) -> "Saying":
        if self._saying is None:
            from curator.ui.review.saying import Saying

            self._saying = Saying(self._room)
        return self._saying

    def _say_of_document(self) -> "DocumentSaying":
        if self._saying_of_document is None:
            from curator.ui.review.document_saying import DocumentSaying

            self._saying_of_document = DocumentSaying(self._room)
        return self._saying_of_document

    def _watch(self, *widgets: object) -> None:
        from PySide6.QtWidgets import QWidget

        from curator.ui.review.keys import ReviewKeys

        if self._keys is None and self.actions:
            self._keys = ReviewKeys(self.actions, self)
            self._keys.watch(self._desk.pane.text)
        if self._keys:
            self._keys.watch(*(widget for widget in widgets if isinstance(widget, QWidget)))

    def _review(self) -> "Reviewing":
        if self._reviewing is None:
            from curator.ui.review.reviewing import Reviewing

            self._reviewing = Reviewing(self._room, self._say())
            self._reviewing.adjudication_wanted.connect(self.adjudicate_document)
            self._watch(self._reviewing.pane.list, self._reviewing.pane.work_list, self._say().strip)
        return self._reviewing

    def _adjudicate(self) -> "Adjudicating":
        if self._adjudicating is None:
            from curator.ui.adjudication.adjudicating import Adjudicating

            self._adjudicating = Adjudicating(self._room, self._review())
            self._adjudicating.changed.connect(self.changed)
            self._adjudicating.compared.connect(self._narrow_queue)
            self._watch(*self._adjudicating.widgets)
        return self._adjudicating

    def restyle(self) -> None:
        """Take the theme's colours."""
        if self._adjudicating:
            self._adjudicating.restyle()

    # the actions supervision.*

    def queue(self) -> None:
        """Show the review queue."""
        if not self.is_supervisor:
            return
        self._review().show()
        self._say().set_reviewing(reviewing=True)
        self.changed.emit()

    def documents(self) -> None:
        """Show the documents in place of the queue."""
        self._room.left.show_documents()
        if self._saying:
            self._saying.set_reviewing(reviewing=False)
        self.changed.emit()

    def adjudicate(self) -> None:
        """Show what several annotators made of the open document, or go back to the text."""
        document = self._desk.document
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.close()
        elif document:
            self.adjudicate_document(document.row.id)

    def adjudicate_document(self, document: str) -> None:
        """Show what several annotators made of a document."""
        if self.is_supervisor and self._desk.open(document):
            self._review()
            self._adjudicate().open(document)

    def leave_adjudication(self) -> None:
        """Go back to the text, where two people's work stands in its place."""
        if self._adjudicating:
            self._adjudicating.close()

    def _narrow_queue(self, document: str) -> None:
        """List what is adjudicated once it is painted: the queue beside it is looked at later."""
        QTimer.singleShot(0, self, partial(self._review().narrow_to, document))

    def next(self) -> None:
        """Go to the next thing to decide on."""
        self._step(1)

    def previous(self) -> None:
        """Go to the one before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.step(step)
        else:
            self._review().step(step)

    def accept(self) -> None:
        """Accept what is chosen."""
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.accept()
        else:
            self._review().decide(Verdict.ACCEPT)

    def give_back(self) -> None:
        """Return what is chosen, with a reason."""
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.give_back()
        else:
            self._review().decide(Verdict.RETURN)

    def reject(self) -> None:
        """Reject what is chosen, with a reason."""
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.take_none()
        else:
            self._review().decide(Verdict.REJECT)

    def withdraw_decision(self) -> None:
        """Take the decision back on what is chosen."""
        if self.is_adjudicating and self._adjudicating:
            self._adjudicating.reopen()
        else:
            self._review().withdraw_decision()

    def accept_agreeing(self) -> None:
        """Accept all that the annotators of the open document agree on."""
        self._review().accept_agreeing()

    def accept_listed(self) -> None:
        """Accept all that the queue lists."""
        self._review().accept_listed()

    def take_first(self) -> None:
        """Let the first annotator's stand."""
        self._adjudicate().take_letter(0)

    def take_second(self) -> None:
        """Let the second annotator's stand."""
        self._adjudicate().take_letter(1)

    def make_third(self) -> None:
        """Make one of both."""
        self._adjudicate().make_third()

    def take_none(self) -> None:
        """Let neither stand."""
        self._adjudicate().take_none()

    def reopen(self) -> None:
        """Decide anew."""
        self._adjudicate().reopen()

    def names(self) -> None:
        """Hide the annotators' names, or show them."""
        self._desk.hide_names(hidden=not self._desk.hides_names)
        if self.actions:
            self.actions["supervision.names"].setChecked(self._desk.hides_names)

    def take_to_review(self) -> None:
        """Take the work on the open document to review, so that its annotators see each other's."""
        self._review().take_to_review()

    def approve(self) -> None:
        """Approve the work on the open document."""
        self._review().approve()

    def send_back(self) -> None:
        """Return the work on the open document."""
        self._review().send_back()

    def comment(self) -> None:
        """Write a comment on the chosen annotation, or on the document where none is chosen."""
        if self._desk.annotation is None:
            self._say_of_document().begin()
        else:
            self._say().begin()

    def news(self) -> None:
        """Show what others did to one's own work."""
        from curator.ui.review.news_dialog import show_news

        show_news(self._session, self._desk, self._room.window)

    def assign(self) -> None:
        """Hand documents out."""
        from curator.ui.dialogs.assign import show_assign

        show_assign(self._session, self._desk, self._room.window)

    def guidelines(self) -> None:
        """Show the guidelines beside the text, or put them away."""
        if self._guidelines is None:
            from curator.ui.guidelines import Guidelines

            self._guidelines = Guidelines(self._room)
        self._guidelines.toggle()

    def dashboard(self) -> None:
        """Show how far the project is."""
        from curator.ui.dashboard.window import show_dashboard

        show_dashboard(self._session, self._room.background, self._room.window)

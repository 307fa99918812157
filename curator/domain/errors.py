"""The errors that are meant for people. Anything else that is raised is a bug."""


class CuratorError(Exception):
    """What went wrong, where, and what to do about it, in words fit to show.

    Attributes:
        message: one or two sentences for the person.
        place: what the message is about (a file, a document, a line), or "".
    """

    def __init__(self, message: str, *, place: str = "") -> None:
        """Keep the message and the place it speaks of."""
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.place = place


class NotFoundError(CuratorError):
    """Nothing, or more than one thing, answers to the id or name that was given."""


class NotAllowedError(CuratorError):
    """The person does not hold the role that the act needs, or the project is open read-only."""


class InvalidError(CuratorError):
    """The data given do not fit the scheme, the text or the format."""


class StorageError(CuratorError):
    """The project file, the disk or the folder does not let the program do what was asked."""


class CancelledError(CuratorError):
    """The person stopped a long piece of work; nothing of the unfinished part was kept."""

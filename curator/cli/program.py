"""The verbs of the program, in the order in which `curator --help` lists them."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, ParamSpec, cast

import typer

from curator.cli import (
    Status,
    adjudicating,
    changing,
    keeping,
    looking,
    making,
    measuring,
    people,
    person,
    registry,
    sharing,
    supervising,
    talking,
)
from curator.cli.running import PROGRAM, InterruptedRunError

P = ParamSpec("P")

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 done, 1 the data is not in order, 2 wrong use. More: docs/COMMAND_LINE.md",
)


def _print_version(asked: bool) -> None:
    if asked:
        from curator import __version__

        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def _curator(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Turn what documents say into data that others can trust. Each verb says more with --help."""
    _ = version


def _shielded(verb: Callable[P, Status]) -> Callable[P, None]:
    """A verb whose status becomes the program's, and whose Ctrl+C reaches `running.run`."""

    @wraps(verb)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        _check_words(kwargs)
        try:
            status = verb(*args, **kwargs)
        except KeyboardInterrupt as error:
            raise InterruptedRunError from error
        if status is not Status.DONE:
            raise typer.Exit(status)

    return run


def _check_words(given: Mapping[str, object]) -> None:
    """Words that are no text in the terminal's encoding come as halves of characters, which nothing can hold."""
    for name, value in given.items():
        for words in cast("list[object]", value) if isinstance(value, list) else [value]:
            if isinstance(words, str) and any("\ud800" <= char <= "\udfff" for char in words):
                raise typer.BadParameter("these bytes are no text in your terminal's encoding", param_hint=name)


_VERBS: dict[str, Callable[..., Status]] = {
    "new": making.new,
    "import": making.import_,
    "list": looking.list_,
    "show": looking.show,
    "search": looking.search,
    "history": looking.history,
    "annotate": changing.annotate,
    "withdraw": changing.withdraw,
    "describe": changing.describe,
    "undo": changing.undo,
    "redo": changing.redo,
    "export": making.export,
    "agreement": measuring.agreement,
    "verify": keeping.verify,
    "backup": keeping.backup,
    "backups": keeping.backups,
    "restore": keeping.restore,
    "rekey": keeping.rekey,
    "me": person.me,
    "assign": supervising.assign,
    "submit": supervising.submit,
    "queue": supervising.queue,
    "review": supervising.review,
    "adjudicate": adjudicating.adjudicate,
    "comments": talking.comments,
    "guidelines": talking.guidelines,
    "reasons": talking.reasons,
    "people": people.people,
    "hand-in": sharing.hand_in,
    "receive": sharing.receive,
    "exchange": sharing.exchange,
    "conflicts": sharing.conflicts,
    "entities": registry.entities,
    "formats": looking.formats,
    "open": person.open_,
}

for _name, _verb in _VERBS.items():
    app.command(_name)(_shielded(_verb))

"""The arguments and options that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

ProjectPath = Annotated[Path, typer.Argument(metavar="PROJECT", help="The project file.", show_default=False)]
DocumentName = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT", help="Its id, the unique beginning of it, its title or its file name.", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON value, for programs.", show_default=False)]

"""Receives a parcel and says how much memory that took: `receive_parcel PROJECT PARCEL`."""

import sys
from pathlib import Path

from benchmarks.programs.saying import say
from curator.services import identity, sharing
from curator.services import project as projects

with projects.open_project(Path(sys.argv[1]), author=identity.me()) as project:
    sharing.receive(project, Path(sys.argv[2]))
say()

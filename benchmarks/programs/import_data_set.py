"""Imports a data set into a new project, and says how much memory that took."""

import sys
from pathlib import Path

from benchmarks import corpus
from benchmarks.bulk import import_into
from benchmarks.programs.saying import say

import_into(corpus.BUILD / "memory.curator", Path(sys.argv[1]))
say()

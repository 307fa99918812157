"""`python -m curator`: the command line, where the console script is not on the path."""

from curator.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

"""Start Curator's window from a checkout, without installing it."""

from curator.app import main

if __name__ == "__main__":
    raise SystemExit(main())

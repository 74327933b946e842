"""``python -m kbbt``: the same as the ``kbbt`` command."""

from kbbt.cli import main

if __name__ == "__main__":
    main()

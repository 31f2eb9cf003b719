"""`python -m ascertain.entrypoints`: the command, where its script is not installed."""

from ascertain.entrypoints.cli import main

if __name__ == "__main__":
    main()

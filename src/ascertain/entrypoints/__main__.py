"""`python -m ascertain.entrypoints`: the command, where its script is not installed."""

import faulthandler
import signal

# `ascertain run` sends this signal to a process that does not start. Registered before the imports, which take most of a start.
faulthandler.register(signal.SIGUSR1, all_threads=True)

if __name__ == "__main__":
    from ascertain.kernel.processes import follow_parent

    # Before the imports as well: a supervisor may be killed while its processes still start.
    follow_parent()
    from ascertain.entrypoints.cli import main

    main()

"""`launch.py PARENT COMMAND…`: become COMMAND, which the kernel kills as soon as PARENT ends (Linux only).

A program of its own, because between fork and exec of a process with threads nothing is safe to run.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for the signal, check that the parent has not ended before, and become the command."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != int(sys.argv[1]):
        sys.exit(1)
    for name in ("SIGINT", "SIGHUP", "SIGPIPE"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    try:
        os.execv(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.stderr.write(f"Error: Java cannot be run: {error.strerror}\n")
        sys.exit(127)


if __name__ == "__main__":
    main()

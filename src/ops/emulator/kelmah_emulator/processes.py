"""Processes of the emulator: each ends with the one that started it, however that one ended."""

from __future__ import annotations

import os
import signal
import threading
import time


def exit_at_end_of(descriptor: int) -> None:
    """End this process when the other end of a pipe is closed, which the kernel does for a killed process too."""

    def watch() -> None:
        try:
            while os.read(descriptor, 1024):
                pass
        finally:
            os._exit(0)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def exit_at_end_of_process(pid: int) -> None:
    """End this process soon after another one has ended."""

    def watch() -> None:
        try:
            while True:
                os.kill(pid, 0)
                time.sleep(0.5)
        finally:
            os._exit(0)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


class Idle:
    """Ends this process when nothing has been asked of it for some time."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def note_call(self) -> None:
        """Begin to count anew."""
        self._last = time.monotonic()

    def exit_after(self, minutes: float) -> None:
        """Begin to watch."""

        def watch() -> None:
            try:
                while (left := self._last + minutes * 60 - time.monotonic()) > 0:
                    time.sleep(left)
            finally:
                os._exit(0)

        threading.Thread(target=watch, name="lifeline", daemon=True).start()


idle = Idle()


class Family:
    """A process and the forks it made."""

    def __init__(self) -> None:
        self._pids: set[int] = set()
        self._read_end, self._write_end = os.pipe()

    def fork(self) -> int:
        """Fork this process; as with os.fork, the child sees 0. The child ends when this process does."""
        pid = os.fork()
        if pid:
            self._pids.add(pid)
            return pid
        # Only the parent may hold the write end, or a child would keep its siblings alive.
        os.close(self._write_end)
        exit_at_end_of(self._read_end)
        self._pids = set()
        self._read_end, self._write_end = os.pipe()
        return 0

    def stop(self, pid: int) -> bool:
        """Kill a fork and wait for its end; False when it is none of this process's."""
        if pid not in self._pids:
            return False
        self._pids.discard(pid)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return True

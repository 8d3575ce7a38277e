"""Running several programs as one: they start together and stop together, however this one ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # linux/prctl.h


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep running. A `vital` one takes the others with it when it ends; another is started again."""

    name: str
    command: Sequence[str]
    vital: bool = True


class Supervisor:
    """Starts programs, each in a process group of its own, and ends them with all they started."""

    def __init__(self, programs: Sequence[Program], env: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.programs = programs
        self.env = dict(env)
        self.say = say
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self, when_started: Callable[[], None]) -> int:
        """Until a signal (0) or the end of a vital program (its code, at least 1)."""
        before = {number: signal.signal(number, self.on_signal) for number in stopping_signals()}
        try:
            for program in self.programs:
                self.start(program)
            when_started()
            return self.watch()
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def start(self, program: Program) -> None:
        self.running[program.name] = subprocess.Popen(  # noqa: S603 -- our own commands
            program.command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone; we end the others in order
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 -- no threads here
        )

    def watch(self) -> int:
        """Look after the programs until something ends this."""
        while not self.stopping:
            for program in self.programs:
                code = self.running[program.name].poll()
                if code is None or self.stopping:
                    continue
                if program.vital:
                    self.say(f"The {program.name} stopped by itself (code {code}).")
                    return max(abs(code), 1)
                self.say(f"The {program.name} stopped (code {code}); starting it again.")
                time.sleep(1)
                self.start(program)
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        """End every program and everything it started; those that do not listen are killed."""
        for process in self.running.values():
            tell(process, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
            tell(process, signal.SIGKILL)
            process.wait()


def stopping_signals() -> tuple[signal.Signals, ...]:
    """Ctrl-C, kill, and a closed terminal."""
    return (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def tell(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    """Send a signal to a program's whole group; nothing when it is gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def die_with_parent() -> None:
    """Linux: the child is told to end when this process is killed without a chance to tell it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

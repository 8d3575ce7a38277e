"""Programs started together stop together, with everything they started."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from home.supervisor import Program, Supervisor
from tests.servers import alive

# A program that starts another one, writes down both numbers and ignores nothing.
FAMILY = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "a").write(f"{os.getpid()} {child.pid}\\n")
time.sleep(60)
"""


def wait_for(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def numbers(file):
    return [int(word) for word in file.read_text().split()] if file.exists() else []


def supervise(folder):
    """A supervisor of two families in a process of its own; its number, and the file of theirs."""
    file = folder / "numbers"
    code = f"""
        import os, sys
        from home.supervisor import Program, Supervisor
        family = [sys.executable, "-c", {FAMILY!r}, {str(file)!r}]
        programs = (Program("one", family), Program("two", family))
        sys.exit(Supervisor(programs, os.environ, print).run(lambda: None))
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.DEVNULL)
    wait_for(lambda: len(numbers(file)) == 4)
    return process, numbers(file)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_told_to_stop_leaves_nobody(tmp_path, number):
    process, family = supervise(tmp_path)
    process.send_signal(number)
    assert process.wait(20) == 0
    wait_for(lambda: not any(alive(pid) for pid in family))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_supervisor_killed_takes_its_programs_along(tmp_path):
    process, family = supervise(tmp_path)
    process.kill()
    process.wait(20)
    wait_for(lambda: not alive(family[0]) and not alive(family[2]))
    for pid in (family[1], family[3]):
        os.kill(pid, signal.SIGKILL)


def test_vital_program_that_ends_takes_the_others_with_it(tmp_path):
    said = []
    ends = Program("site", [sys.executable, "-c", "raise SystemExit(7)"])
    stays = Program("worker", [sys.executable, "-c", "import time; time.sleep(60)"], vital=False)
    supervisor = Supervisor((ends, stays), os.environ, said.append)
    assert supervisor.run(lambda: None) == 7
    assert said == ["The site stopped by itself (code 7)."]
    assert supervisor.running["worker"].returncode == -signal.SIGTERM

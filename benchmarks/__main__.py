"""`python -m benchmarks [name …]`: run them, write their files, print the table. Exit 1 when one could not be run."""

import sys
import time

from benchmarks import record
from benchmarks.cases import CASES
from benchmarks.places import NotHere
from benchmarks.side import SideFailed


def main(arguments: list[str]) -> int:
    unknown = [name for name in arguments if name not in CASES]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(CASES)}.")
        return 2
    wanted = arguments or list(CASES)
    done, failed = [], []
    for name in wanted:
        start = time.perf_counter()
        print(f"{name} …", flush=True)
        try:
            record.write(CASES[name](name))
        except (NotHere, SideFailed) as error:
            failed.append(name)
            print(f"{name} was not measured: {error}")
        else:
            done.append(name)
            print(f"{name}: {time.perf_counter() - start:.0f} s", flush=True)
    if done:
        record.publish(done)
    if failed:
        print(f"Not measured: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

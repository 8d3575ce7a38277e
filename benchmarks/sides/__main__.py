"""`python -m benchmarks.sides <name>`: the process of one side, in our environment or in a peer's."""

import importlib
import sys

import django

from benchmarks.sides import serve

django.setup()
serve.serve(importlib.import_module(f"benchmarks.sides.{sys.argv[1]}").OPERATIONS)

"""Tests: unit, integration, contract, browser, architecture. How the harness works: tests/harness/."""

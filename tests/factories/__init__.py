"""Test data through the real services: a small named cast, a round in any state."""

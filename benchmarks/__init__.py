"""Speed beside a peer, both measured in one run: `make bench`, `make bench ONLY=board-1000`."""

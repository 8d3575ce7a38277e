"""What plain Wagtail offers: a model in its own search, a page with rich text. For benchmarks only."""

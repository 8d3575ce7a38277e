"""A token bucket in the cache: how often an address or person may do something."""

from datetime import datetime

from django.core.cache import cache


def allow(key: str, *, rate: int, per_seconds: int, at: datetime) -> bool:
    """May it happen once more? `rate` times per `per_seconds`; counts this call when allowed."""
    name = f"throttle:{key}"
    tokens, last = cache.get(name, (float(rate), at.timestamp()))
    tokens = min(float(rate), tokens + (at.timestamp() - last) * rate / per_seconds)
    if tokens < 1:
        return False
    cache.set(name, (tokens - 1, at.timestamp()), timeout=per_seconds * 2)
    return True

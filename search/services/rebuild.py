"""A new index beside the live one: tokenise in all cores, replay what changed meanwhile, swap, replay again."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Final

from search import analyser
from search.analyser import Prepared
from search.engines.base import Engine
from search.services import changes, sources
from search.values import SearchDocument

BATCH: Final = 500
ALONE: Final = 1_500  # fewer documents than this are not worth starting processes
Progress = Callable[[str, int], None]


def batches(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    """Lists of at most `size`, streamed."""
    stream = iter(documents)
    while batch := list(islice(stream, size)):
        yield batch


def prepared(documents: Iterable[SearchDocument]) -> Iterator[list[Prepared]]:
    """Batches of ready documents, in order; in processes when there are many. At most two batches per process wait."""
    stream = batches(documents, BATCH)
    first = list(islice(stream, ALONE // BATCH))
    following = next(stream, None)
    if following is None:
        for batch in first:
            yield analyser.prepare_many(batch)
        return
    workers = os.cpu_count() or 1
    waiting: deque[Future[list[Prepared]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for batch in (*first, following):
            waiting.append(pool.submit(analyser.prepare_many, batch))
        for batch in stream:
            while len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
            waiting.append(pool.submit(analyser.prepare_many, batch))
        while waiting:
            yield waiting.popleft().result()


def rebuild(engine: Engine, progress: Progress | None = None) -> int:
    """Rebuild one engine without a gap; returns the number of documents.

    Raises EngineDown; then the old index stands.
    """
    source = sources.current()
    start = changes.last_number()
    builder = engine.build(start)
    count = 0
    try:
        for batch in prepared(source.all() if source else ()):
            builder.add(batch, start)
            count += len(batch)
            if progress:
                progress(engine.name, count)
        builder.refresh()
        changes.replay(builder, start)  # only now: a delete replayed before the bulk ends could be forgotten
        builder.swap()
    except BaseException:
        builder.discard()
        raise
    changes.apply_to(engine)
    return count

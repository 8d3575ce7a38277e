"""One model per file."""

from search.models.change import Change
from search.models.pin import Pin
from search.models.query_log import QueryLog
from search.models.reading import Reading
from search.models.synonym import Synonym, split_words
from search.models.table_version import TableVersion

__all__ = ["Change", "Pin", "QueryLog", "Reading", "Synonym", "TableVersion", "split_words"]

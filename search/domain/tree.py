"""The tree a question becomes: AND, OR, token, phrase, prefix, each leaf with its columns. Engines translate it."""

from collections.abc import Iterable
from dataclasses import dataclass

NAME = frozenset({"nt", "nb", "nu", "kn"})  # not `ro`: it holds readings of the body too


@dataclass(frozen=True, slots=True)
class Token:
    """One token in any of the columns."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens one after the other in one of the columns."""

    tokens: tuple[str, ...]
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """A token that begins so."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    nodes: tuple["Node", ...]


Node = Token | Phrase | Prefix | And | Or


def every(nodes: Iterable["Node | None"]) -> "Node | None":
    """AND of what is there, flat; None if nothing is."""
    return _join(And, nodes)


def either(nodes: Iterable["Node | None"]) -> "Node | None":
    """OR of what is there, flat; None if nothing is."""
    return _join(Or, nodes)


def _join(kind: type[And] | type[Or], nodes: Iterable["Node | None"]) -> "Node | None":
    flat: dict[Node, None] = {}
    for node in nodes:
        if isinstance(node, kind):
            flat.update(dict.fromkeys(node.nodes))
        elif node is not None:
            flat[node] = None
    found = tuple(flat)
    return kind(found) if len(found) > 1 else (found[0] if found else None)


def within(node: "Node", columns: frozenset[str]) -> "Node | None":
    """The tree with its leaves held to `columns`; None if an AND loses a member wholly."""
    if isinstance(node, And):
        parts = [within(child, columns) for child in node.nodes]
        return None if None in parts else every(parts)
    if isinstance(node, Or):
        return either(within(child, columns) for child in node.nodes)
    kept = tuple(c for c in node.columns if c in columns)
    if not kept:
        return None
    if isinstance(node, Phrase):
        return Phrase(node.tokens, kept)
    return type(node)(node.text, kept)


def leaves(node: "Node") -> int:
    """Number of leaves times columns: what an engine has to look up."""
    if isinstance(node, And | Or):
        return sum(leaves(child) for child in node.nodes)
    return len(node.columns)

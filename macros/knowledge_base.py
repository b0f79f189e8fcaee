"""The only door to the knowledge base: read → check → derive, and then: does every address that was published still lead somewhere?

In: the root folder. Out: a `KnowledgeBase`, or `Refused` with every finding.
"""

from pathlib import Path

from macros import promise_rules, rules
from macros.derive import KnowledgeBase, derive
from macros.findings import Finding, Refused
from macros.promise import Promise
from macros.records import read_all


def findings(root: Path) -> tuple[Finding, ...]:
    """Every finding below `root`, sorted by file, line and column."""
    return tuple(sorted({*_checked(root)[1]}))


def load(root: Path) -> KnowledgeBase:
    """Load the knowledge base below `root`. Raises `Refused` when anything in it is wrong."""
    kb, found = _checked(root)
    if kb is None or found:
        raise Refused(found)
    return kb


def _checked(root: Path) -> tuple[KnowledgeBase | None, list[Finding]]:
    """The knowledge base with what is wrong with its addresses; None while the records themselves have findings."""
    records, found = read_all(root)
    found += rules.check(records)
    if found:
        return None, found
    kb = derive(records)
    return kb, [*promise_rules.check(records, Promise(kb, root / "docs"))]

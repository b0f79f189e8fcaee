"""The only door to the knowledge base: read → check → derive.

In: the root folder. Out: a `KnowledgeBase`, or `Refused` with every finding.
"""

from pathlib import Path

from macros import rules
from macros.derive import KnowledgeBase, derive
from macros.findings import Finding, Refused
from macros.records import read_all


def findings(root: Path) -> tuple[Finding, ...]:
    """Every finding below `root`, sorted by file, line and column."""
    records, found = read_all(root)
    return tuple(sorted({*found, *rules.check(records)}))


def load(root: Path) -> KnowledgeBase:
    """Load the knowledge base below `root`. Raises `Refused` when anything in it is wrong."""
    records, found = read_all(root)
    found += rules.check(records)
    if found:
        raise Refused(found)
    return derive(records)

"""Which proposals may be shown on the address of the site, and which commit of each.

In: what the code host says of the open proposals (the answer to `open.graphql`). Out: their numbers and commits, last changed first.
A proposal of someone who may write to the project is shown. One from outside is shown only at the very commit on which someone who may write
left a review that begins with `/voorbeeld`: what comes after it was not seen by anyone, and would stand on our address.

    python -m macros.previews < open.json
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

ASKED = "/voorbeeld"


def shown(answer: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Number and commit of each proposal that may be shown."""
    repository = answer["data"]["repository"]
    for proposal in repository["pullRequests"]["nodes"]:
        if proposal["baseRefName"] != repository["defaultBranchRef"]["name"]:
            continue
        if not proposal["isCrossRepository"] or any(
            _allows(r, proposal["headRefOid"]) for r in proposal["reviews"]["nodes"]
        ):
            yield proposal["number"], proposal["headRefOid"]


def _allows(review: Mapping[str, Any], commit: str) -> bool:
    seen = review["commit"] or {}  # gone, when the commit is
    return seen.get("oid") == commit and review["authorCanPushToRepository"] and review["body"].split()[:1] == [ASKED]


if __name__ == "__main__":
    for number, commit in shown(json.load(sys.stdin)):
        print(number, commit)

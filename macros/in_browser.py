"""What the form at /redactie/nieuwe-les/ needs in the browser: the program, what the base knows, the fields, and every lesson to open.

In: the knowledge base. Out: path (relative to the site) and content of each file, the same for the same input.
The interpreter and the compiled part of pydantic are kept in `docs/assets/js/leveranciers/pyodide/`; they come from `leveranciers/`.
"""

import importlib.util
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from macros.derive import KnowledgeBase
from macros.model import Vocabulaire
from macros.references import short
from macros.schema import tree
from macros.workbench import knowledge

FOLDER = "assets/werkbank"
OURS = (  # what `workbench.py` imports, and no more
    "__init__", "derive", "draft", "facets", "figures", "findings", "grade", "language", "model", "permalinks", "read", "records",
    "rules", "syntax", "validate", "workbench", "write",
)  # fmt: skip
TEMPLATES = ("_leskop.html", "_oordeel.html", "_vormen.html")
LIBRARIES = ("annotated_types", "jinja2", "markupsafe", "pydantic", "typing_extensions", "typing_inspection", "yaml")
_NOT_NEEDED = ("pydantic/v1/", "pydantic/deprecated/", "pydantic/mypy.py")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first day of a zip: two builds are equal


def files(kb: KnowledgeBase) -> Iterator[tuple[str, str | bytes]]:
    """Path and content of every file."""
    words = {
        name: Vocabulaire.model_construct(titel=name, omschrijving=name, waarden=tuple(values.values()))
        for name, values in kb.vocabulaire.items()
    }
    yield f"{FOLDER}/kennis.json", _json(knowledge(kb, short))
    yield f"{FOLDER}/velden.json", _json({kind: tree(kind, words) for kind in ("lessen", "bronnen", "onderzoeken")})
    yield f"{FOLDER}/programma.zip", program()
    for pilot in kb.pilots:  # a file per pilot, for a file per lesson would be thousands of them
        cards = {
            x.slug: x.kaart.model_dump(exclude_none=True, mode="json") for x in kb.lessen.values() if x.pilot == pilot
        }
        yield f"{FOLDER}/lessen/{pilot}.json", _json(cards)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def program() -> bytes:
    """The program and the libraries it uses, as a zip for the folder where Python finds modules."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(_members()):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _members() -> Iterator[tuple[str, Path]]:
    here = Path(__file__).parent
    yield from ((f"macros/{name}.py", here / f"{name}.py") for name in OURS)
    yield from ((f"macros/templates/html/{name}", here / "templates" / "html" / name) for name in TEMPLATES)
    for library in LIBRARIES:
        spec = importlib.util.find_spec(library)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(library)
        module = Path(spec.origin)
        if module.name != "__init__.py":
            yield module.name, module
            continue
        for path in module.parent.rglob("*.py"):
            name = path.relative_to(module.parent.parent).as_posix()
            if not name.startswith(_NOT_NEEDED):
                yield name, path

"""Editorial rules over the whole knowledge base: one function each, yielding findings.

In: `Records`. What one file can tell by itself is a limit in `model.py`; here is what needs another file or a derived label.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import pairwise
from textwrap import shorten
from typing import Any

from pydantic import BaseModel

from macros.derive import grade_of
from macros.findings import Finding, meant
from macros.model import Begrip, Begrippen, Inzet, Les
from macros.read import Place
from macros.records import Entry, Records

Rule = Callable[[Records], Iterator[Finding]]
RULES: list[Rule] = []
LONGEST_WITHOUT_REVIEW = 5  # years; a lesson that nobody looks at any longer misleads
FIXED_PAGES = ("index", "tijdlijn", "onderzoek", "opschaling", "samenhang")  # below docs/programma/
_FOLDERS = {
    "lessen": "lessons/<pilot>",
    "bronnen": "data/bronnen",
    "onderzoeken": "data/onderzoeken",
    "pilots": "data/pilots",
    "partners": "data/partners",
    "trajecten": "data/trajecten",
    "conferenties": "data/conferenties",
}


def rule(function: Rule) -> Rule:
    RULES.append(function)
    return function


def check(records: Records) -> list[Finding]:
    """Every finding of every rule."""
    return [finding for each in RULES for finding in each(records)]


@cache
def _reference_places(model: type[BaseModel]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Where a record refers to others, from its schema: (path with "*" for each item, kind of record)."""
    schema = model.model_json_schema()

    def walk(node: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        for option in node.get("anyOf", [node]):
            if ref := option.get("$ref"):
                option = schema["$defs"][ref.rsplit("/", 1)[-1]]
            if kind := option.get("x-verwijst-naar"):
                yield path, kind
            for name, inner in option.get("properties", {}).items():
                yield from walk(inner, (*path, name))
            if "items" in option:
                yield from walk(option["items"], (*path, "*"))

    return tuple(walk(schema, ()))


def _values(value: Any, path: tuple[str, ...], place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if not path:
        yield place, value
    elif path[0] == "*":
        for number, item in enumerate(value):
            yield from _values(item, path[1:], (*place, number))
    elif path[0] in value:
        yield from _values(value[path[0]], path[1:], (*place, path[0]))


@rule
def verwijzing_bestaat(records: Records) -> Iterator[Finding]:
    """Every slug that names another record has its file."""
    for entry in records.entries():
        model: type[BaseModel] = type(entry.record)
        for path, kind in _reference_places(model):
            known = records.known.get(kind, set())
            for place, slug in _values(entry.document.value, path):
                if slug not in known:
                    yield entry.document.finding(place, f'"{slug}" {_not_there(slug, kind, records)}')


def _not_there(slug: str, kind: str, records: Records) -> str:
    """What is wrong with a slug that no record of this kind has; a study and its source are easily taken for each other."""
    known = records.known.get(kind, set())
    studies = {name: study.record.bronnen for name, study in records.of("onderzoeken").items()}
    if kind == "onderzoeken" and slug in records.known.get("bronnen", ()):
        others = [name for name, sources in studies.items() if slug in sources]
    elif kind == "bronnen" and slug in studies:
        others = list(studies[slug])
    else:
        return f"bestaat niet in {_FOLDERS[kind]}; maak dat bestand of verbeter de naam.{meant(slug, known)}"
    other = "bronnen" if kind == "onderzoeken" else "onderzoeken"
    hint = f' Bedoelde u "{others[0]}"?' if len(others) == 1 else meant(slug, others)
    return f"staat in {_FOLDERS[other]}; hier hoort een naam uit {_FOLDERS[kind]}.{hint}"


@rule
def map_is_een_pilot(records: Records) -> Iterator[Finding]:
    """The folder of a lesson is a pilot, or the programme."""
    known = records.known.get("pilots", set())
    for entry in records.of("lessen").values():
        if entry.group and entry.group not in known:  # a draft may have none yet
            yield entry.document.finding(
                (),
                f'staat in de map "{entry.group}", maar die pilot bestaat niet in data/pilots.{meant(entry.group, known)}',
            )


@rule
def elk_publiek_heeft_stappen(records: Records) -> Iterator[Finding]:
    """Every audience under `voor` has steps, and no other audience has."""
    for entry in records.of("lessen").values():
        for audience in entry.record.voor:
            if audience not in entry.record.stappen:
                yield entry.document.finding(
                    ("stappen",),
                    f'heeft geen stappen voor "{audience}", dat wel onder voor staat; schrijf ze of haal "{audience}" daar weg',
                )
        for audience in entry.record.stappen:
            if audience not in entry.record.voor:
                yield entry.document.finding(
                    ("stappen", audience), f'staat niet onder voor; zet "{audience}" daarbij of haal deze stappen weg'
                )


@rule
def bron_en_vindplaats_samen(records: Records) -> Iterator[Finding]:
    """A source is named with the place in it, and a place with its source, where both may be left out."""
    for entry in records.entries():
        for place, group in _groups_with_source(entry):
            if group.bron and not group.vindplaats:
                yield entry.document.finding(
                    (*place, "bron"), "heeft geen vindplaats; zet bij vindplaats waar het in de bron staat"
                )
            elif group.vindplaats and not group.bron:
                yield entry.document.finding((*place, "vindplaats"), "heeft geen bron; zet bij bron waar het staat")


def _groups_with_source(entry: Entry) -> Iterator[tuple[Place, Inzet | Begrip]]:
    if isinstance(entry.record, Les):
        yield ("inzet",), entry.record.inzet
    elif isinstance(entry.record, Begrippen):
        yield from ((("begrippen", number), term) for number, term in enumerate(entry.record.begrippen))


_WAITS = ("todo", "tbd", "fixme", "xxx", "lorem ipsum", "nog invullen", "nog in te vullen", "nog aanvullen", "???")
_UNFINISHED = re.compile("|".join(rf"(?<!\w){re.escape(words)}(?!\w)" for words in _WAITS), re.IGNORECASE)


@rule
def niets_is_nog_in_te_vullen(records: Records) -> Iterator[Finding]:
    """Only a draft may hold a text that waits for the real one."""
    for entry in records.entries():
        whole = str(entry.document.value).lower()
        if not any(words in whole for words in _WAITS):
            continue
        status = getattr(entry.record, "status", "")
        draft = ", of geef de les status concept" if status else ""
        for place, text in _texts(entry.document.value) if status != "concept" else ():
            if found := _UNFINISHED.search(text):
                yield entry.document.finding(place, f'zegt "{found[0]}"; schrijf hier de tekst zelf{draft}')


def _texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, (dict, list)):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(each, (*place, key))


@rule
def geen_waarde_dubbel(records: Records) -> Iterator[Finding]:
    """Nothing is named twice in one list."""
    for entry in records.entries():
        for place, values in _lists(entry.document.value):
            texts = [value for value in values if isinstance(value, str)]
            if len(set(texts)) < len(texts):
                for number, value in enumerate(values):
                    if isinstance(value, str) and value in values[:number]:
                        text = shorten(value, 60, placeholder=" …")
                        yield entry.document.finding((*place, number), f'"{text}" staat er twee keer; haal er één weg')


def _lists(value: Any, place: Place = ()) -> Iterator[tuple[Place, list[Any]]]:
    if isinstance(value, list):
        yield place, value
    for key, each in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(each, (dict, list)):
            yield from _lists(each, (*place, key))


@rule
def les_verwijst_niet_naar_zichzelf(records: Records) -> Iterator[Finding]:
    for entry in records.of("lessen").values():
        for number, slug in enumerate(entry.record.verwant or ()):
            if slug == entry.slug:
                yield entry.document.finding(("verwant", number), "verwijst naar deze les zelf; noem een andere les")


@rule
def vervangen_les_noemt_opvolger(records: Records) -> Iterator[Finding]:
    """`vervangen_door` stands exactly where the status asks for it, and leads to a published lesson, directly or in steps."""
    lessons = records.standing
    for entry in records.of("lessen").values():
        successor = entry.record.vervangen_door
        if entry.record.status == "vervangen" and not successor:
            yield entry.document.finding(("status",), "is vervangen; noem de nieuwe les bij vervangen_door")
        elif successor and entry.record.status != "vervangen":
            yield entry.document.finding(
                ("vervangen_door",), f"hoort alleen bij status vervangen, niet bij {entry.record.status}"
            )
        elif successor in lessons:
            seen = {entry.slug}
            while successor in lessons and successor not in seen and lessons[successor].status == "vervangen":
                seen.add(successor)
                successor = lessons[successor].vervangen_door
            if successor in seen or (successor in lessons and lessons[successor].status != "gepubliceerd"):
                yield entry.document.finding(
                    ("vervangen_door",), f'"{successor}" is niet gepubliceerd; kies een les die dat wel is'
                )


@rule
def vervallen_les_zegt_waarom(records: Records) -> Iterator[Finding]:
    """Who comes along an old address reads since when and why the lesson is no more."""
    for entry in records.of("lessen").values():
        status = entry.record.status
        if status in ("ingetrokken", "vervangen") and not entry.record.wijzigingen:
            yield entry.document.finding(("status",), f"is {status}; zet bij wijzigingen sinds wanneer en waarom")


@rule
def herziening_na_beoordeling(records: Records) -> Iterator[Finding]:
    for entry in records.of("lessen").values():
        if entry.record.herzien_voor <= entry.record.beoordeeld_op:
            yield entry.document.finding(
                ("herzien_voor",), f"ligt niet na beoordeeld_op ({entry.record.beoordeeld_op}); kies een latere dag"
            )
        elif entry.record.herzien_voor.year > entry.record.beoordeeld_op.year + LONGEST_WITHOUT_REVIEW:
            yield entry.document.finding(
                ("herzien_voor",),
                f"ligt meer dan {LONGEST_WITHOUT_REVIEW} jaar na beoordeeld_op ({entry.record.beoordeeld_op}); kies een dag die eerder komt",
            )


@rule
def titel_belooft_niet_meer_dan_het_label(records: Records) -> Iterator[Finding]:
    """No word in title, core message or ready texts claims an effect that the derived label does not carry."""
    if "effectwoorden" not in records.singles:
        return
    words = records.singles["effectwoorden"].record
    claims = [(re.compile(w.patroon, re.IGNORECASE), w.labels) for w in words.woorden]
    unless = re.compile("|".join(words.tenzij), re.IGNORECASE)
    for entry in records.of("lessen").values():
        label = grade_of(entry, records)
        card = entry.record
        texts: dict[Place, str] = {("titel",): card.titel, ("kernboodschap",): card.kernboodschap}
        if card.delen:
            texts |= {("delen", "dia"): card.delen.dia, ("delen", "nieuwsbrief"): card.delen.nieuwsbrief}
        for place, text in texts.items():
            if label and (word := _claim(text, label.label, claims, unless)):
                yield entry.document.finding(
                    place,
                    f'zegt "{word}", maar het label is "{_name(records, label.label)}"; schrijf wat u doet, of hoe zeker het is',
                )


def _claim(
    text: str, label: str, claims: Iterable[tuple[re.Pattern[str], tuple[str, ...]]], unless: re.Pattern[str]
) -> str | None:
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        if not unless.search(sentence):
            for pattern, labels in claims:
                if label not in labels and (found := pattern.search(sentence)):
                    return found[0]
    return None


def _name(records: Records, label: str) -> str:
    values = records.vocabularies["label"].waarden if "label" in records.vocabularies else ()
    return next((w.label for w in values if w.slug == label), label)


@rule
def overzicht_noemt_niveau(records: Records) -> Iterator[Finding]:
    """A systematic review names the level of the studies it rests on; another design has its own level."""
    for entry in records.of("onderzoeken").values():
        review = entry.record.opzet == "systematisch-overzicht"
        if review and entry.record.niveau_overzicht is None:
            yield entry.document.finding(
                ("opzet",),
                "is een systematisch overzicht; noem bij niveau_overzicht het niveau (0-5) van de onderzoeken daarin",
            )
        if not review and entry.record.niveau_overzicht is not None:
            yield entry.document.finding(
                ("niveau_overzicht",), "hoort alleen bij opzet systematisch-overzicht; haal het weg"
            )


@rule
def bevinding_past_bij_onderzoek(records: Records) -> Iterator[Finding]:
    """A finding's outcome is one that its study says it measured."""
    studies = records.of("onderzoeken")
    for entry in records.of("lessen").values():
        for number, finding in enumerate(entry.record.bewijs):
            study = studies.get(finding.onderzoek)
            if study and finding.uitkomst not in study.record.uitkomstmaten:
                yield entry.document.finding(
                    ("bewijs", number, "uitkomst"),
                    f'"{finding.uitkomst}" staat niet bij de uitkomstmaten van {finding.onderzoek}; kies {" of ".join(study.record.uitkomstmaten)}, of zet de uitkomst bij dat onderzoek',
                )


@rule
def begrip_verwijst_naar_begrip(records: Records) -> Iterator[Finding]:
    if entry := records.singles.get("begrippen"):
        known = [b.begrip for b in entry.record.begrippen]
        for number, term in enumerate(entry.record.begrippen):
            if term.begrip in known[:number]:
                yield entry.document.finding(
                    ("begrippen", number, "begrip"), f'"{term.begrip}" staat er twee keer; haal er één weg'
                )
            for at, other in enumerate(term.zie or ()):
                if other not in known:
                    yield entry.document.finding(
                        ("begrippen", number, "zie", at),
                        f'"{other}" staat niet in deze lijst; zet het erbij of verbeter het woord.{meant(other, known)}',
                    )


@rule
def tijdlijn_op_volgorde(records: Records) -> Iterator[Finding]:
    if entry := records.singles.get("tijdlijn"):
        moments = [event.wanneer for event in entry.record.gebeurtenissen]
        for number, (earlier, later) in enumerate(pairwise(moments)):
            if later < earlier:
                yield entry.document.finding(
                    ("gebeurtenissen", number + 1, "wanneer"), f"{later} staat na {earlier}; zet de vroegste eerst"
                )


@rule
def adres_is_nog_vrij(records: Records) -> Iterator[Finding]:
    """Programmes, conferences and the fixed pages share the addresses below /programma/."""
    taken = dict.fromkeys(FIXED_PAGES, "een vaste pagina")
    for kind in ("trajecten", "conferenties"):
        for entry in records.of(kind).values():
            if entry.slug in taken:
                yield entry.document.finding((), f"heeft hetzelfde adres als {taken[entry.slug]}; kies een andere naam")
            taken[entry.slug] = entry.document.path


@rule
def delen_vormen_het_woord(records: Records) -> Iterator[Finding]:
    """The parts of a compound stand in the word, one after the other."""
    if not (entry := records.singles.get("samenstellingen")):
        return
    for word, parts in entry.record.woorden.items():
        place = 0
        for part in parts:
            found = word.find(part, place)
            if found < 0 or part == word:
                yield entry.document.finding(
                    ("woorden", word), f'"{part}" staat niet als deel in "{word}"; verbeter het deel of haal het weg'
                )
                break
            place = found + len(part)


@rule
def synoniem_staat_er_eens(records: Records) -> Iterator[Finding]:
    """A word stands once in a group, and is no empty word."""
    if not (entry := records.singles.get("synoniemen")):
        return
    empty = {word.lower() for word in entry.record.loze_woorden}
    for number, group in enumerate(entry.record.groepen):
        lower = [word.lower() for word in group]
        for place, word in enumerate(lower):
            if word in lower[:place]:
                yield entry.document.finding(
                    ("groepen", number, place), f'"{group[place]}" staat al in deze groep; haal het hier weg'
                )
            elif word in empty:
                yield entry.document.finding(
                    ("groepen", number, place),
                    f'"{group[place]}" staat ook bij loze_woorden; haal het op een van de twee plaatsen weg',
                )

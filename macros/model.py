"""The records of the knowledge base: THE schema.

In: plain Python values of one YAML file. Out: immutable records, or a pydantic ValidationError.
Field names and descriptions are Dutch: the JSON Schema, the field guide and the editor's completion are made from them.
What needs more than one file (does this study exist?) is a rule in `rules.py`, not a limit here.
Source of the evidence fields: Maryland Scientific Methods Scale (Sherman et al.), as the programme's own evaluation used it.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ADDRESS = r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*/)*(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)?"  # below the root of the site; no "..", no upper case
_HTML = re.compile(r"<\s*[a-zA-Z/!?]|&#?\w+;")
_SCHEME = re.compile(r"(?i)\b(javascript|vbscript|data|file)\s*:")
_LINK = re.compile(r"\]\(\s*([^)\s]*)")
_URL = re.compile(r"https?://[^\s/$.?#][^\s<>\"'`{}|\\^]*", re.IGNORECASE)
_EDTF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_MARKUP = re.compile(r"\*\*|__|\]\(|`")
NEWSLETTER = 50  # words: what an editor of a newsletter has room for
_TEMPLATE = re.compile(r"\{\{|\{%|\{#")


def _prose(value: str) -> str:
    """One field of prose: trimmed; HTML, script links and template code are refused."""
    value = value.strip()
    if not value:
        raise PydanticCustomError("leeg", "is leeg; schrijf een tekst of haal de regel weg")
    if found := _HTML.search(value):
        raise PydanticCustomError(
            "html", "bevat HTML ({stuk}); schrijf gewone tekst zonder tekens als < en >", {"stuk": found[0]}
        )
    if found := _TEMPLATE.search(value):
        raise PydanticCustomError(
            "sjabloon", "bevat {stuk}; schrijf gewone tekst zonder sjabloontekens", {"stuk": found[0]}
        )
    if found := _SCHEME.search(value):
        raise PydanticCustomError(
            "schema",
            "bevat een link die met {stuk} begint; een link begint met http:// of https://",
            {"stuk": found[0]},
        )
    if "![" in value:
        raise PydanticCustomError("afbeelding", "bevat een afbeelding (![); beschrijf in woorden wat erop staat")
    for target in _LINK.findall(value):
        _web_address(target)
    return value


def _one_line(value: str) -> str:
    if "\n" in value.strip():
        raise PydanticCustomError("regels", "bestaat uit meer regels; maak er één regel van")
    if found := _MARKUP.search(value):
        raise PydanticCustomError("opmaak", "bevat opmaak ({stuk}); schrijf hier gewone tekst", {"stuk": found[0]})
    return value


def _web_address(value: str) -> str:
    if not _URL.fullmatch(value):
        raise PydanticCustomError(
            "webadres",
            "{adres} is geen webadres; een link begint met http:// of https:// en heeft geen spaties",
            {"adres": f'"{value[:60]}"'},
        )
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        letters = unicodedata.normalize("NFKD", value.lower()).encode("ascii", "ignore").decode()
        meant = "-".join(re.findall(r"[a-z0-9]+", letters))[:80]
        raise PydanticCustomError(
            "slug",
            "{waarde} is geen slug; gebruik alleen kleine letters, cijfers en streepjes, zoals stel-vaste-vragen{bedoeld}",
            {"waarde": f'"{value[:60]}"', "bedoeld": f'. Bedoelde u "{meant}"?' if meant else ""},
        )
    return value


def _has_been(value: datetime.date) -> datetime.date:
    """A day that lies behind us. The clock is asked, which is safe: what is right today is right on every later day."""
    if value > datetime.date.today() + datetime.timedelta(days=1):  # it may be tomorrow already where the editor is
        raise PydanticCustomError(
            "toekomst", "{dag} ligt in de toekomst; schrijf de dag waarop het is gedaan", {"dag": value.isoformat()}
        )
    return value


_LANGUAGES = {
    "nederlands": "nl",
    "engels": "en",
    "duits": "de",
    "frans": "fr",
    "zweeds": "sv",
    "deens": "da",
    "noors": "no",
}


def _language_code(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,4})?", value):
        meant = _LANGUAGES.get(value.lower(), value.lower())
        raise PydanticCustomError(
            "taalcode",
            "{waarde} is geen taalcode; schrijf twee kleine letters, zoals nl of en{bedoeld}",
            {"waarde": f'"{value[:40]}"', "bedoeld": f'. Bedoelde u "{meant}"?' if len(meant) == 2 else ""},
        )
    return value


def _doi(value: str) -> str:
    if not re.fullmatch(r"10\.\d{4,9}/\S+", value):
        found = re.search(r"10\.\d{4,9}/\S+", value)
        raise PydanticCustomError(
            "doi",
            "{waarde} is geen DOI; een DOI begint met 10. en heeft geen adres ervoor, zoals 10.1234/abcd.5678{bedoeld}",
            {"waarde": f'"{value[:80]}"', "bedoeld": f'. Bedoelde u "{found[0]}"?' if found else ""},
        )
    return value


def _issued(value: object) -> object:
    """CSL accepts a date as text of level 0 of EDTF: year, month or day; YAML may have read it as a number or a date."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if isinstance(value, str):
        if not _EDTF.fullmatch(value):
            raise PydanticCustomError(
                "datumtekst",
                "{waarde} is geen jaar, maand of dag; schrijf bijvoorbeeld 2021, 2021-11 of 2021-11-08",
                {"waarde": f'"{value[:40]}"'},
            )
        if len(value) == len("2021-11-08"):
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                raise PydanticCustomError(
                    "datum", "{waarde} bestaat niet als datum; verbeter de dag of de maand", {"waarde": value}
                ) from None
        if int(value[:4]) > datetime.date.today().year + 1:  # an article may be dated next year
            raise PydanticCustomError("toekomst", "{waarde} ligt in de toekomst; verbeter het jaar", {"waarde": value})
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise PydanticCustomError("patroon", "is geen reguliere expressie ({reden})", {"reden": str(error)}) from None
    return value


def line(longest: int, shortest: int = 1) -> Any:
    """Type of one line of plain text, of `shortest` to `longest` characters."""
    return Annotated[
        str, AfterValidator(_prose), AfterValidator(_one_line), Field(min_length=shortest, max_length=longest)
    ]


def _at_most_fifty_words(value: str) -> str:
    if (number := len(value.split())) > NEWSLETTER:
        raise PydanticCustomError(
            "woorden",
            "telt {aantal} woorden; hooguit {meest} mag: maak de tekst korter",
            {"aantal": number, "meest": NEWSLETTER},
        )
    return value


def prose(longest: int) -> Any:
    """Type of running text, at most `longest` characters; **bold**, *emphasis*, lists and links are allowed."""
    return Annotated[
        str,
        AfterValidator(_prose),
        Field(min_length=1, max_length=longest, json_schema_extra={"x-tekst": "alinea's"}),
    ]


@dataclass(frozen=True)
class Vocabulary:
    """Marks a field whose values are the slugs of `data/vocabulaire/<name>.yml`.

    The validation context (`vocabulary_context`) holds the allowed slugs, and other words for them; without it only the form is checked.
    """

    name: str

    def __call__(self, value: str, info: ValidationInfo) -> str:
        allowed = (info.context or {}).get("vocabulaire", {}).get(self.name)
        if allowed is not None and value not in allowed:
            raise PydanticCustomError(
                "vocabulaire",
                "{waarde} bestaat niet; kies uit {keuze}",
                {
                    "waarde": f'"{value[:60]}"',
                    "keuze": ", ".join(allowed),
                    "woorden": list(allowed),
                    "ook": (info.context or {}).get("ook", {}).get(self.name, {}),
                    "lijst": self.name,
                },
            )
        return value


@dataclass(frozen=True)
class Reference:
    """Marks a field that holds the slug of another record; `kind` is the name of its collection."""

    kind: str


def vocabulary(name: str) -> Any:
    """Type of a slug out of one vocabulary; the exported schema lists its values."""
    return Annotated[
        str,
        AfterValidator(Vocabulary(name)),
        Vocabulary(name),
        WithJsonSchema({"type": "string", "x-vocabulaire": name}),
    ]


def reference(kind: str) -> Any:
    """Type of a slug that names a record of another collection."""
    return Annotated[
        str,
        AfterValidator(_slug),
        Reference(kind),
        WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$", "x-verwijst-naar": kind}),
    ]


Url = Annotated[
    str,
    StringConstraints(max_length=600),
    AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "maxLength": 600}),
]
Newsletter = Annotated[
    line(420, 40), AfterValidator(_at_most_fifty_words), Field(json_schema_extra={"x-woorden": NEWSLETTER})
]
Slug = Annotated[str, AfterValidator(_slug), StringConstraints(max_length=80)]
Adres = Annotated[str, StringConstraints(pattern=f"^/{ADDRESS}$", max_length=240)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$", max_length=60)]
Pattern = Annotated[str, AfterValidator(_pattern), Field(min_length=2, max_length=120)]
Issued = Annotated[str, BeforeValidator(_issued), WithJsonSchema({"type": ["string", "integer"]})]
Items = Annotated[tuple[line(220), ...], Field(min_length=1, max_length=8, strict=False)]  # type: ignore[misc]


class Record(BaseModel):
    """Base of every record: unknown keys refused, no silent conversion, immutable."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=False)


def many(of: Any, least: int = 1, most: int = 12) -> Any:
    """Type of a list of `least` to `most` values."""
    return Annotated[tuple[of, ...], Field(min_length=least, max_length=most, strict=False)]


class Feit(Record):
    """One statement with its source and the place in that source."""

    tekst: prose(500) = Field(description="Wat er is vastgesteld, in eigen woorden.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat: bladzijde, paragraaf of kop.")


class Onderbouwing(Record):
    wat: line(160) = Field(
        title="Welk deel",
        examples=["Wat u doet als een stagebedrijf nee zegt"],
        description="Welk deel van de les op deze bron rust.",
    )
    bron: reference("bronnen") = Field(title="Bron", description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(
        title="Vindplaats", examples=["p. 12"], description="Waar het in de bron staat: bladzijde, paragraaf of kop."
    )


class Voorbeeld(Record):
    organisatie: line(100) = Field(
        title="Organisatie",
        examples=["Gemeente Den Haag"],
        description="Naam van de organisatie. Geen namen van personen.",
    )
    wat: line(320) = Field(
        title="Wat deze organisatie deed",
        examples=["Liet in 2019 leidinggevenden oefenen met vaste vragen."],
        description="Wat deze organisatie deed, met jaartal als dat bekend is.",
    )
    bron: reference("bronnen") = Field(title="Bron", description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(title="Vindplaats", examples=["p. 12"], description="Waar het in de bron staat.")


class Inzet(Record):
    kosten: vocabulary("kosten") = Field(
        title="Kosten", description="Globale kosten; onbekend als geen bron er iets over zegt."
    )
    tijd: line(160) | None = Field(
        None, title="Tijd", examples=["Een dagdeel voor de voorbereiding"], description="Hoeveel tijd het kost."
    )
    mensen: line(160) | None = Field(
        None, title="Mensen", examples=["Een HR-adviseur en twee leidinggevenden"], description="Wie er nodig zijn."
    )
    toelichting: prose(320) | None = Field(
        None,
        title="Toelichting",
        examples=["De bron noemt geen bedragen."],
        description="Uitleg bij kosten, tijd en mensen.",
    )
    bron: reference("bronnen") | None = Field(
        None, title="Bron", description="De bron: naam van een bestand in data/bronnen."
    )
    vindplaats: line(160) | None = Field(
        None, title="Vindplaats", examples=["p. 12"], description="Waar het in de bron staat."
    )


class Getal(Record):
    waarde: Annotated[float, Field(allow_inf_nan=False)] = Field(
        title="Waarde", examples=[4.5], description="Het getal zelf, met een punt voor decimalen."
    )
    eenheid: line(80) = Field(
        title="Eenheid", examples=["procentpunt"], description="Wat het getal telt, zoals procentpunt of personen."
    )
    vergeleken_met: line(120) | None = Field(
        None, title="Vergeleken met", examples=["leerlingen zonder coach"], description="Waarmee is vergeleken."
    )
    interval: Annotated[tuple[float, float], Field(strict=False)] | None = Field(
        None,
        title="Interval",
        examples=[[1.2, 7.8]],
        description="Onder- en bovengrens van het betrouwbaarheidsinterval, als [laag, hoog].",
    )
    significant: bool | None = Field(
        None,
        title="Significant",
        examples=[True],
        description="Of het verschil statistisch significant was: ja of nee.",
    )

    @model_validator(mode="after")
    def _value_within_interval(self) -> "Getal":
        if self.interval and not self.interval[0] <= self.waarde <= self.interval[1]:
            raise PydanticCustomError(
                "grenzen",
                "heeft waarde {waarde} buiten het interval [{laag}, {hoog}]; zet de laagste grens eerst, of verbeter een getal",
                {"waarde": self.waarde, "laag": self.interval[0], "hoog": self.interval[1]},
            )
        return self


class Bewijs(Record):
    """One finding of one study on one outcome."""

    onderzoek: reference("onderzoeken") = Field(
        title="Onderzoek", description="Het onderzoek: naam van een bestand in data/onderzoeken."
    )
    uitkomst: vocabulary("uitkomst") = Field(title="Uitkomst", description="Wat er is gemeten.")
    richting: vocabulary("richting") = Field(title="Richting", description="Wat het onderzoek op deze uitkomst vond.")
    groep: vocabulary("groep") = Field(
        title="Groep", description="Gemeten bij de doelgroep van VIA, of bij een bredere groep."
    )
    bevinding: prose(500) = Field(
        title="Bevinding",
        examples=["Van de deelnemers had na een jaar 42 procent werk, tegen 38 procent in de vergelijkingsgroep."],
        description="De bevinding in eigen woorden, met precieze getallen als die er zijn.",
    )
    getal: Getal | None = Field(None, title="Getal", description="Het belangrijkste getal, als het is gepubliceerd.")
    vindplaats: line(160) = Field(
        title="Vindplaats", examples=["p. 12"], description="Waar het in de bron staat: bladzijde, paragraaf of kop."
    )


class Hulpmiddel(Record):
    titel: line(120) = Field(
        title="Naam", examples=["Gids voor een gestructureerd gesprek"], description="Naam van het hulpmiddel."
    )
    wat: line(200) = Field(
        title="Wat u ermee kunt", examples=["Vragen kiezen en antwoorden scoren"], description="Wat u ermee kunt."
    )
    bron: reference("bronnen") = Field(title="Bron", description="De bron: naam van een bestand in data/bronnen.")


class Wijziging(Record):
    datum: datetime.date = Field(title="Datum", examples=["2026-12-01"], description="Dag van de wijziging.")
    wat: line(200) = Field(
        title="Wat er is veranderd", examples=["Een nieuw onderzoek toegevoegd"], description="Wat er is veranderd."
    )
    reden: line(240) = Field(
        title="Reden",
        examples=["Het onderzoek verscheen in 2026 en vond geen verschil."],
        description="Waarom. Een ander label heeft altijd een reden.",
    )


class Delen(Record):
    """Ready texts for the channels of others; no stronger than the card."""

    dia: line(60, 10) = Field(
        title="Titel voor een dia",
        examples=["Stel elke kandidaat dezelfde vragen"],
        description="Titel voor een dia: een bevinding of advies, hooguit 60 tekens.",
    )
    nieuwsbrief: Newsletter = Field(
        title="Tekst voor een nieuwsbrief",
        examples=[
            "Stelt u alle kandidaten dezelfde vragen? Dan vergelijkt u eerlijker. Of meer mensen met een migratieachtergrond daardoor een baan krijgen, is niet bekend."
        ],
        description="Tekst voor een nieuwsbrief, hooguit 50 woorden. Zegt ook hoe zeker het is of wat de voorwaarde is.",
    )


class Les(Record):
    """One lesson card: `lessons/<pilot>/<slug>.yml`."""

    titel: line(80, 10) = Field(
        title="Titel",
        examples=["Stel alle kandidaten dezelfde vragen"],
        description="Een bevinding of advies, geen onderwerp.",
    )
    soort: vocabulary("soort") = Field(
        title="Soort les",
        description="Gaat de les over een aanpak, of over hoe u iets doet? Alleen een aanpak krijgt een oordeel.",
    )
    status: vocabulary("status") = Field(title="Status", description="Concept, gepubliceerd, ingetrokken of vervangen.")
    vervangen_door: reference("lessen") | None = Field(
        None, title="Vervangen door", description="De nieuwere les, alleen bij status vervangen."
    )
    kernboodschap: line(280, 20) = Field(
        title="Kernboodschap",
        examples=["Wie alle kandidaten dezelfde vragen stelt, vergelijkt eerlijker. Dat kost wel voorbereiding."],
        description="De boodschap in één of twee zinnen, met de belangrijkste voorwaarde.",
    )
    voor: many(vocabulary("publiek"), most=7) = Field(title="Voor wie", description="Wie met de les aan de slag kan.")
    doelgroep: many(vocabulary("doelgroep"), most=6) = Field(title="Doelgroep", description="Om wie het gaat.")
    loopbaanmoment: vocabulary("loopbaanmoment") | None = Field(
        None, title="Moment in de loopbaan", description="Moment in de loopbaan; dat van de pilot als u dit weglaat."
    )
    wat: prose(900) = Field(
        title="Wat er gebeurt",
        examples=[
            "U kiest vooraf vijf vragen die bij de functie horen. Elke kandidaat krijgt dezelfde vragen, in dezelfde volgorde."
        ],
        description="Wat er gebeurt, door wie en voor wie.",
    )
    werkzame_elementen: Items = Field(
        title="Waarom het (misschien) werkt",
        examples=[["Vaste vragen laten minder ruimte voor een eerste indruk."]],
        description="Waarom het (misschien) werkt.",
    )
    stappen: Annotated[dict[vocabulary("publiek"), many(line(220), most=10)], Field(min_length=1)] = Field(  # type: ignore[misc]
        title="Stappen",
        examples=[{"werkgever": ["Kies vijf vragen die bij de functie horen."]}],
        description="Wat u doet, per publiek. Elk publiek onder `voor` heeft stappen.",
    )
    wanneer_wel: Items | None = Field(
        None,
        title="Wanneer wel",
        examples=[["U spreekt voor één functie meer kandidaten."]],
        description="Wanneer de aanpak past.",
    )
    wanneer_niet: Items | None = Field(
        None,
        title="Wanneer niet",
        examples=[["U heeft nog geen duidelijke functie-eisen."]],
        description="Wanneer de aanpak niet past.",
    )
    randvoorwaarden: Items | None = Field(
        None,
        title="Randvoorwaarden",
        examples=[["Tijd om de vragen met elkaar voor te bereiden."]],
        description="Wat er geregeld moet zijn.",
    )
    valkuilen: Items | None = Field(
        None,
        title="Valkuilen",
        examples=[["Toch doorvragen bij wie een goede eerste indruk maakt."]],
        description="Wat er vaak misgaat.",
    )
    voorbeelden: many(Voorbeeld, most=6) | None = Field(
        None, title="Voorbeelden", description="Organisaties die het doen, met bron."
    )
    inzet: Inzet = Field(title="Inzet", description="Wat het kost aan geld, tijd en mensen.")
    bewijs: many(Bewijs) = Field(title="Bewijs", description="Eén bevinding per uitkomst per onderzoek.")
    onderbouwing: many(Onderbouwing) | None = Field(
        None, title="Onderbouwing", description="Bronnen van de rest van de tekst."
    )
    hulpmiddelen: many(Hulpmiddel, most=8) | None = Field(
        None, title="Hulpmiddelen", description="Gidsen, formulieren en trainingen."
    )
    delen: Delen | None = Field(
        None,
        title="Teksten om te delen",
        description="Kant-en-klare teksten voor nieuwsbrief en dia; zonder deze gelden titel en kernboodschap.",
    )
    verwant: many(reference("lessen"), most=6) | None = Field(
        None, title="Verwante lessen", description="Lessen die hierbij passen."
    )
    beoordeeld_op: Annotated[datetime.date, AfterValidator(_has_been)] = Field(
        title="Beoordeeld op", examples=["2026-11-23"], description="Dag waarop de les voor het laatst is nagelopen."
    )
    herzien_voor: datetime.date = Field(
        title="Herzien vóór",
        examples=["2027-11-23"],
        description="Dag waarvoor de les opnieuw wordt nagelopen; hooguit vijf jaar later.",
    )
    wijzigingen: many(Wijziging, most=40) | None = Field(
        None, title="Wijzigingen", description="Wat er sinds de publicatie is veranderd."
    )


class Auteur(Record):
    family: line(80) | None = Field(
        None, title="Achternaam", examples=["Jansen"], description="Achternaam van een persoon."
    )
    given: line(80) | None = Field(
        None, title="Voornaam of voorletters", examples=["A."], description="Voornaam of voorletters."
    )
    literal: line(160) | None = Field(
        None,
        title="Organisatie",
        examples=["Centraal Planbureau"],
        description="Naam van een organisatie, of een naam die niet te splitsen is.",
    )

    @model_validator(mode="after")
    def _one_name(self) -> "Auteur":
        if (self.family is None) == (self.literal is None):
            raise PydanticCustomError(
                "auteur", "geef family (met given) voor een persoon, of literal voor een organisatie"
            )
        return self


class Bron(Record):
    """One source in terms of the Citation Style Language (CSL 1.0.2), with three fields of our own at the end."""

    type: vocabulary("brontype") = Field(title="Soort publicatie", description="Soort publicatie, een CSL-type.")
    title: line(400) = Field(
        title="Titel", examples=["Gelijke kansen bij werving"], description="Titel zoals die op de bron staat."
    )
    author: many(Auteur, most=20) | None = Field(
        None, title="Makers", description="Wie de bron maakte: personen of organisaties."
    )
    issued: Issued | None = Field(
        None,
        title="Verschenen",
        examples=["2021-11"],
        description="Jaar, maand of dag van verschijnen; weglaten als dat onbekend is.",
    )
    publisher: line(240) | None = Field(
        None, title="Uitgever", examples=["TNO"], description="Uitgever of opdrachtgever."
    )
    container_title: line(240) | None = Field(
        None,
        alias="container-title",
        title="Staat in",
        examples=["Tijdschrift voor Arbeidsvraagstukken"],
        description="Tijdschrift, site of boek waarin het staat.",
    )
    volume: line(20) | None = Field(
        None, title="Jaargang", examples=["37"], description="Jaargang van een tijdschrift."
    )
    issue: line(20) | None = Field(None, title="Nummer", examples=["2"], description="Nummer binnen de jaargang.")
    page: line(40) | None = Field(
        None, title="Bladzijden", examples=["120-134"], description="Eerste en laatste bladzijde."
    )
    number: line(80) | None = Field(
        None, title="Rapportnummer", examples=["R10234"], description="Rapport- of kamerstuknummer."
    )
    language: Annotated[line(12), AfterValidator(_language_code)] | None = Field(
        None, title="Taal", examples=["nl"], description="Taal, zoals nl of en."
    )
    DOI: Annotated[line(120), AfterValidator(_doi)] | None = Field(
        None, title="DOI", examples=["10.1234/abcd.5678"], description="DOI zonder adres ervoor."
    )
    URL: Url | None = Field(
        None,
        title="Webadres",
        examples=["https://www.voorbeeld.nl/rapport.pdf"],
        description="Adres van de bron op het web.",
    )
    soort: vocabulary("bronsoort") = Field(title="Wat de bron doet", description="Wat de bron doet.")
    gelezen: vocabulary("gelezen") = Field(title="Hoeveel is gelezen", description="Hoeveel er is gelezen.")
    via_pilot: bool = Field(
        title="Over een VIA-pilot",
        examples=[False],
        description="Gaat de bron over een VIA-pilot of het programma: ja of nee.",
    )
    opmerking: prose(400) | None = Field(
        None,
        title="Opmerking",
        examples=["Alleen de samenvatting is gelezen."],
        description="Wat de lezer over deze bron moet weten, zoals welk deel is gelezen.",
    )
    afgeleid: many(line(20), most=4) | None = Field(
        None,
        title="Afgeleide velden",
        examples=[["title"]],
        description="Velden die zijn afgeleid en niet op de bron staan, zoals title.",
    )


class Onderzoek(Record):
    """One study: its design decides how much a finding weighs."""

    titel: line(200) = Field(
        title="Korte naam", examples=["Gesprekken met vaste vragen, 2021"], description="Korte naam van het onderzoek."
    )
    bronnen: many(reference("bronnen")) = Field(title="Bronnen", description="De bronnen waarin het onderzoek staat.")
    opzet: vocabulary("opzet") = Field(title="Opzet", description="Hoe het onderzoek is gedaan.")
    niveau_overzicht: Annotated[int, Field(ge=0, le=5)] | None = Field(
        None,
        title="Niveau van het overzicht",
        examples=[3],
        description="Alleen bij een systematisch overzicht: het niveau (0-5) van de onderzoeken waar het op rust; de ondergrens als dat onbekend is.",
    )
    toelichting: prose(500) = Field(
        title="Toelichting op de opzet",
        examples=["Twee groepen zijn voor en na vergeleken. Hoe mensen in een groep kwamen, is niet bekend."],
        description="Waarom deze opzet is gekozen als indeling, en wat onbekend is.",
    )
    vindplaats: line(160) = Field(
        title="Vindplaats", examples=["hoofdstuk 2"], description="Waar de opzet in de bron staat."
    )
    omvang: line(160) = Field(
        title="Omvang",
        examples=["1.200 sollicitanten bij 19 werkgevers"],
        description="Hoeveel mensen of organisaties; onbekend als dat niet in de bron staat.",
    )
    plaats: line(160) = Field(title="Plaats", examples=["Nederland"], description="Waar het onderzoek is gedaan.")
    periode: line(80) = Field(
        title="Periode",
        examples=["2019 en 2020"],
        description="Wanneer er is gemeten; onbekend als dat niet in de bron staat.",
    )
    vergelijkingsgroep: line(240) = Field(
        title="Vergelijkingsgroep",
        examples=["vacatures met de gewone werkwijze"],
        description="Met wie is vergeleken; geen of onbekend mag ook.",
    )
    uitkomstmaten: many(vocabulary("uitkomst")) = Field(title="Uitkomstmaten", description="Wat er is gemeten.")
    via_pilot: bool = Field(
        title="Van een VIA-pilot",
        examples=[False],
        description="Is dit onderzoek van een VIA-pilot of het programma: ja of nee.",
    )


class Schakel(Record):
    """One link of a theory of change: of the figure on the page of a pilot."""

    schakel: vocabulary("schakel") = Field(description="Welke plaats deze stap in de redenering heeft.")
    tekst: line(170) = Field(description="Wat er op die plaats staat, in één korte zin.")


class Evaluatiekader(Record):
    veranderidee: prose(700) = Field(description="Waarom men dacht dat de aanpak zou helpen.")
    keten: many(Schakel, least=3, most=6) | None = Field(
        None, description="De redenering in stappen, van probleem naar doel; wordt een figuur."
    )
    opzet: prose(500) = Field(description="Hoe het onderzoek is opgezet.")
    gemeten: many(line(200), most=8) = Field(description="Wat er is gemeten.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")


class Stap(Record):
    wanneer: line(40) = Field(description="Jaar, maand of periode.")
    wat: line(260) = Field(description="Wat er gebeurde.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")


class Verspreiding(Record):
    vorm: line(160) = Field(description="De vorm van verspreiding die past.")
    toelichting: prose(400) = Field(description="Waarom die vorm past.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")


class Pilot(Record):
    """One pilot, or the programme as a whole (`programma`)."""

    titel: line(80) = Field(description="Naam van de pilot.")
    volgorde: Annotated[int, Field(ge=0, le=99)] = Field(
        description="Plaats op de lijn van de loopbaan; het programma is 0."
    )
    loopbaanmoment: vocabulary("loopbaanmoment") = Field(description="Moment in de loopbaan.")
    kort: line(200) = Field(description="De pilot in één zin.")
    doel: Feit = Field(description="Wat de pilot wilde bereiken of uitzoeken.")
    probleem: many(Feit, most=6) = Field(description="Het probleem, zo veel mogelijk in cijfers.")
    aanpak: many(Feit, most=8) = Field(description="Wat er is geprobeerd, waar en met wie.")
    evaluatiekader: Evaluatiekader = Field(description="Hoe de pilot is onderzocht.")
    verloop: many(Stap) = Field(description="Wat er wanneer gebeurde.")
    resultaten: many(Feit, most=8) = Field(description="Wat eruit kwam.")
    opschaling: many(Feit, most=6) = Field(description="Wat er na de pilot van is geworden.")
    verspreiding: Verspreiding = Field(description="De vorm van verspreiding die bij deze pilot past.")
    partners: many(line(120), most=24) = Field(description="Organisaties die meededen, met naam.")
    onbekend: many(line(260), most=10) = Field(description="Wat is gezocht en niet gevonden.")


class Partner(Record):
    """One organisation that brings lessons to its members."""

    naam: line(60) = Field(description="Naam zoals mensen die gebruiken.")
    volledige_naam: line(120) = Field(description="Volledige naam.")
    bereikt: Feit = Field(description="Wie de partner bereikt.")
    rol: Feit = Field(description="Rol in of bij het programma VIA.")
    kanalen: many(line(160), most=8) | None = Field(None, description="Kanalen waarlangs lessen de leden bereiken.")
    publiek: many(vocabulary("publiek"), most=7) = Field(description="Publiek dat de partner bedient.")
    introductie: prose(600) = Field(description="Inleiding voor de leden van deze partner.")
    nieuwsbrief: Newsletter = Field(
        description="Tekst waarmee de partner deze bladzijde aankondigt, hooguit 50 woorden."
    )
    lessen: many(reference("lessen"), most=30) = Field(
        description="Slugs van de lessen die deze partner voorop zet, in de volgorde van de partner."
    )
    website: Url | None = Field(None, description="Webadres.")


class Traject(Record):
    """A programme, law or agreement beside VIA: `data/trajecten/<slug>.yml`."""

    titel: line(100) = Field(description="Naam van het traject.")
    kort: line(200) = Field(description="Het traject in één zin.")
    wie: line(240) = Field(description="Wie het traject uitvoert.")
    periode: line(160) = Field(description="Wanneer het liep of loopt.")
    wat: many(Feit, most=8) = Field(description="Wat het traject doet of deed.")
    band: Feit = Field(description="Wat het met VIA te maken heeft.")
    nu: many(Feit, most=6) = Field(description="Hoe het er nu voor staat.")
    gebruik: prose(500) = Field(description="Wat u er met onze lessen aan hebt: eigen duiding.")
    lessen: many(reference("lessen"), most=8) = Field(description="Slugs van lessen die bij dit traject passen.")
    website: Url | None = Field(None, description="Webadres.")
    onbekend: many(line(260), most=8) | None = Field(None, description="Wat is gezocht en niet gevonden.")


class Sessie(Record):
    thema: line(120) = Field(description="Onderwerp van de werksessie.")
    opbrengst: prose(500) = Field(description="Wat de sessie opleverde.")
    pilots: many(reference("pilots"), most=8) = Field(description="Slugs van de pilots waar de sessie over ging.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")


class Conferentie(Record):
    """A conference of the programme: `data/conferenties/<slug>.yml`."""

    titel: line(100) = Field(description="Naam van de conferentie.")
    kort: line(200) = Field(description="De conferentie in één zin.")
    datum: datetime.date = Field(description="Dag van de conferentie.")
    organisator: line(160) = Field(description="Wie de conferentie hield.")
    feiten: many(Feit, most=10) = Field(description="Doel, deelnemers en verloop.")
    sessies: many(Sessie, most=8) | None = Field(None, description="Wat de werksessies opleverden.")
    vervolg: many(Feit, most=4) = Field(description="Wat erna kwam.")
    lessen: many(reference("lessen"), most=8) = Field(description="Slugs van lessen die erbij passen.")
    onbekend: many(line(260), most=8) | None = Field(None, description="Wat is gezocht en niet gevonden.")


class Gebeurtenis(Record):
    wanneer: Issued = Field(description="Jaar, maand of dag, zoals 2018-03-30.")
    bijschrift: line(60) | None = Field(None, description="Wat het jaartal niet zegt, zoals: tweede helft.")
    wat: line(260) = Field(description="Wat er gebeurde.")
    pilots: many(reference("pilots"), most=9) | None = Field(
        None, description="Pilots waar het over gaat; weglaten als het om het hele programma gaat."
    )
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")


class Tijdlijn(Record):
    """What happened when: `data/tijdlijn.yml`."""

    gebeurtenissen: many(Gebeurtenis, most=200) = Field(description="De gebeurtenissen, op volgorde van tijd.")


class Deelonderzoek(Record):
    titel: line(160) = Field(description="Naam van het rapport of onderzoek.")
    wanneer: line(80) = Field(description="Wanneer het verscheen of begon; onbekend mag.")
    gevonden: bool = Field(description="Is er een publicatie gevonden: ja of nee.")
    vraag: prose(400) = Field(description="Wat er is onderzocht.")
    uitkomst: prose(600) = Field(description="Wat eruit kwam, of dat dit niet is gevonden.")
    antwoord: prose(500) | None = Field(None, description="Wat er met de uitkomst is gedaan.")
    bron: reference("bronnen") = Field(description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")
    lessen: many(reference("lessen"), most=6) | None = Field(None, description="Slugs van lessen die erop rusten.")


class Programmaonderzoek(Record):
    """The research on the programme as a whole: `data/programmaonderzoek.yml`."""

    evaluaties: many(Deelonderzoek, most=6) = Field(description="De rapporten van de evaluatie van het programma.")
    aanvullend: many(Deelonderzoek) = Field(description="De aanvullende onderzoeken, gevonden of niet.")
    overig: many(Deelonderzoek) | None = Field(None, description="Ander onderzoek van het programma.")


class Aanpak(Record):
    pilot: reference("pilots") = Field(description="Slug van de pilot.")
    aanpak: line(120) = Field(description="De aanpak, in gewone woorden.")
    lessen: many(reference("lessen"), most=6) | None = Field(
        None, description="Slugs van de lessen waarin de aanpak staat."
    )
    reden: line(300) | None = Field(None, description="Waarom er geen eigen les is, of in welke les de aanpak opging.")

    @model_validator(mode="after")
    def _lesson_or_reason(self) -> "Aanpak":
        if not self.lessen and not self.reden:
            raise PydanticCustomError("dekking", "noem lessen, of geef bij reden waarom er geen les is")
        return self


class Dekking(Record):
    """Every approach that was tried, with its lesson or the reason why there is none: `data/dekking.yml`."""

    aanpakken: many(Aanpak, most=300) = Field(description="De aanpakken, per pilot.")


class Moeilijk(Record):
    woord: Pattern = Field(description="Reguliere expressie, zonder hoofdletters.")
    liever: line(120) = Field(description="Gewone woorden die u in plaats daarvan kunt gebruiken.")


class Taal(Record):
    """What the language hints look for: `data/taal.yml`."""

    lange_zin: Annotated[int, Field(ge=5, le=60)] = Field(description="Vanaf hoeveel woorden een zin lang is.")
    lang_woord: Annotated[int, Field(ge=8, le=60)] = Field(description="Vanaf hoeveel letters een woord lang is.")
    gewone_lange_woorden: many(line(60), most=400) = Field(
        description="Lange woorden die lezers kennen en die geen hint geven."
    )
    moeilijk: many(Moeilijk, most=300) = Field(description="Moeilijke woorden, met gewone woorden ervoor in de plaats.")


class Kolom(Record):
    name: Literal["reeks", "periode", "waarde"] = Field(description="Naam van de kolom.")
    type: Literal["string", "number"] = Field(description="Soort waarden in de kolom.")
    title: line(120) | None = Field(None, description="Wat er in de kolom staat.")


class Tabelschema(Record):
    """Frictionless Table Schema of a figure; all figures have the same three columns."""

    fields: many(Kolom, least=3, most=3) = Field(description="De kolommen: reeks, periode en waarde.")
    primaryKey: many(Literal["reeks", "periode"], most=2) = Field(description="Wat samen één rij aanwijst.")


class CbsReeks(Record):
    reeks: line(120) = Field(description="Naam van de reeks in onze tabel.")
    filter: dict[line(60), line(60)] = Field(
        description="Per kolom van de tabel van het CBS de sleutel die moet kloppen."
    )  # type: ignore[misc]


class Cbs(Record):
    """Where a figure comes from in the open data of Statistics Netherlands, and what the table looked like then."""

    tabel: Annotated[str, StringConstraints(pattern=r"^\d{5}[A-Z]{3}$")] = Field(
        description="Nummer van de tabel, zoals 85456NED."
    )
    waarde: line(60) = Field(description="Sleutel van de kolom met de waarde.")
    periode: line(60) = Field(description="Sleutel van de kolom met de periode.")
    eenheid: line(60) = Field(description="Eenheid van die kolom, zoals het CBS die noemt.")
    kolommen: many(line(80), most=60) = Field(description="Sleutels van alle kolommen van de tabel, op volgorde.")
    perioden: line(60) | None = Field(None, description="Reguliere expressie voor de perioden die meetellen.")
    reeksen: many(CbsReeks, most=20) = Field(description="Welke rijen een reeks vormen.")


class Cijfer(Record):
    """One figure: a Tabular Data Resource of the Frictionless package, with fields of our own in Dutch."""

    name: Slug = Field(description="Slug van het cijfer: ook de naam van het bestand.")
    path: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.csv$")] = Field(description="Bestand met de rijen.")
    title: line(160) = Field(description="Wat het cijfer laat zien, met periode.")
    profile: Literal["tabular-data-resource"] = Field(description="Altijd tabular-data-resource.")
    format: Literal["csv"] = Field(description="Altijd csv.")
    mediatype: Literal["text/csv"] = Field(description="Altijd text/csv.")
    encoding: Literal["utf-8"] = Field(description="Altijd utf-8.")
    tabelschema: Tabelschema = Field(alias="schema", description="Frictionless Table Schema van de rijen.")
    thema: vocabulary("cijferthema") = Field(description="Onderwerp, voor de indeling van de pagina.")
    vorm: Literal["lijn", "staaf"] = Field(description="lijn: een verloop in jaren; staaf: groepen naast elkaar.")
    kern: line(240) = Field(description="Wat de lezer ziet, in één zin, niet sterker dan de cijfers.")
    populatie: line(240) = Field(description="Over wie het gaat.")
    eenheid: line(160) = Field(description="Wat een getal telt.")
    decimalen: Annotated[int, Field(ge=0, le=3)] = Field(description="Hoeveel cijfers achter de komma.")
    definitie: prose(500) = Field(description="Hoe er is geteld, en waar u op moet letten.")
    breuk: prose(400) | None = Field(None, description="Waar de reeks breekt, of waar u deze cijfers niet naast legt.")
    bronnen: many(reference("bronnen"), most=6) = Field(description="Slugs van de bronnen.")
    vindplaats: line(160) = Field(description="Waar het in de bron staat.")
    pilots: many(reference("pilots"), most=9) | None = Field(None, description="Pilots waar dit cijfer bij hoort.")
    cbs: Cbs | None = Field(None, description="Tabel in de open data van het CBS, om te verversen.")


class Licentie(Record):
    name: line(40) = Field(description="Afkorting van de licentie.")
    path: Url = Field(description="Webadres van de licentie.")
    title: line(120) = Field(description="Naam van de licentie.")


class Cijfers(Record):
    """The Frictionless data package `data/cijfers/datapackage.json`."""

    name: Slug = Field(description="Naam van het pakket.")
    profile: Literal["tabular-data-package"] = Field(description="Altijd tabular-data-package.")
    title: line(120) = Field(description="Titel van het pakket.")
    description: prose(600) = Field(description="Wat er in het pakket staat.")
    licenses: many(Licentie, most=3) = Field(description="Onder welke licentie de bewerking staat.")
    resources: many(Cijfer, most=200) = Field(description="De cijfers.")


class Waarde(Record):
    slug: Slug = Field(description="Naam in de kaarten.")
    label: line(60) = Field(description="Naam op de site.")
    omschrijving: line(240) = Field(description="Uitleg voor de lezer.")
    aanspreking: line(60) | None = Field(None, description="Zoals het achter het woord voor staat; alleen bij publiek.")
    ook: many(line(60), most=16) | None = Field(
        None,
        description="Andere woorden die mensen hiervoor opschrijven; om bij een vergissing het goede voor te stellen.",
    )
    niveau: Annotated[int, Field(ge=0, le=5)] | None = Field(
        None, description="Niveau op de Maryland-schaal, alleen bij opzet."
    )


class Vocabulaire(Record):
    """One closed list: slug, label and explanation of each value, in the order in which they are shown."""

    titel: line(60) = Field(description="Naam van de lijst.")
    omschrijving: line(240) = Field(description="Waar de lijst voor is.")
    waarden: many(Waarde, most=60) = Field(description="De waarden.")

    @model_validator(mode="after")
    def _no_slug_twice(self) -> "Vocabulaire":
        slugs = [value.slug for value in self.waarden]
        if twice := next((slug for number, slug in enumerate(slugs) if slug in slugs[:number]), None):
            raise PydanticCustomError(
                "dubbel", "heeft twee waarden met slug {slug}; geef een ervan een andere", {"slug": f'"{twice}"'}
            )
        return self


class Begrip(Record):
    begrip: line(60) = Field(description="Het woord of de afkorting.")
    uitleg: line(320) = Field(description="Uitleg in gewone taal.")
    ook: many(line(60), most=12) | None = Field(None, description="Andere woorden waarmee mensen hierop zoeken.")
    vormen: many(line(60), most=6) | None = Field(
        None, description="Andere vormen van hetzelfde woord op een pagina, zoals het meervoud."
    )
    op_pagina: bool = Field(
        True, description="Wordt het woord uitgelegd waar het op een pagina voor het eerst staat: ja of nee."
    )
    zie: many(line(60), most=6) | None = Field(None, description="Begrippen in deze lijst die hierbij horen.")
    bron: reference("bronnen") | None = Field(None, description="De bron: naam van een bestand in data/bronnen.")
    vindplaats: line(160) | None = Field(None, description="Waar het in de bron staat.")


class Begrippen(Record):
    begrippen: many(Begrip, most=300) = Field(description="De begrippen, op alfabet.")


class Samenstellingen(Record):
    """Compounds and their parts, for the search: `data/samenstellingen.yml`. Proposed by `kennisbank samenstellingen`, reviewed by people."""

    geen_deel: many(Word, most=400) = Field(
        description="Woorden die nooit als deel gelden, zoals voorzetsels en uitgangen."
    )
    woorden: Annotated[dict[Word, many(Word, least=0, most=5)], Field(max_length=6000)] = Field(  # type: ignore[misc]
        description="Woord met zijn delen; een lege lijst zegt dat het geen samenstelling is."
    )


class Synoniemen(Record):
    """Words that mean the same in this field, for the search: `data/synoniemen.yml`."""

    groepen: many(many(line(60), least=2, most=24), most=600) = Field(
        description="Woorden en korte zinsdelen die hetzelfde betekenen. Wie op het ene zoekt, vindt ook het andere."
    )
    loze_woorden: many(line(30), most=400) = Field(
        description="Woorden die in een zoekvraag niets zeggen, zoals hoe en de."
    )


class Omleiding(Record):
    van: Adres = Field(description="Adres dat niet meer bestaat, zoals /lessen/oude-naam/.")
    naar: Adres = Field(description="Adres dat in de plaats komt en nu bestaat, zoals /lessen/nieuwe-naam/.")
    sinds: datetime.date = Field(description="Dag waarop het adres verviel.")
    reden: line(240) = Field(description="Waarom, in één zin voor de lezer.")


class Omleidingen(Record):
    """Addresses that moved: `data/redirects.yml`. What belongs to a page, such as handouts and feeds, moves with it."""

    omleidingen: many(Omleiding, least=0, most=5000) = Field(description="De omleidingen, oudste eerst.")


class Effectwoord(Record):
    patroon: Pattern = Field(description="Reguliere expressie, zonder hoofdletters.")
    labels: many(vocabulary("label"), least=0, most=6) = Field(description="Labels waarbij het woord mag.")


class Effectwoorden(Record):
    """Words that claim an effect, and the labels that carry such a claim."""

    woorden: many(Effectwoord, most=60) = Field(description="Woorden die een effect beweren.")
    tenzij: many(Pattern, most=30) = Field(  # type: ignore[misc]
        description="Reguliere expressies die van een zin geen bewering maken."
    )


def vocabulary_context(vocabularies: Mapping[str, Vocabulaire]) -> dict[str, Any]:
    """What validation needs of the vocabularies: name of each → its slugs in order, and every word for a value → its slug."""
    return {
        "vocabulaire": {name: tuple(w.slug for w in v.waarden) for name, v in vocabularies.items()},
        "ook": {
            name: {word: w.slug for w in v.waarden for word in (*(w.ook or ()), w.label, w.slug)}
            for name, v in vocabularies.items()
        },
    }

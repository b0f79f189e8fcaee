"""Words of the glossary: explained once, at the first use in running text, and nowhere else."""

from macros.glossary import Glossary
from macros.model import Begrip

TERMS = (
    Begrip.model_validate({"begrip": "bbl", "uitleg": "Werken en leren.", "vormen": ["bbl'er"]}),
    Begrip.model_validate({"begrip": "WW", "uitleg": "Uitkering."}),
    Begrip.model_validate({"begrip": "duaal traject", "uitleg": "Taal en werk.", "vormen": ["duale trajecten"]}),
    Begrip.model_validate({"begrip": "klik", "uitleg": "Gevoel.", "op_pagina": False}),
)
GLOSSARY = Glossary(TERMS, lambda word, term: f"[{word}>{term.begrip}]", lambda term: f"{{{term.begrip}}}")


def test_the_first_use_is_explained_and_no_other() -> None:
    assert GLOSSARY.explain("<p>De bbl is geen bbl.</p>") == "<p>De [bbl>bbl] is geen bbl.</p>{bbl}"


def test_whole_words_only() -> None:
    assert GLOSSARY.explain("<p>bblletje x-bbl bbl-plek</p>") == "<p>bblletje x-bbl bbl-plek</p>"


def test_capitals_of_an_abbreviation_must_agree() -> None:
    assert GLOSSARY.explain("<p>ww en WW</p>") == "<p>ww en [WW>WW]</p>{WW}"


def test_words_of_more_than_one_part_and_other_forms() -> None:
    assert GLOSSARY.explain("<p>Duale  trajecten nu</p>") == "<p>[Duale  trajecten>duaal traject] nu</p>{duaal traject}"


def test_a_word_that_needs_no_explanation_on_pages_stays() -> None:
    assert GLOSSARY.explain("<p>een klik</p>") == "<p>een klik</p>"


def test_headings_links_buttons_cards_and_hidden_text_stay() -> None:
    for html in (
        "<h2>De bbl</h2>", '<p><a href="x">bbl</a></p>', "<button>bbl</button>", "<article><p>bbl</p></article>",
        '<p hidden data-x="y">bbl</p>', '<p><span class="verwijzing">bbl <em>bbl</em></span></p>', "<nav><ul><li>bbl</li></ul></nav>",
        "<svg><title>bbl</title></svg>", '<img alt="bbl">', "<cite>bbl</cite>",
    ):  # fmt: skip
        assert GLOSSARY.explain(html) == html


def test_after_something_to_skip_the_text_counts_again() -> None:
    html = '<h2>bbl<br></h2><p><span class="verwijzing"><a>x</a></span> bbl</p>'
    assert GLOSSARY.explain(html).endswith(" [bbl>bbl]</p>{bbl}")

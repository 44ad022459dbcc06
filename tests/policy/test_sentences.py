from __future__ import annotations

import pytest

from datausage.policy.sentences import Unit, unaccounted, units

PAGE = """\
# Lending

> How the town library lends its books

## Loans

### Who may borrow

**Town readers (Child, Adult)**:
Since May 2, 2019, a card is free. It is
valid for e.g. one year, cf. [Cards](/cards). Ask "Where is it? Anyone?" at the desk.

* First, show your card.
  It must be your own. A photograph (e.g. Of a card. Or of you.) is not enough.
* **Guests**: one book; 1, 2, or three days
1. Read `rules.txt`. `loan.toml` may differ.

**Schools**: (Primary and Secondary) borrow through www.schools.example/loans. Art. 5 applies.
---

## Where things are

<img src="https://a.example/m.png?w=1" alt="Map of the shelves" width="3" />

![Second map](b.png)

<Note>
  The map is old. A new one
  is being drawn!
</Note>

<Tip>Mind the step.</Tip>

| Room          | Ground floor           | First floor |
| ------------- | ---------------------- | :---------: |
| **Atlases**   | Open.<br />`KEY=1` off | Closed.     |
| Maps \\| plans | Open.<br />`KEY=1` off |             |

Everything else is in the cellar:
"""

LOANS = ("Lending", "Loans", "Who may borrow")
PLACES = ("Lending", "Where things are")


def test_a_page_is_cut_into_its_statements():
    assert list(units(PAGE)) == [
        Unit(("Lending",), "quote", "How the town library lends its books", 3),
        Unit(LOANS, "lead", "**Town readers (Child, Adult)**:", 9),
        Unit(LOANS, "sentence", "Since May 2, 2019, a card is free.", 10),
        Unit(LOANS, "sentence", "It is valid for e.g. one year, cf. [Cards](/cards).", 10),
        Unit(LOANS, "sentence", 'Ask "Where is it? Anyone?" at the desk.', 11),
        Unit(LOANS, "item", "First, show your card.", 13),
        Unit(LOANS, "item", "It must be your own.", 14),
        Unit(LOANS, "item", "A photograph (e.g. Of a card. Or of you.) is not enough.", 14),
        Unit(LOANS, "item", "**Guests**: one book; 1, 2, or three days", 15),
        Unit(LOANS, "item", "Read `rules.txt`.", 16),
        Unit(LOANS, "item", "`loan.toml` may differ.", 16),
        Unit(
            LOANS,
            "sentence",
            "**Schools**: (Primary and Secondary) borrow through www.schools.example/loans.",
            18,
        ),
        Unit(LOANS, "sentence", "Art. 5 applies.", 18),
        Unit(
            PLACES,
            "image",
            '<img src="https://a.example/m.png?w=1" alt="Map of the shelves" width="3" />',
            23,
        ),
        Unit(PLACES, "image", "![Second map](b.png)", 25),
        Unit(PLACES, "note", "The map is old.", 28),
        Unit(PLACES, "note", "A new one is being drawn!", 28),
        Unit(PLACES, "note", "Mind the step.", 32),
        Unit(PLACES, "column", "Room", 34),
        Unit(PLACES, "column", "Ground floor", 34),
        Unit(PLACES, "column", "First floor", 34),
        Unit(PLACES, "row", "**Atlases**", 36),
        Unit(PLACES, "cell", "Open.<br />`KEY=1` off", 36),
        Unit(PLACES, "cell", "Closed.", 36),
        Unit(PLACES, "row", "Maps \\| plans", 37),
        Unit(PLACES, "cell", "Open.<br />`KEY=1` off", 37),
        Unit(PLACES, "sentence", "Everything else is in the cellar:", 39),
    ]


def test_every_word_of_a_page_is_accounted_for():
    assert unaccounted(PAGE) == []


def test_a_copy_with_other_line_ends_is_the_same_copy():
    assert units(PAGE.replace("\n", "\r\n")) == units(PAGE)


def test_headings_are_locators_and_forget_deeper_ones():
    page = "Before.\n\n# A\n\n### `C` of *A* ###\n\nOne.\n\n## B\n\nTwo."
    assert [(unit.heading, unit.text) for unit in units(page)] == [
        ((), "Before."),
        (("A", "C of A"), "One."),
        (("A", "B"), "Two."),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two.", 2),
        ("One! Two? Three.", 3),
        ("It costs 1.50 a day. Pay at a.example/pay.html now.", 2),
        ("J. Smith lends, i.e. We lend, approx. Ten, vs. None.", 1),
        ("See no. 5 for more. The answer is no. Ask again.", 3),
        ('He said "Stop." Then he left.', 2),
        ("He said \u201cStop. Go.\u201d and left.", 1),
        ("It is `a. B` here. Yes.", 2),
        ("(One thing. Another.) Third.", 2),
        ("Wait... then go.", 1),
        ("**Bold end.** Next.", 2),
    ],
)
def test_a_full_stop_does_not_always_end_a_sentence(text, count):
    assert len(units(text)) == count


def test_a_bold_line_is_a_lead_and_a_bold_beginning_is_not():
    page = "Text before\n**Lead**:\nafter\n\n**Lead too:**\n\n**No lead**: since it goes on"
    assert [unit.form for unit in units(page)] == [
        "sentence", "lead", "sentence", "lead", "sentence",
    ]  # fmt: skip


def test_an_image_without_description_is_still_a_unit():
    (image,) = units('<img src="a.png" />')
    assert image.form == "image"


def test_text_joins_the_item_or_quote_before_it_until_a_blank_line():
    page = "* one\ntwo\n\nthree\n\n> four\n> five\nsix"
    assert [(unit.form, unit.text) for unit in units(page)] == [
        ("item", "one two"),
        ("sentence", "three"),
        ("quote", "four five six"),
    ]


def test_a_line_with_an_unknown_component_is_unaccounted():
    page = 'Fine.\n\n<Card title="Shown to readers">\n  Also fine.\n</Card>\n'
    assert unaccounted(page) == [(3, '<Card title="Shown to readers">'), (5, "</Card>")]


def test_a_code_fence_is_unaccounted():
    assert [line for line, _ in unaccounted("Run:\n\n```sh\nlend --all\n```\n")] == [3, 5]


def test_a_word_that_no_unit_holds_is_unaccounted(monkeypatch):
    module = unaccounted.__globals__
    found = tuple(unit for unit in units(PAGE) if unit.text != "Mind the step.")
    monkeypatch.setitem(module, "units", lambda page: found)
    assert unaccounted(PAGE) == [(32, "<Tip>Mind the step.</Tip>")]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "\n \n",
        "|",
        "| a",
        "* ",
        "**",
        "](",
        "`",
        '"unclosed. Quote. Goes on',
        "(unclosed. Bracket",
        "<Note>",
        "</Note> x",
        "#",
        "# ",
        "\x00 \ue000 1",
        "> > *",
    ],
)
def test_a_garbled_page_loses_no_word(page):
    assert unaccounted(page) == []
    units(page)

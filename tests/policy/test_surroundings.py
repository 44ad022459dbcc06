"""What a sentence stands under."""

from __future__ import annotations

import pytest

from datausage.policy.sentences import units
from datausage.policy.surroundings import surroundings


def under(page: str) -> dict[str, list[str]]:
    found = units(page)
    return {
        one.text: [found[at].text for at in positions]
        for one, positions in zip(found, surroundings(found), strict=True)
    }


def test_a_lead_above_a_list_holds_to_the_end_of_the_list():
    found = under("# A\n\nFirst.\n\n**Owners**:\n\n* One.\n* Two.\n\nAfter.\n\n* Three.\n")
    assert found == {
        "First.": [],
        "**Owners**:": [],
        "One.": ["**Owners**:"],
        "Two.": ["**Owners**:"],
        "After.": [],
        "Three.": [],
    }


def test_a_lead_above_a_paragraph_holds_to_the_next_lead_or_heading():
    found = under("# A\n\n**Owners**:\nOne.\n\n* Two.\n\n**Guests**:\nThree.\n\n# B\n\nFour.\n")
    assert found["One."] == found["Two."] == ["**Owners**:"]
    assert found["Three."] == ["**Guests**:"]
    assert found["Four."] == found["**Guests**:"] == []


TABLE = "| Room | Winter | Summer |\n| --- | --- | --- |\n| North | shut | open |\n"


def test_a_cell_stands_under_its_row_and_its_column():
    found = under(TABLE)
    assert found["shut"] == ["North", "Winter"]
    assert found["open"] == ["North", "Summer"]
    assert found["North"] == found["Winter"] == []


def test_the_head_of_the_rows_may_be_empty():
    assert under(TABLE.replace("Room", "    ")) == {
        key: value for key, value in under(TABLE).items() if key != "Room"
    }


def test_another_table_has_columns_of_its_own():
    found = under(f"{TABLE}\n| Hall | Spring | Autumn |\n|---|---|---|\n| South | wet | dry |\n")
    assert found["wet"] == ["South", "Spring"]
    assert found["dry"] == ["South", "Autumn"]


@pytest.mark.parametrize("head", ["| Room |\n|---|\n", "| Room | Winter |\n|---|---|\n"])
def test_a_row_that_is_wider_than_its_head_has_what_columns_there_are(head: str):
    found = under(f"{head}| North | a | b | c |\n")
    assert found["a"] == ["North"]
    assert found["c"][0] == "North"

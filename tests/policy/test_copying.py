from __future__ import annotations

import pytest

from datausage.policy.copying import copied, text_files

PAGE = """\
# Lending

A reader may keep a borrowed [atlas](/atlas) for three weeks, unless another reader doesn't agree.
Nobody lends a map.
"""


def file_with(folder, text, name="file.txt"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "may keep a borrowed atlas for three weeks",
        "Quoted: *MAY KEEP a borrowed* `atlas`, for three -- weeks",
        "# may keep a borrowed\n# atlas for three\n#\n# weeks\n",
        'text = ("may keep a borrowed "\n    "atlas for three weeks")',
        "may keep a borrowed [atlas](https://b.example/long/way) for three weeks",
        "if a <may keep a borrowed atlas for three weeks> b",
        "line\\nmay keep a borrowed atlas for three weeks\\nline",
        "unless another reader doesn\\'t agree nobody lends a map",
        "<td>may keep a borrowed</td> <td>atlas for three weeks</td>",
    ],
    ids=["plain", "marked up", "comment", "string", "link", "tag", "break", "escape", "cells"],
)
def test_eight_words_in_a_row_are_found(tmp_path, text):
    assert copied(PAGE, [file_with(tmp_path, text)])


@pytest.mark.parametrize(
    "text",
    [
        "may keep a borrowed atlas for three",
        "may keep a borrowed atlas for two weeks unless another reader does",
        "",
    ],
)
def test_fewer_words_in_a_row_are_not(tmp_path, text):
    assert copied(PAGE, [file_with(tmp_path, text)]) == []


def test_the_longest_run_is_reported_once_where_it_begins(tmp_path):
    text = "\nSee: a reader may keep a borrowed\natlas for three weeks, unless - no\n"
    (place,) = copied(PAGE, [file := file_with(tmp_path, text)])
    assert place == (file, 2, "a reader may keep a borrowed atlas for three weeks unless")


def test_two_runs_in_one_file_are_two_places(tmp_path):
    run = "may keep a borrowed atlas for three weeks"
    text = f"{run}\nand then\n{run}\n"
    assert [place.line for place in copied(PAGE, [file_with(tmp_path, text)])] == [1, 3]


def test_a_page_shorter_than_a_run_is_copied_nowhere(tmp_path):
    assert copied("Nobody lends.", [file_with(tmp_path, "Nobody lends.")]) == []


def test_a_file_in_another_encoding_is_searched_all_the_same(tmp_path):
    file = tmp_path / "latin.txt"
    file.write_bytes("d\u00e9j\u00e0: may keep a borrowed atlas for three weeks".encode("latin-1"))
    assert len(copied(PAGE, [file])) == 1


def test_a_folder_is_searched_without_caches_binaries_and_second_ways_in(tmp_path):
    for folder in ("docs", ".ci", ".git", "__pycache__", ".mypy_cache"):
        (tmp_path / folder).mkdir()
        file_with(tmp_path / folder, "text")
    (tmp_path / "image.png").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "link").symlink_to(tmp_path / "docs", target_is_directory=True)
    (tmp_path / "again.txt").symlink_to(tmp_path / "docs" / "file.txt")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    found = {file.resolve() for file in text_files([tmp_path, tmp_path / "docs" / "file.txt"])}
    assert found == {tmp_path / ".ci" / "file.txt", tmp_path / "docs" / "file.txt"}
    assert len(text_files([tmp_path, tmp_path])) == 2


def test_a_path_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        text_files([tmp_path / "nowhere"])

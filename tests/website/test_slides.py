"""The slides of the demo's reports are documents that everybody can read: text, tags, title, language."""

import re
from pathlib import Path

import pytest

import website.demo

FOLDER = Path(website.demo.__file__).parent / "slides"
SOURCES = sorted(FOLDER.glob("*.html"))


def title_of(source):
    return re.search(r"<title>(.+)</title>", source.read_text(encoding="utf-8"))[1]


def pdf_of(source):
    return source.with_suffix(".pdf").read_bytes()


def test_there_are_slides():
    assert len(SOURCES) == 2


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_slides_are_small_tagged_and_in_dutch(source):
    content = pdf_of(source)
    assert len(content) < 60_000
    assert b"/MarkInfo <</Type /MarkInfo\n/Marked true" in content
    assert b"/StructTreeRoot" in content
    assert b"/Outlines" in content
    assert b"/Lang (nl)" in content
    assert b"/Title (" + title_of(source).encode() + b")" in content


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_slides_are_text_and_not_pictures_of_it(source):
    content = pdf_of(source)
    assert (
        b"/ToUnicode" in content
    )  # what makes text of the shapes: for finding, copying, reading out
    assert b"/Subtype /Image" not in content
    assert b"/Subtype /Type3" not in content


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_every_slide_of_the_source_is_a_page(source):
    slides = source.read_text(encoding="utf-8").count("<section")
    assert len(re.findall(rb"/Type /Page\n", pdf_of(source))) == slides

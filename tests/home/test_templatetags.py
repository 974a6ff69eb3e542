"""The tags and filters of the look."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

from wijkzorg_home.templatetags import wijkzorg


def render(source, **context):
    return Template("{% load wijkzorg %}" + source).render(Context(context))


def test_an_icon_is_drawn_in_the_page_without_style_or_namespace():
    svg = render('{% icon "map-pin" %}')
    assert svg.startswith(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path'
    )
    assert "style=" not in svg
    assert "xmlns" not in svg
    ElementTree.fromstring(svg)


def test_an_icon_can_be_mirrored_where_text_runs_from_right_to_left():
    assert 'class="icon flip"' in render('{% icon "arrow-right" flip=True %}')


@pytest.mark.parametrize("name", ["no-such-icon", "", "<script>", "../lucide"])
def test_an_unknown_icon_is_a_plain_mark_and_no_error(name):
    assert render("{% icon name %}", name=name) == render('{% icon "circle" %}')


def test_the_kind_is_a_mark_and_a_word():
    with translation.override("en"):
        informal, formal = render('{% kind_mark "informal" %}'), render('{% kind_mark "formal" %}')
    assert "kind-informal" in informal
    assert ">Informal</span>" in informal
    assert "kind-formal" in formal
    assert ">Formal</span>" in formal


def test_without_its_word_the_kind_is_still_told_to_screen_readers():
    with translation.override("en"):
        assert '<span class="vh">Formal</span>' in render('{% kind_mark "formal" word=False %}')


def test_a_kind_never_reaches_the_markup_as_it_came():
    assert "script" not in render("{% kind_mark kind %}", kind="<script>")


def test_a_pattern_and_a_hem_do_not_hold_the_name():
    html = render(
        "{% pattern name kind %}{% hem name %}", name="<script>alert(1)</script>", kind="informal"
    )
    assert "script" not in html


def test_seats_come_from_numbers_in_the_context():
    html = render(
        "{% seats capacity taken hold queue %}", capacity=20, taken=13, hold=2, queue=None
    )
    assert html.count("s-taken") == 15


@pytest.mark.parametrize(
    "source", ['{% seat "free" %}', "{% progress_line 8 3 %}", "{% hero_art %}"]
)
def test_every_drawing_is_hidden_from_screen_readers(source):
    assert 'aria-hidden="true"' in render(source)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("koffie\n\n  thee \r\nsoep", ["koffie", "thee", "soep"]),
        ("", []),
        (None, []),
        ("één regel", ["één regel"]),
    ],
)
def test_lines_leaves_out_what_is_empty(text, expected):
    assert wijkzorg.lines(text) == expected


def test_lines_are_escaped_in_a_template():
    html = render("{% for line in text|lines %}<li>{{ line }}</li>{% endfor %}", text="<b>x</b>")
    assert html == "<li>&lt;b&gt;x&lt;/b&gt;</li>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maandag: 10.00 tot 17.00 uur", [("Maandag", "10.00 tot 17.00 uur")]),
        ("Elke werkdag", [("Elke werkdag", "")]),
        ("Dinsdag: 10:00 - 12:00", [("Dinsdag", "10:00 - 12:00")]),
        (None, []),
    ],
)
def test_opening_hours_are_split_at_the_first_colon(text, expected):
    assert wijkzorg.day_lines(text) == expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("020 000 00 03", "tel:+31200000003"),
        ("06-12 34 56 78", "tel:+31612345678"),
        ("+31 20 000 00 03", "tel:+31200000003"),
        ("+31 (0)20 000 00 03", "tel:+31200000003"),
        ("0031 20 000 00 03", "tel:+31200000003"),
        ("0800 1234", "tel:08001234"),
        ("14 020", "tel:14020"),
        ("112", "tel:112"),
        ("", ""),
        (None, ""),
        ("bel ons", ""),
        ("javascript:alert(1)", "tel:1"),
    ],
)
def test_a_phone_number_becomes_an_address_that_a_phone_can_call(phone, expected):
    assert wijkzorg.tel_href(phone) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Dutch", "Arabic", "Turkish"], "Dutch, Arabic and Turkish"),
        (["Dutch", "Arabic"], "Dutch and Arabic"),
        (["Dutch"], "Dutch"),
        ([], ""),
        (None, ""),
    ],
)
def test_names_are_joined_as_in_a_sentence(names, expected):
    with translation.override("en"):
        assert wijkzorg.listing(names) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.org/", "example.org"),
        ("http://example.org/populier", "example.org/populier"),
        (None, ""),
    ],
)
def test_a_web_address_is_written_as_people_say_it(url, expected):
    assert wijkzorg.bare_address(url) == expected


def test_a_name_with_a_hyphen_stays_on_one_line():
    html = render("{{ text|whole_names }}", text="te doen in Nieuw-West & op-en-top <b>")
    assert html == 'te doen in <span class="nb">Nieuw-West</span> &amp; op-en-top &lt;b&gt;'


def test_a_double_name_may_break_at_its_stroke():
    assert render("{{ text|breakable }}", text="Sloten/<b>") == "Sloten/<wbr>&lt;b&gt;"

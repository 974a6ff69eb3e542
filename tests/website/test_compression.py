"""Pages and feeds go out compressed; files keep their bytes and their length."""

import gzip

import pytest

pytestmark = pytest.mark.django_db


def ask(client, path, **headers):
    return client.get(path, headers={"accept-encoding": "gzip, deflate, br", **headers})


@pytest.mark.parametrize("path", ["/", "/westkant/", "/westkant/partners/", "/niet/daar/"])
def test_a_page_is_compressed_and_reads_the_same(path, network, client):
    compressed, plain = ask(client, path), client.get(path)
    assert compressed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert b"</html>" in plain.content
    assert gzip.decompress(compressed.content)[-400:] == plain.content[-400:]
    assert len(compressed.content) < len(plain.content) / 2
    assert int(compressed["Content-Length"]) == len(compressed.content)


@pytest.mark.parametrize("path", ["/", "/westkant/"])
def test_a_cache_keeps_both_answers_apart(path, network, client):
    for answer in (ask(client, path), client.get(path)):
        assert "Accept-Encoding" in answer["Vary"]


def test_the_length_of_a_page_tells_nothing_about_a_secret_in_it(network, client):
    """BREACH: whoever can ask often and see only the length must see it differ by chance."""
    assert len({len(ask(client, "/").content) for _ in range(12)}) > 1


def test_the_style_sheet_is_compressed_but_not_a_part_of_it(client):
    path = "/static/wijkzorg_home/site.css"
    whole = ask(client, path)
    assert whole["Content-Encoding"] == "gzip"
    assert b"@layer" in gzip.decompress(b"".join(whole.streaming_content))
    part = ask(client, path, range="bytes=0-999")
    assert part.status_code == 206
    assert "Content-Encoding" not in part
    assert len(b"".join(part.streaming_content)) == 1000

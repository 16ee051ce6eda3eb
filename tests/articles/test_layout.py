"""Lines of a text are found in their page, whatever stands twice on it, and links within the site are told."""

from lxml import html

from assistant.articles.layout import Layout, block, common, fold, own_host

LONG = "The ferry company of the islands said on Monday that it would buy two ships with sails, one a year."
OTHER = "The second of them is meant for the strait, where the old ship has to wait out every storm of the winter."
PAGE = f"""<html><head><title>Ships</title><link rel="canonical" href="https://www.courier.example/ships"></head><body>
<nav><a href="/a">New ships</a></nav><h1>New ships</h1><article><p>{LONG}</p><p>No.</p>
<p><a href="https://news.courier.example/b">Old</a> <a href="https://other.example/">ships</a></p><p>{OTHER}</p>
<ul><li>No.</li></ul></article><script>var x = "{LONG}"</script></body></html>"""


def test_folding_keeps_letters_and_digits() -> None:
    assert fold("  It's 4.5\u00a0% — Öl! ") == "its45öl"


def test_a_line_stands_where_its_neighbours_do() -> None:
    tree = html.fromstring(PAGE)
    lines = Layout(tree).lines(["New ships", LONG, "No.", OTHER, "- No.", "nowhere to be found"])
    assert [line.element.tag if line.element is not None else None for line in lines] == [
        "h1", "p", "p", "p", "li", None,
    ]  # fmt: skip
    assert [line.start for line in lines[:-1]] == sorted(line.start for line in lines[:-1])
    assert lines[-1].start == -1


def test_links_within_the_site_are_counted() -> None:
    (line,) = Layout(html.fromstring(PAGE)).lines(["Old ships"])
    assert line.linked == len("Old")
    assert len(line.folded) == len("Oldships")


def test_own_host_and_its_subdomains() -> None:
    tree = html.fromstring(PAGE)
    layout = Layout(tree)
    assert own_host(tree) == "www.courier.example"
    link = html.fromstring('<a href="x">x</a>')
    for address, inner in (
        ("/local", True),
        ("https://courier.example/x", True),
        ("https://other.example/x", False),
        ("mailto:desk@courier.example", False),
        ("http://[broken", False),
    ):
        link.set("href", address)
        assert layout.is_inner(link) is inner, address


def test_houses_under_one_country_domain_are_two() -> None:
    page = (
        '<html><head><meta property="og:url" content="https://www.gazette.co.uk/x"></head><body><p>a</p></body></html>'
    )
    link = html.fromstring('<a href="https://www.herald.co.uk/y">y</a>')
    assert not Layout(html.fromstring(page)).is_inner(link)


def test_common_and_block() -> None:
    tree = html.fromstring("<div><p><b>one</b> <i>two</i></p><p>three</p></div>")
    bold, italic = tree.xpath("//b")[0], tree.xpath("//i")[0]
    assert common([bold, italic]).tag == "p"
    assert common([bold]).tag == "b"
    assert common([bold, tree.xpath("//p")[1]]) is tree
    assert block(bold).tag == "p"

from assistant.web.shell import dress

INDEX = (
    '<html><head><meta property="og:image" content="https://other.example/x.jpg" />'
    '<link rel="manifest" href="/manifest.json" /><script>1</script></head>'
    "<body><gradio-app></gradio-app><script type=module src=a.js></script></body></html>"
)


def test_the_index_page_is_ours() -> None:
    page = dress(INDEX, "abc")
    assert "<title>News assistant</title>" in page
    assert "other.example" not in page
    assert "manifest" not in page
    assert page.index("style.css") < page.index("<gradio-app")


def test_every_script_has_the_nonce() -> None:
    page = dress(INDEX, "abc")
    assert page.count("<script") == page.count('<script nonce="abc"') == 4


def test_a_page_of_another_shape_is_left_alone() -> None:
    assert dress("<p>hello</p>", "abc") == "<p>hello</p>"

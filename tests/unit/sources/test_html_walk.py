"""What a reader sees of an HTML page, block by block."""

from __future__ import annotations

import pytest

from flows.sources.html.page import parse_html
from flows.sources.html.walk import Visible, walk


def seen(markup: str) -> Visible:
    return walk(parse_html(markup))


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", ["One.", "Two."], id="paragraphs"),
        pytest.param("<p>A <b>bold</b>, <i>slanted</i>word.</p>", ["A bold, slantedword."], id="inline as it stands"),
        pytest.param("<p>  A\n\t long\r\n line </p>", ["A long line"], id="white space collapses"),
        pytest.param("<p>10&nbsp;000</p>", ["10\u00a0000"], id="no-break space stays"),
        pytest.param(
            "<p>co\u00adoperate zero\u200bwidth</p>", ["co\u00adoperate zero\u200bwidth"], id="soft marks stay"
        ),
        pytest.param("<p>One<br>two<br><br>three</p>", ["One", "two", "three"], id="line breaks"),
        pytest.param("<div>Before<p>inside</p>after</div>", ["Before", "inside", "after"], id="text around a block"),
        pytest.param("<ul><li>One<li>Two</ul>", ["One", "Two"], id="list items without bullets"),
        pytest.param("<table><tr><td>A<td>B<tr><td>C</table>", ["A", "B", "C"], id="table cells apart"),
        pytest.param("<pre>one\n  two\n</pre><p>x", ["one", "  two", "x"], id="preformatted"),
        pytest.param("<p>R&amp;D &lt;now&gt; &copy; &#8212; &bogus;</p>", ["R&D <now> © — &bogus;"], id="entities"),
        pytest.param("<a href=x><div>Head</div><div>Line</div></a>", ["Head", "Line"], id="blocks in a link"),
        pytest.param(
            "<details><summary>More</summary><p>Inside</p></details>", ["More", "Inside"], id="closed details"
        ),
        pytest.param(
            "<custom-tag>Some <x-y>words</x-y></custom-tag>", ["Some words"], id="unknown elements are inline"
        ),
        pytest.param("<p>one</p><p>\u200b</p><p>&nbsp;</p><p>two</p>", ["one", "two"], id="nothing to see is no block"),
        pytest.param("plain words", ["plain words"], id="no markup"),
    ],
)
def test_lines(markup: str, lines: list[str]) -> None:
    assert seen(markup).text.split("\n") == lines


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>no()</script>",
        "<style>p { no: 1 }</style>",
        "<template><p>no</p></template>",
        "<noscript><p>no</p></noscript>",
        "<!-- no -->",
        "<?php no ?>",
        "<svg><title>no</title><text>no</text></svg>",
        "<iframe src=x>no</iframe>",
        "<button>no</button>",
        "<select><option>no</option></select>",
        "<textarea>no</textarea>",
        '<input value="no">',
        '<img alt="no" title="no">',
        "<video>no</video>",
        "<div hidden>no</div>",
        '<div style="display: none">no</div>',
        '<span style="color:red;visibility:HIDDEN">no</span>',
        '<span class="sr-only">no</span>',
    ],
)
def test_not_shown(hidden: str) -> None:
    assert seen(f"<p>Yes{hidden}, yes.</p>").text.replace("\n", "") == "Yes, yes."


def test_a_page_hidden_until_its_script_runs_is_read() -> None:
    assert seen('<body style="visibility:hidden"><p>Words.</p>').text == "Words."


def test_blocks_are_slices_with_their_element() -> None:
    visible = seen('<div class="story"><h1>Head</h1><p>See <a href=x>the <b>link</b></a>.</p></div>')
    assert [(visible.text[block.start : block.end], block.tag) for block in visible.blocks] == [
        ("Head", "h1"),
        ("See the link.", "p"),
    ]
    paragraph = visible.blocks[1]
    assert (paragraph.n_link_chars, paragraph.n_strong_chars) == (8, 4)
    box = visible.boxes[paragraph.box]
    assert box.tag == "p"
    assert box.parent is not None
    assert visible.boxes[box.parent].tag == "div"


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        pytest.param('class="wp-caption-text"', "caption", id="class"),
        pytest.param('id="disqus_thread"', "comment", id="id"),
        pytest.param('itemprop="articleBody"', "article_body", id="itemprop"),
        pytest.param('role="navigation"', "navigation", id="role"),
        pytest.param('class="RelatedStories"', "related", id="camel case"),
    ],
)
def test_hints(names: str, hint: str) -> None:
    visible = seen(f"<div {names}>Words.</div>")
    assert hint in visible.boxes[visible.blocks[0].box].hints


def test_a_very_long_text_takes_linear_time() -> None:
    assert len(seen("<p>" + "word " * 2_000_000).text) == 9_999_999


def test_many_siblings_and_open_tags() -> None:
    assert len(seen("<p><i>x" * 1_000).blocks) == 1_000

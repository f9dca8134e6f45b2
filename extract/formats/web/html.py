"""HTML pages: container, blocks, tables, and what the page says of itself."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.document import Document
from extract.formats.building import Builder
from extract.formats.flat import fold_rows
from extract.formats.web import embedded, page
from extract.formats.web.above import title_above
from extract.formats.web.blocks import BREAK, Walk
from extract.formats.web.words import page_words

_BR = re.compile(r"<(?:br|pagebreak)\b[^>]{0,200}>", re.IGNORECASE)
_PRE = re.compile(r"<pre\b.*?</pre>", re.IGNORECASE | re.DOTALL)
_DROPPED = ["script", "style", "textarea"]  # what would count as text; the walk passes over the rest
_HIDES = "[style*=none i], [style*=hidden i], [hidden]"
_CONTAINERS = ", ".join(page_words("containers"))
_MOST = 0.85  # of what reads like a text: the box that holds it
_HALF = 0.5  # the same, for a container known by its name


def read_html(text: str, url: str, charset: str) -> Document:
    """A document from the decoded text of a page (or of a fragment) at `url`."""
    builder = Builder("html", charset)
    tree = LexborHTMLParser(_with_breaks(text))
    tree.strip_tags(_DROPPED)
    visible = tree.body.text(separator="\n") if tree.body is not None else ""
    page.describe(tree, url, builder, visible)
    tree, visible = _unwrapped(text, url, builder, (tree, visible))
    builder.metadata = {**page.labelled_values(visible.replace(BREAK, "\n")), **builder.metadata}
    if tree.body is not None:
        container = find_container(tree, tree.body, visible)
        if not page.is_titled(builder):
            builder.title = title_above(tree.body, container) or builder.title
        inputs = container.css_first("input") is not None
        hides = ("none" in text or "hidden" in text) and container.css_first(_HIDES) is not None
        Walk(builder, whole=container is tree.body, inputs=inputs, hides=hides).read(container)
    fold_rows(builder)
    return builder.build()


def _unwrapped(
    text: str, url: str, builder: Builder, shown: tuple[LexborHTMLParser, str]
) -> tuple[LexborHTMLParser, str]:
    """The tree that holds the text and what can be read of it: of a record, and of a page that keeps it hidden."""
    record = embedded.is_record(text)
    little = not record and embedded.shows_little(shown[1])
    kept, said = embedded.object_of_scripts(text) if little else ("", {})
    hidden = (embedded.unwrap(text) if record or little else "") or kept
    if not hidden:
        return shown
    tree = LexborHTMLParser(_with_breaks(hidden))
    tree.strip_tags(_DROPPED)
    visible = tree.body.text(separator="\n") if tree.body is not None else ""
    if not record:
        page.add_links(tree, url, builder, visible)
        builder.metadata = {**said, **builder.metadata}
        builder.title = builder.title or builder.metadata.get("标题", "")
        return tree, shown[1] + visible
    page.describe(tree, url, builder, visible)
    said = embedded.record(text)
    builder.title, builder.metadata = said.get("标题") or builder.title, {**builder.metadata, **said}
    return tree, visible


def _with_breaks(text: str) -> str:
    """Line breaks, the ends of lines in <pre> too, as characters, so that a node's text can be taken in one call."""
    if "<pre" in text or "<PRE" in text:
        text = _PRE.sub(lambda met: met[0].replace("\n", BREAK), text)
    return _BR.sub(BREAK, text)


def find_container(tree: LexborHTMLParser, body: LexborNode, visible: str) -> LexborNode:
    """The node that holds the text: the densest box; where half a page of other things is in it, a known container."""
    total = weight(body, visible)
    if not total:
        return body
    dense = _densest(body, total, visible.count("。"))
    if dense is not body:
        return dense
    known = [(weight(node, node.text()), node) for node in tree.css(_CONTAINERS)[:50]]
    full = [node for size, node in known if size >= _HALF * total]
    return full[-1] if full else body


def weight(node: LexborNode, text: str) -> int:
    """How much a node with this text reads like a report: sentences, and rows of tables; navigation has neither."""
    return text.count("。") * 2 + text.count("；") + text.count("，") // 2 + 2 * len(node.css("tr"))


def _densest(node: LexborNode, total: int, sentences: int) -> LexborNode:
    """Go down as long as one child holds nearly everything, and not only the rows of a table among sentences."""
    for _ in range(60):
        heavy = next((child for child in node.iter() if _is_box(child) and _holds(child, total, sentences)), None)
        if heavy is None:
            return node
        node = heavy
    return node


def _holds(node: LexborNode, total: int, sentences: int) -> bool:
    text = node.text()
    return text.count("。") >= _HALF * sentences and weight(node, text) >= _MOST * total


def _is_box(node: LexborNode) -> bool:
    return node.tag in {"div", "section", "article", "main", "body", "form", "center"}

"""What a page says of itself: title, place line, metadata, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.document import Link
from extract.formats.building import Builder
from extract.formats.web.blocks import BREAK
from extract.formats.web.words import page_words

_LABELS = frozenset(page_words("labels"))
_FIRST = frozenset(label[0] for label in _LABELS)
_BEFORE = " \t\r　【["
_MAY_LABEL = _FIRST | frozenset(_BEFORE)
_TRADITIONAL = str.maketrans(
    "題發機關構佈製來時間間稱詞鍵編輯號類體開責門務對業", "题发机关构布制来时间间称词键编辑号类体开责门务对业"
)
_SIGNS = re.compile("[題發機關構佈製來時間稱詞鍵編輯號類體開責門務對業]")  # a simplified page holds none
_COLON = re.compile("[:：]")
_LONGEST = 120
_NARROW = 20  # characters: no label is longer, its white space counted
_TITLES = page_words("titles")
_CRUMBS = ", ".join(page_words("breadcrumbs"))
_HERE = re.compile(
    r"(?:[当當]前(?:位置|[页頁][面麵]|所在位置)|[您你]?(?:现在|現在)?(?:的|所在的?)?位置|首[页頁])\s*[:：]?"
)
_ATTACHED = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|txt|csv|rtf)(?:$|[?#;])", re.IGNORECASE)
_DOWNLOAD = re.compile(
    r"(?:download|downfile|attach|fileupload|getfile)[\w/]*\.?(?:jsp|do|aspx|php|ashx|action)?\b", re.IGNORECASE
)
_WHEREABOUTS = ("位置", "首页", "首頁", "当前", "當前", "主页", ">", "＞", "»")  # no place line does without
_PLAIN = (".html", ".htm", ".shtml", "/")  # a page, unless its link says otherwise: nearly all links of a page
_ENDS = ", ".join(f"[href$='{end}']" for end in _PLAIN)
_NOT_PLAIN = f"a:is(:not({_ENDS}), [href*=attach], [href*=download], [title*='.'])"
_SITE = re.compile(r"(?:门户|政务|官方)?网站?$|網站?$|人民政府$|(?:公开|服务)(?:平台|专栏)$")
_COLUMN = re.compile(
    r"(?:政府|政务)?(?:信息|政务)(?:公开|公開)(?:工作)?(?:专栏|平台|目录|年度)?(?:工作)?(?:年报|年報|报告|報告)?"
)
_DATED = re.compile(r"(?:20\d\d|二[〇○零0]..)年?.*(?:报告|年报|总结|報告|年報)")
_SPLIT = re.compile(r"\s*(?:[>＞»›/|→]|&gt;|::|\n)\s*")
_TRAIL = re.compile(r"首[页頁](?:\s*[>＞»›]+\s*[^\s>＞»›][^\n>＞»›]{0,40}){1,8}")
_FOOT = 1_500  # characters of visible text at whose end a page says whose site it is of
_FOOTER = {
    "主办单位": re.compile(
        r"(?:主办|版权所有)(?:单位)?\s*[:：©]?\s*([\u4e00-\u9fff]{2,24}(?:人民政府|行政公署|管理委员会))"
    ),
    "网站地址": re.compile(r"地址\s*[:：]\s*([\u4e00-\u9fff]{4,30})"),
}
_HEAD = 6_000  # characters of visible text in which a page describes itself


def describe(tree: LexborHTMLParser, url: str, builder: Builder, visible: str) -> None:
    """Fill in title, breadcrumb, metas and links of a builder; `visible` is the text the page shows."""
    base = _base(tree, url)
    builder.metadata = _metas(tree)
    title = tree.css_first("title")
    builder.page_title = title.text().replace(BREAK, " ").strip() if title is not None else ""
    builder.title = builder.metadata.get("ArticleTitle", "") or _heading(tree)
    builder.breadcrumb = _breadcrumb(tree, visible) if any(sign in visible for sign in _WHEREABOUTS) else ()
    builder.links = tuple(_links(tree, base, visible))
    for label, said in _FOOTER.items():
        for match in list(said.finditer(visible[-_FOOT:]))[-1:]:
            builder.metadata.setdefault(label, match[1])


def is_titled(builder: Builder) -> bool:
    """Whether a page's heading may be its document's title: it is there, and no name of the site or of a column."""
    title = builder.title
    return bool(title) and not (_SITE.search(title) or _COLUMN.fullmatch(title) or title in builder.breadcrumb)


def add_links(tree: LexborHTMLParser, url: str, builder: Builder, visible: str) -> None:
    """The links of a text that the page kept hidden, behind those it shows."""
    links = {link.url: link for link in (*_links(tree, url, visible), *builder.links)}
    builder.links = tuple(links.values())


def labelled_values(text: str) -> dict[str, str]:
    """The rows of a visible 索引号 table and the line under a title, keys without white space, first one wins."""
    found: dict[str, str] = {}
    open_label = ""
    head = text[:_HEAD]
    for line in (head.translate(_TRADITIONAL) if _SIGNS.search(head) else head).split("\n"):
        if ":" not in line and "：" not in line:
            if open_label or line[:1] in _MAY_LABEL:
                open_label = _next_label(line, open_label, found)
            continue
        pairs, rest = _line_pairs(line)
        if open_label and rest:
            found.setdefault(open_label, rest)
        for label, value in pairs:
            if value:
                found.setdefault(label, value)
        open_label = pairs[-1][0] if pairs and not pairs[-1][1] else ""
    return found


def _next_label(line: str, waiting: str, found: dict[str, str]) -> str:
    """The label that waits for a value behind a line without a colon; the line may be what one waited for."""
    if not line or line.isspace():
        return waiting
    label = _lone_label(line)
    if waiting and label not in _LABELS:
        found.setdefault(waiting, line.strip()[:_LONGEST])
    return label if label in _LABELS else ""


def _lone_label(line: str) -> str:
    """The label a short line consists of, if it may be one."""
    line = line.lstrip(_BEFORE)
    return "".join(line.split()).strip("【】[]") if line[:1] in _FIRST and len(line) < _NARROW else ""


def _line_pairs(line: str) -> tuple[list[tuple[str, str]], str]:
    """Labels of one line with what follows them, and the text before the first label."""
    parts = _COLON.split(line)
    pairs: list[tuple[str, str]] = []
    before, label = _label_at_end(parts[0])
    first = before if label else ""
    for part in parts[1:]:
        value, following = _label_at_end(part)
        if label:
            pairs.append((label, value.strip()[:_LONGEST]))
        label = following
    if label:
        pairs.append((label, ""))
    return pairs, first.strip()[:_LONGEST]


def _label_at_end(text: str) -> tuple[str, str]:
    """A text and the label it ends with, white space inside the label allowed: 换届公告 索 引 号."""
    words = text.split()
    for count in range(1, min(len(words), 6) + 1):
        label = "".join(words[-count:]).strip("【】[]|")
        if label in _LABELS:
            return " ".join(words[:-count]), label
        if len(label) > 8:
            break
    return text, ""


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return _join(url, node.attributes.get("href") or "") or url if node is not None else url


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name, content = attributes.get("name") or attributes.get("property"), attributes.get("content")
        if name and content and content.strip() and len(content) < 2_000:
            found.setdefault(re.sub(r"\s", "", name), content.strip())
    return found


def _heading(tree: LexborHTMLParser) -> str:
    """The first heading; where it names the site, the first one of any order that a year stands in."""
    first = next(_headings(tree, _TITLES), "")
    if not _SITE.search(first):
        return first
    return next((text for text in _headings(tree, ("h2", "h3")) if _DATED.search(text)), first)


def _headings(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> Iterator[str]:
    for selector in selectors:
        for node in tree.css(selector)[:3]:
            text = " ".join(node.text().split())
            if 4 <= len(text) <= 120:
                yield text


def _breadcrumb(tree: LexborHTMLParser, visible: str) -> tuple[str, ...]:
    """The place line: by what its node is called, else by its arrows behind the home page."""
    for node in tree.css(_CRUMBS)[:5]:
        text = node.text(separator="\n")
        parts = _crumbs(text)
        if len(parts) > 1 and (node.css_first("td") is None or any(sign in text for sign in _WHEREABOUTS)):
            return parts
    line = _TRAIL.search(visible[:_HEAD])
    return _crumbs(line.group()) if line else ()


def _crumbs(text: str) -> tuple[str, ...]:
    text = text.replace(BREAK, "\n")
    if len(text) > 500:
        return ()
    parts = (_HERE.sub("", part).strip() if len(part) > 2 else part.strip() for part in _SPLIT.split(text))
    return tuple(part for part in parts if part and part not in {">", "＞", ":", "："})


def _links(tree: LexborHTMLParser, base: str, visible: str) -> list[Link]:
    links: dict[str, Link] = {}
    names = bool(_ATTACHED.search(visible.replace("\n", "")))  # then a link's text may name the file it leads to
    for node in tree.css(f"{'a' if names else _NOT_PLAIN}, iframe, embed, object, img"):
        link = _link(node, base)
        if link is not None and len(links) < 500:
            links.setdefault(link.url, link)
    return list(links.values())


def _link(node: LexborNode, base: str) -> Link | None:
    attributes = node.attributes
    href = (attributes.get("href") or attributes.get("src") or attributes.get("data") or "").strip()
    if node.tag == "a" and not _looks_attached(href, node, attributes.get("title") or ""):
        return None
    url = _join(base, href)
    if not url:
        return None
    text = " ".join((node.text() or attributes.get("title") or attributes.get("alt") or "").split())[:200]
    viewed = _viewer_target(url)
    kind = "attachment" if viewed else _link_kind(node, url, text)
    return Link(viewed or url, text, kind) if kind else None


def _link_kind(node: LexborNode, url: str, text: str) -> str:
    """What an address leads to: attachment, image, frame, or '' for what is none of the document's."""
    if node.tag == "a":
        return "attachment" if _is_attached(url, text) else ""
    if node.tag == "img":
        return "" if _is_ornament(node, url) else "image"
    return "attachment" if _ATTACHED.search(urlsplit(url).path + "?") else "frame"


def _looks_attached(href: str, node: LexborNode, title: str) -> bool:
    if href.endswith(_PLAIN) and "attach" not in href and "download" not in href:
        text = node.text() or title
        return "." in text and bool(_ATTACHED.search(text))
    return bool(_ATTACHED.search(href) or _DOWNLOAD.search(href) or _ATTACHED.search(node.text() or title))


def _is_attached(url: str, text: str) -> bool:
    return bool(_ATTACHED.search(urlsplit(url).path + "?") or _ATTACHED.search(text) or _DOWNLOAD.search(url))


def _viewer_target(url: str) -> str:
    """The file a PDF.js viewer or an office viewer shows, or ''."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query or parts.fragment):
        if name.lower() in {"file", "src", "url", "pdfurl"} and _ATTACHED.search(value):
            return _join(url, unquote(value))
    return ""


def _is_ornament(node: LexborNode, url: str) -> bool:
    width = (node.attributes.get("width") or "").rstrip("px")
    small = width.isdigit() and int(width) < 100
    return small or bool(
        re.search(r"\.(?:gif|svg|ico)(?:$|\?)|/(?:icon|logo|share|ewm|qrcode|banner|bg)[\w-]*\.", url, re.IGNORECASE)
    )


def _join(base: str, href: str) -> str:
    """The absolute address, or '' for what is none (javascript:, mailto:, unrendered placeholders)."""
    href = re.sub(r"[\t\r\n]", "", href).strip().replace("\\", "/")
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")) or "{{" in href or "<?" in href:
        return ""
    try:
        url = urljoin(base, href)
        scheme = urlsplit(url).scheme
    except ValueError:
        return ""
    return url if scheme in {"http", "https", "file", ""} else ""

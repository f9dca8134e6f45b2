"""Which body each source names: title, list, column, metadata, signature, contact line, text, seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlsplit

from extract.document import Document
from extract.identity.postedname import posted
from extract.identity.title import SITE, Title, Titles
from extract.prose.sections import is_heading
from extract.used import use
from lexicon.bodies import clean_name, is_body, kind_of, organ_of
from lexicon.hosts import code_of_host
from lexicon.nation import NATION, local_name, serves_nation
from lexicon.places import Gazetteer, Jurisdiction, Match
from lexicon.spelling import spells
from lexicon.titles import normal_title
from storage.found import Found

YEAR = re.compile(
    r"[(（][^()（）]*\d月[^()（）]*[)）]"
    r"|[(（]?(?:20\d\d|二[〇○零0O][〇○零0O一二三四五六七八九]{2})\s*(?:年度?|度)?[)）]?|(?<![\d第])[012]\d年度?"
)
LEAD = re.compile(r"^(?:【[^】]*】|〖[^〗]*〗|\[[^\]]*\]|〔[^〕]*〕)+(?=.)")
"""What a list puts before a title: 【年度报告】."""
APART = re.compile(
    r"(?:报告|年报)\s*(?:[-—–]{1,2}|[(（])\s*(?P<behind>[\u4e00-\u9fff]{4,30})[)）]?(?:[-—–]+20\d\d年?)?$"
    r"|^[【〖\[〔](?P<before>[\u4e00-\u9fff]{4,30})[】〗\]〕]"
)
SENDING = re.compile(r"^(?:公布|发布|印发|公开|公示|报送|上报|呈报|提交)+")
"""What a letter does with the report, before the report's body: 关于公布霍邱县财政局2022年…的通知."""
QUOTED = re.compile(r"[^《]《([^《》]*(?:信息|政务)公开[^《》]*(?:报告|年报))》")
BEHIND = re.compile(
    r"(?:贯彻|学习|落实|执行|实施)+《?$|(?:关于|印发|公布|发布|报送|报告).*$|[-_|:：].*$|(?:编制|工作|的|年度|情况)+$"
)
BESIDE = re.compile(r"^中共.{2,12}?委(?:员会)?[、和]?(?=.+政府)|^新疆生产建设兵团(?:第[一二三四五六七八九十]+师)?(?=.)")
"""Names before the one that counts: the party committee that signs too, the corps above its city."""
AGAIN = re.compile(r"([省市县区州旗])\1$")
OFFICES = re.compile(
    r"(?:人民)?政府办(?:公[室厅])?$|(?:政务|信息|政府信息)公开(?:工作)?(?:领导小组)?(?:办|科|中心|办公室)|(?:信息|网络|电子政务|大数据)中心$|编辑部$|管理员$|党政(?:综合)?办(?:公室)?$"
)
"""Names that post or compile for others: a place, but not whose report."""
SELF = re.compile(
    r"[我本](省|市|县|区|州|旗|盟|乡|镇|街道|办事处|局|委|厅|办|院|处|中心|管委会|园区)(?![\u4e00-\u9fff]?域)"
)
COLUMNS = frozenset({"unit", "column", "breadcrumb"})
ORGAN = re.compile(r"[局厅委办处院馆队心校]$|[中小]学$|联合会$|[^政合]{3}办公室$")
"""What names of departments end in that may stand without their place; 办公室 alone is anybody's."""
OWN = frozenset({"first sentence", "signature"})
"""Where a report itself says whose it is."""
GOVERNING = frozenset("省市县区州旗盟")
LOCAL = frozenset({"乡", "镇", "街道", "办事处"})
FOREIGN = re.compile(r"[A-Za-z]{3,}|https?:|官网|平台|网站$")
EMPTY = re.compile(r"[Xx×*＊_]{2,}|某")
"""What a form leaves to be filled in: XX县XX局."""
OFTEN = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a source says: the printed name; its division, None where it names none or several (`candidates`).

    `by` is what chose between namesakes where the text did not: `host`, `place of the page`, or `all candidates` where
    one holds the rest.
    """

    source: str
    printed: str
    jurisdiction: Jurisdiction | None
    candidates: tuple[str, ...] = ()
    by: str = ""


def named_bodies(context: Context, titles: Titles) -> Iterator[Named]:
    """Every source's body, strongest first; a source that names none is passed over."""
    document, found, spoken = context.document, context.found, context.spoken
    for source, title in (("title", titles.own), ("list", titles.listed)):
        printed = head_of(title) if title else ""
        if printed:
            yield context.national(source, printed) or context.named(source, printed)
    said = [(source, _reporter(source, spoken, printed)) for source, printed in posted(document, found)]
    yield from _nearer_first(
        [context.named(source, name) for source, name in said if name and fits(spoken, name)], spoken
    )
    yield from context.from_text()
    yield from context.from_seed()
    yield from context.from_site()


def _reporter(source: str, spoken: str, printed: str) -> str:
    """The body that a posted name stands for; a column that is called after an office is the office's."""
    return printed if source in COLUMNS and not spoken else served(spoken, printed)


def _nearer_first(bodies: list[Named], spoken: str) -> list[Named]:
    """Bodies with the one that the report itself names before its government, which the page names: a portal has its
    government's name on the reports of all its departments and townships.

    A contact is one's own only where the text says what it is (我局).
    """
    first = next((named for named in bodies if named.jurisdiction), None)
    if first is None or not first.source.startswith("metadata") or kind_of(first.printed) != "government":
        return bodies
    own = OWN | {"contact line"} if spoken else OWN
    nearer = [named for named in bodies if named.source in own and _is_below(named, first)]
    return [*nearer, *bodies] if len({named.printed for named in nearer}) == 1 else bodies


def _is_below(named: Named, government: Named) -> bool:
    """Whether a body is a department of the government's division, or one of a division below."""
    inner, outer = named.jurisdiction, government.jurisdiction
    if inner is None or outer is None or not Gazetteer.load().is_within(inner, outer.code):
        return False
    return inner.code != outer.code or kind_of(named.printed) != "government"


def posted_bodies(document: Document, titles: Titles, found: Found | None) -> Iterator[Named]:
    """The names that list, metadata and signature print, unmatched: evidence beside the one that counts."""
    listed = head_of(titles.listed) if titles.listed else ""
    if listed:
        yield Named("list", listed, None)
    for source, printed in dict(posted(document, found)).items():
        yield Named(source, printed, None)


def head_of(title: Title) -> str:
    """The body's name in a title: what stands before the words of a report, without the year.

    Of a letter that names the report (关于印发《霍邱县财政局2022年…年度报告》的通知) it is the report's.
    """
    quoted = QUOTED.search(title.text)
    inner = _tidy(_before_words(normal_title(quoted[1]))) if quoted else ""
    return inner or _tidy(_head(title)) or _set_apart(title)


def _head(title: Title) -> str:
    text = LEAD.sub("", normal_title(title.text))
    core, letter = title.verdict.matched, title.verdict.why == "letter that may hold the report"
    if letter and "关于" in text:
        before, _, said = text.partition("关于")
        return before or _before_words(SENDING.sub("", said))
    words_matched = not letter and core and core in text and not title.verdict.why.startswith("more is said behind")
    head = text[: text.rfind(core)] if words_matched else ""
    return head or (_before_words(text) if title.verdict.kind in {"report", "maybe"} else "")


def _before_words(text: str) -> str:
    return re.split(r"(?:政府|政务)?信息(?:主动)?公开|政务公开", text, maxsplit=1)[0]


def _tidy(head: str) -> str:
    """The name without the year, remarks, and the words that lead over to those of a report."""
    name = BEHIND.sub("", YEAR.sub("", head)).strip("《》“”\"'、 ")
    if name.endswith("人民"):
        name += "政府"
    elif re.search(r"(?<!人民)政[府务]$", name) and is_body(name[:-2]):  # of 政府信息公开
        name = name[:-2]
    return clean_name(BESIDE.sub("", AGAIN.sub(r"\1", name)))


def _set_apart(title: Title) -> str:
    """The body that a title names behind it or in front, set apart: 2021年…年度报告（霍邱县财政局）.

    What a page's title has behind it is the site's name, and a government may be one anywhere.
    """
    named = APART.search(title.text) if title.source != "page title" else None
    name = clean_name(named["behind"] or named["before"]) if named else ""
    return name if is_body(name) and kind_of(name) != "government" else ""


def served(spoken: str, printed: str) -> str:
    """The body whose report a posted name stands for: an office that compiles does so for its government, if the text
    speaks for one (我县, 我镇), for itself where it says 我办 or 我厅; else it is no answer, and '' is returned.
    """
    office = OFFICES.search(printed)
    if office is None:
        return printed
    if spoken == "办" or (spoken == "厅" and printed.endswith("办公厅")):
        return printed
    base = re.sub("人民$", "人民政府", printed[: office.start()])
    return base if base and spoken in GOVERNING | LOCAL else ""


def fits(spoken: str, printed: str) -> bool:
    """Whether a posted name is of the kind the text speaks of itself (我局, 我镇, 我县)."""
    if not spoken:
        return True
    kind = kind_of(printed)
    if spoken in GOVERNING:
        return kind in {"government", "zone"}
    if spoken in LOCAL:
        return kind in {"township", "subdistrict"} or printed.endswith(("镇", "乡", "街道"))
    if (spoken, kind) in {("委", "zone"), ("办", "subdistrict"), ("处", "subdistrict")}:  # 管委会, 街道办, 办事处
        return True
    return kind in {"department", "institution"} or printed.endswith(spoken)


def known(named: Named) -> Named:
    """A name that is a place alone or ends in a word that bodies end in; whatever else stands in it is no name."""
    place = named.jurisdiction
    if place is None or not organ_of(place, named.printed):
        return named
    return named if is_body(named.printed) and not EMPTY.search(named.printed) else replace(named, jurisdiction=None)


@dataclass(frozen=True)
class Context:
    """A document with what decides between namesakes: the seed's division, else the place that the page names."""

    document: Document
    found: Found | None
    year: int | None
    url: str = ""

    @property
    def seed_code(self) -> str | None:
        return self.found.seed.jurisdiction_code if self.found and self.found.seed else None

    @cached_property
    def prior(self) -> str | None:
        """The seed's division, else the one division that the metadata, place line and text agree on."""
        return self.seed_code or self._place_of_page()

    def _place_of_page(self) -> str | None:
        gazetteer = Gazetteer.load()
        names = [name for _, name in posted(self.document, self.found)]
        for name in [*names, *self.document.breadcrumb, *SITE.split(self.document.page_title), *self._site()]:
            place = gazetteer.match(name, None, self.year).jurisdiction or self._at_its_address(name)
            if place is not None:
                return place.code
        counties = Counter({code: count for code, count in self._mentioned.items() if len(code) == 6})
        return counties.most_common(1)[0][0] if counties else None

    def _at_its_address(self, name: str) -> Jurisdiction | None:
        """The county of a name that several bear, where the address in the page's foot is in one that is called so."""
        county = Gazetteer.load().by_code(self._address.code[:6], self.year) if self._address else None
        return county if county and name.startswith(county.name) else None

    @cached_property
    def _address(self) -> Jurisdiction | None:
        """Where the address in the page's foot lies."""
        said = self.document.metadata.get("网站地址", "")
        return Gazetteer.load().match(said, None, self.year).jurisdiction if said else None

    def _site(self) -> Iterator[str]:
        for key in ("SiteName", "网站名称", "主办单位"):
            if self.document.metadata.get(key):
                yield self.document.metadata[key]

    @cached_property
    def spoken(self) -> str:
        """How the text speaks of its own body most often: 局, 镇, 县; '' where it does not."""
        said = Counter(match[1] for match in SELF.finditer(self.document.text))
        return said.most_common(1)[0][0] if said else ""

    def national(self, source: str, printed: str) -> Named | None:
        """A body of the central government; on a division's portal its name may mean a branch, and tells none."""
        if self.seed_code not in {None, NATION.code} or not (is_body(printed) and serves_nation(printed)):
            return None
        use("hosts")
        return None if code_of_host(urlsplit(self.url).hostname or "") else Named(source, printed, NATION)

    def named(self, source: str, printed: str) -> Named:
        """A printed name with its division: its own place, else (教育局 alone) the place of the page."""
        gazetteer, local = Gazetteer.load(), local_name(printed)
        match = gazetteer.match(local, self.seed_code, self.year)
        if match.jurisdiction is None:  # what the page names decides where the name alone does not
            match = gazetteer.match(local, self.prior, self.year)
        if kind_of(match.rest) in {"township", "subdistrict"}:  # of the past of townships a page knows more than lists
            ever = gazetteer.match(printed, self.seed_code, None)
            match = ever if ever.jurisdiction and ever.jurisdiction.level == "township" else match
        county = self._county_of(match, printed)
        if county is not None:
            return Named(source, f"{county.name}{printed}", county, by="place of the page")
        if match.ambiguous:
            return self._by_host(source, printed, match)
        if match.jurisdiction is None:
            return Named(source, printed, self._by_organ(printed))
        return known(Named(source, self._without_spam(printed, match), match.jurisdiction))

    def _county_of(self, match: Match, printed: str) -> Jurisdiction | None:
        """The county that the page names, where a township's name alone leads to others only: 和平镇 of 惠水县, which
        no list knows any more.
        """
        rows = [match.jurisdiction] if match.jurisdiction else list(match.candidates)
        alone = all(row.level == "township" and match.evidence.startswith(row.short) for row in rows)
        if self.seed_code or not rows or not alone or kind_of(printed) not in {"township", "subdistrict"}:
            return None
        gazetteer = Gazetteer.load()
        county = gazetteer.by_code(self.prior, self.year) if self.prior else None
        elsewhere = county and not any(gazetteer.is_within(row, county.code) for row in rows)
        return county if county and county.level == "county" and elsewhere else None

    def _by_host(self, source: str, printed: str, match: Match) -> Named:
        """Of namesakes the one whose portal, or whose prefecture's, the page stands on."""
        use("hosts")
        code = code_of_host(urlsplit(self.url).hostname or "")
        near = Gazetteer.load().match(printed, code, self.year).jurisdiction if code else None
        if code and near and Gazetteer.load().is_within(near, code):
            return known(Named(source, printed, near, by="host"))
        spelled = [row for row in match.candidates if self._is_spelled(row)]
        if len(spelled) == 1:
            return known(Named(source, printed, spelled[0], by="host"))
        beside = [row for row in match.candidates if self._lies_about(row)]
        if len(beside) == 1:
            return known(Named(source, printed, beside[0], by="address of the site"))
        outer = [row for row in match.candidates if self._holds_all(row, match)]
        if len(outer) == 1 and kind_of(printed) == "zone":  # 南昌's zone lies in the city, in 南昌县 or beside it
            return known(Named(source, printed, outer[0], by="all candidates"))
        return Named(source, printed, None, tuple(f"{row.name} ({row.code})" for row in match.candidates))

    def _lies_about(self, row: Jurisdiction) -> bool:
        """Whether a division lies in the city that the address in the page's foot names."""
        return self._address is not None and row.code[:4] == self._address.code[:4]

    def _is_spelled(self, row: Jurisdiction) -> bool:
        """Whether the page's host says where a division lies."""
        return spells(urlsplit(self.url).hostname or "", row, Gazetteer.load().ancestors(row.code))

    def _holds_all(self, row: Jurisdiction, match: Match) -> bool:
        """Whether every candidate is the division or lies in it."""
        return all(Gazetteer.load().is_within(other, row.code) for other in match.candidates)

    def _by_organ(self, printed: str) -> Jurisdiction | None:
        """The division of a body whose name has no place: a department of the place the page is of."""
        prior = self.prior
        body = is_body(printed) and kind_of(printed) in {"department", "institution"} and not serves_nation(printed)
        if prior is None or not body or FOREIGN.search(printed) or EMPTY.search(printed):
            return None
        return Gazetteer.load().by_code(prior, self.year) if ORGAN.search(printed) else None

    def _without_spam(self, printed: str, match: Match) -> str:
        """A name whose organ was replaced by an advertisement is its place's government."""
        assert match.jurisdiction is not None
        organ = organ_of(match.jurisdiction, printed)
        return printed.removesuffix(organ) if organ and FOREIGN.search(organ) else printed

    @cached_property
    def _mentioned(self) -> Counter[str]:
        """How often the text names each division, where one name means one division."""
        gazetteer, counts = Gazetteer.load(), Counter[str]()
        for clause in re.split(r"[,，。；;:：、《》()（）\"“”\s]", self.document.text[:20_000]):
            if not re.search(r"[省市县区州旗盟镇乡]|街道", clause):
                continue
            match = gazetteer.match(clause.removeprefix("按照").removeprefix("按时完成"), self.seed_code, self.year)
            if match.jurisdiction is not None:
                counts[match.jurisdiction.code] += 1
        return counts

    def from_text(self) -> Iterator[Named]:
        """The body a text without a title is about: the township or the county it names again and again."""
        counts = self._mentioned
        local = [(count, code) for code, count in counts.items() if len(code) > 6]
        upper = [(count, code) for code, count in counts.items() if len(code) <= 6]
        spoken, gazetteer = self.spoken, Gazetteer.load()
        best = max(local, default=None)
        if (
            best
            and best[0] >= OFTEN
            and 2 * best[0] > sum(count for count, _ in local)
            and spoken not in GOVERNING - {"县"}
        ):
            jurisdiction = gazetteer.by_code(best[1], self.year)
            if jurisdiction and (self._heads(jurisdiction.name) or spoken in LOCAL):
                yield Named("text", jurisdiction.name, jurisdiction)
                return
        yield from self._government_in_text(upper, spoken)

    def _heads(self, name: str) -> bool:
        """Whether a heading or one of the first lines names the body."""
        lines = list(self.document.paragraphs())
        return any(name in line.text for line in lines[:3]) or any(
            name in line.text for line in lines if is_heading(line)
        )

    def _government_in_text(self, upper: list[tuple[int, str]], spoken: str) -> Iterator[Named]:
        """A government that the text names most and speaks for (我县, 县政府, 县本级)."""
        gazetteer = Gazetteer.load()
        for count, code in sorted(upper, key=lambda item: (-item[0], item[1])):
            jurisdiction = gazetteer.by_code(code, self.year)
            if jurisdiction is None or count < OFTEN:
                continue
            level = jurisdiction.name[-1]
            speaks = spoken == level or re.search(
                rf"(?<![\u4e00-\u9fff]){level}(?:本级|政府|人民政府)|全{level}|我{level}", self.document.text
            )
            if speaks and (not spoken or spoken in GOVERNING):
                yield Named("text", jurisdiction.name, jurisdiction)
                return

    def from_seed(self) -> Iterator[Named]:
        """The portal's own publisher, where the text speaks for a body of its kind and names its place."""
        seed = self.found.seed if self.found else None
        if seed is None or (self.found and self.found.unit):  # the list says whose it is, by a name that is not known
            return
        jurisdiction = Gazetteer.load().by_code(seed.jurisdiction_code, self.year)
        if jurisdiction and fits(self.spoken, seed.publisher) and self._speaks_for(jurisdiction):
            yield Named("seed", seed.publisher, jurisdiction)

    def from_site(self) -> Iterator[Named]:
        """The government whose site it says it is of, where the text speaks for nobody else (我县, never 我局)."""
        said = {match[1] for match in SELF.finditer(self.document.text)}
        if len(said) != 1 or self.spoken not in GOVERNING:
            return
        for name in [*SITE.split(self.document.page_title), *self._site()]:
            named = self.named("site", clean_name(name)) if name.endswith("人民政府") else None
            if named and named.jurisdiction and named.jurisdiction.name.endswith(self.spoken):
                yield named

    def _speaks_for(self, jurisdiction: Jurisdiction) -> bool:
        """Whether the page names the division, or speaks of its own (我县) and of no other one again and again."""
        page = "".join((self.document.text, self.document.page_title, *self.document.breadcrumb))
        if jurisdiction.short in page:
            return True
        others = [code for code, count in self._mentioned.items() if count >= OFTEN and len(code) == 6]
        return bool(self.spoken) and self.spoken == jurisdiction.name[-1] and not others

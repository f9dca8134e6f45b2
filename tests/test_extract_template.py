"""Declared forms: complete against the codebook, recognised by labels, and a new one is one file."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract.codebook
from extract.codebook import CODEBOOK, codes, indicators, unit
from extract.document import Document
from extract.errors import TemplateError
from extract.formats.web.html import read_html
from extract.tables.template import FOLDER, load_all, load_template, recognise


def page(*tables: str) -> Document:
    return read_html("<p>报告。</p>" + "<p>间隔</p>".join(tables), "http://www.example.gov.cn/", "utf-8")


def table(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


NEW = table(
    "信息内容|本年制发件数|本年废止件数|现行有效件数",
    "规章|0|0|0",
    "行政规范性文件|1|2|3",
    "信息内容|本年收费金额（单位：万元）",
    "行政事业性收费|5",
)
OLD = table(
    "信息内容|上一年项目数量|本年增/减|处理决定数量",
    "其他对外管理服务事项|1|0|2",
    "信息内容|采购项目数量|采购总金额",
    "政府集中采购|1|2",
)
SHARED = table(
    "行政复议|结果维持|结果纠正|其他结果|尚未审结|总计", "未经复议直接起诉|0|0|0|0|0", "复议后起诉|0|0|0|0|0"
)


def test_every_code_of_a_form_has_its_cell() -> None:
    for template in load_all():
        cells = {code for form in template.forms for code in form.cells.values()}
        assert set(codes(template.name)) <= cells
    assert {row.template for row in indicators()} > {template.name for template in load_all()}


def test_units_are_the_forms_else_the_codes_own() -> None:
    assert unit("fee_amount", "2021") == "万元"
    assert unit("fee_app_amount", "2008") == "元"
    assert unit("fee_app_amount", "2014") == "万元"
    assert unit("trainees") == "人次"
    assert unit("no_such_code") == ""


def test_labels_decide_and_say_so() -> None:
    assert recognise(page(NEW)).generation == "2021"
    old = recognise(page(OLD))
    assert old.generation == "2019"
    assert "采购总金额" in old.why


def test_the_year_settles_only_what_the_labels_leave_open() -> None:
    assert recognise(page(OLD), year=2022).generation == "2019"
    assert recognise(page(SHARED), year=2022).generation == "2021"
    assert recognise(page(SHARED), year=2020).generation == "2019"


def test_two_forms_in_one_document_are_a_conflict() -> None:
    match = recognise(page(NEW, OLD))
    assert match.template is None
    assert "2021" in match.conflict
    assert "2019" in match.conflict


@pytest.mark.parametrize(
    "markup",
    ["<p>全年收到申请3件，予以公开2件。</p>", table("栏目|总计", "其他|3", "合计|5"), table("姓名|职务", "张三|主任")],
)
def test_other_tables_are_no_form(markup: str) -> None:
    assert recognise(page(markup)).template is None


def test_a_new_form_is_one_file_and_rows_of_the_codebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "indicators.csv"
    book.write_text(
        CODEBOOK.read_text(encoding="utf-8")
        + "app_received_total,2012-example,统计表,收到申请数,数量,件,1,applications received\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(extract.codebook, "CODEBOOK", book)
    for cached in (extract.codebook.indicators, extract.codebook.codes, extract.codebook._units):
        cached.cache_clear()
    file = tmp_path / "2012-example.toml"
    whole = (
        'name = "2012-example"\ncodebook = "2012-example"\n[[table]]\nname = "统计表"\n'
        'code = "{row}"\nheads = ["项目"]\n'
        'value_labels = ["数量"]\nrows = [{ key = "app_received_total", labels = ["收到申请数"] }]\n'
    )
    file.write_text(whole, encoding="utf-8")
    try:
        assert load_template(file).forms[0].cells
        file.write_text(whole.replace("app_received_total", "app_recieved_total"), encoding="utf-8")
        with pytest.raises(TemplateError, match=r"2012-example\.toml .*app_received_total"):
            load_template(file)
        file.write_text(whole.replace('code = "{row}"\n', ""), encoding="utf-8")
        with pytest.raises(TemplateError, match="code"):
            load_template(file)
        file.write_text(whole.replace("heads", "hedas"), encoding="utf-8")
        with pytest.raises(TemplateError, match="not known here: hedas"):
            load_template(file)
        file.write_text(whole.replace("{ key", '{ in = "applied", key'), encoding="utf-8")
        with pytest.raises(TemplateError, match="in no `groups`: applied"):
            load_template(file)
        file.write_text(whole.replace('name = "2012-example"', 'name = "example"'), encoding="utf-8")
        with pytest.raises(TemplateError, match="first year of its use: example"):
            load_template(file)
    finally:
        monkeypatch.undo()
        for cached in (extract.codebook.indicators, extract.codebook.codes, extract.codebook._units):
            cached.cache_clear()


@pytest.mark.parametrize("row", ["app_new,2012-example,a,b\n", "app_new,2012-example,a,b,c,件,1,new, in all\n"])
def test_a_row_of_the_codebook_of_another_length_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    book = tmp_path / "indicators.csv"
    book.write_text(CODEBOOK.read_text(encoding="utf-8").splitlines(keepends=True)[0] + row, encoding="utf-8")
    monkeypatch.setattr(extract.codebook, "CODEBOOK", book)
    with pytest.raises(TemplateError, match=r"indicators\.csv, line 2: more or fewer cells"):
        extract.codebook.indicators.__wrapped__()


def test_a_file_in_the_folder_is_a_template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = (FOLDER / "2008-local.toml").read_text(encoding="utf-8")
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "2010-other.toml").write_text(text.replace('name = "2008-local"', 'name = "2010-other"', 1), "utf-8")
    monkeypatch.setattr("extract.tables.template.FOLDER", tmp_path)
    load_all.cache_clear()
    try:
        names = [template.name for template in load_all()]
        (tmp_path / "2010-misnamed.toml").write_text(text, encoding="utf-8")
        load_all.cache_clear()
        with pytest.raises(TemplateError, match=r"2010-misnamed\.toml .*2008-local"):
            load_all()
    finally:
        monkeypatch.undo()
        load_all.cache_clear()
    assert names == ["2021", "2019", "2014", "2014-fujian", "2010-other", "2008-fujian", "2008-local"]

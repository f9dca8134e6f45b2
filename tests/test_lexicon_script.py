import pytest

from lexicon.script import is_traditional, mainland_words, simplify, strip_readings


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("衡南縣柞市鎮2018年政府信息公開年度報告", "衡南县柞市镇2018年政府信息公开年度报告"),
        ("全麵 製度 體係 谘詢處理 誌願 行政複議 答複", "全面 制度 体系 咨询处理 志愿 行政复议 答复"),
        ("縣自然資源局", "县自然资源局"),
        ("鍾祥市 乾縣 麟遊縣", "钟祥市 乾县 麟游县"),
        ("瀋陽市瀋河區", "沈阳市沈河区"),
        ("發佈時間", "发布时间"),
    ],
)
def test_traditional_text_is_simplified(traditional: str, simple: str) -> None:
    assert simplify(traditional) == simple
    assert is_traditional(traditional)


@pytest.mark.parametrize("text", ["乾县2019年", "於潜镇", "濛阳街道办事处", "著名", "霍邱县人民政府", "", "㈠ 王喆"])
def test_simplified_text_is_untouched(text: str) -> None:
    assert simplify(text) == text
    assert not is_traditional(text)


def test_a_stray_character_does_not_make_a_text_traditional() -> None:
    text = "根据《中华人民共和国政府信息公开条例》编制本年度报告" * 20 + "説明"
    assert not is_traditional(text)
    assert simplify(text).endswith("说明")


def test_taiwan_words() -> None:
    assert mainland_words(simplify("政府資訊公開網路")) == "政府信息公开网络"


@pytest.mark.parametrize(
    ("text", "clean", "count"),
    [
        ("當(dāng)前位置", "當前位置", 1),
        ("行政復(fù)議, 關(guān)于, 報(bào)告, 數(shù)據(jù)", "行政復議, 關于, 報告, 數據", 5),
        ("政(zheng)(zheng)府(fu)(fu)", "政府", 4),
        ("公(gong)(gong)(gong)(gong)開", "公開", 4),
        ("政務（wù）", "政務", 1),
        ("女（nǚ）", "女", 1),
        ("下载(pdf) 全长(km) 如下(a)", "下载(pdf) 全长(km) 如下(a)", 0),
        ("没有括号", "没有括号", 0),
        ("(wu)开头", "(wu)开头", 0),
    ],
)
def test_injected_readings_are_removed(text: str, clean: str, count: int) -> None:
    assert strip_readings(text) == (clean, count)

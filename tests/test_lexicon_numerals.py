import pytest

from lexicon.numerals import parse_int, to_halfwidth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1,234", 1234),
        ("１２３", 123),
        ("1 234 567", 1234567),
        ("〇", 0),
        ("零", 0),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("廿一", 21),
        ("卅", 30),
        ("一百二十三", 123),
        ("一百零三", 103),
        ("一百一十", 110),
        ("两千零五", 2005),
        ("两千零五十", 2050),
        ("二〇一二", 2012),
        ("二○一二", 2012),
        ("二零一九", 2019),
        ("二0一七", 2017),
        ("一二三", 123),
        ("3万", 30000),
        ("三万五千", 35000),
        ("十二万三千四百五十六", 123456),
        ("一亿零三百", 100000300),
        ("壹佰贰拾", 120),
    ],
)
def test_numbers_are_read(text: str, value: int) -> None:
    assert parse_int(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "三百余",
        "约5",
        "一百二",
        "三万五",
        "1.5万",
        "-3",
        "十百",
        "百",
        "件",
        "一十十",
        "两两",
        "2,5",
        "一千零",
    ],
)
def test_what_is_no_plain_number_is_unread(text: str) -> None:
    assert parse_int(text) is None


def test_to_halfwidth() -> None:
    assert to_halfwidth("ａ＠ｂ（２０１９）\u3000年") == "a@b(2019) 年"

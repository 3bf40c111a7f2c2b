"""Notices come in files people made: JSON, or CSV from a spreadsheet."""

import json
from datetime import date

import pytest

from services.calendar import NoticeFile, NoticeRefused, read_notice

TOLD = {
    "year": 2027,
    "paper": "国办发明电〔2026〕9号",
    "days": [
        {"date": "2027-01-01", "working": False, "name": "元旦"},
        {"date": "2027-01-03", "working": True, "name": "元旦"},
    ],
}
WANTED = NoticeFile(2027, TOLD["paper"], {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 3): (True, "元旦")})  # type: ignore[arg-type]
CSV = "年份,文号,日期,上班,名称\r\n2027,国办发明电〔2026〕9号,2027/1/1,放假,元旦\r\n,,2027-01-03,上班,元旦\r\n,,,,\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        json.dumps(TOLD).encode(),
        json.dumps(TOLD, ensure_ascii=False).encode("utf-8-sig"),
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.replace("年份,文号,日期,上班,名称", "year,paper,date,working,name").replace("上班", "true").encode(),
    ],
    ids=["json", "json with mark", "csv", "csv with mark", "csv in GB18030", "csv with English headings"],
)
def test_every_form_tells_the_same_notice(raw: bytes) -> None:
    assert read_notice(raw) == WANTED


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"{", "不是正确的 JSON"),
        (b'{"year": 2027}', "应有 days"),
        (b'{"year": 2027, "days": [3]}', "应有 days"),
        (b'{"year": "x", "days": []}', "年份不是数字"),
        (
            b'{"year": 2027, "paper": "p", "days": [{"date": "2027-02-30", "working": true}]}',
            "第 1 行的日期“2027-02-30”不对",
        ),
        (b'{"year": 2027, "paper": "p", "days": [{"date": "2027-02-03"}]}', "第 1 行没有写明上班还是放假"),
        (b"\xff\xff\xff", "文件不是文本"),
        (b"", "CSV 第一行应是"),
        (b"a,b\n1,2", "CSV 第一行应是"),
        (b" " * 1_000_001, "文件太大"),
        ("年份,文号,日期,上班\n2027,甲,2027-01-01,否\n2027,乙,2027-01-02,否".encode(), "只能是一份通知"),
        ("年份,文号,日期,上班\n2027,甲,2027-01-01,否\n,,2027-01-01,否".encode(), "第 2 行的日期 2027-01-01 重复了"),
    ],
)
def test_a_bad_file_is_refused_in_words(raw: bytes, sentence: str) -> None:
    with pytest.raises(NoticeRefused, match=sentence):
        read_notice(raw)

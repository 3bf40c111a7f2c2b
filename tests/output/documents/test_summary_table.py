"""The summary table: a sheet turned on its side, sorted by whoever fills it."""

from datetime import date

from services.output.documents import Paper, PaperData
from services.output.documents.lay import lay

from .conftest import pages


def test_the_blank_table_reads_as_the_notice_prints_it(summary: Paper) -> None:
    assert pages(summary, PaperData()) == [
        "附件1省直机关劳模和职工创新工作室申报汇总表填表单位（盖章）：填表日期：年月日"
        "序号创新工作室名称所在单位领衔人名称及职务荣誉基础"
    ]


def test_studios_stand_in_the_order_given_and_the_ninth_on_an_annex_sheet(summary: Paper) -> None:
    entries = [{"rank": n, "studio_name": f"第{n}号工作室", "host_unit": "某院"} for n in range(1, 10)]
    data = PaperData({"reporting_unit": "某某产业工会", "reported_on": date(2021, 11, 9), "entries": entries})
    first, annex = pages(summary, data)
    assert "填表单位（盖章）：某某产业工会填表日期：2021年11月9日" in first
    assert "".join(f"{n}第{n}号工作室某院" for n in range(1, 9)) in first
    assert annex.endswith("荣誉基础9第9号工作室某院")
    assert len(lay(summary, data).tables) == 1

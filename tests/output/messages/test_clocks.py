"""When a clock moves, whoever waits for it hears of it once: the office, and those whose names are posted."""

from datetime import date

from services import calendar
from services.foundation.clock import local_day
from services.process.registry import Package
from tests.builders import moment
from tests.drawing import diagram, end, pool, start, task, wait
from tests.output.messages.one_step import told
from tests.selection.drawn import PROVED, TOLD, posting
from tests.selection.noticing import away
from tests.small_procedure import manifest, package

LIST = '=[{title: "林静创新工作室", unit: "星河机械厂", lead: "林静", case: 1}]'
BESIDE = pool(
    "申报",
    "application",
    [start("A_b"), task("A_wait", "等候", groups="own:union_officer"), end("A_e")],
    "A_b > A_wait > A_e",
    subject="case",
    starters="own:lead",
)


def with_a_case(make_town):
    """A notice on which the case of 林静 stands, posted with no day to spare."""
    drawn = posting(PROVED, LIST, TOLD)
    campaign = drawn.files["procedure.bpmn"].decode()
    process = campaign[campaign.index("<bpmn:process") : campaign.index("</bpmn:process>") + len("</bpmn:process>")]
    both = package(diagram(("批次", "campaign", process), BESIDE))
    files = {**both.files, "procedure.yaml": manifest(parameters={"count_first_day": False}, case=None)}
    windows = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}
    town = make_town(Package("hill", files), at=moment("2021-12-03 09:00"), windows=windows)
    assert town.open_case().id == 1
    town.complete("office", "Post")
    return town


def test_a_lost_day_is_told_to_the_office_and_to_those_who_are_listed(make_town):
    town = with_a_case(make_town)
    away(town, "2021-12-08 10:00", "2021-12-08 15:00")
    (office,), (applicant,) = told(town, "office", "moved"), told(town, "lin", "moved")
    assert "12月8日不计入公示期" in office.sentence
    assert "“公示期满”由2021年12月10日改为2021年12月13日" in office.sentence == applicant.sentence
    assert (office.path, applicant.path) == (f"/campaigns/{town.campaign_id}", "/notices/GS2021-001")
    assert office.headline == "期限变动", "nothing that a passer-by should not read"
    assert told(town, "alice", "moved") == [] == told(town, "xu", "moved")


def test_the_applicant_hears_of_a_later_paper_in_the_own_case(make_town):
    clock = wait("A_clock", "等待期满", timer="=add working days(now(), 5)")
    nodes = [start("A_b"), clock, task("A_say", "确认", groups="own:union_officer"), end("A_e")]
    drawn = pool("申报", "application", nodes, "A_b > A_clock > A_say > A_e", subject="case", starters="own:lead")
    campaign = pool("批次", "campaign", [start("C_b"), task("C_t", "名单", groups="city:office"), end("C_e")],
                    "C_b > C_t > C_e", subject="campaign", starters="city:office")  # fmt: skip
    town = make_town(package(diagram(campaign, drawn)), at=moment("2021-12-03 09:00"))
    town.open_case()
    with town.house.work() as uow:
        assert local_day(uow.now) == date(2021, 12, 3)
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕99号", {date(2021, 12, 8): (False, "防汛")})
    town.settle()
    (message,) = told(town, "lin", "moved")
    assert "工作日历有更新" in message.sentence and "由2021年12月10日改为2021年12月13日" in message.sentence
    assert told(town, "office", "moved") == []

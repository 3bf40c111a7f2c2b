"""In one campaign organs of several levels post notices; each manages its own and hears what is objected to it."""

import pytest

from services.casework.completions import Completing
from services.casework.deeds import do_deed
from services.casework.extensions import extend_deadline
from services.casework.instances import Instance
from services.foundation.errors import Invalid, NotFound
from services.process.registry import Package
from services.record import audit
from services.selection.campaigns import campaigns
from services.selection.objections import desk, file_objection, may_handle, on_the_desk
from services.selection.objections.office import NotTheOffice
from services.selection.public_notices import NotItsOffice, PublicNotice, broken_lists, take_down
from tests.builders import ROOT
from tests.cast import CAST
from tests.drawing import beside, call, diagram, element, end, pool, properties, service, start, task, wait
from tests.selection.drawn import CLOCK
from tests.selection.objecting import DEFAULTS, NOTICE, SHARED, person
from tests.small_procedure import CAMPAIGN, files, manifest

COUNTY = "organisation(case.organisation).parent"
ACCEPT = {"no_interest": True, "decision": "accept"}
LISTED = '=[{case: case.id, title: "林静创新工作室", unit: case.unit, lead: "林静"}]'
CITY_WIDE = {
    **CAST,
    "people": [*CAST["people"], {"login": "hedong", "name": "何东", "seats": [{"at": "county", "role": "office"}]}],
}


def package() -> Package:
    """Each case is posted by its own county, and hears objections itself."""
    heard = element(
        "startEvent",
        "Heard",
        "收到异议",
        properties({}),
        '<bpmn:messageEventDefinition id="Heard_message" messageRef="Message_objection" />',
        isInterrupting="false",
    )
    look = call("Look", "shared_objection", inputs=[("=objection", "objection"), ('="county:office"', "office")])
    ways = "".join(
        f'<bpmn:sequenceFlow id="F_{a}_{b}" sourceRef="{a}" targetRef="{b}" />'
        for a, b in (("Heard", "Look"), ("Look", "Seen"))
    )
    hearing = element(
        "subProcess", "Hearing", "办理异议", properties({}), heard + look + end("Seen") + ways, triggeredByEvent="true"
    )
    told = [(LISTED, "list"), (f"={COUNTY}", "organisation"), ('="关于拟命名区级工作室的公示"', "title")]
    nodes = [
        start("A"),
        task("Post", "发布公示", groups="county:office"),
        service("Open", "open_public_notice", inputs=told),
        wait("Clock", "公示期满", timer="=add working days(now(), 5)", clock_of=CLOCK),
        service("Close", "close_public_notice"),
        end("Z", "公示完毕"),
        hearing,
        beside("Stop", "撤回", "stopped", [end("Stopped", "已撤回")], "Stop_heard > Stopped",
               interrupts=True, starters="own:lead"),
    ]  # fmt: skip
    case = pool(
        "申报", "application", nodes, "A > Post > Open > Clock > Close > Z", subject="case", starters="own:lead"
    )
    drawn = diagram(CAMPAIGN, case, messages={"objection": "=campaign.id", "handed_in": "=campaign.id", "stopped": ""})
    shared = {path: (ROOT / source).read_bytes() for path, source in SHARED.items()}
    roles = [{"role": f"{level}:office", "title": "经办"} for level in ("city", "county")]
    own = [{"role": "own:lead", "title": "领衔人"}, {"role": "own:union_officer", "title": "工会"}]
    written = manifest(defaults=DEFAULTS, roles=[*roles, *own], recommender_level=None)
    return Package("hill", {**files(drawn, procedure_dot_yaml=written), **shared})


@pytest.fixture
def posted(make_town):
    town = make_town(package(), cast=CITY_WIDE)
    town.open_case("lin", title="林静创新工作室")
    town.complete("hedong", "Post")
    return town


def test_a_notice_bears_the_name_of_the_organ_that_posted_it(posted):
    (notice,) = posted.rows(PublicNotice)
    assert (notice.no, notice.organ, notice.title) == (NOTICE, "江东区总工会", "关于拟命名区级工作室的公示")


def test_only_the_office_that_posted_a_notice_takes_it_down(posted):
    with posted.house.work() as uow, pytest.raises(NotItsOffice):
        take_down(uow, posted.who(uow, "office"), NOTICE, "维护")
    with posted.house.work() as uow:
        take_down(uow, posted.who(uow, "hedong"), NOTICE, "页面维护")


def test_objections_lie_on_the_desk_of_the_organ_that_posted_and_on_no_other(posted):
    with posted.house.work() as uow:
        no = file_objection(uow, NOTICE, person()).objection.no
    with posted.house.reading() as uow:
        campaign, county, city = campaigns(uow)[0], posted.who(uow, "hedong"), posted.who(uow, "office")
        (row,) = desk(uow, county, campaign)
        assert row.objection.no == no and not row.recused and row.task.element == "shared_objection_acknowledge"
        assert desk(uow, city, campaign) == []
        assert may_handle(uow, county, campaign) and may_handle(uow, city, campaign)
        assert on_the_desk(uow, county, no).task is not None
        with pytest.raises(NotFound):
            on_the_desk(uow, city, no)
        with pytest.raises(NotTheOffice):
            desk(uow, posted.who(uow, "alice"), campaign)


def test_the_case_hears_its_objection_and_the_notice_still_ends(posted):
    with posted.house.work() as uow:
        file_objection(uow, NOTICE, person())
    posted.complete("hedong", "shared_objection_acknowledge", ACCEPT)
    finding = {"no_interest": True, "upheld": "not_upheld", "finding": "经核对原件，反映不实。"}
    posted.complete("hedong", "shared_objection_verify", finding)
    posted.until("2021-11-20 09:00")
    assert posted.rows(PublicNotice)[0].closed_at is not None and posted.incidents() == []


def test_why_the_verification_of_a_cases_objection_is_put_off_names_nobody(posted):
    with posted.house.work() as uow:
        file_objection(uow, NOTICE, person())
    posted.complete("hedong", "shared_objection_acknowledge", ACCEPT)
    (verify,) = posted.tasks("shared_objection_verify")
    with posted.house.work() as uow, pytest.raises(Invalid):
        extend_deadline(uow, posted.who(uow, "hedong"), verify.id, "等何知秋补充材料")


def test_a_notice_ends_with_the_case_it_is_about(posted):
    """Withdrawn while it is posted: nobody goes on looking at a list that nobody will be named from."""
    with posted.house.work() as uow:
        case = next(i for i in uow.session.query(Instance) if i.subject_kind == "case")
        do_deed(uow, posted.who(uow, "lin"), case.id, "Stop_heard", Completing({}))
    (notice,) = posted.rows(PublicNotice)
    assert notice.closed_at is not None and notice.last_day is None
    with posted.house.reading() as uow:
        assert "公示 GS2021-001 未到期满即终止：已撤回。" in [e.sentence for e in audit.history(uow, case.subject)]
        assert broken_lists(uow) == []
    posted.until("2021-12-01 09:00")
    assert posted.incidents() == []

"""Issued papers in front of people: who may download which, the register, blank forms, the withdrawal."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from flask import session
from flask.testing import FlaskClient
from pypdf import PdfReader

from app import Jiangxin, access, create_app
from app.pages.case_view import view_of_instance
from services.output import issued
from services.output.documents import CodeShown
from services.people.identity import appoint
from services.process import registry
from services.wiring import WIRING
from tests.builders import Town, edited
from tests.output.issued.conftest import instance_of, issue_for, paper_package

Door = Callable[[str | None], FlaskClient]

DOCUMENTS = [
    {"id": "decision", "title": "命名决定", "paper": "decision", "series": "青工决", "public": True},
    {"id": "letter", "title": "补正通知书", "paper": "decision"},
    {"id": "sheet", "title": "申报表", "paper": "sheet", "form": "sheet"},
    {"id": "summary", "title": "汇总表", "paper": "sheet", "form": "sheet", "about": "recommender",
     "rows": {"name": "=sheet.name", "position": "=rank"}},
]  # fmt: skip


WRITTEN = '<zeebe:property name="prefill" value="=sheet" />'
ABOUT = '<zeebe:property name="document" value="letter" />'


@pytest.fixture()
def papers(make_town: Callable[..., Town]) -> Town:
    """The town that issues papers; Bao Bo sits in the city's office too."""
    town = make_town(edited(paper_package(documents=DOCUMENTS), "procedure.bpmn", (WRITTEN, WRITTEN + ABOUT)))
    with town.house.work() as uow:
        appoint(uow, None, town.people["bob"], town.organisations["city"], "approver")
    return town


@pytest.fixture()
def app(papers: Town, tmp_path) -> Iterator[Jiangxin]:
    """The application on the town's database."""
    url = papers.house.engine.url.render_as_string(hide_password=False)
    settings = {"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url}
    app = create_app({**settings, "wiring": WIRING, "clock": papers.clock})
    yield app
    app.house.engine.dispose()


@pytest.fixture()
def door(app: Jiangxin, papers: Town) -> Door:
    """A browser in which somebody is signed in, or nobody."""

    def enter(login: str | None) -> FlaskClient:
        client = app.test_client()
        if login is None:
            return client
        with papers.house.reading() as uow:
            number = papers.who(uow, login).id
        with app.test_request_context():
            access.sign_in_as(number)
            kept = dict(session)
        with client.session_transaction() as there:
            there.update(kept)
        return client

    return enter


def token(client: FlaskClient) -> str:
    """The form token that a page shows this browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/mine").text)
    assert found is not None
    return found[1]


def test_a_public_paper_is_for_everybody_and_a_letter_for_whoever_may_read_the_case(door: Door, papers: Town) -> None:
    case = papers.open_case()
    letter = issue_for(papers, "letter", instance_of(papers, case), name="补正事项")
    decision = issue_for(papers, "decision", name="林静创新工作室")
    papers.settle()
    wanted = {"lin": 200, "alice": 200, "office": 200, "auditor": 200, "charlie": 404, "xu": 404, None: 404}
    for login, status in wanted.items():
        client = door(login)
        for address in (f"/papers/{letter.id}", f"/papers/{letter.id}.pdf"):
            assert client.get(address).status_code == status, (login, address)
        answer = client.get(f"/papers/{decision.id}.pdf")
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_a_campaigns_paper_is_for_its_office_alone(door: Door, papers: Town) -> None:
    paper = issue_for(papers, "letter")
    for login, status in {"office": 200, "auditor": 200, "lin": 404, "alice": 404, "charlie": 404, None: 404}.items():
        assert door(login).get(f"/papers/{paper.id}").status_code == status, login


def test_a_cases_page_shows_its_papers_with_their_state(door: Door, papers: Town) -> None:
    case = papers.open_case()
    for text in ("一", "二"):
        issue_for(papers, "letter", instance_of(papers, case), name=text)
    page = door("lin").get(f"/cases/{case.no}").text
    assert "已出具的文书" in page and "现行有效" in page and "已被代替" in page
    assert "已出具的文书" not in door("lin").get(f"/campaigns/{papers.campaign_id}").text


def test_the_register_lists_every_number_in_order_and_is_kept_from_others(door: Door, papers: Town) -> None:
    for n in range(3):
        issue_for(papers, "decision", matter=n)
    page = door("office").get("/papers").text
    places = [page.index(f"青工决〔2021〕{n}号") for n in (1, 2, 3)]
    assert places == sorted(places) and "已用至 3 号" in page
    table = door("auditor").get("/papers.csv?year=2021").data.decode("utf-8-sig")
    assert [line.split(",")[0] for line in table.splitlines()] == ["文号", *(f"青工决〔2021〕{n}号" for n in (1, 2, 3))]
    assert "还没有出具文书" in door("office").get("/papers?year=2019").text
    for login in ("lin", "alice", "charlie"):
        assert door(login).get("/papers").status_code == door(login).get("/papers.csv").status_code == 403
    assert "青工决〔2021〕" not in door("sun").get("/papers").text, "the county keeps its own register"


def test_a_name_does_not_become_a_formula_in_somebodys_table(door: Door, papers: Town) -> None:
    issue_for(papers, "decision", title='=HYPERLINK("http://x")')
    assert "'=HYPERLINK" in door("office").get("/papers.csv").data.decode("utf-8-sig")


def test_one_asks_for_withdrawal_and_another_confirms_on_the_page(door: Door, papers: Town) -> None:
    paper = issue_for(papers, "decision")
    office, second, lin = door("office"), door("bob"), door("lin")
    typed = {"reason": "名单有误需要撤销", "csrf_token": token(office)}
    assert office.post(f"/papers/{paper.id}/withdrawals", data={**typed, "reason": "错"}).status_code == 303
    assert "请写明撤销的理由" in office.get(f"/papers/{paper.id}").text
    assert office.post(f"/papers/{paper.id}/withdrawals", data=typed).status_code == 303
    address = f"/papers/{paper.id}/withdrawals/1/confirmation"
    assert "不能确认自己的申请" in office.get(f"/papers/{paper.id}").text
    assert office.post(address, data=typed).status_code == 403
    assert lin.post(address, data={"csrf_token": token(lin)}).status_code == 403
    assert "名单有误需要撤销" in second.get(f"/papers/{paper.id}").text
    assert second.post(address, data={"csrf_token": token(second)}).status_code == 303
    assert "已撤销" in second.get(f"/papers/{paper.id}").text
    assert second.post(address, data={"csrf_token": token(second)}).status_code == 409


def test_blank_forms_are_for_everybody_who_is_signed_in(door: Door) -> None:
    lin = door("lin")
    assert "空白表" in lin.get("/papers/blank").text
    answer = lin.get("/papers/blank/hill/letter.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert lin.get("/papers/blank/hill/nothing.pdf").status_code == 404
    assert lin.get("/papers/blank/nowhere/letter.pdf").status_code == 404
    assert door(None).get("/papers/blank").status_code == 303


def test_a_recommenders_table_is_for_its_own_people_and_the_office(door: Door, papers: Town) -> None:
    papers.write(papers.open_case())
    county = papers.organisations["county"]
    address = f"/campaigns/{papers.campaign_id}/summaries/summary/{county}.pdf"
    for login, status in {"sun": 200, "office": 200, "alice": 404, "lin": 404, "charlie": 404, None: 303}.items():
        assert door(login).get(address).status_code == status, login
        if login:
            page = door(login).get(f"/campaigns/{papers.campaign_id}").text
            assert (address in page) == (status == 200), login
    assert door("office").get(address.replace(f"{county}.pdf", "1000.pdf")).status_code == 404
    assert door("sun").get(address.replace(".pdf", ".xlsx")).data[:2] == b"PK"
    assert door("alice").get(address.replace(".pdf", ".xlsx")).status_code == 404


def test_a_table_is_also_a_spreadsheet_for_whoever_may_read_it(door: Door, papers: Town) -> None:
    letter = issue_for(papers, "letter", instance_of(papers, papers.open_case()), name="补正事项")
    assert "Excel" in door("lin").get(f"/papers/{letter.id}").text
    assert door("lin").get(f"/papers/{letter.id}.xlsx").data[:2] == b"PK"
    assert door("charlie").get(f"/papers/{letter.id}.xlsx").status_code == 404


def test_the_office_issues_a_form_from_the_cases_page(door: Door, papers: Town) -> None:
    case = papers.open_case()
    papers.write(case)
    office, address = door("office"), f"/instances/{instance_of(papers, case).id}/papers/sheet"
    assert address in office.get(f"/cases/{case.no}").text
    for login in ("lin", "alice"):
        client = door(login)
        assert address not in client.get(f"/cases/{case.no}").text
        assert client.post(address, data={"csrf_token": token(client)}).status_code == 403
    answer = office.post(address, data={"csrf_token": token(office)})
    assert answer.status_code == 303
    assert "内容从此固定" in office.get(answer.location).text
    assert "现行有效" in door("lin").get(f"/cases/{case.no}").text


def test_a_letter_with_a_number_of_its_own_is_no_form_of_the_case_before_it_is_issued(
    make_town: Callable[..., Town],
) -> None:
    town = make_town(paper_package(documents=[{**d, "series": "补"} if d["id"] == "letter" else d for d in DOCUMENTS]))
    case = town.open_case()
    with town.house.reading() as uow:
        view = view_of_instance(uow, instance_of(town, case), None)
    offered = {d["id"] for d in view.papers}
    assert "sheet" in offered and "letter" not in offered


def test_whoever_has_a_step_may_look_at_the_paper_it_is_about_before(door: Door, papers: Town) -> None:
    case = papers.open_case()
    lin, task = door("lin"), papers.task("A_write", case)
    address = f"/tasks/{task.id}/paper.pdf"
    assert "预览《补正通知书》" in lin.get(f"/tasks/{task.id}").text
    typed = {"name": "写了一半", "_draft": "1", "csrf_token": token(lin), "seen": "0"}
    assert lin.post(f"/tasks/{task.id}/completion", data=typed).status_code == 303
    answer = lin.get(address)
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "名称写了一半" in printed and "预览，尚未出具" in printed
    assert papers.rows(issued.IssuedPaper) == []
    for login in ("alice", "charlie", "office"):
        assert door(login).get(address).status_code == 404, login


def test_a_table_is_looked_at_with_the_case_that_is_just_being_handed_in(make_town: Callable[..., Town]) -> None:
    said = [{**d, "form": "say"} if d["id"] == "summary" else d for d in DOCUMENTS]
    boxed = '<zeebe:property name="opinion_box" value="op_unit" />'
    about = '<zeebe:property name="document" value="summary" />'
    town = make_town(edited(paper_package(documents=said), "procedure.bpmn", (boxed, boxed + about)))
    case = town.open_case()
    town.write(case, name="林静创新工作室")
    with town.house.reading() as uow:
        instance, task = instance_of(town, case), town.task("A_unit", case)
        procedure, sun = registry.load(uow, instance.version_id), town.who(uow, "sun")
        code = CodeShown("预览", "https://example.org/")
        _, data = issued.preview(uow, sun, task, procedure, {"rank": 2}, {}, code)
    assert [(row["name"], row["position"]) for row in data.answers["entries"]] == [("林静创新工作室", 2)]


def test_a_step_that_names_no_paper_or_is_done_has_nothing_to_look_at(door: Door, papers: Town) -> None:
    case = papers.open_case()
    written = papers.task("A_write", case)
    papers.write(case)
    assert door("lin").get(f"/tasks/{written.id}/paper.pdf").status_code == 404
    said = papers.task("A_unit", case)
    alice = door("alice")
    assert "预览《" not in alice.get(f"/tasks/{said.id}").text
    assert alice.get(f"/tasks/{said.id}/paper.pdf").status_code == 404


def test_an_applicant_looks_at_the_form_ahead_and_it_says_that_it_is_a_draft(door: Door, papers: Town) -> None:
    task = papers.task("A_write", papers.open_case()).id
    client, address = door("lin"), f"/tasks/{task}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)[1]
    kept = client.post(f"{address}/completion", data={"name": "未交的名称", "csrf_token": token, "_preview": "sheet"})
    assert kept.headers["Location"].endswith(f"{address}/preview/sheet.pdf")
    answer = client.get(kept.headers["Location"])
    said = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "草稿" in said and "未交的名称" in said and answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{address}/preview/decision.pdf").status_code == 404
    assert door("zhou").get(f"{address}/preview/sheet.pdf").status_code in (403, 404)

"""The applicant hears what the offices say and how it ended, each in one word, and no more than that."""

from tests.casework.panel import seat_reviewers
from tests.output.messages.one_step import AGREE, one_step, told


def test_the_applicant_hears_what_an_office_said_but_not_its_comment(town):
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "他还年轻"}, case)
    (message,) = told(town, "lin", "said")
    assert message.sentence == ("“林静创新工作室”：星河机械厂在“单位工会意见”签署“同意”。现转入：市总工会意见。")
    assert message.path == f"/cases/{case.no}"


def test_the_applicant_of_a_returned_case_hears_both_words(town):
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "return"}, case)
    said, opened = told(town, "lin")
    assert "签署“退回”。现转入：填表。" in said.sentence
    assert opened.kind == "opened"


def test_the_applicant_hears_how_it_ended_in_one_word(make_town):
    town = make_town(one_step())
    case = town.open_case()
    town.complete("alice", "T", AGREE, case)
    (message,) = told(town, "lin")
    assert (message.kind, message.sentence) == ("outcome", "“林静创新工作室”的“申报”流程已结束，结果：未通过。")


def test_a_case_that_the_clock_ended_is_told_too(town):
    town.open_case()
    town.until("2021-11-12 00:00")
    assert [m.kind for m in told(town, "lin")] == ["due", "due", "last_day", "outcome"]
    assert told(town, "lin")[-1].sentence.endswith("结果：逾期未报。")


def test_what_one_of_several_named_reviewers_said_is_not_told(make_town):
    town = make_town(opened=False)
    seat_reviewers(town, count=3)
    case = town.open_case()
    review = town.task("P_review", case)
    login = {number: login for login, number in town.people.items()}[int(review.principals[0][2:])]
    town.complete(login, "P_review", AGREE, case)
    assert told(town, "lin", "said") == []

"""Mail leaves over a real server: once, under one Message-ID, and where it does not, everybody can read why."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from services.foundation.events import ADMINISTRATION
from services.foundation.storage.base import Base
from services.output.messages import Choice, Delivery, Message, Word, choose, send_due_mail, tell
from services.output.messages.mail import claim, note
from services.output.messages.smtp import Outcome
from services.people.identity import deactivate
from services.record import audit, jobs
from tests.builders import moment
from tests.output.messages.conftest import with_mail

NOON = "2021-11-03 12:00"
ADDRESS = "alice@mail.example"


def say(town, *who, key="k", sentence="一句话。", headline="新待办：单位工会意见"):
    with town.house.work() as uow:
        return tell(uow, [town.people[w] for w in who], Word(key, "opened", headline, sentence, "/tasks/7"))


def mails(town):
    """The deliveries by mail."""
    return [d for d in town.rows(Delivery) if d.channel == "mail"]


@pytest.fixture
def noon(mail_town):
    mail_town.clock.set(moment(NOON))
    return mail_town


@pytest.fixture
def either_noon(either_mail_town):
    either_mail_town.clock.set(moment(NOON))
    return either_mail_town


def test_a_mail_arrives_with_the_sentence_the_link_and_nothing_personal_in_its_head(noon, postbox):
    say(noon, "alice", "bob", sentence="“林静创新工作室”已转到“单位工会意见”。")
    assert send_due_mail(noon.house) == 1
    (letter,) = postbox.letters
    assert postbox.to == [ADDRESS]
    assert letter["Subject"] == "【匠心】新待办：单位工会意见"
    assert letter["From"] == "匠心 <no-reply@house.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "林静" not in str(letter["Subject"]) and "安丽" not in letter.as_string()
    text = letter.get_content()
    assert "“林静创新工作室”已转到“单位工会意见”。\nhttps://house.example/tasks/7\n" in text
    assert "https://house.example/messages/settings" in text
    (row,) = mails(noon)
    assert (row.status, row.why, row.next_at, row.attempts) == ("sent", "", None, 1)
    assert send_due_mail(noon.house) == 0
    assert len(postbox.letters) == 1


def test_everybody_has_it_in_the_house_whatever_became_of_the_mail(noon, postbox):
    postbox.down()
    say(noon, "alice", "bob")
    send_due_mail(noon.house)
    in_house = [d for d in noon.rows(Delivery) if d.channel == "in_app"]
    assert [d.status for d in in_house] == ["sent", "sent"]


def test_without_a_server_the_mail_says_so(town):
    with_mail(town, None, alice=None)
    town.clock.set(moment(NOON))
    say(town, "alice")
    assert send_due_mail(town.house) == 0
    (row,) = mails(town)
    assert (row.status, row.why) == ("failed", "未配置邮件服务器")


def test_a_server_that_is_down_is_tried_again_and_the_mail_goes_under_the_same_id(either_noon, postbox):
    postbox.down()
    say(either_noon, "alice")
    assert send_due_mail(either_noon.house) == 0
    (row,) = mails(either_noon)
    assert (row.status, row.why, row.attempts) == ("waiting", "连接不上邮件服务器", 1)
    assert row.next_at == either_noon.clock.now() + jobs.PAUSES[0]
    assert send_due_mail(either_noon.house) == 0, "it rests"
    postbox.up()
    either_noon.clock.set(either_noon.clock.now() + jobs.PAUSES[0])
    assert send_due_mail(either_noon.house) == 1
    assert postbox.letters[0]["Message-ID"] == f"<{row.letter}>"
    assert [d.why for d in mails(either_noon)] == [""]


def test_one_server_that_is_down_is_asked_once_in_a_sweep(noon, postbox):
    postbox.down()
    for n in range(5):
        say(noon, "alice", key=f"k{n}")
    send_due_mail(noon.house)
    assert sum(d.attempts for d in mails(noon)) == 1


def test_after_the_last_try_it_has_failed_with_its_reason_and_the_operator_is_called_once(noon, postbox):
    postbox.down()
    say(noon, "alice", key="a")
    say(noon, "lin", key="b")
    for _ in range(400):
        send_due_mail(noon.house)
        noon.clock.set(noon.clock.now() + timedelta(minutes=17))
    assert {(d.status, d.why, d.attempts) for d in mails(noon)} == {("failed", "连接不上邮件服务器", jobs.TRIES)}
    (incident,) = noon.incidents()
    assert "邮件服务器" in incident.sentence and "@" not in incident.sentence


def test_an_address_that_the_server_refuses_fails_at_once_and_is_named_nowhere(noon, postbox):
    postbox.refuse[ADDRESS] = f"550 5.1.1 <{ADDRESS}> unknown"
    say(noon, "alice", key="a")
    say(noon, "lin", key="b")
    assert send_due_mail(noon.house) == 1, "the other one leaves"
    (row,) = [d for d in mails(noon) if d.status == "failed"]
    assert row.why == "邮件服务器拒收收件地址（550）"
    assert noon.incidents() == []


def test_a_server_that_asks_for_patience_is_given_some(noon, postbox):
    postbox.refuse[ADDRESS] = "450 greylisted"
    say(noon, "alice")
    send_due_mail(noon.house)
    assert [(d.status, d.why) for d in mails(noon)] == [("waiting", "邮件服务器暂不收收件地址（450）")]
    postbox.refuse.clear()
    postbox.says = "554 no"
    noon.clock.set(noon.clock.now() + timedelta(minutes=2))
    send_due_mail(noon.house)
    assert [(d.status, d.why) for d in mails(noon)] == [("failed", "邮件服务器拒收这封邮件（554）")]


def test_an_encrypted_way_that_is_not_there_is_no_way(noon, postbox):
    noon.house.wiring = replace(noon.house.wiring, post=postbox.server(tls="starttls"))
    say(noon, "alice")
    send_due_mail(noon.house)
    noon.house.wiring = replace(noon.house.wiring, post=postbox.server(tls="ssl"))
    noon.clock.set(noon.clock.now() + timedelta(minutes=2))
    send_due_mail(noon.house)
    assert postbox.letters == [], "nothing leaves in the clear"
    assert [d.why for d in mails(noon)] == ["与邮件服务器的加密连接不成立"]


def test_a_server_that_takes_no_account_is_told_so(noon, postbox):
    noon.house.wiring = replace(noon.house.wiring, post=postbox.server(user="u", password="p"))
    say(noon, "alice")
    send_due_mail(noon.house)
    assert postbox.letters == []
    assert [d.status for d in mails(noon)] == ["waiting"]
    assert "secret" not in repr(postbox.server(user="u", password="secret"))


def test_a_worker_that_dies_between_claim_and_sending_leaves_it_to_the_next_under_the_same_id(either_noon, postbox):
    say(either_noon, "alice")
    with either_noon.house.work() as uow:
        claimed = claim(uow, "house.example")
    assert send_due_mail(either_noon.house) == 0, "it is in somebody's hands"
    either_noon.clock.set(either_noon.clock.now() + timedelta(minutes=6))
    assert send_due_mail(either_noon.house) == 1
    assert [str(m["Message-ID"]) for m in postbox.letters] == [f"<{claimed.letter.id}>"]


def test_a_worker_that_dies_after_sending_sends_twice_and_the_reader_can_tell(either_noon, postbox):
    say(either_noon, "alice")
    with either_noon.house.work() as uow:
        claimed = claim(uow, "house.example")
    assert postbox.server().carry(claimed.letter).sent
    either_noon.clock.set(either_noon.clock.now() + timedelta(minutes=6))
    send_due_mail(either_noon.house)
    assert len(postbox.letters) == 2
    assert len({str(m["Message-ID"]) for m in postbox.letters}) == 1


def test_two_workers_send_every_letter_once(either_noon, postbox):
    for n in range(12):
        say(either_noon, "alice", "lin", key=f"k{n}")
    ready = Barrier(2)

    def work(_):
        ready.wait()
        return send_due_mail(either_noon.house)

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(work, range(2))) == 24
    assert len(postbox.letters) == len({str(m["Message-ID"]) for m in postbox.letters}) == 24


def test_no_mail_in_the_quiet_hours_it_comes_when_they_are_over(mail_town, postbox):
    town = mail_town
    town.clock.set(moment("2021-11-03 23:30"))
    say(town, "alice")
    (row,) = mails(town)
    assert (row.status, row.why) == ("held", "免打扰时段，07:00 后发送")
    for hour in ("2021-11-03 23:59", "2021-11-04 06:59"):
        town.clock.set(moment(hour))
        assert send_due_mail(town.house) == 0
    town.clock.set(moment("2021-11-04 07:00"))
    assert send_due_mail(town.house) == 1


def test_a_second_try_keeps_the_quiet_hours_too(mail_town, postbox):
    town = mail_town
    postbox.down()
    town.clock.set(moment("2021-11-03 21:59"))
    say(town, "alice")
    send_due_mail(town.house)
    postbox.up()
    town.clock.set(moment("2021-11-03 22:30"))
    assert send_due_mail(town.house) == 0
    assert [d.status for d in mails(town)] == ["held"]
    town.clock.set(moment("2021-11-04 07:00"))
    assert send_due_mail(town.house) == 1


def test_a_digest_is_one_mail_a_day_with_everything(either_mail_town, postbox):
    town = either_mail_town
    with town.house.work() as uow:
        choose(uow, town.who(uow, "alice"), Choice(ADDRESS, digest=True))
    town.clock.set(moment(NOON))
    for n in range(3):
        say(town, "alice", key=f"k{n}", sentence=f"第{n}句。")
    assert send_due_mail(town.house) == 0
    assert {d.why for d in mails(town)} == {"并入每日摘要，08:30 发送"}
    town.clock.set(moment("2021-11-04 08:30"))
    assert send_due_mail(town.house) == 1
    (letter,) = postbox.letters
    assert letter["Subject"] == "【匠心】每日摘要：3 条消息"
    assert all(f"第{n}句。" in letter.get_content() for n in range(3))
    assert {(d.status, d.letter) for d in mails(town)} == {("sent", mails(town)[0].letter)}


def test_a_digest_that_is_tried_again_keeps_its_contents(mail_town, postbox):
    town = mail_town
    with town.house.work() as uow:
        choose(uow, town.who(uow, "alice"), Choice(ADDRESS, digest=True))
    town.clock.set(moment("2021-11-03 08:00"))
    say(town, "alice", key="a", sentence="第一句。")
    postbox.down()
    town.clock.set(moment("2021-11-03 08:30"))
    send_due_mail(town.house)
    say(town, "alice", key="b", sentence="第二句。")
    postbox.up()
    town.clock.set(moment("2021-11-03 08:40"))
    assert send_due_mail(town.house) == 2
    kept = [text for text in (letter.get_content() for letter in postbox.letters) if "第一句。" in text]
    assert len(kept) == 1 and "第二句。" not in kept[0]


def test_who_closes_the_mail_or_leaves_gets_none_and_it_is_said_why(noon, postbox):
    say(noon, "alice", key="a")
    say(noon, "lin", key="b")
    with noon.house.work() as uow:
        choose(uow, noon.who(uow, "alice"), Choice(ADDRESS, mail=False))
        deactivate(uow, None, noon.people["lin"])
    assert send_due_mail(noon.house) == 0
    assert [d.why for d in mails(noon)] == ["收件人没有填写邮箱或已关闭邮件", "收件人已停用"]


def test_where_somebody_reads_mail_stands_in_no_trail(noon):
    with noon.house.reading() as uow:
        told = [e.sentence + str(e.facts) for e in audit.history(uow, ADMINISTRATION)]
    assert not [text for text in told if ADDRESS in text]


def test_an_outcome_names_no_address(noon):
    say(noon, "alice")
    with noon.house.work() as uow:
        claimed = claim(uow, "house.example")
        note(uow, claimed, Outcome(False, "x", again=True))
    columns = {c.key for c in Base.metadata.tables["delivery"].columns} | {
        c.key for c in Base.metadata.tables["message"].columns
    }
    assert "address" not in columns
    assert all(ADDRESS not in str(vars(row)) for row in [*noon.rows(Delivery), *noon.rows(Message)])

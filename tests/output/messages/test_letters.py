"""The letter itself: nothing that was typed or drawn writes a line of its head; every fault has its words."""

import smtplib
import socket
import ssl
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.output.messages import send_due_mail
from services.output.messages.smtp import Letter, Outcome, one_line, what_went_wrong, written
from tests.builders import moment
from tests.output.messages.test_mail import ADDRESS, NOON, say


@pytest.fixture
def noon(mail_town):
    mail_town.clock.set(moment(NOON))
    return mail_town


@pytest.mark.parametrize("name", ["会签\r\nBcc: thief@evil.example", "会签\nSubject: x", "会签\u2028X: y", "会\x0b签"])
def test_a_name_that_tries_to_write_a_header_stays_a_name(noon, postbox, name):
    say(noon, "alice", headline=f"新待办：{name}", sentence=f"“{name}”等您办理。")
    assert send_due_mail(noon.house) == 1
    (letter,) = postbox.letters
    assert postbox.to == [ADDRESS]
    assert letter["Bcc"] is None and letter["X"] is None
    assert len(letter.get_all("Subject")) == 1


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_a_headline_and_a_sentence_hold_the_head_has_our_lines_alone(headline, sentence):
    letter = Letter("1.2.x@house.example", ADDRESS, headline, sentence, moment(NOON).astimezone(UTC))
    try:
        mail = written(letter, "no-reply@house.example")
        raw = mail.as_bytes().replace(b"\r\n", b"\n")
    except UnicodeError:
        return  # lone surrogates: no letter at all
    heads = [line.split(b":")[0] for line in raw.split(b"\n\n")[0].split(b"\n") if not line.startswith((b" ", b"\t"))]
    known = {b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"Content-Type",
             b"Content-Transfer-Encoding", b"MIME-Version"}  # fmt: skip
    assert set(heads) <= known
    assert "\n" not in one_line(headline) and "\r" not in one_line(headline)


def test_a_letter_that_cannot_be_written_is_refused_and_not_tried_again(postbox):
    letter = Letter("1@x", ADDRESS, "h", "\udc80", moment(NOON))
    outcome = postbox.server().carry(letter)
    assert not outcome.sent and not outcome.again


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (socket.gaierror(), "找不到邮件服务器"),
        (TimeoutError(), "邮件服务器没有应答"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "邮件服务器不接受登录账号"),
        (ssl.SSLError(), "与邮件服务器的加密连接不成立"),
        (smtplib.SMTPServerDisconnected(), "连接不上邮件服务器"),
    ],
)
def test_every_fault_of_the_server_has_its_words_and_another_try(error, why):
    assert what_went_wrong(error) == Outcome(False, why, again=True)

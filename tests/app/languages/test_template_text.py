"""A template's own text is read as messages: whole sentences, attributes too, and nothing of the tags."""

import pytest
from jinja2 import Environment

from app.languages.template_text import PUNCTUATED, SAID, TemplateText, messages_of


def rendered(template: str, **values: object) -> str:
    """The template in a language that says every message in brackets."""
    reader = Environment(extensions=["jinja2.ext.i18n", TemplateText], autoescape=True)
    reader.install_gettext_callables(lambda said: f"[{said}]", lambda one, more, n: one, newstyle=True)
    reader.globals.update({SAID: lambda value: value, PUNCTUATED: lambda marks: f"[{marks}]"})
    return reader.from_string(template).render(values)


def messages(template: str) -> list[str]:
    """What a translator is given of a template."""
    return [message for _, message in messages_of(Environment().lexer.tokenize(template))]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>待办</p>", ["待办"]),
        ("<p>还有 {{ n }} 件</p>", ["还有 %(n)s 件"]),
        ("<p>{{ a.title }}的{{ b|upper }}</p>", ["%(title)s的%(b)s"]),
        ("<p>{{ icon('add') }} 新建 {{ field(x) }}</p>", ["新建"]),
        ("<p>{{ icon('add') }}{{ day|weekday }} 起 {{ x.at(3) }}</p>", ["%(day)s 起 %(value)s"]),
        ("<p>由{{ a.title }}与{{ b.title }}办理</p>", ["由%(title)s与%(title2)s办理"]),
        ("<p>由{{ a.title }}与{{ a.title }}办理</p>", ["由%(title)s与%(title)s办理"]),
        ('<a title="看 {{ x }} 的案卷" href="/待">打开</a>', ["看 %(x)s 的案卷", "/待", "打开"]),
        ("<p>先{% if x %}看{% endif %}后</p>", ["先", "看", "后"]),
        ("<p>完成 100%</p>", ["完成 100%%"]),
        ("<p>第一行\n    第二行</p>", ["第一行 第二行"]),
        ("{{ '全部' if x else '部分' }}", ["全部", "部分"]),
        ("{# 说明 #}<b>{{ x }}</b> plain", []),
    ],
)
def test_a_message_is_what_stands_between_two_tags(template: str, found: list[str]) -> None:
    assert messages(template) == found


def test_tags_values_and_spaces_around_stay_as_they_were() -> None:
    page = rendered('<a class="x" aria-label="办理 {{ t }}">\n 还有 {{ n }} 件 </a> <b>{{ n }}</b>', t='A"<', n="<3>")
    assert page == '<a class="x" aria-label="[办理 A&#34;&lt;]">\n [还有 &lt;3&gt; 件] </a> <b>&lt;3&gt;</b>'


def test_punctuation_between_values_is_said_as_the_language_has_it() -> None:
    page = rendered('<p title="{{ a }}：{{ b }}">{{ a }}（<b>{{ b }}</b>），x &amp;　y</p>', a="A", b="B")
    assert page == '<p title="A[：]B">A[（]<b>B</b>[），]x &amp;[　]y</p>'


def test_a_template_may_call_its_own_things_as_it_likes() -> None:
    assert rendered("{% set said = 3 %}<p>还有 {{ said }} 件</p>") == "<p>[还有 3 件]</p>"


def test_what_was_marked_safe_is_not_escaped_again() -> None:
    assert rendered("<p>按{{ icon|safe }}退出</p>", icon="<i></i>") == "<p>[按<i></i>退出]</p>"

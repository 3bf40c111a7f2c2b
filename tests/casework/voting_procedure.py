"""The small procedure with one step at which several speak: 会签 without a condition, 或签 and 票签 with one."""

from xml.sax.saxutils import escape

from services.process.registry import Package
from tests.drawing import diagram, end, form, pool, start, task
from tests.small_procedure import CAMPAIGN, package

VOICES = [("同意", "agree"), ("不同意", "against"), ("弃权", "abstain")]
SAY = form(
    "voice",
    {
        "type": "radio",
        "key": "verdict",
        "label": "表态",
        "validate": {"required": True},
        "values": [{"label": label, "value": value} for label, value in VOICES],
    },
)
VOTERS = '["own:union_officer", "county:approver", "city:office"]'


def ballot(until: str = "", voters: str = VOTERS) -> Package:
    """A ballot of these offices; `until`: the completion condition."""
    case = pool(
        "申报",
        "application",
        [
            start("B"),
            task("V", "集体审议", groups="=voter", form="voice", each=(f"={voters}", "voter"), quorum="2"),
            task("Result", "宣布结果", groups="city:office"),
            end("E"),
        ],
        "B > V > Result > E",
        subject="case",
        starters="own:lead",
    )
    whole = diagram(CAMPAIGN, case, messages={"handed_in": "=campaign.id"}).decode()
    voter = 'inputElement="voter"'
    kept = whole.replace(voter, f'{voter} outputCollection="voices" outputElement="=verdict"')
    if until:
        ending = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition></bpmn:multiInstanceLoop"
        kept = kept.replace("</bpmn:multiInstanceLoop", ending)
    return package(kept.encode(), forms__voice_dot_form=SAY)

"""Short pools for what selection does: report with a rank, draw a panel, post a notice."""

from collections.abc import Sequence

from services.process.registry import Package
from tests.builders import city
from tests.drawing import diagram, end, form, pool, script, service, start, task, wait
from tests.small_procedure import CAMPAIGN, package

RANKED = form("ranked", {"type": "number", "key": "rank", "label": "排序"})
CLOCK = "public_notice"


def case(*nodes: str, flows: str) -> Package:
    """A procedure whose cases run like this."""
    drawn = pool("申报", "application", [start("B"), *nodes, end("E")], flows, subject="case", starters="own:lead")
    return package(diagram(CAMPAIGN, drawn, messages={"handed_in": "=campaign.id"}), forms__ranked_dot_form=RANKED)


REPORTING = case(
    task("Report", "报送", groups="own:union_officer", form="ranked"),
    service("Rank", "rank_case", inputs=[("=rank", "rank")]),
    task("Hold", "等待", groups="own:union_officer"),
    flows="B > Report > Rank > Hold > E",
)


def drawing(count: str = "3") -> Package:
    """A procedure that draws a panel of so many inspectors; each of them gets a task."""
    return case(
        task("Go", "开始", groups="own:union_officer"),
        service(
            "Draw",
            "draw_panel",
            inputs=[(f"={count}", "count"), ('="inspector"', "role")],
            outputs=[("=result.panel", "panel")],
        ),
        task("See", "验收", assignee="=one", each=("=panel", "one")),
        flows="B > Go > Draw > See > E",
    )


def clock_of_the_city() -> str:
    """The expression of the notice's timer, as the first city's diagram has it."""
    from services.process.registry import compile_package

    pools = compile_package(city()).definition.pools.values()
    (node,) = [e for p in pools for e in p.elements.values() if e.properties.get("clock_of") == CLOCK]
    (text,) = [t for t in node.expressions if "working days" in t]
    return text


LIST = (
    '=[{title: "林静创新工作室", unit: "星河机械厂", lead: "林静", category: "staff", recommender: "江东区总工会",'
    ' phone: "000-0000001", score: 88.5}, {title: "许㛃创新工作室", unit: "云帆造船厂", lead: "许㛃"}]'
)


# As a city's diagram says it: the window, and so many working days on which the page was there.
PROVED = (
    "=max([campaign.windows.public_notice.end,"
    " add working days(now(), 5, parameters.count_first_day, notice.offline_days)])"
)
TOLD = [("=5", "least_days"), ("=campaign.windows.public_notice.end", "planned_end")]


def posting(timer: str, listed: str = LIST, told: Sequence[tuple[str, str]] = ()) -> Package:
    """A campaign that posts a list when the office says so, and closes it when its clock has run.

    The block of the cities is called with `planned_end` and `min_days` and keeps the number; so they are known here.
    """
    nodes = [
        start("B"),
        script("Plan", "=campaign.windows.public_notice.end", "planned_end"),
        script("Least", "=5", "min_days"),
        task("Post", "发布公示", groups="city:office"),
        service(
            "Open",
            "open_public_notice",
            inputs=[(listed, "list"), *told],
            outputs=[("=result.no", "notice_no")],
        ),
        wait("Clock", "公示期满", timer=timer, clock_of=CLOCK),
        service("Close", "close_public_notice"),
        task("After", "印发决定", groups="city:office"),
        end("E"),
    ]
    drawn = pool(
        "批次",
        "campaign",
        nodes,
        "B > Plan > Least > Post > Open > Clock > Close > After > E",
        subject="campaign",
        starters="city:office",
    )
    return package(diagram(drawn))


REPLACING = case(
    service("Draw", "draw_panel", inputs=[("=2", "count"), ('="inspector"', "role")],
            outputs=[("=result.panel", "panel")]),
    task("Ask", "声明回避", groups="own:union_officer"),
    service("Again", "draw_panel", inputs=[("=1", "count"), ('="inspector"', "role"), ("=panel[1]", "instead_of")],
            outputs=[("=[result.panel[1], panel[2]]", "panel")]),
    task("See", "验收", assignee="=one", each=("=panel", "one")),
    flows="B > Draw > Ask > Again > See > E",
)  # fmt: skip

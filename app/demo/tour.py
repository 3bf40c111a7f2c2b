"""Six clicks that show the demonstration: printed at its start, and shown on its first page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Click:
    """One step: what to click, and what is to be seen then."""

    do: str
    see: str


TOUR = (
    Click("打开“公示”，点进行中的一份", "没有登录也能看：冻结的名单、还剩几个工作日、为什么到那一天为止。"),
    Click("在最上面的演示栏“换人”，选李婷（基层单位工会干部）", "她的待办按截止先后排列，写明剩余的工作日和星期。"),
    Click("点“办理”，选“同意”并提交", "回执写明记了什么、现在由谁办理；退回补正须写明理由。"),
    Click(
        "换人为王书琴（工会工委经办），打开“批次”里正在评审的一个",
        "各阶段、各案卷的现状和流程图，图上标着当前环节。",
    ),
    Click("打开其中一个案卷，点“基本情况表（PDF）”", "与通知附件 2 一致的表，各级意见在各自的栏里。"),
    Click("点演示栏的“到下一个时点”", "到期的事按各自的时刻逐一发生：申请截止、公示期满、进入下一环节。"),
)


def lines(address: str) -> list[str]:
    """What the terminal prints: the address and the tour."""
    told = [
        f"演示已就绪：{address}",
        "所有单位和人员均为虚构；页面最上方可以拨动时钟、一键换人。",
        "六次点击看个大概：",
    ]
    return told + [f"  {number}. {click.do}。{click.see}" for number, click in enumerate(TOUR, start=1)]

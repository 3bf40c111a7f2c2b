"""What an objection may be, by which way it may come, where it may stand; and the words for each."""

KINDS = {"person": "个人实名", "unit": "单位盖章", "anonymous": "匿名"}
WEB = "web"
# What the office enters itself (D-06: in writing, by phone or e-mail; in person too).
BY_THE_OFFICE = {"letter": "来信", "phone": "来电", "visit": "来访", "mail": "电子邮件"}
CHANNELS = {WEB: "网上提交", **BY_THE_OFFICE}

# What the objector is told, and nobody else without the receipt's word.
STATUS = {
    "filed": "已收到，等待受理",
    "accepted": "已受理，正在核实",
    "dismissed": "不予受理",
    "upheld": "经核实，异议成立",
    "not_upheld": "经核实，异议不成立",
    "withdrawn": "已由异议人撤回",
    "referred": "批次已结束，已转入命名后的监督办理",
}
SUSPENDED = "暂缓命名：有异议正在核实"
# What the public is told on the notice when all is done: never by whom.
OUTCOMES = {
    "dismissed": "对“{title}”提出的异议不符合受理条件，不予受理。",
    "upheld": "对“{title}”提出的异议，经核实成立。",
    "not_upheld": "对“{title}”提出的异议，经核实不成立。",
    "withdrawn": "对“{title}”提出的异议已撤回。",
}

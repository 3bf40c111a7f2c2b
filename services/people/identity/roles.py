"""The positions the house knows, by what people call them. A city's diagram may name others."""

ROLE_TITLES = {
    "lead": "领衔人",
    "union_officer": "工会干部",
    "discipline_officer": "纪检干部",
    "office": "经办人",
    "approver": "审定人",
    "inspector": "专家（考察、验收、评审）",
    "staff": "本单位职工",
    "designer": "流程设计员",
    "auditor": "审计员",
    "administrator": "系统管理员",
}


def role_title(role: str) -> str:
    """What people call a position."""
    return ROLE_TITLES.get(role, role)

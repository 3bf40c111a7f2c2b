"""What the form of procedure.yaml asks for: its sections, and the columns of each.

A section is `plain` (keys of the file itself), `one` (one mapping), `map` (name -> mapping) or `list` (of mappings).
A column's kind says how a cell is written: `text`, `value` (a number, true, a date, a list: as YAML reads it),
`words` (several, in one list).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """One column: the key in the file, its heading, how a cell is written, and a word of help."""

    key: str
    title: str
    kind: str = "text"
    hint: str = ""
    long: bool = False


@dataclass(frozen=True)
class Section:
    """One table of the form. `key` is empty for the keys of the file itself."""

    key: str
    title: str
    shape: str
    columns: tuple[Column, ...]
    hint: str = ""

    @property
    def grows(self) -> bool:
        """Whether rows can be added and taken away."""
        return self.shape in {"map", "list"}


@dataclass
class Row:
    """One row: what stands in its cells, by column; `was`: the key or number of the row it was in the file."""

    cells: dict[str, str] = field(default_factory=dict)
    was: str = ""


NAME = Column("", "名（英文）", hint="流程图里用它")
CLAUSE = Column("clause", "条款")
SECTIONS = (
    Section(
        "",
        "名称",
        "plain",
        (
            Column("id", "编号（与文件夹同名）"),
            Column("title", "办法的全称", long=True),
            Column("short", "案卷号的字头"),
            Column("recommender_level", "推荐单位在哪一级"),
            Column("naming_organ", "命名单位"),
        ),
    ),
    Section(
        "notice",
        "依据的通知",
        "one",
        (
            Column("title", "标题", long=True),
            Column("issuer", "印发机关"),
            Column("date", "印发日期", "value"),
            Column("number", "文号"),
        ),
    ),
    Section(
        "case",
        "案卷叫什么",
        "one",
        (
            Column("title", "名称（FEEL）"),
            Column("category", "类别（FEEL）", long=True),
            Column("lead", "领衔人（FEEL）"),
        ),
        "三个 FEEL 表达式，如 =sheet.name；每走一步重算一次。",
    ),
    Section(
        "windows",
        "阶段",
        "map",
        (
            NAME,
            Column("title", "名称"),
            Column("start", "起", "value", "2026-03-02"),
            Column("end", "止", "value", "2026-03-20"),
            CLAUSE,
        ),
        "从“起”的 0 时到“止”的 24 时；写到分钟（2026-03-20 18:00）就到那一刻。",
    ),
    Section(
        "parameters",
        "参数",
        "map",
        (
            NAME,
            Column("value", "值", "value"),
            Column("title", "名称", long=True),
            CLAUSE,
            Column("default", "系统默认", hint="D-xx"),
        ),
        "数、文字、true、false，或列表 [a, b]。流程图和判定表里写 parameters.名。",
    ),
    Section(
        "roles",
        "角色",
        "list",
        (Column("role", "层级:角色"), Column("title", "叫什么"), Column("organ", "机关编号")),
        "流程图里用到的每个“层级:角色”都在这里列一行，如 own:union_officer。",
    ),
    Section("categories", "类别", "list", (Column("id", "编号"), Column("name", "名称", long=True))),
    Section(
        "clauses",
        "条款",
        "list",
        (
            Column("id", "编号"),
            Column("article", "第几条"),
            Column("text", "内容（自己的一句话）", long=True),
            Column("kind", "种类", "words", "NODE TIMER DMN"),
            Column("severity", "轻重"),
        ),
        "种类只有 INFO、ORG 的不必落实，别的都要落在环节、期限、判定表、表单、参数或文书上。",
    ),
    Section(
        "documents",
        "文书",
        "list",
        (
            Column("id", "编号"),
            Column("title", "名称", long=True),
            Column("paper", "版面文件"),
            Column("form", "印哪张表单"),
            Column("about", "关于什么", hint="case、campaign、studio"),
            Column("series", "机关代字"),
            Column("organ", "落款机关"),
            Column("public", "对外公布", "value", "true"),
            Column("copies", "份数", "value"),
            CLAUSE,
        ),
    ),
    Section(
        "organs",
        "机关",
        "list",
        (Column("id", "编号"), Column("name", "名称"), Column("level", "层级"), Column("does", "做什么", long=True)),
    ),
    Section("defaults", "采用的系统默认", "list", (Column("id", "D-xx"), Column("text", "做法", long=True))),
    Section(
        "targets",
        "希望达到的数",
        "list",
        (
            Column("id", "编号"),
            Column("title", "名称"),
            Column("count", "已有多少（FEEL）", long=True),
            Column("goal", "目标", "value"),
            CLAUSE,
        ),
    ),
)

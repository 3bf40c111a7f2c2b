"""A designer at the screen who draws a small procedure: procedure.yaml as a form, two forms, a diagram of two pools."""

import re

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.conftest import ROOT
from tests.browser.visitor import Visitor

TITLE = "云港市匠人工作室命名办法"
NAME = "yungang"
# Each step of the diagram by its name, and the clause it carries out.
FOUNDED = {
    "开始": "YG-1",
    "填写申报表": "YG-1",
    "单位工会意见": "YG-2",
    "结束": "YG-3",
    "批次开启": "YG-1",
    "申报截止": "YG-1",
    "批次办结": "YG-1",
}
CASE_POOL = "[data-element-id=procedure_pool]"


class Clerk:
    """The designer at the screen; keeps a picture of each station."""

    def __init__(self, page: Page, house: str) -> None:
        self.page, self.visitor, self.kept = page, Visitor(page, house, {}), 0
        self.pictures = ROOT / "tests" / "artefacts" / "invented_city"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.draft = ""

    def picture(self, name: str) -> None:
        self.kept += 1
        self.page.screenshot(path=self.pictures / f"{self.kept:02d}-{name}.png", full_page=True)

    def begin(self) -> None:
        """From the gallery: an empty draft with an invented name."""
        self.visitor.become_by_name("莫云图")
        self.page.get_by_role("link", name="办法设计", exact=True).first.click()
        self.page.get_by_role("link", name="从空白开始").click()
        self.page.get_by_label("办法的全称").fill(TITLE)
        self.page.get_by_label("文件夹名").fill(NAME)
        self.picture("new")
        self.page.get_by_role("button", name="建立草稿").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(TITLE)
        self.draft = self.page.url.split("?")[0].rstrip("/")

    def write_the_manifest(self) -> None:
        """procedure.yaml as a form: stage, parameter, roles, clauses."""
        self.page.get_by_role("link", name=re.compile("^填表")).click()
        self.page.get_by_label("案卷号的字头").fill("YG")
        self.page.get_by_label("命名单位").fill("云港市总工会")
        self.page.get_by_label("名称（FEEL）").fill("=name")
        self.row("windows", "阶段", "application", "申报阶段", "2026-03-02", "2026-03-20", "YG-1")
        self.row("parameters", "参数", "grant_cny", "20000", "资助金额（元）", "YG-3")
        self.row("roles", "角色", "own:lead", "领衔人")
        self.row("roles", "角色", "own:union_officer", "单位工会")
        self.row("roles", "角色", "city:office", "市总工会经办")
        self.row("clauses", "条款", "YG-1", "第一条", "三月二日至二十日由领衔人申报", "NODE TIMER")
        self.row("clauses", "条款", "YG-2", "第二条", "单位工会审核", "NODE")
        self.row("clauses", "条款", "YG-3", "第三条", "命名的资助两万元", "FIELD")
        self.picture("manifest")
        self.page.get_by_role("button", name="保存", exact=True).last.click()
        expect(self.page.locator(".messages")).to_contain_text("已保存")

    def row(self, section: str, title: str, *cells: str) -> None:
        """A row more, typed from cell to cell with the tabulator."""
        card = self.page.locator("section.card").filter(has=self.page.locator(f"#s-{section}"))
        card.get_by_role("button", name=re.compile("^加一行")).click()
        # the first cell of the new row has the cursor
        expect(card.locator("tbody tr").last.locator("input:not([type=hidden])").first).to_be_focused()
        for cell in cells:
            self.page.keyboard.insert_text(cell)
            self.page.keyboard.press("Tab")

    def new_file(self, kind: str, title: str, stem: str) -> None:
        """A file of a kind, from the draft's page."""
        self.page.goto(self.draft)
        self.page.get_by_label("种类", exact=True).select_option(kind)
        self.page.get_by_label("名称", exact=True).fill(title)
        self.page.get_by_label("编号（英文，也作文件名）").fill(stem)
        self.page.get_by_role("button", name="新建", exact=True).click()
        expect(self.page.locator(".messages")).to_contain_text("已新建")

    def saved(self) -> None:
        expect(self.page.locator("[data-save-state]")).to_have_text(re.compile("^已保存"), timeout=15_000)

    def draw_forms(self) -> None:
        """The opinion with its question renamed and a choice; the application with one question more, by keyboard."""
        self.new_file("表单", "申报表", "sheet")
        self.new_file("表单", "单位工会意见", "opinion")
        self.open_editor("编辑.*opinion")
        self.question("textfield", "理由", "comment")
        self.press_component("radio")
        self.question("radio", "意见", "verdict")
        self.offer(("同意", "agree"), ("不同意", "refuse"))
        self.picture("opinion")
        self.page.goto(self.draft)
        self.open_editor("编辑.*sheet")
        field, undo = self.page.locator(".fjs-form-field-textarea"), self.page.locator("[data-deed=undo]")
        self.press_component("textarea")
        undo.click()
        expect(field).to_have_count(0)
        self.page.locator("[data-deed=redo]").click()
        self.question("textarea", "主要事迹", "story")
        self.picture("sheet")

    def press_component(self, kind: str) -> None:
        """A component more at the end of the form, without the mouse."""
        expect(self.page.locator(".fjs-form-field-textfield")).to_be_visible()
        self.page.locator(f".fjs-palette-field[data-field-type={kind}]").focus()
        self.page.keyboard.press("Enter")
        expect(self.page.locator(f".fjs-form-field-{kind}")).to_have_count(1)

    def offer(self, *options: tuple[str, str]) -> None:
        """The options of the selected question: what is read and what is kept."""
        panel = self.page.locator(".fjs-properties-container")
        group = panel.locator("[data-group-id=group-staticOptions]")
        group.locator(".bio-properties-panel-group-header").click()
        for number, (label, value) in enumerate(options):
            if number:
                group.get_by_role("button", name="加一项").click()
            option = group.locator(".bio-properties-panel-list-item").nth(number)
            if not option.get_by_label("标签").is_visible():
                option.locator(".bio-properties-panel-collapsible-entry-header").click()
            option.get_by_label("标签").fill(label)
            option.get_by_label("值").fill(value)
        expect(self.page.locator("[data-form-preview]")).to_contain_text(options[-1][0])
        self.saved()

    def question(self, kind: str, label: str, key: str) -> None:
        """What a question says and what it is called, in the panel."""
        self.page.locator(f".fjs-form-field-{kind}").click()
        general = self.page.locator(".fjs-properties-container .bio-properties-panel-group-header", has_text="基本")
        said = self.page.locator(".fjs-properties-container [data-group-id=group-general]").get_by_label("标签")
        expect(general).to_be_visible()
        if not said.is_visible():
            general.click()
        said.fill(label)
        self.page.get_by_label("字段名", exact=True).fill(key)
        self.page.keyboard.press("Tab")
        expect(self.page.locator("[data-form-preview]")).to_contain_text(label)
        self.saved()

    def open_editor(self, door: str) -> None:
        self.page.get_by_role("link", name=re.compile(door)).click()
        expect(self.page.locator("[data-problems-count]")).to_have_text("没有发现问题", timeout=30_000)

    def draw(self) -> None:
        """The canvas: a step more by a ready-made element, a second pool by mouse, names by keyboard, the clauses."""
        self.page.goto(self.draft)
        self.open_editor("^画图")
        self.draw_the_case()
        self.draw_the_campaign()
        self.picture("diagram")
        for step, clause in FOUNDED.items():
            self.found(step, clause)
        expect(self.page.locator("[data-clauses]")).to_contain_text("条款：3 条，已落实 3 条", timeout=30_000)
        expect(self.page.locator("[data-problems-count]")).to_have_text("没有发现问题")
        self.saved()
        self.picture("founded")

    def draw_the_case(self) -> None:
        """The step that stands there gets its form and its day; an opinion follows it, taken back and put again."""
        steps = self.page.locator("[data-steps-of-diagram] button")
        steps.filter(has_text="填写申报表").click()
        self.page.get_by_label("表单", exact=True).select_option(label="申报表（sheet）")
        self.page.get_by_label("办理期限", exact=True).select_option("某个阶段")
        self.page.locator("[data-ready-made] button").filter(has_text="审批（意见）").click()
        drawn = self.page.locator(".djs-shape").filter(has_text="签署意见")
        drawn.dblclick()
        self.typed("单位工会意见")
        opinion = steps.filter(has_text="单位工会意见")
        expect(opinion).to_contain_text("单位工会；从接到时起 5 个工作日")
        self.page.keyboard.press("Control+z")
        expect(opinion).to_have_count(0)
        self.page.keyboard.press("Control+y")
        expect(opinion).to_have_count(1)

    def draw_the_campaign(self) -> None:
        """A pool below the first: begun by the office, it waits for the stage to end."""
        for _ in range(2):
            self.page.get_by_role("button", name="缩小").click()
        case = self.place(self.page.locator(CASE_POOL))
        self.put("create.participant-expanded", case["x"] + case["width"] / 2, case["y"] + case["height"] + 90)
        self.typed("批次")
        self.page.get_by_label("这个泳池关于什么").select_option("campaign")
        self.page.locator("[data-panel]").get_by_label("市总工会经办").check()
        pool = self.place(self.page.locator(".djs-shape").filter(has_text="批次"))
        self.put("create.start-event", pool["x"] + 80, pool["y"] + pool["height"] / 2)
        self.typed("批次开启")
        self.page.locator("[data-ready-made] button").filter(has_text="提醒（定时）").click()
        self.page.get_by_label("等到", exact=True).select_option("某个阶段")
        self.page.get_by_label("名称", exact=True).fill("申报截止")
        expect(self.page.locator(".djs-label").filter(has_text="申报截止")).to_be_visible()
        self.page.locator(".djs-context-pad [data-action='append.end-event']").click()
        self.typed("批次办结")

    def put(self, tool: str, x: float, y: float) -> None:
        """A tool of the palette, and the place on the canvas."""
        self.page.locator(f".djs-palette [data-action='{tool}']").click()
        self.page.mouse.move(x - 9, y - 9, steps=4)
        self.page.mouse.click(x, y)

    def typed(self, name: str) -> None:
        """A name, typed on the canvas where the cursor blinks."""
        expect(self.page.locator(".djs-direct-editing-content")).to_be_visible()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(name)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".djs-direct-editing-content")).to_have_count(0)

    def place(self, shape: Locator) -> FloatRect:
        found = shape.first.bounding_box()
        assert found is not None
        return found

    def found(self, step: str, clause: str) -> None:
        """From the list of steps without a ground to the step, and its clause ticked."""
        unfounded = self.page.locator("[data-clauses] details").filter(has_text="没有写明依据的环节")
        lead = unfounded.get_by_role("button", name=step, exact=True)
        if not lead.is_visible():
            unfounded.locator("summary").click()
        lead.click()
        expect(self.page.locator("[data-panel] .bio-properties-panel-header")).to_contain_text(step)
        choice = self.page.locator("[data-panel] fieldset").filter(has_text="依据的条款")
        if not choice.locator("details[open]").count():
            choice.locator("summary").click()
        choice.get_by_label(re.compile(f"^{clause}")).check()
        expect(lead).to_have_count(0, timeout=15_000)

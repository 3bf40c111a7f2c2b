// Words of the form editor, which has no hook for them: vite puts them into its code when it bundles (see vite.config.js).
export const PHRASES = {
  "Allow add/delete items": "行数可以增减", "Allow same origin": "允许同源", "Alternative text": "替代文字", "Appearance": "样子", "Auto": "自动", "Binds to a form variable": "对应表单里的一个变量名", "Bottom": "下", "Browse": "选文件",
  "Build your form": "设计表单", "Button": "按钮", "Camera access": "使用摄像头", "Center": "中", "Checkbox": "勾选", "Checkbox group": "多选（方框）", "Checked": "勾选", "Not checked": "不勾选", "Column": "列", "Columns": "占几列", "Components": "组件",
  "Compute on": "何时计算", "Condition": "什么时候不显示", "Constraints": "限制", "Containers": "分组", "Content": "内容", "Custom": "自定", "Custom error message": "不合时说的话", "Custom properties": "本系统的属性", "Custom regular expression": "自写正则",
  "Add properties directly to the form schema, useful to configure functionality in custom-built task applications and form renderers.": "clause、count、hint、unit 等，见设计员手册。",
  "Data source": "数据来源", "Date": "日期", "Date label": "日期的标签", "Date time": "日期时间", "Decimal digits": "小数位数", "Decrement": "减少", "Increment": "每次增减", "Default number of items": "开始几行", "Default value": "预先填好", "Define an expression to populate the options from.": "写 FEEL，得出选项的列表。",
  "Define an expression to calculate the value of this field": "写 FEEL，算出这一栏的值", "Define which input property to populate the values from": "选项取自哪个变量", "Descriptive text for screen reader accessibility.": "给读屏软件的说明。", "Disable collapse": "不收起", "Disabled": "停用（不收）", "Disallow past dates": "不许过去的日期",
  "Disable this field when it should not be interactive for end-users. Its data will not be submitted. This setting takes precedence over read-only.": "停用的栏不能填，也不收。",
  "Document preview": "文件预览", "Document reference": "文件引用", "Download ${fileName}": "下载 ${fileName}", "Drag and drop components here to start designing.": "把左边的组件拖到这里。", "Drag and drop components here.": "把组件拖到这里。", "Dynamic list": "可增减的行", "Dynamic options": "动态选项", "Email": "电子邮件", "Expression": "表达式", "External content couldn't be loaded.": "外部内容没有取到。",
  "Field description": "小字说明", "File picker": "附件", "Form submission": "提交", "General": "基本", "Geolocation": "位置", "Group": "分组", "HTML view": "网页内容", "Header items": "表头", "Headers source": "表头来源", "Height": "高", "ID": "编号", "Image source": "图片来源", "Image view": "图片", "Input": "填写", "Input values key": "选项变量", "Key": "字段名", "Label": "标签", "Layout": "排列",
  "Learn more": "详细说明", "List of items": "列表", "Make this field read-only when it cannot be edited by the end-user, but its content is important for them to see. Its data will still be submitted.": "只读的栏给人看，不能改，仍然收。", "Max height of preview container": "预览最高", "Maximum": "最大", "Maximum length": "最多几个字", "Minimum": "最小", "Minimum length": "最少几个字", "Microphone access": "使用麦克风",
  "Multiple form fields are selected. Select a single form field to edit its properties.": "选中了几栏，请只选一栏。", "Select a form field to edit its properties.": "点选一栏，在这里改它的属性。", "Name": "名称", "Next page": "下一页", "Previous page": "上一页", "No components found.": "没有找到组件。", "No content to show.": "没有内容。", "Nothing to show.": "没有内容。", "Number": "数", "Number of non-collapsing items": "不收起的行数", "Number of rows per page": "每页几行", "Open in fullscreen": "全屏", "Open modal windows": "打开对话框", "Open popups": "打开窗口",
  "Opened in popup": "在大窗口里编辑", "Options expression": "选项的表达式", "Options source": "选项从哪里来", "Output as string": "按文字输出", "Pagination": "分页", "Path": "路径", "Phone": "电话", "Prefix": "前缀", "Suffix": "后缀（单位）", "Presentation": "只给人看", "Radio group": "单选", "Read only": "只读", "Remove tag": "去掉", "Repeatable": "可增减", "Required": "必填", "Reset": "重置", "Script execution": "运行脚本", "Search": "查找", "Search components": "找组件", "Skip to search": "跳到查找",
  "Searchable": "可以查找", "Security attributes": "安全设置", "Select": "下拉选择", "Selection": "选择", "Separator": "分隔线", "Serialization": "怎样存", "Show outline": "显示边框", "Spacer": "空白", "Static options": "固定的选项", "Submit": "提交", "Subtype": "种类", "Supported file formats": "许可的文件类型", "Table": "表", "Tag list": "多选（标签）", "Target value": "目标值", "Text": "说明文字", "Text area": "多行文字", "Text field": "单行文字", "Text view": "说明文字",
  "Time format": "时间格式", "Time interval": "时间间隔", "Time label": "时间的标签", "Time": "时间", "Top": "上", "Type": "类型", "URL": "网址", "Upload multiple files": "可以传几个", "Use 24h": "24 小时制", "Validation": "填写要求", "Validation pattern": "格式", "Value": "值", "Value changes": "值变化时", "Version tag": "版本标签", "Vertical alignment": "上下位置", "Where the child variables of this component are pathed to.": "里面各栏的上级路径。", "Action": "动作", "Form": "表单", "iFrame": "嵌入网页", "Default": "预先填好", "Root": "整张表",
  "Toggle section": "展开或收起", "Section contains edits": "有内容", "Section contains an error": "有错误", "Create new list item": "加一项", "Delete item": "删去这一项", "Toggle list item": "展开或收起", "Create": "加", "<empty>": "（空）", "Open pop-up editor": "在大窗口里编辑", "FEEL expression is mandatory": "要写表达式", "Must not be empty.": "不能是空的。", "Must be unique in form.": "与别的栏重复了。", "Enter a unique key": "写一个不重复的字段名", "Remove": "删去", "Move up": "上移", "Move down": "下移", "Delete": "删去", "Documents": "文件", "Conditional": "条件", "Hide if": "什么时候不显示（FEEL）", "Deactivate if": "什么时候不显示（FEEL）", "Select...": "请选择", "Powered by bpmn.io": "由 bpmn.io 提供", "Expression field": "算出的值", "Expression value": "算出的值",
  "Supports markdown and templating.": "可以分段、加粗、列点（Markdown）。", "Condition under which the field is hidden": "写 FEEL，成立时不显示，也不收", "Condition under which the field is deactivated": "写 FEEL，成立时不显示，也不收",
  "A comma-separated list of": "用逗号隔开的", "Supports HTML, styling, and templating. Styles are automatically scoped to the HTML component.": "网页内容本系统不用。", "Documents whose height exceeds the defined value in pixels will be vertically scrollable": "超过这么高的，上下滚动",
  "The expression may result in an array of simple values or alternatively follow this schema:": "得出 [{label, value}] 的列表：", "The input property may be an array of simple values or alternatively follow this schema:": "变量是 [{label, value}] 的列表：", "Learn more in our": "详见", "Not all external sources can be displayed in the iFrame. Read more about it in the": "详见",
  "Field label": "标签", "Allows arbitrary precision values": "不限小数位数", "<none>": "（没有）", "Input data": "取自变量", "Date & Time": "日期和时间",
  "Use a unique key to link the form element and the related input/output data.": "各栏的字段名不能重复。",
};
// Texts with values in between, as they stand in the editor's code.
export const PATTERNS = [
  [/`Remove \$\{entry\.label\}`/g, "`删去${entry.label}`"],
  [/return 'Field label'/g, "return '标签'"],
  [/return 'Form';/g, "return '表单';"],
  [/label: 'Static'/g, "label: '固定的选项'"],
  [/`Create \$\{[^`]*\} element`/g, "`加一栏`"],
  [/`Click to \$\{active \? 'remove' : 'set a'\} dynamic value with FEEL expression`/g, "(active ? '改写成固定的文字' : '改写成 FEEL 表达式')"],
  [/`List contains \{numOfItems\} item\$\{[^`]*\}`/g, "'有 {numOfItems} 项'"],
];
const SHOWN = "label|name|title|description|placeholder|tooltip|children|text|emptyMessage|alt|'aria-label'|\"aria-label\"";
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

// The code of the form editor with its words in Chinese. Single words only where they are shown, for they may be keys too.
export function inChinese(code) {
  let said = PATTERNS.reduce((text, [pattern, words]) => text.replace(pattern, words), code);
  for (const [phrase, words] of Object.entries(PHRASES)) {
    const literal = `(['"])${escaped(phrase)}\\1`;
    const spot = phrase.includes(" ") ? `()${literal.replace("\\1", "\\2")}` : `((?:${SHOWN}): |translate\\()${literal.replace("\\1", "\\2")}`;
    said = said.replace(new RegExp(spot, "g"), (_, before) => `${before}${JSON.stringify(words)}`);
  }
  return said;
}

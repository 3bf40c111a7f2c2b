// Words of the table editor.
export const WORDS = {
  "Activate hand tool": "移动画布", "Activate lasso tool": "框选", "Add cell description": "加说明", "Remove cell description": "删去说明",
  "Add input": "加一个条件", "Add output": "加一个结果", "Add rule": "加一条规则", "Add input column left": "左边加一个条件", "Add input column right": "右边加一个条件",
  "Add output column left": "左边加一个结果", "Add output column right": "右边加一个结果", "Add rule above": "上面加一条规则", "Add rule below": "下面加一条规则",
  "Add parameter": "加一个参数", "Remove parameter": "删去参数", "Add predefined values": "列出允许的值", "Clear predefined values": "清除允许的值", "Add values": "加几个值", "Add text annotation": "加注释",
  "After": "晚于", "Before": "早于", "Between": "介于", "Exactly": "正好", "And": "而且", "When": "当", "Then": "则", "Annotation": "说明", "Annotations": "说明",
  "Append business knowledge model": "接业务知识", "Append decision": "接决策", "Append input data": "接输入", "Append knowledge source": "接依据来源",
  "Boolean value": "是否", "Change cell expression language": "换表达式语言", "Change type": "换类型", "Comparison": "比较", "Comparison operator": "怎样比较",
  "Connect to other element": "连到别的元素", "Copy input column": "复制这个条件", "Copy output column": "复制这个结果", "Copy rule": "复制规则", "Cut input column": "剪切这个条件", "Cut output column": "剪切这个结果", "Cut rule": "剪切规则",
  "Paste input column left": "粘贴条件到左边", "Paste input column right": "粘贴条件到右边", "Paste output column left": "粘贴结果到左边", "Paste output column right": "粘贴结果到右边", "Paste rule above": "粘贴规则到上面", "Paste rule below": "粘贴规则到下面",
  "Create decision": "新建决策", "Create input data": "新建输入", "Create knowledge model": "新建业务知识", "Create knowledge source": "新建依据来源", "Custom values": "自列的值",
  "Date": "日期", "Date and time": "日期和时间", "Date and time value": "日期和时间", "Date value": "日期", "Decision name": "决策名称", "Decision name: ": "决策名称：", "Definition ID": "编号", "Definition name": "名称",
  "Delete": "删去", "Duration value": "时长", "Edit": "改", "Edit boolean": "改是否", "Edit date": "改日期", "Edit date and time": "改日期和时间", "Edit duration": "改时长", "Edit end date": "改结束日期", "Edit end date and time": "改结束时刻", "Edit end time": "改结束时间",
  "Edit formal parameters": "改参数", "Edit function kind": "改函数种类", "Edit input": "改条件", "Edit output": "改结果", "Edit number": "改数", "Edit start date": "改开始日期", "Edit start date and time": "改开始时刻", "Edit start time": "改开始时间", "Edit string": "改文字", "Edit time": "改时间",
  "Editing not supported for set expression language": "这种表达式语言不能编辑", "Element name": "元素名称", "End date": "结束日期", "End date and time": "结束时刻", "End time": "结束时间", "End value": "到", "Start date": "开始日期", "Start date and time": "开始时刻", "Start time": "开始时间", "Start value": "从",
  "Enter expression": "写表达式", "Equals": "等于", "Exclude": "不含", "Include": "含", "Expression": "表达式", "Expression language": "表达式语言", "Expression language:": "表达式语言：", "Expression language: {expressionLanguageLabel}": "表达式语言：{expressionLanguageLabel}",
  "Function kind: {kind}": "函数种类：{kind}", "Greater": "大于", "Greater or equals": "大于等于", "Less": "小于", "Less or equals": "小于等于", "Hit policy": "命中策略", "Hit policy:": "命中策略：",
  "Input": "条件", "Input expression": "条件的表达式", "Input expression: ": "条件的表达式：", "Input label": "条件的名称", "Input label: ": "条件的名称：", "Input type": "条件的类型", "Input values": "条件允许的值", "Kind": "种类",
  "Output": "结果", "Output label": "结果的名称", "Output label: ": "结果的名称：", "Output name": "结果的变量名", "Output name: ": "结果的变量名：", "Output type": "结果的类型", "Output values": "结果允许的值",
  "Literal expression": "表达式", "Literal Expression": "表达式", "Literal expression editor": "表达式", "Match none": "都不是", "Match one": "是其中之一", "Move rule": "移动规则", "No": "否", "Yes": "是", "No values": "没有值", "Predefined values": "允许的值",
  "Range": "范围", "Range end operator": "上限含不含", "Range end value": "上限", "Range start operator": "下限含不含", "Range start value": "下限", "Remove input column": "删去这个条件", "Remove output column": "删去这个结果", "Remove rule": "删去规则", "Resize": "改大小",
  "Search in diagram": "在图里找", "Set date": "定日期", "Set date and time": "定时刻", "Set duration": "定时长", "Set time": "定时间", "Set value": "定值", "String value": "文字", "Strings must be in double quotes": "文字要加双引号",
  "Test type": "怎样核对", "Time": "时间", "Time value": "时间", "Type": "类型", "Use now": "用现在", "Use today": "用今天", "Value": "值", "Values": "值", "Variable name": "变量名", "Variable name:": "变量名：", "Variable type": "变量类型", "Variable type:": "变量类型：", "View DRD": "看决策图",
  "Empty": "空白", "Decision table": "判定表", "Open decision table": "打开判定表", "Open literal expression": "打开表达式",
  "Unique": "唯一（U）", "First": "第一条（F）", "Priority": "按优先级（P）", "Any": "任一（A）", "Collect": "全部收集（C）", "Collect (Sum)": "收集，求和（C+）", "Collect (Min)": "收集，取最小（C<）", "Collect (Max)": "收集，取最大（C>）", "Collect (Count)": "收集，计数（C#）", "Rule order": "按规则次序（R）", "Output order": "按结果次序（O）",
  "string": "文字", "boolean": "是否", "number": "数", "date": "日期", "time": "时间", "dateTime": "日期和时间", "dayTimeDuration": "时长（日时）", "yearMonthDuration": "时长（年月）", "Any type": "任意", "name": "名称",
  "e.g. { example } ": "如 { example } ", "e.g. { sample }": "如 { sample }", "Copied to clipboard": "已复制",
};

export function translate(template, replacements = {}) {
  const words = WORDS[template] ?? WORDS[template.trim()] ?? template;
  return words.replace(/{\s*([^}\s]+)\s*}/g, (whole, name) => replacements[name] ?? whole);
}

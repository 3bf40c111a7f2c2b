// Words on the canvas: palette, context pad, menus. Where bpmn-js-i18n says it otherwise, the handbook's word wins.
const TRIGGERS = {
  Message: "消息", Timer: "定时", Error: "错误", Escalation: "升级", Signal: "信号", Compensation: "补偿",
  Conditional: "条件", Link: "链接", Cancel: "取消", Terminate: "终止",
};
const PLACES = {
  "start event": "开始事件", "end event": "结束事件", "boundary event": "边界事件",
  "intermediate catch event": "中间捕获事件", "intermediate throw event": "中间抛出事件",
  "start event (non-interrupting)": "开始事件（不中断）", "boundary event (non-interrupting)": "边界事件（不中断）",
};
const events = {};
for (const [trigger, word] of Object.entries(TRIGGERS)) {
  for (const [kind, place] of Object.entries(PLACES)) {
    events[`${trigger} ${kind}`] = word + place;
    events[`Append ${trigger.toLowerCase()} ${kind}`] = `接${word}${place}`;
  }
}

export default {
  ...events,
  "Activate create/remove space tool": "拉开或收紧空间",
  "Activate global connect tool": "连线",
  "Activate hand tool": "移动画布",
  "Activate lasso tool": "框选",
  "Ad-hoc": "临时子流程", "Ad-hoc sub-process": "临时子流程", "Ad-hoc sub-process (collapsed)": "临时子流程（收起）", "Ad-hoc sub-process (expanded)": "临时子流程（展开）",
  "Add lane above": "在上面加一条泳道",
  "Add lane below": "在下面加一条泳道",
  "Add text annotation": "加注释", "Text annotation": "注释",
  "Align elements": "对齐", "Align elements left": "左对齐", "Align elements right": "右对齐", "Align elements top": "上对齐",
  "Align elements bottom": "下对齐", "Align elements center": "左右居中", "Align elements middle": "上下居中", "Align elements ": "对齐",
  "Distribute elements horizontally": "横向等距", "Distribute elements vertically": "纵向等距",
  "Append element": "接下一个元素", "Append task": "接任务", "Append gateway": "接网关", "Append end event": "接结束事件",
  "Append intermediate/boundary event": "接中间事件", "Append receive task": "接接收任务", "Append text annotation": "加注释",
  "Append compensation activity": "接补偿活动", "Append {type}": "接{type}",
  "Business rule task": "业务规则任务", "Call activity": "调用活动", "Manual task": "手工任务", "Receive task": "接收任务",
  "Script task": "脚本任务", "Send task": "发送任务", "Service task": "服务任务", "User task": "人工环节", "Task": "任务",
  "Change element": "换成别的元素", "Change type": "换类型", "Change": "更换",
  "Collection": "集合", "Complex gateway": "复杂网关", "Conditional flow": "条件连线", "Default flow": "默认流", "Sequence flow": "连线",
  "Connect to other element": "连到别的元素", "Connect using association": "用关联线连接",
  "Connect using data input association": "用数据关联连接", "Connect using sequence/message flow or association": "连线、消息流或关联",
  "Create": "新建", "Create element": "新建元素", "Create data object reference": "新建数据对象", "Create data store reference": "新建数据存储",
  "Create end event": "新建结束事件", "Create expanded sub-process": "新建子流程", "Create gateway": "新建网关", "Create group": "新建分组框",
  "Create intermediate/boundary event": "新建中间或边界事件", "Create pool/participant": "新建泳池", "Create start event": "新建开始事件",
  "Create task": "新建任务", "Create {type}": "新建{type}",
  "Data": "数据", "Data object reference": "数据对象", "Data store reference": "数据存储",
  "Delete": "删去", "Remove": "删去", "Divide into three lanes": "分成三条泳道", "Divide into two lanes": "分成两条泳道",
  "Empty pool/participant": "空泳池", "Empty pool/participant (removes content)": "空泳池（里面的都删去）", "Expanded pool/participant": "展开的泳池",
  "End event": "结束事件", "Start event": "开始事件", "Boundary event": "边界事件", "Intermediate throw event": "中间抛出事件",
  "Events": "事件", "Gateways": "网关", "Participants": "泳池", "Sub-processes": "子流程", "Tasks": "任务", "Templates": "现成元素",
  "Event sub-process": "事件子流程", "Event-based gateway": "事件网关", "Exclusive gateway": "排他网关", "Inclusive gateway": "包容网关",
  "Parallel gateway": "并行网关", "Event based instantiating Gateway": "启动用的事件网关", "Parallel Event based instantiating Gateway": "启动用的并行事件网关",
  "Loop": "循环", "Multi-instance": "多实例", "Parallel multi-instance": "多实例（同时）", "Sequential multi-instance": "多实例（依次）",
  "Participant multiplicity": "多个参与者", "Open {element}": "打开{element}", "Search in diagram": "在图里找",
  "Sub-process": "子流程", "Sub-process (collapsed)": "子流程（收起）", "Sub-process (expanded)": "子流程（展开）",
  "Toggle non-interrupting": "中断或不中断", "Transaction": "事务", "More actions": "更多", "Select": "选择", "Group": "分组框",
  "Search": "查找", "Search element by label": "按名称找元素", "No matching elements": "没有找到", "No results": "没有找到",
  "already rendered {element}": "{element} 已经画出",
  "flow elements must be children of pools/participants": "环节要放在泳池里",
  "out of bounds release": "放到了画布外面", "no diagram to display": "没有可以显示的图",
  "no process or collaboration to display": "没有可以显示的流程",
};

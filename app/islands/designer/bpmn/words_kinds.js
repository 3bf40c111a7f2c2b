// What the panel calls the selected element: "Timer Boundary Event (Non Interrupting)" and its like, put together.
const EVENTS = { "Start Event": "开始事件", "End Event": "结束事件", "Boundary Event": "边界事件", "Intermediate Catch Event": "中间捕获事件", "Intermediate Throw Event": "中间抛出事件" };
const TRIGGERS = { "": "", Message: "消息", Timer: "定时", Error: "错误", Escalation: "升级", Signal: "信号", Compensate: "补偿", Compensation: "补偿", Conditional: "条件", Link: "链接", Cancel: "取消", Terminate: "终止" };
const kinds = {};
for (const [event, word] of Object.entries(EVENTS)) {
  for (const [trigger, before] of Object.entries(TRIGGERS)) {
    const name = trigger ? `${trigger} ${event}` : event;
    kinds[name] = before + word;
    kinds[`${name} (Non Interrupting)`] = `${before}${word}（不中断）`;
  }
}

export default {
  ...kinds,
  "Task": "任务", "User Task": "人工环节", "Service Task": "服务任务", "Script Task": "脚本任务", "Send Task": "发送任务", "Receive Task": "接收任务",
  "Manual Task": "手工任务", "Business Rule Task": "业务规则任务", "Call Activity": "调用活动", "Sub Process": "子流程", "Expanded Sub Process": "子流程",
  "Collapsed Sub Process": "收起的子流程", "Event Sub Process": "事件子流程", "Expanded Ad Hoc Sub Process": "临时子流程", "Collapsed Ad Hoc Sub Process": "收起的临时子流程",
  "Exclusive Gateway": "排他网关", "Parallel Gateway": "并行网关", "Inclusive Gateway": "包容网关", "Event Based Gateway": "事件网关", "Complex Gateway": "复杂网关",
  "Sequence Flow": "连线", "Default Flow": "默认流", "Conditional Flow": "带条件的连线", "Message Flow": "消息流", "Association": "关联线",
  "Participant": "泳池", "Lane": "泳道", "Process": "流程", "Collaboration": "整张图", "Text Annotation": "注释", "Group": "分组框",
  "Data Object Reference": "数据对象", "Data Store Reference": "数据存储", "Data Input Association": "数据关联", "Data Output Association": "数据关联", "Transaction": "事务",
  "Click to set a dynamic value with FEEL expression": "改写成 FEEL 表达式", "Click to remove dynamic value with FEEL expression": "改写成固定的文字",
  "List contains {numOfItems} item": "有 {numOfItems} 项", "List contains {numOfItems} items": "有 {numOfItems} 项",
};

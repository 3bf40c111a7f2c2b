// The canvas and the panel speak Chinese. Words that nobody translated are gathered, so that a test can ask for them.
import zn from "bpmn-js-i18n/translations/zn.js";
import canvas from "./words_canvas.js";
import kinds from "./words_kinds.js";
import panel from "./words_panel.js";

const WORDS = { ...zn, ...kinds, ...panel, ...canvas };

export function translate(template, replacements = {}) {
  const words = WORDS[template] ?? WORDS[template.trim()] ?? template;
  return words.replace(/{([^}]+)}/g, (_, name) => {
    const value = replacements[name] ?? `{${name}}`;
    return WORDS[value] ?? value;
  });
}

export default { translate: ["value", translate] };

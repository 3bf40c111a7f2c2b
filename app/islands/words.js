// The browser's own sentences stand in the source in Chinese, as those of a template do: said`已传 ${percent}%`. On an
// English page the sentence is looked up with its values as places: "已传 {0}%".
import english from "../translations/en/islands.json";

const PLACE = /\{(\d)\}/g;

export function said(texts, ...values) {
  const chinese = texts.reduce((sentence, text, at) => `${sentence}{${at - 1}}${text}`);
  const sentence = (document.documentElement.lang === "en" && english[chinese]) || chinese;
  return sentence.replace(PLACE, (_, at) => values[at]);
}

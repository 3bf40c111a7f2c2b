// Asking the server. Every answer that is no success becomes an error that carries the sentence to be shown.
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export class Refused extends Error {
  constructor(status, told) {
    super(told.sentence ?? "服务器没有接受，请稍后再试。");
    this.status = status;
    this.told = told;
  }
}

export async function ask(url, { method = "GET", body, headers = {} } = {}) {
  const answer = await fetch(url, { method, body, headers: { "X-CSRFToken": token(), ...headers } });
  if (answer.ok) return answer;
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  throw new Refused(answer.status, isJson ? await answer.json() : {});
}

export function postJson(url, value) {
  return ask(url, { method: "POST", body: JSON.stringify(value), headers: { "Content-Type": "application/json" } });
}

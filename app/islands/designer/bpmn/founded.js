// Clauses that nothing carries out yet, and steps that name no clause: beside the problems, each leading to its place.
function make(tag, textContent, more = {}) {
  return Object.assign(document.createElement(tag), { textContent, ...more });
}

export function showFounding(place, told, { name, go, has }) {
  const box = place.querySelector("[data-clauses]");
  const { uncovered = [], unfounded = [], list = [], total = 0, landed = 0 } = told.clauses ?? {};
  box.hidden = !total && !unfounded.length;
  // Each check writes the lists anew; one that was opened to be worked through stays open.
  const opened = new Set([...box.querySelectorAll("details[open]")].map((one) => one.dataset.title));
  const texts = new Map(list.map((one) => [one.id, [one.article, one.text].filter(Boolean).join("　")]));
  const open = uncovered.map((id) => {
    const row = make("li", "");
    row.append(make("b", id), ` ${texts.get(id) ?? ""}`);
    return row;
  });
  const lead = (id) => {
    const row = make("li", "");
    const button = make("button", name(id) || id, { type: "button", className: "problem-lead" });
    button.addEventListener("click", () => go(id));
    row.append(has(id) ? button : make("span", id));
    return row;
  };
  box.replaceChildren(
    make("h3", `条款：${total} 条，已落实 ${landed} 条`),
    part("还没有落实的条款", open, opened),
    part("没有写明依据的环节", unfounded.map(lead), opened),
  );
}

function part(title, rows, opened) {
  const details = document.createElement("details");
  details.dataset.title = title;
  details.open = opened.has(title);
  const list = document.createElement("ul");
  list.append(...rows);
  details.append(make("summary", `${title}：${rows.length}`), list);
  details.hidden = !rows.length;
  return details;
}

// The designer's editors. Which one is needed says the page; each is fetched only then, for together they weigh a megabyte.
import "./designer/shell.css";

const EDITORS = {
  bpmn: () => import("./designer/bpmn/editor.js"),
  dmn: () => import("./designer/dmn/editor.js"),
  form: () => import("./designer/form/editor.js"),
  text: () => import("./designer/text/editor.js"),
};

async function open(place) {
  place.style.setProperty("--editor-top", `${Math.round(place.getBoundingClientRect().top + scrollY)}px`);
  try {
    const { edit } = await EDITORS[place.dataset.editor]();
    await edit(place);
  } catch (error) {
    console.warn(error);
    const state = place.querySelector("[data-save-state]");
    state.textContent = "编辑器没有打开，文件没有改动。请刷新页面，或者点“看文字”。";
    state.classList.add("is-failed");
  }
}

for (const place of document.querySelectorAll("[data-editor]")) open(place);

// A phrase, or a colleague's answer, goes where the opinion is written: at the caret, never over what stands there.
export function startPhrases() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-phrase]");
    if (!button) return;
    const form = document.getElementById("form");
    const area = form?.querySelector('textarea[name$="comment"]') ?? form?.querySelector("textarea");
    if (!area) return;
    const at = area.selectionStart ?? area.value.length;
    area.setRangeText(button.dataset.phrase, at, area.selectionEnd ?? at, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
}

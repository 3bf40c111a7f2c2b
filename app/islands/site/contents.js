// How far a long form is: beside each of its parts stands what is still missing there.
const PAUSE = 200;

function missing(part) {
  const open = new Set();
  for (const control of part.querySelectorAll("[required]")) {
    if (control.closest("template")) continue;
    if (!control.checkValidity()) open.add(control.name);
  }
  for (const wrong of part.querySelectorAll("[aria-invalid='true']")) open.add(wrong.name);
  return open.size;
}

function refresh() {
  for (const link of document.querySelectorAll("[data-part]")) {
    const part = document.getElementById(link.dataset.part);
    const state = link.parentElement.querySelector("[data-part-state]");
    if (!part || !state) continue;
    const count = missing(part);
    state.textContent = count ? `还有 ${count} 项` : "✓ 已填齐";
    state.classList.toggle("is-done", count === 0);
  }
}

export function startContents() {
  if (!document.querySelector("[data-part]")) return;
  // On a phone the form comes first; the list of its parts is one tap away.
  if (matchMedia("(max-width: 64rem)").matches) document.querySelector(".contents > details").open = false;
  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  for (const kind of ["input", "change"]) document.addEventListener(kind, soon);
  new MutationObserver(soon).observe(document.getElementById("form"), { childList: true, subtree: true });
  refresh();
}

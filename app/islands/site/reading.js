// Large print, menus that close, printing, and the error summary that takes the focus.
const LARGE = "large-print";

function setLarge(on) {
  document.documentElement.classList.toggle("is-large", on);
  for (const button of document.querySelectorAll("[data-large-print]")) button.setAttribute("aria-pressed", String(on));
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

// <details data-remember="name">: opened or closed by hand, it is found so again in this browser.
function startRemembering() {
  for (const part of document.querySelectorAll("details[data-remember]")) {
    const key = `closed-${part.dataset.remember}`;
    const kept = localStorage.getItem(key);
    if (kept) part.open = kept === "no";
    part.querySelector("summary").addEventListener("click", () => localStorage.setItem(key, part.open ? "yes" : "no"));
  }
}

function focusFaults(root = document) {
  (root.querySelector("[data-faults]") ?? root.querySelector("#refusal[tabindex]"))?.focus();
}

export function startReading() {
  setLarge(localStorage.getItem(LARGE) === "yes");
  document.addEventListener("click", ({ target }) => {
    closeMenus(target);
    if (target.closest?.("[data-print]")) window.print();
    if (target.closest?.("[data-large-print]")) {
      const on = !document.documentElement.classList.contains("is-large");
      localStorage.setItem(LARGE, on ? "yes" : "no");
      setLarge(on);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  startRemembering();
  focusFaults();
}

import { said } from "../words.js";

const KEPT = "then-slider";

// A slider over the days on which a case moved; without script the date field and the list of days do the same.
export function startThen() {
  for (const form of document.querySelectorAll("form[data-then]")) {
    const days = form.dataset.then.split(" ");
    const field = form.elements.day;
    if (days.length < 2) continue;
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", className: "form-range", min: 0, max: days.length - 1, step: 1 });
    slider.setAttribute("aria-label", said`在有变化的日子之间移动`);
    slider.value = days.filter((day) => day <= field.value).length - 1;
    const tell = () => slider.setAttribute("aria-valuetext", days[slider.value]);
    tell();
    slider.addEventListener("input", () => {
      field.value = days[slider.value];
      tell();
    });
    // By keyboard each step is a change: the page waits until the person has stopped, and gives the slider back.
    let pause = 0;
    slider.addEventListener("change", () => {
      clearTimeout(pause);
      pause = setTimeout(() => {
        if (document.activeElement === slider) sessionStorage.setItem(KEPT, form.action);
        form.requestSubmit();
      }, 500);
    });
    form.querySelector(".card-body").append(slider);
    if (sessionStorage.getItem(KEPT) === form.action) slider.focus({ preventScroll: true });
    sessionStorage.removeItem(KEPT);
  }
}

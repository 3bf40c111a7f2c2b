// Files that were chosen and not yet uploaded: a draft or a redrawn form never sends them, and never loses them either.
export function withoutFiles(form) {
  const body = new FormData(form);
  for (const control of form.querySelectorAll("input[type=file][name]")) body.delete(control.name);
  return body;
}

// No script may fill such a control, so the control itself moves into the fresh form.
export function keepChosenFiles(old, fresh) {
  for (const control of old.querySelectorAll("input[type=file][id]")) {
    const twin = control.files.length ? fresh.querySelector(`#${CSS.escape(control.id)}`) : null;
    twin?.replaceWith(control);
  }
}

// What the server has not got yet is kept on this machine, so that neither a lost line nor a closed lid costs a stroke.
const key = (place) => `jiangxin-draft:${place.dataset.draft}:${place.dataset.path}`;

export function keep(place, text, revision) {
  try {
    localStorage.setItem(key(place), JSON.stringify({ text, revision, at: Date.now() }));
    return true;
  } catch {
    return false; // private window or no room: the page itself still holds it
  }
}

export function kept(place) {
  try {
    return JSON.parse(localStorage.getItem(key(place)));
  } catch {
    return null;
  }
}

export function forget(place) {
  try {
    localStorage.removeItem(key(place));
  } catch {
    // nothing was kept then
  }
}

// Figures that no server has confirmed yet wait in this browser, by user and sheet, until one has. Every page says
// where some wait, and logging out asks before they are dropped. A store belongs to the page that wrote it:
// {sheet, name, url, save, beat, failing, leaving, flights: [[edit]], cells: {place: edit}}. ``flights`` are batches
// that went out and whose answer did not come; they go out again just as they were. ``cells`` are newer.
const PREFIX = "ntm-unsent:";
const SIGNED_IN = "ntm-user";
const DROPPING = "ntm-drop";
const STALE = 90_000; // a page in the background still ticks once a minute
const FRESH = 15_000;

export const me = document.body.dataset.user || "";
export const own = new Set(); // keys of the stores this page looks after
export const placeOf = ({ commune, key }) => `${commune}/${key}`;
export const keyFor = (sheet) => `${PREFIX}${me}:${sheet}:${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
export const isDropping = () => sessionStorage.getItem(DROPPING) !== null;
const places = (store) => new Set([...Object.keys(store.cells), ...store.flights.flat().map(placeOf)]);
export const count = (store) => places(store).size;

/** Whether somebody else has logged in on this browser since: nothing may go out under another name. */
export function isOther() {
  try {
    return ![me, "", null].includes(localStorage.getItem(SIGNED_IN));
  } catch {
    return false; // without a memory every page knows of itself only
  }
}

/** The stores of this user as [key, store]; what cannot be read is left alone. */
export function stores() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${me}:`));
    return me ? keys.map((key) => [key, JSON.parse(localStorage.getItem(key))]) : [];
  } catch {
    return [];
  }
}

/** A question to ask of [key, store]: is the page it belongs to still open? Locks know it at once, where there are any. */
export async function living() {
  const held = (await navigator.locks?.query())?.held.map(({ name }) => name);
  return ([key, store]) => held?.includes(key) ?? Date.now() - store.beat < STALE;
}

const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";

/** One batch to the server. Small ones arrive even when the page is left meanwhile. */
export function post(save, edits) {
  const body = JSON.stringify({ user: me, edits });
  return fetch(save, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
    body,
    keepalive: body.length < 15_000, // at most 64 kB of bytes in all
    signal: AbortSignal.timeout(30_000),
  });
}

/** Takes the answer to the first batch: what is stored goes, the rest stays with its reason. */
export function settle(store, outcomes) {
  const sent = store.flights.shift();
  outcomes.forEach(({ status, text, version, message, by, at }, index) => {
    const edit = sent[index], place = placeOf(edit), newer = store.cells[place];
    if (status === "saved" || status === "same") {
      if (newer) newer.version = version;
      return;
    }
    const again = newer && status === "refused" ? "waiting" : status;
    store.cells[place] = { ...edit, ...newer, status: again, message, stored: { text, version, by, at } };
  });
}

// A page that was left with a good line sent its last edits on leaving; whether they arrived is asked here.
async function confirmLast(key, store) {
  try {
    const answer = await post(store.save, store.flights[0]);
    if (!answer.ok) return;
    settle(store, (await answer.json()).outcomes);
    if (localStorage.getItem(key) === null) return; // the sheet was opened meanwhile and looks after it
    if (count(store)) localStorage.setItem(key, JSON.stringify(store));
    else localStorage.removeItem(key);
  } catch {
    // it waits, and is said
  }
}

const isWell = ({ failing, cells }) => !failing && Object.values(cells).every((edit) => edit.status === "waiting");

async function showWaiting() {
  const alive = await living();
  const waiting = stores().filter(([key, store]) => !own.has(key) && !(isWell(store) && alive([key, store])));
  document.querySelector(".unsent")?.remove();
  if (!waiting.length) return;
  const note = document.createElement("div");
  note.className = "note warning unsent";
  note.setAttribute("role", "status");
  for (const [, store] of waiting) {
    const link = Object.assign(document.createElement("a"), { href: store.url, textContent: store.name });
    const line = document.createElement("p");
    line.append(`Còn ${count(store)} ô chưa gửi ở `, link, ". Mở trang đó để gửi.");
    note.append(line);
  }
  document.querySelector("main")?.prepend(note);
}

/** Says on the page what waits elsewhere; the grid calls it again when it has taken over what it can. */
export async function tellWaiting() {
  const late = stores().filter(([key, { leaving, flights }]) => !own.has(key) && flights.length === 1 && Date.now() - leaving < FRESH);
  await Promise.all(late.map((entry) => confirmLast(...entry)));
  showWaiting();
}

// Logging out drops what waits, after a yes, and only once it has really happened.
document.addEventListener("submit", ({ target: form }) => {
  if (!("logout" in form.dataset)) return;
  const left = stores().reduce((sum, [, store]) => sum + count(store), 0);
  delete form.dataset.confirm;
  if (!left) return;
  form.dataset.confirm = `Còn ${left} ô chưa gửi. Đăng xuất bây giờ thì số đã gõ ở các ô đó bị bỏ, không lấy lại được.`;
  form.dataset.confirmAction = `Đăng xuất, bỏ ${left} ô`;
}, true);
window.addEventListener("submit", (event) => {
  if ("logout" in event.target.dataset && !event.defaultPrevented) sessionStorage.setItem(DROPPING, me || "-");
});

function dropAfterLogOut() {
  const user = sessionStorage.getItem(DROPPING);
  sessionStorage.removeItem(DROPPING);
  if (!user || me) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(`${PREFIX}${user}:`)) localStorage.removeItem(key);
}

if ("user" in document.body.dataset) {
  try {
    dropAfterLogOut();
    if (localStorage.getItem(SIGNED_IN) !== me) localStorage.setItem(SIGNED_IN, me);
  } catch {
    // no memory here: nothing can wait in it
  }
}
window.addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && showWaiting());
if (!document.getElementById("grid")) tellWaiting();

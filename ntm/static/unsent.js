// Figures that no server has confirmed yet wait in this browser, by user and sheet, until one has. Every page says
// where some wait, and logging out asks before they are dropped. A store belongs to the page that wrote it:
// {sheet, name, url, save, beat, failing, leaving, flights: [[edit]], cells: {place: edit}}. ``flights`` are batches
// that went out and whose answer did not come; they go out again just as they were. ``cells`` are newer.
import { make } from "./forms.js";
const PREFIX = "ntm-unsent:", SIGNED_IN = "ntm-user", DROPPING = "ntm-drop";
const STALE = 90_000, FRESH = 15_000; // a page in the background still ticks once a minute

export const me = document.body.dataset.user || "";
export const own = new Set(); // keys of the stores this page looks after
export const placeOf = ({ commune, key }) => `${commune}/${key}`;
export const keyFor = (sheet) => `${PREFIX}${me}:${sheet}:${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
export const isDropping = () => sessionStorage.getItem(DROPPING) !== null;
export const count = ({ cells, flights }) => new Set([...Object.keys(cells), ...flights.flat().map(placeOf)]).size;
const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";
const keysOf = (user) => Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${user}:`));
/** What the job gives; what ``without`` says where the browser keeps nothing. */
function remembering(job, without) {
  try {
    return job();
  } catch {
    return without;
  }
}
/** Whether somebody else has logged in on this browser since: nothing may go out under another name. */
export const isOther = () => remembering(() => ![me, "", null].includes(localStorage.getItem(SIGNED_IN)), false);
/** The stores of this user as [key, store]. */
export const stores = () => remembering(() => (me ? keysOf(me).map((key) => [key, JSON.parse(localStorage.getItem(key))]) : []), []);
/** A question to ask of [key, store]: is the page it belongs to still open? Locks know it at once, where there are any. */
export async function living() {
  const held = (await navigator.locks?.query())?.held.map(({ name }) => name);
  return ([key, store]) => held?.includes(key) ?? Date.now() - store.beat < STALE;
}
/** One batch to the server. Small ones arrive even when the page is left meanwhile. */
export function post(save, edits) {
  const body = JSON.stringify({ user: me, edits });
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") };
  return fetch(save, { method: "POST", headers, body, keepalive: body.length < 15_000, signal: AbortSignal.timeout(30_000) });
}
/** Takes the answer to the first batch: what is stored goes, the rest stays with its reason. */
export function settle(store, outcomes) {
  const sent = store.flights.shift();
  outcomes.forEach(({ status, text, version, message, by, at }, index) => {
    const edit = sent[index], place = placeOf(edit), newer = store.cells[place];
    const stored = status === "saved" || status === "same", again = newer && status === "refused" ? "waiting" : status;
    if (stored && newer) newer.version = version;
    if (!stored) store.cells[place] = { ...edit, ...newer, status: again, message, stored: { text, version, by, at } };
  });
}
// A page that was left with a good line sent its last edits on leaving; whether they arrived is asked here.
async function confirmLast([key, store]) {
  const answer = await post(store.save, store.flights[0]).catch(() => ({}));
  if (!answer.ok) return;
  settle(store, (await answer.json()).outcomes);
  if (localStorage.getItem(key) === null) return; // the sheet was opened meanwhile and looks after it
  if (count(store)) localStorage.setItem(key, JSON.stringify(store));
  else localStorage.removeItem(key);
}
async function showWaiting() {
  const alive = await living(), isWell = ({ failing, cells }) => !failing && Object.values(cells).every((edit) => edit.status === "waiting");
  const waiting = stores().filter(([key, store]) => !own.has(key) && !(isWell(store) && alive([key, store])));
  document.querySelector(".unsent")?.remove();
  if (!waiting.length) return;
  const tell = ([, store]) =>
    make("p", {}, `Còn ${count(store)} ô chưa gửi ở `, make("a", { href: store.url }, store.name), ". Mở trang đó để gửi.");
  document.querySelector("main")?.prepend(make("div", { className: "note warning unsent", role: "status" }, ...waiting.map(tell)));
}
/** Says on the page what waits elsewhere; the grid calls it when it has taken over what it can. */
export async function tellWaiting() {
  const isLate = ([key, { leaving, flights }]) => !own.has(key) && flights.length === 1 && Date.now() - leaving < FRESH;
  await Promise.all(stores().filter(isLate).map(confirmLast));
  await showWaiting();
}
// Logging out drops what waits, after a yes (forms.js asks), and only once it has really happened.
document.addEventListener("submit", ({ target: { dataset } }) => {
  const left = stores().reduce((sum, [, store]) => sum + count(store), 0);
  if ("logout" in dataset) delete dataset.confirm;
  if (!("logout" in dataset && left)) return;
  dataset.confirm = `Còn ${left} ô chưa gửi. Đăng xuất bây giờ thì số đã gõ ở các ô đó bị bỏ, không lấy lại được.`;
  dataset.confirmAction = `Đăng xuất, bỏ ${left} ô`;
}, true);
window.addEventListener("submit", ({ target, defaultPrevented }) => {
  if ("logout" in target.dataset && !defaultPrevented) sessionStorage.setItem(DROPPING, me);
});

if ("user" in document.body.dataset) remembering(() => {
  const left = sessionStorage.getItem(DROPPING);
  sessionStorage.removeItem(DROPPING);
  if (left && !me) keysOf(left).forEach((key) => localStorage.removeItem(key));
  if (localStorage.getItem(SIGNED_IN) !== me) localStorage.setItem(SIGNED_IN, me);
});
window.addEventListener("storage", ({ key }) => key?.startsWith(PREFIX) && showWaiting());
if (!document.getElementById("grid")) tellWaiting();

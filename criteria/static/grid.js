// The entry grid: puts table, queue, keys and panel together, and says at the foot how things stand.
import { Keys } from "./grid-keys.js";
import { Panel } from "./grid-panel.js";
import { Queue } from "./grid-queue.js";
import { Sheet } from "./grid-sheet.js";

const [grid, state, jump, tools, help, login, said] =
  ["grid", "grid-state", "grid-jump", "grid-tools", "grid-keys", "grid-login", "grid-said"].map((id) => document.getElementById(id));
const table = grid.querySelector("table.grid-table"), frame = table.parentElement, untouched = state.dataset.ready ?? state.textContent;
const queue = new Queue(grid.dataset), sheet = new Sheet(table, queue);
const panel = new Panel(document.getElementById("panel"), grid.dataset.cell, sheet);
let soon = 0, done = "";
const say = (text) => (said.textContent = done = text);
const keys = new Keys(sheet, frame, { say, keys: { F6: () => panel.enter(), F8: nextTrouble, F9: copyLast } });
table.addEventListener("cell", () => say("")); // what was said of the cell before
function standing() {
  const { unsent, stuck, trouble, savedAt, volatile } = queue;
  const told = {
    "": [], line: [`${unsent} ô chưa gửi, đang chờ mạng`], login: [`Phiên đã hết, ${unsent} ô chưa gửi được giữ trên máy này`],
    other: [`Trình duyệt này đã có người khác đăng nhập; ${unsent} ô của bạn được giữ, sẽ gửi khi bạn đăng nhập lại`],
  }[trouble];
  if (stuck.length) told.push(`${stuck.length} ô chưa lưu được, cần bạn xem lại`);
  if (volatile && unsent + stuck.length) told.push("trình duyệt không giữ được số chưa gửi, đừng đóng trang này");
  if (!told.length) told.push(unsent ? "Đang lưu…" : savedAt ? `Đã lưu ${savedAt}` : untouched);
  return told.join("; ");
}
function showStanding() {
  if (state.textContent !== standing()) state.textContent = standing();
  state.classList.toggle("bad", Boolean(queue.trouble || queue.stuck.length || queue.volatile));
  login.hidden = queue.trouble !== "login";
  jump.hidden = !queue.stuck.length;
}
queue.addEventListener("change", () => {
  clearTimeout(soon);
  soon = setTimeout(showStanding, queue.unsent && !queue.trouble ? 600 : 0); // no flicker for what takes a moment
});
queue.addEventListener("outcomes", ({ detail }) => {
  const bad = detail.find(({ status }) => ["refused", "conflict", "closed"].includes(status)), one = detail.length === 1 && detail[0];
  const { commune, key, told, elsewhere } = bad ?? one, input = sheet.inputs.get(`${commune}/${key}`), view = input && queue.view(sheet.place(input));
  const text = bad ? view && sheet.reason(view) : input && !elsewhere && told;
  if (text) said.textContent = `${done} ${sheet.name(input)}: ${text}`.trim(); // after what was said of the act
});
/** The next cell that could not be stored, after the current one; where it is not in the table, the whole table. */
function nextTrouble() {
  const inputs = [...sheet.inputs.values()], bad = inputs.filter((input) => queue.stuck.includes(sheet.place(input)));
  if (bad.length) keys.go(bad.find((input) => inputs.indexOf(input) > inputs.indexOf(keys.current)) ?? bad[0]);
  else if (queue.stuck.length) location.assign(queue.store.url);
}
function copyLast() {
  if (!keys.current) return say("Chọn một ô hoặc một khối ô trước.");
  const before = keys.chosen.flat().filter((input) => input.dataset.last);
  const written = sheet.write(before.map((input) => [input, input.dataset.last]));
  say(before.length ? `Đã lấy số kỳ trước vào ${written} ô.` : "Các ô đang chọn không có số kỳ trước.");
}
tools.hidden = false;
tools.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault()); // the cell stays current
for (const { dataset, parentElement } of sheet.spots.keys()) if (dataset.last) parentElement.dataset.last = dataset.last;
tools.addEventListener("change", ({ target }) => target.name === "last" && grid.classList.toggle("with-last", target.checked));
tools.addEventListener("click", ({ target }) => ({ last: copyLast, keys: () => help.showModal() })[target.closest("button")?.value]?.());
jump.addEventListener("click", nextTrouble);
document.addEventListener("keydown", ({ key, target }) => key === "?" && !target.closest("input, textarea, select, dialog") && help.showModal());
// Header, names and sums stay in view: the focused cell is scrolled out from under them, its message into the frame.
new ResizeObserver(() => {
  const left = sheet.lines[0].querySelector("th").offsetWidth + 4;
  frame.style.scrollPadding = `${table.tHead.offsetHeight}px 8px ${table.tFoot?.offsetHeight ?? 0}px ${left}px`;
}).observe(frame);
for (const name of ["focusin", "mouseover"]) table.addEventListener(name, ({ target }) => {
  const why = target.closest("td")?.querySelector(".why"), box = frame.getBoundingClientRect();
  const { top, left } = target.getBoundingClientRect();
  why?.classList.toggle("up", top > box.top + box.height / 2);
  why?.classList.toggle("end", left > box.left + box.width / 2);
});
function commitOpen() {
  const open = document.activeElement;
  if (sheet.spots.has(open)) sheet.write([[open, open.value]]);
  else if (panel.hasFocus && open.value !== open.defaultValue) panel.edit(open);
}
document.addEventListener("visibilitychange", () => document.hidden && commitOpen());
window.addEventListener("pagehide", () => { commitOpen(); queue.leave(); });
const early = document.activeElement; // what was typed before this script came is sent, what is being typed stays open
sheet.write([...sheet.spots.keys()].filter((input) => input !== early).map((input) => [input, input.value]));
if (sheet.spots.has(early)) keys.enter(early);
showStanding();
queue.adopt((place) => sheet.inputs.has(place));

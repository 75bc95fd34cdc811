// The entry grid: puts table, queue, keys and panel together, and says at the foot how things stand.
import { Keys } from "./grid-keys.js";
import { Panel } from "./grid-panel.js";
import { Queue } from "./grid-queue.js";
import { Sheet } from "./grid-sheet.js";

const grid = document.getElementById("grid");
const table = grid.querySelector("table.grid-table"), frame = table.parentElement;
const state = document.getElementById("grid-state"), said = document.getElementById("grid-said");
const jump = document.getElementById("grid-jump"), tools = document.getElementById("grid-tools");
const untouched = state.textContent;
const queue = new Queue(grid.dataset);
const sheet = new Sheet(table, queue);
const panel = new Panel(document.getElementById("panel"), grid.dataset.cell, sheet);
const keys = new Keys(sheet, frame, { say, panel: () => panel.enter(), trouble: nextTrouble, last: copyLast });

function say(text) {
  said.textContent = text;
}

// ---- the foot ----

function standing() {
  const { unsent, stuck, trouble, savedAt, volatile } = queue;
  const parts = [];
  if (trouble === "line" && unsent) parts.push(`${unsent} ô chưa gửi, đang chờ mạng`);
  if (trouble === "login") parts.push(`Phiên đã hết, ${unsent} ô chưa gửi được giữ trên máy này`);
  if (trouble === "other") parts.push(`Trình duyệt này đã có người khác đăng nhập; ${unsent} ô của bạn được giữ, sẽ gửi khi bạn đăng nhập lại`);
  if (stuck.length) parts.push(`${stuck.length} ô chưa lưu được, cần bạn xem lại`);
  if (volatile && unsent + stuck.length) parts.push("trình duyệt không giữ được số chưa gửi, đừng đóng trang này");
  if (!parts.length && unsent) parts.push("Đang lưu…");
  if (!parts.length) parts.push(savedAt ? `Đã lưu ${savedAt}` : untouched);
  return parts.join("; ");
}

function showStanding() {
  const text = standing(), login = queue.trouble === "login";
  if (state.firstChild?.data !== text) state.replaceChildren(text);
  state.classList.toggle("bad", Boolean(queue.trouble || queue.stuck.length || queue.volatile));
  document.getElementById("grid-login").hidden = !login;
  jump.hidden = !queue.stuck.length;
}

let soon = 0;
queue.addEventListener("change", () => {
  clearTimeout(soon);
  soon = setTimeout(showStanding, queue.unsent && !queue.trouble ? 600 : 0); // no flicker for what takes a moment
});
queue.addEventListener("outcomes", ({ detail }) => {
  const { commune, key } = detail.find(({ status }) => ["refused", "conflict", "closed"].includes(status)) ?? {};
  const input = sheet.inputs.get(`${commune}/${key}`), view = input && queue.view(sheet.place(input));
  if (view) say(`${sheet.name(input)}: ${sheet.reason(view)}`);
});

/** The next cell that could not be stored, after the current one; where it is not in the table, the whole table. */
function nextTrouble() {
  const { stuck } = queue, inputs = [...sheet.inputs.values()];
  const bad = inputs.filter((input) => stuck.includes(sheet.place(input)));
  const after = bad.find((input) => inputs.indexOf(input) > inputs.indexOf(keys.current));
  if (bad.length) keys.go(after ?? bad[0]);
  else if (stuck.length) location.assign(queue.store.url);
}

// ---- the last period ----

function copyLast() {
  if (!keys.current) return say("Chọn một ô hoặc một khối ô trước.");
  const before = keys.chosen.flat().filter((input) => input.dataset.last);
  const written = sheet.write(before.map((input) => [input, input.dataset.last]));
  keys.current.focus();
  say(before.length ? `Đã lấy số kỳ trước vào ${written} ô.` : "Các ô đang chọn không có số kỳ trước.");
}

function showLast(on) {
  for (const input of sheet.inputs.values()) if (input.dataset.last) input.parentElement.dataset.last = input.dataset.last;
  grid.classList.toggle("with-last", on);
}

// ---- tools, and the room around the focused cell ----

tools.hidden = false;
tools.addEventListener("click", ({ target }) => {
  const { value } = target.closest("button") ?? {};
  if (value === "last") copyLast();
  if (value === "keys") document.getElementById("grid-keys").showModal();
});
tools.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault()); // the cell stays current
tools.addEventListener("change", ({ target }) => target.name === "last" && showLast(target.checked));
jump.addEventListener("click", nextTrouble);
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !event.target.closest("input, textarea, select")) document.getElementById("grid-keys").showModal();
});

function leaveRoom() {
  const [row] = sheet.rows, left = row?.[0].closest("tr").querySelector("th").getBoundingClientRect().right;
  const sides = [table.tHead.offsetHeight, 8, table.tFoot?.offsetHeight ?? 0, left - frame.getBoundingClientRect().left + 4];
  frame.style.scrollPadding = sides.map((side) => `${side}px`).join(" ");
}
new ResizeObserver(leaveRoom).observe(frame);

document.addEventListener("visibilitychange", () => document.hidden && commitOpen());
window.addEventListener("pagehide", () => {
  commitOpen();
  queue.leave();
});
function commitOpen() {
  const open = document.activeElement;
  if (sheet.spots.has(open)) sheet.write([[open, open.value]]);
  else if (panel.hasFocus) panel.edit(open);
}

queue.adopt((place) => sheet.inputs.has(place));

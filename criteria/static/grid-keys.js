// Moving about and selecting as in Excel. Letters, Backspace and what an input method composes are the input's alone:
// Unikey deletes and types again, and sends Shift+Left too, so while something is typed only the keys below are ours.
import { layBlock, readBlock, writeBlock } from "./grid-clip.js";
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const ENDS = { Home: [0, -Infinity], End: [0, Infinity] };
const within = (value, end) => Math.max(0, Math.min(end - 1, value));

export class Keys {
  /** ``tools``: what stands outside the table, {say(text), keys: {F6: …}}. */
  constructor(sheet, frame, tools) {
    Object.assign(this, { sheet, frame, tools, mode: "ready", current: null, head: null });
    const { table } = sheet;
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("input", () => this.set(this.mode === "edit" ? "edit" : "type"));
    table.addEventListener("focusin", ({ target }) => sheet.spots.has(target) && this.enter(target));
    table.addEventListener("focusout", ({ target }) => sheet.spots.has(target) && this.leave(target));
    table.addEventListener("mousedown", (event) => !event.button && this.point(event, this.inputAt(event)));
    table.addEventListener("mouseover", (event) => event.buttons === 1 && this.dragging && this.extend(this.inputAt(event)));
    window.addEventListener("mouseup", () => (this.dragging = false));
    for (const name of ["copy", "cut", "paste"]) table.addEventListener(name, (event) => this[name](event));
  }
  inputAt({ target }) { return target.closest("td")?.querySelector("input"); }
  /** "ready": the next letter replaces; "type": a letter came; "edit": the arrows stay in the text. */
  set(mode) { this.mode = mode; this.sheet.typing = mode !== "ready"; }
  enter(input) {
    if (input === this.current) return; // back from another window or the panel: as it was left
    const typed = input.value !== this.sheet.shown(input); // before this script came
    this.current = this.head = input;
    this.set(typed ? "type" : "ready");
    this.mark();
    if (!typed) input.select();
    this.sheet.table.dispatchEvent(new CustomEvent("cell", { detail: input }));
  }
  leave(input) { this.set("ready"); this.sheet.write([[input, input.value]]); }
  /** Commits and goes there; where it is there already, only selects. */
  go(input) {
    this.clear();
    if (input === document.activeElement) this.leave(input);
    else input.focus();
    input.select();
  }
  move([down, right], extend) {
    const [row, column] = this.sheet.spots.get(extend ? this.head : this.current), { rows } = this.sheet;
    this[extend ? "extend" : "go"](rows[within(row + down, rows.length)][within(column + right, rows[0].length)]);
  }
  /** The first click selects the cell, so that typing replaces; the second sets a caret in it. */
  point(event, input) {
    if (!input) return;
    if (input === document.activeElement && !this.block && !event.shiftKey) return this.set("edit");
    event.preventDefault();
    if (event.shiftKey && this.current) return this.extend(input);
    this.go(input);
    this.dragging = true;
  }
  // ---- the block: from the current cell to ``head`` ----
  get block() { return this.head !== this.current; }
  get area() {
    const [[row, column], [otherRow, otherColumn]] = [this.current, this.head].map((input) => this.sheet.spots.get(input));
    return { top: Math.min(row, otherRow), bottom: Math.max(row, otherRow), left: Math.min(column, otherColumn), right: Math.max(column, otherColumn) };
  }
  get chosen() {
    const { top, left, bottom, right } = this.area;
    return this.sheet.rows.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
  }
  extend(input) {
    if (!input || input === this.head) return;
    if (this.mode !== "ready") this.leave(this.current);
    this.head = input;
    this.mark();
    input.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.tools.say(`Đang chọn ${this.chosen.length} dòng × ${this.chosen[0].length} cột`);
  }
  clear() { this.head = this.current; this.mark(); }
  mark() {
    for (const cell of this.sheet.table.querySelectorAll(".chosen")) cell.classList.remove("chosen");
    if (this.block) for (const input of this.chosen.flat()) input.closest("td").classList.add("chosen");
  }
  fill(textOf) { return this.sheet.write(this.chosen.flat().map((input) => [input, textOf(input)])); }
  press(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey || !this.sheet.spots.has(event.target)) return;
    const act = event.ctrlKey || event.metaKey ? this.control(event) : this.plain(event);
    if (act) event.preventDefault();
    act?.();
  }
  plain({ key, shiftKey }) {
    const { mode, tools } = this, page = Math.max(1, Math.floor(this.frame.clientHeight / this.sheet.lines[0].offsetHeight) - 3);
    const always = { Enter: () => this.move([shiftKey ? -1 : 1, 0]), Escape: () => this.escape(), F2: () => this.edit(), ...tools.keys };
    const steps = { ...STEPS, ...ENDS, PageUp: [-page, 0], PageDown: [page, 0] };
    if (always[key]) return always[key];
    if (mode === "edit" || (mode === "type" && shiftKey)) return null;
    if (steps[key]) return () => this.move(steps[key], shiftKey);
    return key === "Delete" && mode === "ready" ? () => this.empty() : null;
  }
  control({ key, shiftKey }) {
    const { mode, sheet } = this, letter = key.toLowerCase(), far = { Home: [-Infinity, -Infinity], End: [Infinity, Infinity] };
    if (mode !== "edit" && far[key]) return () => this.move(far[key], shiftKey);
    if (key === "Enter") return () => this.fillTyped();
    if (mode !== "ready") return null; // the browser's own undo, copy and paste
    if (STEPS[key]) return () => this.move(STEPS[key].map((step) => step && step * Infinity), shiftKey);
    if (letter === "y" || (letter === "z" && shiftKey)) return () => this.again(sheet.step(sheet.undone, sheet.done), "làm lại");
    if (letter === "z") return () => this.again(sheet.step(sheet.done, sheet.undone), "hoàn tác");
    return letter === "d" ? () => this.copyDown() : null;
  }
  edit() { this.clear(); this.set("edit"); this.current.setSelectionRange(9999, 9999); } // at the end
  /** Back to the text before; a second time gives up what was refused. */
  escape() {
    const input = this.current, typed = input.value !== this.sheet.shown(input);
    this.set("ready");
    this.clear();
    if (!typed && input.closest("td").dataset.save === "refused") this.sheet.write([[input, input.defaultValue]]);
    input.value = this.sheet.shown(input);
    input.select();
  }
  empty() {
    const locked = this.chosen.flat().filter((input) => input.readOnly).length;
    this.fill(() => "");
    if (locked) this.tools.say(`${locked} ô không được sửa, giữ nguyên.`);
  }
  again(input, word) {
    if (input) this.go(input);
    this.tools.say(input ? `Đã ${word}.` : `Không còn gì để ${word}.`);
  }
  fillTyped(text = this.current.value) { this.set("ready"); this.fill(() => text); }
  copyDown() {
    const { rows, spots } = this.sheet, from = rows[this.block ? this.area.top : this.area.top - 1];
    if (from) this.fill((input) => this.sheet.shown(from[spots.get(input)[1]]));
  }
  copy(event) {
    if (this.mode !== "ready" || !this.current) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", writeBlock(this.chosen.map((row) => row.map((input) => this.sheet.shown(input)))));
    return true;
  }
  cut(event) { if (this.copy(event)) this.empty(); }
  paste(event) {
    const block = readBlock(event.clipboardData.getData("text/plain"));
    if (this.mode !== "ready" && block.length === 1 && block[0].length === 1) return; // into the text, as anywhere
    event.preventDefault();
    this.set("ready");
    this.current.value = this.sheet.shown(this.current);
    const { changes, said } = layBlock(block, this.sheet, this.area);
    this.sheet.write(changes);
    if (changes.length > 1) this.extend(changes.at(-1)[0]);
    this.current.select();
    if (said) this.tools.say(said);
  }
}

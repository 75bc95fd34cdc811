// Moving about and selecting as in Excel. Letters, Backspace and what an input method composes are the input's alone:
// Unikey deletes and types again, and sends Shift+Left too, so while something is typed only the keys below are ours.
import { layBlock, readBlock, writeBlock } from "./grid-clip.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const within = (value, end) => Math.max(0, Math.min(end - 1, value));

export class Keys {
  /** ``tools``: {say(text), panel(), trouble(), last()}: what stands outside the table. */
  constructor(sheet, frame, tools) {
    Object.assign(this, { sheet, frame, tools, mode: "ready", current: null, head: null });
    const { table } = sheet;
    table.addEventListener("keydown", (event) => this.press(event));
    table.addEventListener("input", () => this.set(this.mode === "edit" ? "edit" : "type"));
    table.addEventListener("focusin", ({ target }) => this.enter(target));
    table.addEventListener("focusout", ({ target }) => this.leave(target));
    table.addEventListener("mousedown", (event) => this.point(event));
    table.addEventListener("mouseover", (event) => event.buttons === 1 && this.dragging && this.extend(this.inputAt(event)));
    table.addEventListener("dblclick", (event) => this.inputAt(event) && this.set("edit"));
    window.addEventListener("mouseup", () => (this.dragging = false));
    for (const name of ["copy", "cut", "paste"]) table.addEventListener(name, (event) => this[name](event));
  }

  /** "ready": the next letter replaces; "type": a letter came; "edit": the arrows stay in the text. */
  set(mode) {
    this.mode = mode;
    this.sheet.typing = mode !== "ready";
  }

  inputAt({ target }) {
    return target.closest("td")?.querySelector("input") ?? null;
  }

  enter(input) {
    if (input === this.current) return; // back from another window or the panel: as it was left
    this.current = this.head = input;
    this.set("ready");
    this.mark();
    input.select();
    this.sheet.table.dispatchEvent(new CustomEvent("cell", { detail: input }));
  }

  leave(input) {
    if (!this.sheet.spots.has(input)) return;
    this.sheet.typing = false;
    this.sheet.write([[input, input.value]]);
    this.set("ready");
  }

  /** Commits and goes there; where it is there already, only selects. */
  go(input) {
    if (!input) return;
    this.clear();
    if (input === document.activeElement) this.leave(input);
    else input.focus();
    input.select();
  }

  move([down, right], extend) {
    const [row, column] = this.sheet.spots.get(extend ? this.head : this.current);
    const { rows } = this.sheet;
    const input = rows[within(row + down, rows.length)][within(column + right, rows[0].length)];
    return extend ? this.extend(input) : this.go(input);
  }

  point(event) {
    const input = this.inputAt(event);
    if (!input || event.button) return;
    if (event.shiftKey && this.current) {
      event.preventDefault();
      this.extend(input);
    } else if (input !== document.activeElement) {
      event.preventDefault(); // else the click would set a caret instead of selecting
      this.go(input);
      this.dragging = true;
    } else if (!this.block) {
      this.set("edit");
    } else {
      event.preventDefault();
      this.go(input);
      this.dragging = true;
    }
  }

  // ---- the block: from the current cell to ``head`` ----

  get block() {
    return this.head !== this.current;
  }

  get area() {
    const [one, other] = [this.current, this.head].map((input) => this.sheet.spots.get(input));
    const [top, bottom] = [one[0], other[0]].sort((a, b) => a - b), [left, right] = [one[1], other[1]].sort((a, b) => a - b);
    return { top, left, bottom, right };
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
    const { top, left, bottom, right } = this.area;
    this.tools.say(`Đang chọn ${bottom - top + 1} dòng × ${right - left + 1} cột`);
  }

  clear() {
    if (!this.block) return;
    this.head = this.current;
    this.mark();
  }

  mark() {
    this.marked?.forEach((input) => input.closest("td").classList.remove("chosen"));
    this.marked = this.block ? this.chosen.flat() : [];
    this.marked.forEach((input) => input.closest("td").classList.add("chosen"));
  }

  fill(textOf) {
    return this.sheet.write(this.chosen.flatMap((row, r) => row.map((input, c) => [input, textOf(input, r, c)])));
  }

  // ---- keys ----

  press(event) {
    const { key } = event;
    if (event.isComposing || event.keyCode === 229 || event.altKey || !this.sheet.spots.has(event.target)) return;
    const act = event.ctrlKey || event.metaKey ? this.control(key, event) : this.plain(key, event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  plain(key, { shiftKey }) {
    const { mode, sheet, tools } = this, input = this.current;
    if (key === "Enter") return () => this.move([shiftKey ? -1 : 1, 0]);
    if (key === "Escape") return () => this.escape(input);
    if (key === "F2") return () => this.edit(input);
    if (key === "F6") return () => tools.panel();
    if (key === "F8") return () => tools.trouble();
    if (key === "F9") return () => tools.last();
    if (mode === "edit" || (mode === "type" && shiftKey)) return null;
    if (STEPS[key]) return () => this.move(STEPS[key], shiftKey);
    if (key === "PageUp" || key === "PageDown") return () => this.move([key === "PageUp" ? -this.page : this.page, 0], shiftKey);
    if (key === "Home" || key === "End") return () => this.move([0, key === "Home" ? -Infinity : Infinity], shiftKey);
    if (key === "Delete" && mode === "ready") return () => this.empty();
    return null;
  }

  control(key, { shiftKey }) {
    const { mode, sheet } = this, letter = key.toLowerCase();
    if (mode === "edit") return null;
    if (key === "Home") return () => this.move([-Infinity, -Infinity], shiftKey);
    if (key === "End") return () => this.move([Infinity, Infinity], shiftKey);
    if (STEPS[key] && mode === "ready") return () => this.move(STEPS[key].map((step) => step * Infinity || 0), shiftKey);
    if (key === "Enter") return () => this.fillTyped();
    if (mode === "type") return null; // the browser's own undo, copy and paste
    if (letter === "z") return () => this.again(shiftKey ? sheet.redo() : sheet.undo(), shiftKey ? "Làm lại" : "Hoàn tác");
    if (letter === "y") return () => this.again(sheet.redo(), "Làm lại");
    if (letter === "d") return () => this.copyDown();
    return null;
  }

  get page() {
    const [line] = this.sheet.lines;
    return Math.max(1, Math.floor(this.frame.clientHeight / line.offsetHeight) - 3);
  }

  edit(input) {
    this.clear();
    this.set("edit");
    input.setSelectionRange(input.value.length, input.value.length);
  }

  escape(input) {
    const stored = input.defaultValue, refused = input.closest("td").dataset.save === "refused";
    const typed = input.value !== this.sheet.shown(input);
    this.set("ready");
    this.clear();
    if (refused && !typed) this.sheet.write([[input, stored]]);
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
    this.tools.say(input ? `${word}.` : `Không còn gì để ${word.toLowerCase()}.`);
  }

  fillTyped() {
    const text = this.current.value;
    this.set("ready");
    this.fill(() => text);
    this.current.select();
  }

  copyDown() {
    const { top } = this.area, { rows, spots } = this.sheet;
    const from = this.block ? top : top - 1;
    if (from >= 0) this.fill((input) => this.sheet.shown(rows[from][spots.get(input)[1]]));
  }

  // ---- the clipboard ----

  copy(event) {
    if (this.mode !== "ready" || !this.current) return false;
    event.preventDefault();
    event.clipboardData.setData("text/plain", writeBlock(this.chosen.map((row) => row.map((input) => this.sheet.shown(input)))));
    return true;
  }

  cut(event) {
    if (this.copy(event)) this.empty();
  }

  paste(event) {
    const block = readBlock(event.clipboardData.getData("text/plain"));
    const plain = block.length === 1 && block[0].length === 1;
    if (plain && this.mode !== "ready") return;
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

// What stands behind the current cell: fetched after a short rest on it, never taking the focus. Its note and its
// remaining work are edits like any other; where a cell could not be stored, the way out stands on top.
import { make } from "./forms.js";
const REST = 250, FIELDS = ["text", "quantity", "unit", "funded"];
const UNSEEN = "<p>Chưa xem được chi tiết của ô này: đang mất kết nối hoặc phiên đã hết.</p>";

export class Panel {
  constructor(aside, base, sheet) {
    Object.assign(this, { aside, base, sheet, queue: sheet.queue, input: null, seen: new Map() });
    this.box = make("div", { className: "panel-problem" });
    this.body = make("div", { className: "panel-body" }, ...aside.childNodes);
    aside.append(this.box, this.body);
    sheet.table.addEventListener("cell", ({ detail }) => this.rest(detail));
    aside.addEventListener("change", ({ target }) => this.edit(target));
    aside.addEventListener("click", ({ target }) => this.click(target.closest("button")));
    aside.addEventListener("keydown", (event) => ["Escape", "F6"].includes(event.key) && !event.isComposing && this.back(event));
    aside.addEventListener("focusout", ({ relatedTarget }) => this.stale && !aside.contains(relatedTarget) && this.rest(this.input));
    this.queue.addEventListener("change", ({ detail }) => this.input && detail.includes(this.place) && this.showProblem());
    this.queue.addEventListener("outcomes", ({ detail }) => this.input && detail.some((outcome) => this.concerns(outcome)) && this.renew());
  }
  get place() { return this.sheet.place(this.input); }
  get hasFocus() { return this.aside.contains(document.activeElement); }
  get lines() { return [...this.body.querySelectorAll("[data-part=works] [data-work]")]; }
  rest(input) {
    if (input !== this.input) this.body.inert = true; // it still shows the cell before
    this.input = input;
    this.showProblem();
    clearTimeout(this.timer);
    this.loaded = new Promise((done) => (this.timer = setTimeout(() => this.load(input).then(done), REST)));
  }
  async load(input) {
    if (this.hasFocus && !this.body.inert) return;
    const place = this.place, path = place.split("/").map(encodeURIComponent).join("/");
    try {
      const answer = await fetch(`${this.base}${path}/`);
      if (answer.ok && !answer.redirected) this.seen.set(place, await answer.text());
    } catch {} // no line: what was seen before, or nothing
    if (this.input !== input || (this.hasFocus && !this.body.inert)) return;
    this.stale = this.body.inert = false;
    this.body.innerHTML = this.seen.get(place) ?? UNSEEN;
    this.overlay();
  }
  /** Shows what waits for the cell in place of what is stored. */
  overlay() {
    const view = this.queue.view(this.place) ?? {}, { works } = view, parts = this.body.querySelector("[data-part=parts]");
    for (const area of this.body.querySelectorAll("textarea[data-part]")) area.value = view[area.dataset.part] ?? area.value;
    if (parts && view.text !== undefined) parts.hidden = true; // it shows what is stored, and writes the whole cell
    if (!works || !this.lines.length) return;
    this.lines.slice(1).forEach((line) => line.remove());
    works.forEach((work, index) => {
      const line = this.lines[index] ?? this.addLine();
      for (const name of FIELDS) line.querySelector(`[name=${name}]`).value = work[name];
    });
  }
  blank(line) { for (const field of line.querySelectorAll("input")) field.value = ""; return line; }
  addLine() {
    this.lines.at(-1).after(this.blank(this.lines.at(-1).cloneNode(true)));
    return this.lines.at(-1);
  }
  edit(target) {
    const part = target.closest("[data-part]")?.dataset.part;
    if (part === "note" || part === "reason") this.sheet.put([[this.input, { [part]: target.value }]]);
    if (part === "parts") this.writeParts([...target.closest("[data-part]").querySelectorAll("input")]);
    if (part !== "works") return;
    const read = (line) => Object.fromEntries(FIELDS.map((name) => [name, line.querySelector(`[name=${name}]`).value]));
    const works = this.lines.map(read).filter((work) => Object.values(work).some((text) => text.trim()));
    this.sheet.put([[this.input, { works }]]);
  }
  /** The figure itself, then each part: "95; a) 40". */
  writeParts(fields) {
    const texts = fields.filter(({ value }) => value.trim()).map(({ name, value }) => (name ? `${name}) ${value}` : value).trim());
    this.sheet.write([[this.input, texts.join("; ")]]);
  }
  click(button) {
    if (button?.matches("[data-derive]")) this.sheet.write([[this.input, button.dataset.derive]], true), this.back();
    if (button?.matches("[data-add-work]")) this.addLine().querySelector("[name=text]").focus();
    if (button?.matches("[data-remove-work]")) this.clearLine(button.closest("[data-work]"));
    if (!button?.value) return;
    this.queue.resolve(this.place, button.value === "mine");
    this.back();
    this.rest(this.input);
  }
  clearLine(line) {
    this.edit(this.blank(line)); // a line without anything in it is not kept
    line.querySelector("[name=text]").focus();
  }
  concerns({ commune, status, verdicts }) {
    const isOf = ({ key }) => `${commune}/${key}` === this.place;
    return !this.seen.has(this.place) || (verdicts?.some(isOf) && ["saved", "conflict"].includes(status));
  }
  renew() { if (!(this.stale = this.hasFocus)) this.rest(this.input); }
  showProblem() {
    const view = this.queue.view(this.place), reason = view && this.sheet.reason(view);
    if (!reason) return this.box.replaceChildren();
    const choice = (value, words) => make("button", { type: "button", value, className: "button" }, words);
    const stored = this.input.defaultValue || "để trống", conflict = view.status === "conflict";
    const mine = conflict && choice("mine", `Giữ số của tôi: ${view.text ?? "phần tôi ghi"}`);
    const theirs = choice("theirs", conflict ? `Lấy số của ${view.stored.by}: ${stored}` : `Bỏ nội dung vừa gõ, lấy lại: ${stored}`);
    const more = [reason, view.note !== undefined && `Ghi chú của bạn: “${view.note}”.`, view.reason && `Lý do của bạn: “${view.reason}”.`, view.works && `Bạn ghi ${view.works.length} việc còn lại.`];
    const told = more.filter(Boolean).map((text) => make("p", {}, text));
    this.box.replaceChildren(make("div", { className: "note error" }, ...told, make("p", { className: "actions" }, mine, theirs)));
  }
  async enter() {
    await this.loaded;
    (this.box.querySelector("button") ?? this.body.querySelector("textarea, input") ?? this.body.querySelector("a, button"))?.focus();
  }
  back(event) { event?.preventDefault(); this.input.focus(); this.input.select(); }
}

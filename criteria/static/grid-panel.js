// What stands behind the current cell: fetched after a short rest on it, never taking the focus. Its note and its
// remaining work are edits like any other; where a cell could not be stored, the way out stands on top.
const REST = 250;
const FIELDS = ["text", "quantity", "unit", "funded"];

function make(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children.filter(Boolean));
  return element;
}

export class Panel {
  constructor(aside, base, sheet) {
    Object.assign(this, { aside, base, sheet, queue: sheet.queue, input: null, seen: new Map() });
    this.box = make("div", { className: "panel-problem" });
    this.body = make("div", { className: "panel-body" });
    this.body.append(...aside.childNodes);
    aside.append(this.box, this.body);
    sheet.table.addEventListener("cell", ({ detail }) => this.rest(detail));
    aside.addEventListener("change", ({ target }) => this.edit(target));
    aside.addEventListener("click", ({ target }) => this.click(target.closest("button")));
    aside.addEventListener("keydown", (event) => this.press(event));
    aside.addEventListener("focusout", ({ relatedTarget }) => this.stale && !aside.contains(relatedTarget) && this.rest(this.input));
    this.queue.addEventListener("change", ({ detail }) => this.input && detail.includes(this.place) && this.showProblem());
    this.queue.addEventListener("outcomes", ({ detail }) => this.input && detail.forEach((outcome) => this.hear(outcome)));
  }

  get place() {
    return this.sheet.place(this.input);
  }

  get hasFocus() {
    return this.aside.contains(document.activeElement);
  }

  rest(input) {
    this.input = input;
    this.box.replaceChildren();
    clearTimeout(this.timer);
    this.loaded = new Promise((done) => (this.timer = setTimeout(() => this.load(input).then(done), REST)));
  }

  async load(input) {
    this.showProblem();
    if (this.hasFocus) return;
    this.under?.abort();
    this.under = new AbortController();
    const place = this.place, path = place.split("/").map(encodeURIComponent).join("/");
    try {
      const answer = await fetch(`${this.base}${path}/`, { signal: this.under.signal });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      this.seen.set(place, await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    if (this.input !== input || this.hasFocus) return;
    this.stale = false;
    if (this.seen.has(place)) this.body.innerHTML = this.seen.get(place);
    else this.body.replaceChildren(make("p", { className: "muted" }, "Chưa xem được chi tiết của ô này: đang mất kết nối hoặc phiên đã hết."));
    this.overlay();
  }

  /** Shows what waits for the cell in place of what is stored. */
  overlay() {
    const { note, works } = this.queue.view(this.place) ?? {};
    const area = this.body.querySelector("textarea[data-part=note]");
    if (area && note !== undefined) area.value = note;
    if (!works) return;
    while (this.lines.length > 1) this.lines.at(-1).remove();
    works.forEach((work, index) => {
      const line = this.lines[index] ?? this.addLine();
      for (const name of FIELDS) line.querySelector(`[name=${name}]`).value = work[name];
    });
  }

  // ---- note and remaining work ----

  get lines() {
    return [...this.body.querySelectorAll("[data-part=works] [data-work]")];
  }

  addLine() {
    const last = this.lines.at(-1), line = last.cloneNode(true);
    for (const field of line.querySelectorAll("input, textarea")) field.value = "";
    last.after(line);
    return line;
  }

  edit(target) {
    const part = target.closest("[data-part]")?.dataset.part;
    if (part === "note") this.sheet.put([[this.input, { note: target.value }]]);
    if (part === "works") this.putWorks();
  }

  putWorks() {
    const read = (line) => Object.fromEntries(FIELDS.map((name) => [name, line.querySelector(`[name=${name}]`).value]));
    const works = this.lines.map(read).filter((work) => Object.values(work).some((text) => text.trim()));
    this.sheet.put([[this.input, { works }]]);
  }

  click(button) {
    if (!button) return;
    if ("addWork" in button.dataset) return this.addLine().querySelector("[name=text]").focus();
    if ("removeWork" in button.dataset) return this.removeLine(button.closest("[data-work]"));
    if (button.value === "mine") this.queue.insist(this.place);
    if (button.value === "theirs") this.giveUp();
  }

  removeLine(line) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    if (this.lines.length > 1) line.remove();
    else for (const field of line.querySelectorAll("input, textarea")) field.value = "";
    (this.lines.includes(next) ? next : this.lines[0]).querySelector("[name=text]").focus();
    this.putWorks();
  }

  giveUp() {
    this.queue.drop(this.place);
    this.input.value = this.input.defaultValue;
    this.back();
    this.rest(this.input);
  }

  // ---- what became of the cell ----

  hear({ commune, key, status }) {
    if (`${commune}/${key}` !== this.place || !["saved", "conflict"].includes(status)) return;
    if (this.hasFocus) this.stale = true;
    else this.rest(this.input);
  }

  showProblem() {
    const view = this.queue.view(this.place), reason = view && this.sheet.reason(view);
    if (!reason) return this.box.replaceChildren();
    const stored = this.input.defaultValue || "để trống";
    const conflict = view.status === "conflict";
    const mine = conflict && make("button", { type: "button", value: "mine", className: "button" }, `Giữ số của tôi: ${view.text ?? "phần tôi ghi"}`);
    const words = conflict ? `Lấy số của ${view.stored.by}: ${view.stored.text || "để trống"}` : `Bỏ số vừa gõ, lấy lại: ${stored}`;
    const theirs = make("button", { type: "button", value: "theirs", className: "button" }, words);
    const lost = [view.note !== undefined && `Ghi chú của bạn: “${view.note}”.`, view.works && `Bạn ghi ${view.works.length} việc còn lại.`];
    this.box.replaceChildren(
      make("div", { className: "note error" }, make("p", {}, reason), ...lost.map((text) => text && make("p", {}, text)), make("p", { className: "actions" }, mine, theirs)),
    );
  }

  // ---- to and fro ----

  async enter() {
    if (!this.input) return;
    await this.loaded;
    const goal = this.box.querySelector("button") ?? this.body.querySelector("textarea, input:not([type=hidden]), a, button");
    goal?.focus();
  }

  back() {
    this.input?.focus();
    this.input?.select();
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229 || !["Escape", "F6"].includes(event.key)) return;
    event.preventDefault();
    this.back();
  }
}

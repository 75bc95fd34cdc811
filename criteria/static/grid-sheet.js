// The table of cells: what each shows, what is counted, and what was done to it and can be undone.
const STATES = ["met", "basically_met", "not_met", "not_applicable", "no_data"];
const zone = (input) => input.closest("td");

export class Sheet {
  constructor(table, queue) {
    Object.assign(this, { table, queue, done: [], undone: [], typing: false });
    this.heads = [...table.tHead.querySelectorAll("[data-key]")];
    this.lines = [...table.querySelectorAll("tr[data-commune]")];
    this.rows = this.lines.map((line) => [...line.querySelectorAll("td > input")]);
    this.spots = new Map(this.rows.flatMap((row, r) => row.map((input, c) => [input, [r, c]])));
    this.inputs = new Map([...this.spots.keys()].map((input) => [this.place(input), input]));
    this.told = new Map([...this.spots.keys()].map((input) => [input, input.title])); // of what is stored
    this.sums = [...(table.tFoot?.querySelectorAll("[data-count]") ?? [])];
    const kinds = this.heads.map((head) => head.dataset.key[0]); // beside indicators "c" is a verdict: no row counts it
    this.counted = kinds.map((kind) => kind === "i" || !kinds.includes("i"));
    this.hits = [...document.querySelectorAll("[data-hits]")].map((spot) => [spot, spot.textContent - this.fitting(spot)]);
    queue.addEventListener("outcomes", ({ detail }) => this.take(detail));
    queue.addEventListener("change", ({ detail }) => detail.forEach((place) => this.paint(this.inputs.get(place))));
  }
  /** How many cells on the page a filter is about; its number may count more, which are on other pages. */
  fitting({ dataset }) { return this.table.tBodies[0].querySelectorAll(dataset.hits).length; }
  line(input) { return this.lines[this.spots.get(input)[0]]; }
  head(input) { return this.heads[this.spots.get(input)[1]]; }
  place(input) { return `${this.line(input).dataset.commune}/${this.head(input).dataset.key}`; }
  /** "Ẳng Cang, tiêu chí 7": the cell in words. */
  name(input) {
    const { key } = this.head(input).dataset, kind = key[0] === "c" ? "tiêu chí" : "chỉ tiêu";
    return `${this.line(input).querySelector("th").innerText.trim()}, ${kind} ${key.slice(1)}`;
  }
  /** The text as the person left it: what waits, else what is stored. */
  shown(input) { return this.queue.view(this.place(input))?.text ?? input.defaultValue; }
  /** [input, parts] pairs, seen over what the page shows as stored. */
  put(pairs) {
    const edit = ([input, parts]) => ({ place: this.place(input), parts, version: Number(input.dataset.v), stored: input.defaultValue });
    this.queue.put(pairs.map(edit));
  }
  /** Writes [input, text] pairs as one step; ``derived``: as proposed. Says how many really changed. */
  write(pairs, derived) {
    const changes = pairs.map(([input, text]) => ({ input, before: this.shown(input), after: text }))
      .filter(({ input, before, after }) => !input.readOnly && before !== after);
    if (!changes.length) return 0;
    this.done.push(changes);
    this.undone = [];
    this.put(changes.map(({ input, after }) => [input, { text: after, derived }]));
    return changes.length;
  }
  /** Takes back the last step, where its cells still hold what it wrote. Gives its first cell. */
  step(from, to) {
    const changes = from.pop() ?? [];
    const back = changes.filter(({ input, after }) => this.shown(input) === after && !input.readOnly);
    if (back.length) to.push(back.map(({ input, before, after }) => ({ input, before: after, after: before })));
    this.put(back.map(({ input, before }) => [input, { text: before, derived: undefined }]));
    return changes[0]?.input;
  }
  /** What is stored now, by this page, another one, or somebody else. */
  take(outcomes) {
    const spellings = new Map(); // input → what was typed and the same figure in its one spelling
    for (const { commune, key, status, text, version, state, has, has_note: noted, elsewhere, verdicts } of outcomes) {
      const input = this.inputs.get(`${commune}/${key}`), cell = input && zone(input);
      if (!input || !["saved", "same", "conflict"].includes(status) || version < Number(input.dataset.v)) continue;
      if (elsewhere && this.typing && input === document.activeElement) continue; // sent, it meets a conflict
      if (!this.queue.view(this.place(input))) spellings.set(input, [input.value, text]);
      input.defaultValue = text;
      input.dataset.v = version;
      input.toggleAttribute("data-note", Boolean(noted));
      cell.classList.remove(...STATES);
      cell.classList.add(state);
      cell.classList.toggle("has", Boolean(has));
      cell.classList.toggle("changed", Boolean(text && input.dataset.last) && text !== input.dataset.last);
      cell.dataset.save = "saved";
      for (const { key: at, ...verdict } of verdicts) this.judge(this.inputs.get(`${commune}/${at}`), verdict);
    }
    for (const change of [...this.done, ...this.undone].flat()) {
      const [typed, text] = spellings.get(change.input) ?? [];
      for (const side of ["before", "after"]) if (text !== undefined && change[side] === typed) change[side] = text;
    }
    this.recount();
  }
  /** What is proposed for the cell now that it, or an indicator of it, is stored. */
  judge(input, { sign, told, hint }) {
    if (!input) return;
    this.told.set(input, told);
    Object.assign(input, { placeholder: hint }).dataset.p = sign;
    this.paint(input);
  }
  paint(input) {
    if (!input) return;
    const view = this.queue.view(this.place(input)), active = document.activeElement === input, { dataset } = zone(input);
    const text = view?.text ?? input.defaultValue;
    if (!(active && this.typing) && input.value !== text) input.value = text;
    if (active && !this.typing) input.select();
    input.title = view ? "" : this.told.get(input); // nothing is claimed of what is not stored
    if (view) dataset.save = view.status;
    else if (dataset.save !== "saved") delete dataset.save;
    this.explain(input, view ? this.reason(view) : "");
  }
  /** Why the cell is not stored, in words; "" where it is or soon will be. */
  reason({ status, message, stored, text }) {
    if (status === "refused" || status === "closed") return `${message} Nội dung đã gõ vẫn còn ở đây.`;
    if (status !== "conflict") return "";
    const theirs = stored.text ? `ghi “${stored.text}”` : "để trống ô này", mine = text ?? "ghi chú, việc còn lại";
    return `${stored.by} đã ${theirs} lúc ${stored.at}; bạn ghi “${mine}”. Nhấn F6 để chọn.`;
  }
  explain(input, reason) {
    const id = `w-${this.place(input).replace("/", "-")}`, why = document.getElementById(id);
    if ((why?.textContent ?? "") === reason) return;
    why?.remove();
    if (reason) zone(input).append(Object.assign(document.createElement("span"), { className: "why", id, textContent: reason }));
    input.ariaInvalid = reason ? "true" : null;
    if (reason) input.setAttribute("aria-describedby", id);
    else input.removeAttribute("aria-describedby");
  }
  recount() {
    const marks = this.rows.map((row) => row.map((input) => [zone(input).matches(".has.met"), zone(input).matches(".has")]));
    const add = (cells) => cells.reduce((sum, cell) => [sum[0] + cell[0], sum[1] + cell[1]], [0, 0]);
    const rows = marks.map((row) => add(row.filter((_, column) => this.counted[column])));
    const write = (cell, sum) => cell && (cell.textContent = sum.join("/"));
    rows.forEach((sum, row) => write(this.lines[row].querySelector("[data-count]"), sum));
    this.heads.forEach((_, column) => write(this.sums[column], add(marks.map((row) => row[column]))));
    write(this.sums[this.heads.length], add(rows));
    for (const [spot, elsewhere] of this.hits) spot.textContent = elsewhere + this.fitting(spot);
  }
}

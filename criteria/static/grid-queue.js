// What was typed and is not stored yet: kept in the browser, sent in batches, sent again until an answer comes.
import { count, isDropping, isOther, keyFor, living, me, own, placeOf, post, settle, stores, tellWaiting } from "./unsent.js";
const DELAY = 200, TICK = 20_000, LIMIT = 1000, LONGEST = 60_000;
const SENT = ["commune", "key", "version", "text", "note", "works", "reason", "derived"];
const strip = (edit) => Object.fromEntries(SENT.filter((name) => name in edit).map((name) => [name, edit[name]]));
const editsOf = ({ flights, cells }) => [...flights.flat(), ...Object.values(cells)];
const alone = (name, job) => (navigator.locks ? navigator.locks.request(name, job) : job());

/** Tells by events: "outcomes" (what the server answered), "change" (the places whose state changed). */
export class Queue extends EventTarget {
  constructor({ sheet, sheetName, save }) {
    super();
    const url = new URL(location.href);
    url.searchParams.delete("loc"); // what is filled in falls out of the filter
    this.store = { sheet, name: sheetName, url: url.pathname + url.search, save, flights: [], cells: {} };
    // ``trouble``: "line", "login" or "other"; ``volatile``: nothing can be kept, closing the page would lose it
    Object.assign(this, { key: keyFor(sheet), trouble: "", tries: 0, savedAt: "", volatile: false, air: new Map() });
    own.add(this.key);
    navigator.locks?.request(this.key, () => new Promise(() => {})); // as long as this page lives
    this.channel = new BroadcastChannel(`ntm-grid:${me}:${sheet}`); // another page of this sheet sees what is stored
    this.channel.onmessage = ({ data }) => this.tell("outcomes", data.filter((outcome) => !this.view(placeOf(outcome))));
    window.addEventListener("online", () => this.schedule(0));
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key === "ntm-user") this.schedule(0); // logged in again
      if (key !== this.key || newValue !== null || !count(this.store)) return;
      Object.assign(this.store, { flights: [], cells: {} }); // logged out, or another page took it over
      location.reload();
    });
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    window.addEventListener("beforeunload", (event) => this.volatile && count(this.store) && event.preventDefault());
    setInterval(() => this.keep(), TICK);
  }
  tell(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
  /** Takes over what earlier pages of this sheet left, as far as this page can show it. */
  async adopt(knows) {
    await alone(`ntm-adopt:${me}`, async () => this.merge(knows, await living()));
    await tellWaiting();
    this.schedule();
  }
  merge(knows, isLiving) {
    const { sheet, url, flights, cells } = this.store, isLeft = ([key, store]) => store.sheet === sheet && !own.has(key) && !isLiving([key, store]);
    const left = stores().filter(isLeft).sort(([, one], [, other]) => one.when - other.when);
    for (const [, store] of left) {
      const fits = (edit) => store.url === url || knows(placeOf(edit));
      store.flights = store.flights.filter((flight) => !(flight.every(fits) && flights.push(flight)));
      const taken = store.flights.length ? [] : Object.entries(store.cells).filter(([, edit]) => fits(edit)); // after what flew
      for (const [place, edit] of taken) cells[place] = { ...cells[place], ...edit }, delete store.cells[place];
    }
    if (!left.length) return;
    this.changed(editsOf(this.store).map(placeOf));
    for (const [key, store] of this.volatile ? [] : left) count(store) ? localStorage.setItem(key, JSON.stringify(store)) : localStorage.removeItem(key);
  }
  /** Keeps the store in the browser; ``beat`` says that this page lives. */
  keep(beat = Date.now()) {
    this.air = new Map(this.store.flights.flat().map((edit) => [placeOf(edit), edit]));
    Object.assign(this.store, { beat, failing: Boolean(this.trouble) });
    try {
      if (count(this.store)) localStorage.setItem(this.key, JSON.stringify(this.store));
      else localStorage.removeItem(this.key);
      this.volatile = false;
    } catch {
      this.volatile = true;
    }
  }
  /** What waits for the cell: its parts and status, or nothing. */
  view(place) {
    const held = this.store.cells[place], flown = this.air.get(place), status = held?.status ?? "waiting";
    return held || flown ? { ...flown, ...held, status: status === "waiting" && !this.trouble ? "saving" : status } : undefined;
  }
  /** Parts typed for cells: [{place, parts, version, stored}]; what is as ``stored`` says needs no sending. */
  put(edits) {
    for (const { place, parts, version, stored } of edits) {
      const held = this.store.cells[place], flown = this.air.get(place), [commune, key] = place.split("/");
      const status = held?.status === "conflict" ? "conflict" : "waiting";
      const edit = { version: flown?.version ?? version, ...held, ...parts, commune, key, status };
      if (flown || edit.text !== stored || SENT.slice(4).some((name) => edit[name] !== undefined)) this.store.cells[place] = edit;
      else delete this.store.cells[place];
    }
    this.store.when = Date.now();
    this.changed(edits.map(({ place }) => place));
  }
  /** What the person chose: mine goes over theirs, or what is stored stays. */
  resolve(place, mine) {
    const { cells } = this.store;
    if (mine) Object.assign(cells[place], { version: cells[place].stored.version, status: "waiting" });
    else delete cells[place];
    this.changed([place]);
  }
  changed(places) { this.keep(); this.tell("change", places); if (!this.trouble) this.schedule(); }
  /** The places that need the person: refused, closed, or written by somebody else meanwhile. */
  get stuck() { return Object.keys(this.store.cells).filter((place) => this.store.cells[place].status !== "waiting"); }
  get unsent() { return count(this.store) - this.stuck.length; }
  schedule(delay = DELAY) { clearTimeout(this.timer); this.timer = setTimeout(() => this.pump(), delay); }
  /** The batch to send: one without an answer, else what waits. */
  load() {
    const { flights, cells } = this.store, next = Object.values(cells).filter((edit) => edit.status === "waiting").slice(0, LIMIT);
    if (flights.length || !next.length) return flights[0];
    flights.push(next.map(strip));
    next.forEach((edit) => delete cells[placeOf(edit)]);
    this.keep();
    return flights[0];
  }
  async pump() {
    const batch = this.busy ? null : this.load();
    if (!batch) return;
    if (isOther()) return this.stumble("other");
    this.busy = true;
    try {
      const answer = await post(this.store.save, batch);
      if (answer.ok && !answer.redirected) this.take(await answer.json(), batch);
      else this.refuse(answer.status, batch);
    } catch {
      this.stumble("line"); // no line, no answer in time, or half of one: all the same to the person
    }
    this.busy = false;
    if (!this.trouble) this.schedule(0);
  }
  take({ at, outcomes }, batch) {
    settle(this.store, outcomes);
    const done = outcomes.filter(({ status }) => status === "saved" || status === "same");
    Object.assign(this, { trouble: "", tries: 0, savedAt: done.length ? at : this.savedAt });
    this.keep();
    this.tell("outcomes", outcomes);
    this.channel.postMessage(done.map((outcome) => ({ ...outcome, elsewhere: true })));
    this.tell("change", batch.map(placeOf));
  }
  /** The server answered, but took nothing. One bad edit must not hold up the others for ever. */
  refuse(status, batch) {
    if (![400, 404, 413].includes(status)) return this.stumble([200, 401, 403].includes(status) ? "login" : "line");
    if (batch.length > 1) this.store.flights.splice(0, 1, ...batch.map((edit) => [edit]));
    else settle(this.store, [{ status: "refused", message: `Máy chủ không nhận ô này (mã ${status}).` }]);
    this.changed(batch.map(placeOf));
  }
  stumble(trouble) {
    Object.assign(this, { trouble, tries: this.tries + 1 });
    this.keep();
    this.tell("change", editsOf(this.store).map(placeOf));
    this.schedule(Math.min(LONGEST, 1000 * 2 ** this.tries));
  }
  leave() {
    if (isDropping()) return;
    if (!this.trouble) this.pump();
    this.store.leaving = this.trouble ? 0 : Date.now();
    this.keep(0);
  }
}

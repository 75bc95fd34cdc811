// Sending a form: ask first where it says data-confirm, not without a connection, and never twice.
const lineTest = new URL("favicon.svg", import.meta.url);
const approved = new WeakSet(), asking = new WeakSet();
export function make(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children.filter(Boolean));
  return element;
}
function ask(consequence, action) {
  const yes = make("button", { className: "button danger", value: "yes" }, action);
  const no = make("button", { className: "button", value: "no", autofocus: true }, "Không, quay lại");
  const text = make("p", { id: "cau-hoi" }, consequence);
  const buttons = make("form", { method: "dialog", className: "form-foot" }, no, yes);
  const dialog = make("dialog", {}, text, buttons);
  dialog.setAttribute("aria-labelledby", "cau-hoi");
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => {
    dialog.remove();
    answer(dialog.returnValue === "yes");
  }));
}
// A form with a file cannot be had back from the browser's own error page, so the line is tried before it goes.
async function connected(form) {
  if (!navigator.onLine) return false;
  if (form.enctype !== "multipart/form-data") return true;
  try {
    await fetch(lineTest, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10000) });
    return true;
  } catch {
    return false;
  }
}
function showOffline() {
  document.querySelector(".offline")?.remove();
  const text = "Mất kết nối: chưa gửi được. Nội dung vẫn còn trên trang này; có mạng lại thì gửi lần nữa.";
  document.body.append(make("p", { className: "note error offline", role: "alert" }, text));
}

window.addEventListener("online", () => document.querySelector(".offline")?.remove());

function setBusy(form, button) {
  form.dataset.busy = "";
  form.setAttribute("aria-busy", "true");
  const bar = make("progress", { ariaLabel: "Đang gửi" });
  const busy = make("span", { className: "busy", role: "status" }, bar, form.dataset.busyText || "Đang gửi…");
  button?.before(busy);
  setTimeout(() => button && (button.disabled = true)); // after its name and value are on their way
}
function setIdle(form) {
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
  form.querySelectorAll(".busy").forEach((busy) => busy.remove());
  form.querySelectorAll("button:disabled").forEach((button) => (button.disabled = false));
}

const question = (form, button) => (button && "noConfirm" in button.dataset ? {} : { ...form.dataset, ...button?.dataset });
const plain = (form, button) => navigator.onLine && form.enctype !== "multipart/form-data" && !question(form, button).confirm;
async function consider(form, button) {
  const { confirm, confirmAction } = question(form, button);
  if (confirm && !(await ask(confirm, confirmAction || "Tiếp tục"))) return;
  if (!(await connected(form))) return showOffline();
  document.querySelector(".offline")?.remove();
  approved.add(form);
  setTimeout(() => form.requestSubmit(button)); // a form cannot be sent from within its own submit event
}

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (form.method !== "post" || event.defaultPrevented) return;
  if ("busy" in form.dataset || asking.has(form)) return event.preventDefault();
  if (approved.delete(form) || plain(form, button)) {
    if (!("download" in form.dataset)) setBusy(form, button);
    return;
  }
  event.preventDefault();
  asking.add(form);
  consider(form, button).finally(() => asking.delete(form));
});

// Back shows the page as it was left: let its forms be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(setIdle));

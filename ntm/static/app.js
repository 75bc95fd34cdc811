// Small helps on every page. Everything works without them.
import "./forms.js";
import "./drop.js";
import "./unsent.js";

// Menus close on a click elsewhere and on Escape, which gives the focus back.
const openMenus = () => [...document.querySelectorAll("details[data-menu][open]")];
document.addEventListener("click", ({ target }) => openMenus().forEach((menu) => menu.contains(target) || (menu.open = false)));
document.addEventListener("keydown", ({ key }) => {
  for (const menu of key === "Escape" ? openMenus() : []) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The navigation folds to narrow icons with words, and stays so on this machine.
const fold = document.querySelector("[data-fold]");
function setFolded(folded) {
  document.documentElement.classList.toggle("narrow-side", folded);
  fold.setAttribute("aria-pressed", folded);
  fold.lastChild.data = folded ? "Mở rộng" : "Thu gọn";
}
if (fold) {
  fold.hidden = false;
  setFolded(localStorage.getItem("narrow-side") === "yes");
  fold.addEventListener("click", () => {
    const folded = fold.getAttribute("aria-pressed") !== "true";
    localStorage.setItem("narrow-side", folded ? "yes" : "no");
    setFolded(folded);
  });
}

// A link to a cell brings the cell to the middle of its frame and puts the focus on it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-cell]");
  const cell = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!cell) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  cell.tabIndex = -1;
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "center", inline: "center" });
});

for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}

// The sheet by keyboard and by swipe. What each key does is told on the page (templates/review/parts/keys.html).
const cards = [...document.querySelectorAll("[data-card]")];
const head = document.querySelector("[data-sheet-head]");
const writing = (element) => element?.closest("textarea, select, input:not([type='radio'])");

function current() {
  const focused = document.activeElement?.closest("[data-card]");
  return focused ? cards.indexOf(focused) : -1;
}

function go(step) {
  const from = current();
  const to = cards[Math.min(Math.max(from + step, 0), cards.length - 1)];
  const target = to?.querySelector("input:checked, input, textarea");
  target?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "start" });
}

function mark(value) {
  const card = cards[current()];
  const button = card && [...card.querySelectorAll("input[type='radio']")].find((input) => input.value === value);
  if (!button) return false;
  button.focus();
  if (!button.checked) button.click();
  return true;
}

const help = document.querySelector(".sheet-keys");
const VALUES = { "-": "na", y: "yes", x: "no" };

function turn(rel) {
  const link = head?.querySelector(`a[rel='${rel}']`);
  link?.click();
  return Boolean(link);
}

function comment() {
  const box = cards[current()]?.querySelector("textarea");
  box?.focus();
  return Boolean(box);
}

function press(key) {
  if (key === "?") help.open = !help.open;
  else if (key === "]") return turn("next");
  else if (key === "[") return turn("prev");
  else if (key === "n") go(1);
  else if (key === "p") go(-1);
  else if (key === "c") return comment();
  else return (/^[0-9]$/.test(key) || key in VALUES) && mark(VALUES[key] ?? key);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!event.target.closest?.("[data-sheet]")) return; // single keys act only where the sheet has the focus (WCAG 2.1.4)
  if (event.key === "Escape" && writing(event.target) && current() >= 0) {
    cards[current()].querySelector("input:checked, input")?.focus();
  } else if (writing(event.target) || !press(event.key)) return;
  event.preventDefault();
});

let start = null;
head?.addEventListener("touchstart", (event) => { start = event.changedTouches[0]; }, { passive: true });
head?.addEventListener("touchend", (event) => {
  const end = event.changedTouches[0];
  const across = end.clientX - (start?.clientX ?? end.clientX);
  if (Math.abs(across) > 80 && Math.abs(across) > 2 * Math.abs(end.clientY - start.clientY)) {
    head.querySelector(`a[rel='${across < 0 ? "next" : "prev"}']`)?.click();
  }
}, { passive: true });

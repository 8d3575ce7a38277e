// The sheet by keyboard and by swipe: inside a card a number marks it, n and p go to the next and previous card.
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event.target) || current() < 0) return;
  if (event.key === "n") go(1);
  else if (event.key === "p") go(-1);
  else if (!/^[0-9]$/.test(event.key) || !mark(event.key)) return;
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

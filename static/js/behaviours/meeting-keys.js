// The meeting's screens by keyboard: ← and → follow the page's own links to the previous and next application, Home goes to the list.
const RELATION = { ArrowLeft: "prev", ArrowRight: "next", PageUp: "prev", PageDown: "next", Home: "up" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target.closest("[tabindex='0'][role='region']")) return;
  const link = RELATION[event.key] && document.querySelector(`a[rel="${RELATION[event.key]}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

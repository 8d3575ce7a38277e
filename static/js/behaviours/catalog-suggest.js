// Completions while typing: a combobox over /products/suggest/. Without it the box is a plain search box.

const WAIT = 120;

function enhance(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  input.parentElement.append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
    input.setAttribute(name, value);
  }
  let timer = 0;
  let asked = null;

  const rows = () => [...list.children];
  const chosen = () => rows().findIndex((row) => row.getAttribute("aria-selected") === "true");

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(index) {
    rows().forEach((row, place) => row.setAttribute("aria-selected", String(place === index)));
    const row = rows()[index];
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function take(row) {
    input.value = row.dataset.text;
    close();
    input.form.requestSubmit();
  }

  async function ask() {
    asked?.abort();
    if (!input.value.trim()) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, {
        headers: { Accept: "text/html" },
        signal: asked.signal,
      });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
      list.hidden = !list.children.length || document.activeElement !== input;
      input.setAttribute("aria-expanded", String(!list.hidden));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = rows().length;
    if (event.key === "ArrowDown") choose((chosen() + 1) % count);
    else if (event.key === "ArrowUp") choose(chosen() <= 0 ? count - 1 : chosen() - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen() >= 0) take(rows()[chosen()]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[role=option]");
    if (!row) return;
    event.preventDefault();
    take(row);
  });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", () => {
    clearTimeout(timer);
    asked?.abort();
    close();
  });
}

document.querySelectorAll("input[data-suggest]").forEach(enhance);

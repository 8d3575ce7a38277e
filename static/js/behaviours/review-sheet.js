// Saves the score sheet while it is filled in, and keeps what could not be saved on this device until it is.
// Every figure shown comes from the server's answer.
const form = document.querySelector("[data-sheet]");
const WAIT = 700;

if (form) {
  const key = `review:${form.dataset.owner}:${location.pathname}`;
  const saved = document.querySelector("[data-saved]");
  const trouble = document.querySelector("[data-trouble]");
  const offer = document.querySelector("[data-kept]");
  let timer = 0;
  let running = false;
  let again = false;

  const typed = () => {
    const data = new FormData(form);
    for (const name of ["csrfmiddlewaretoken", "base", "owner"]) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  const store = (value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch { /* private window or full: the server still has what was saved */ }
  };
  const stored = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };

  function warn(words, login = "") {
    trouble.querySelector("[data-trouble-words]").textContent = words;
    const link = trouble.querySelector("[data-trouble-login]");
    link.hidden = !login;
    if (login) link.href = login;
    trouble.hidden = false;
    saved.textContent = form.dataset.unsaved;
  }

  function show(state) {
    form.elements.base.value = state.revision;
    saved.textContent = state.saved;
    trouble.hidden = true;
    for (const name of ["percent", "answered", "na", "so_far"]) {
      document.querySelector(`[data-total="${name}"]`).textContent = state.total[name];
    }
    for (const line of document.querySelectorAll("[data-error]")) {
      const sentence = state.errors[line.dataset.error] ?? "";
      line.textContent = sentence;
      line.hidden = !sentence;
      line.closest(".score").classList.toggle("score--wrong", Boolean(sentence));
    }
  }

  async function send(retried = false) {
    const body = new URLSearchParams(new FormData(form));
    const sent = typed();
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
    const state = await answer.json();
    if (answer.status === 403 && state.token && !retried) {
      for (const input of document.getElementsByName("csrfmiddlewaretoken")) input.value = state.token;
      return send(true);
    }
    if (state.login) return warn(form.dataset.login, state.login);
    if (state.stale) return warn(form.dataset.stale);
    if (state.refused) return warn(state.refused);
    if (!state.total) return warn(form.dataset.failed);
    show(state);
    if (answer.ok && sent === typed()) store("");
  }

  async function save() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    saved.textContent = form.dataset.saving;
    try {
      await send();
    } catch {
      warn(form.dataset.failed);
      timer = setTimeout(save, 10 * WAIT);
    }
    running = false;
    if (again) {
      again = false;
      save();
    }
  }

  function changed(event) {
    store(typed());
    clearTimeout(timer);
    timer = setTimeout(save, event.type === "change" ? 0 : WAIT);
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("online", save);
  // A save still on its way ends first: the page that leaves must know the revision it made.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    again = false;
    if (!running) return;
    event.preventDefault();
    const pressed = event.submitter;
    const wait = setInterval(() => {
      if (running) return;
      clearInterval(wait);
      form.requestSubmit(pressed);
    }, 50);
  });

  function bring(text) {
    const values = new URLSearchParams(text);
    for (const [name, value] of values) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    for (const memo of form.querySelectorAll(".score__memo")) memo.open ||= Boolean(memo.querySelector("textarea").value);
  }
  const differs = (text) => [...new URLSearchParams(text)].some(([name, value]) => (new FormData(form).get(name) ?? "") !== value);

  const left = stored();
  if (left && differs(left)) {
    offer.hidden = false;
    offer.querySelector("[data-kept-use]").addEventListener("click", () => {
      bring(left);
      offer.hidden = true;
      save();
    });
    offer.querySelector("[data-kept-drop]").addEventListener("click", () => {
      store("");
      offer.hidden = true;
    });
  } else if (left) {
    store("");
  }
}

// Saves a form page by itself a few seconds after typing. What could not be sent stays on this device and is offered again.
const form = document.querySelector("form[data-autosave]");
const WAIT = 2500;
const LONGEST = 4000; // who never pauses is saved all the same
const AGAIN = 10000;
const english = document.documentElement.lang.startsWith("en");
const SKIP = new Set(["csrfmiddlewaretoken", "seen", "shown", "clash", "do", "attempt"]);

if (form && form.querySelector("[data-save-status]")) watch(form, form.querySelector("[data-save-status]"));

function watch(form, status) {
  const key = form.dataset.store;
  let timer = null;
  let running = false;
  let dirty = false;
  let since = 0;
  let leaving = false;

  const texts = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIP.has(name)));
  const remember = (attempt = "") => {
    try {
      localStorage.setItem(key, texts());
      localStorage.setItem(`${key}:sent`, attempt);
    } catch { /* a full or forbidden store: the server still saves */ }
  };
  const forget = () => { try { for (const name of [key, `${key}:sent`]) localStorage.removeItem(name); } catch { /* as above */ } };
  const say = (words, trouble = false) => {
    status.textContent = words;
    status.classList.toggle("apply-save__trouble", trouble);
  };

  async function save() {
    clearTimeout(timer);
    if (running || leaving || !dirty) return;
    running = true;
    dirty = false;
    since = 0;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string" || name === "clash") body.delete(name);
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    running = false;
    if (leaving) return;
    const told = answer && answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer?.ok && told) return saved(told);
    dirty = true;
    if (answer?.status === 401) return expired(told);
    if (answer?.status === 409 || answer?.status === 403) return say(told?.sentence ?? (english ? "Not saved. Please reload the page." : "保存できませんでした。画面を開き直してください。入力はこの端末に残っています。"), true);
    say(english ? "Not connected. Your text is kept on this device and will be sent later." : "つながりません。入力はこの端末に残し、つながったら保存します。", true);
    timer = setTimeout(save, AGAIN);
  }

  function saved(told) {
    const seen = JSON.parse(form.elements.seen.value);
    form.elements.seen.value = JSON.stringify({ ...seen, ...told.seen });
    say(told.saved);
    const meter = document.querySelector("[data-progress]");
    const bar = meter?.querySelector("progress");
    if (bar) {
      bar.max = told.total;
      bar.value = told.answered;
      meter.querySelector(".progress__top span:last-child").textContent = told.missing;
    }
    if (dirty) timer = setTimeout(save, WAIT);
    else forget();
  }

  function expired(told) {
    say(told?.sentence ?? "", true);
    const link = document.createElement("a");
    link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = english ? " Log in" : " ログインする";
    status.append(link);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file" || event.target.name?.startsWith("keep.")) return;
    dirty = true;
    since ||= Date.now();
    leaving = false; // still here: the page that was sent never arrived
    remember();
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, since + LONGEST - Date.now())));
  });
  // A press may never reach the server, or be turned down there. Its number comes back in the page once it was saved.
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    form.elements.attempt.value = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    remember(form.elements.attempt.value);
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
  offer(form, key, { texts, forget, wake: () => form.dispatchEvent(new Event("input")) });
}

function offer(form, key, { texts, forget, wake }) {
  if ("unsaved" in form.dataset) return; // the page shows what was typed, and the server has not taken it yet
  let kept = null;
  let sent = "";
  try {
    kept = localStorage.getItem(key);
    sent = localStorage.getItem(`${key}:sent`);
  } catch { return; }
  const bar = form.querySelector("[data-recover]");
  if (!kept || kept === texts() || (sent && sent === form.dataset.confirmed)) return forget();
  bar.hidden = false;
  bar.querySelector("[data-recover-use]").addEventListener("click", () => { restore(form, JSON.parse(kept)); bar.hidden = true; wake(); });
  bar.querySelector("[data-recover-drop]").addEventListener("click", () => { forget(); bar.hidden = true; });
}

function restore(form, pairs) {
  const given = new Map();
  for (const [name, value] of pairs) given.set(name, [...(given.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || SKIP.has(field.name) || ["file", "hidden", "submit", "button"].includes(field.type)) continue;
    const values = given.get(field.name) ?? [];
    if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

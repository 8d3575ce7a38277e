// Sends files as soon as they are chosen, one after another, piece by piece (tus): a broken line goes on where it stopped,
// also after the page was closed and the same file chosen again. Without this script the button sends them at once.
const english = document.documentElement.lang.startsWith("en");
const PIECE = 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000];
const words = english
  ? { wait: "Waiting", send: (n) => `Sending ${n}%`, check: "Checking…", done: "Received", cancel: "Cancel", again: "Go on", cut: "Not connected. Sending goes on from here once connected.", gone: "Cancelled", login: "Log in", large: (name) => `"${name}" is too large.` }
  : { wait: "順番を待っています", send: (n) => `送っています ${n}%`, check: "確かめています…", done: "受け取りました", cancel: "やめる", again: "続きから送る", cut: "つながりません。つながったら、続きから送ります。", gone: "やめました", login: "ログインする", large: (name) => `「${name}」は大きすぎます。` };

for (const input of document.querySelectorAll("input[type='file'][data-upload]")) if (window.tus?.isSupported && input.dataset.endpoint) watch(input);

function watch(input) {
  const place = input.closest(".apply-upload");
  const list = place.querySelector("[data-upload-list]");
  const status = place.querySelector("[data-upload-status]");
  const form = input.form;
  let queue = [];
  let current = null;
  let arrived = 0;
  let told = 0; // sentences a person has to read before the page is shown anew

  place.querySelector("[data-upload-button]").hidden = true;
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // the form must not carry them a second time
    for (const file of files) queue.push(line(file));
    next();
  });

  function line(file) {
    const row = list.appendChild(document.createElement("li"));
    row.className = "apply-sending";
    const title = row.appendChild(document.createElement("span"));
    title.textContent = file.name;
    const bar = row.appendChild(document.createElement("progress"));
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const note = row.appendChild(document.createElement("span"));
    note.className = "small";
    note.textContent = words.wait;
    const stop = row.appendChild(document.createElement("button"));
    stop.type = "button";
    stop.className = "button button--quiet button--small";
    stop.textContent = words.cancel;
    stop.setAttribute("aria-label", `${words.cancel} ${file.name}`);
    const item = { file, row, bar, note, stop, upload: null, over: false };
    stop.addEventListener("click", () => cancel(item));
    return item;
  }

  async function next() {
    if (current) return;
    const item = queue.find((each) => !each.over);
    if (!item) return finish();
    current = item;
    if (item.file.size > Number(input.dataset.max)) return fail(item, `${words.large(item.file.name)}${input.dataset.limits}`);
    item.upload = new tus.Upload(item.file, {
      endpoint: input.dataset.endpoint,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      metadata: { field: input.dataset.field, filename: item.file.name },
      fingerprint: async (file) => ["upload", input.dataset.endpoint, input.dataset.field, file.name, file.size, file.lastModified].join(":"),
      onProgress: (sent, all) => {
        const part = Math.floor((sent / all) * 100);
        item.bar.value = part;
        item.note.textContent = part < 100 ? words.send(part) : words.check;
      },
      onSuccess: ({ lastResponse }) => done(item, lastResponse),
      onError: (error) => broken(item, error),
    });
    const before = await item.upload.findPreviousUploads();
    if (before.length) item.upload.resumeFromPreviousUpload(before[0]);
    if (!item.over) item.upload.start();
  }

  function done(item, response) {
    const answer = read(response);
    item.bar.value = 100;
    item.note.textContent = answer.warning || words.done;
    if (answer.warning) told += 1;
    item.stop.remove();
    arrived += 1;
    close(item);
  }

  function broken(item, error) {
    const response = error.originalResponse;
    const code = response?.getStatus() ?? 0;
    if (code === 401) return fail(item, read(response).sentence, true);
    if (code >= 400 && code < 500) return fail(item, read(response).sentence || words.cut);
    item.note.textContent = read(response).sentence || words.cut;
    status.textContent = item.note.textContent;
    const go = () => { button.remove(); window.removeEventListener("online", go); if (!item.over) item.upload.start(); };
    const button = item.row.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = words.again;
    button.addEventListener("click", go);
    window.addEventListener("online", go);
  }

  function fail(item, sentence, login = false) {
    item.note.textContent = sentence;
    item.note.classList.add("apply-sending__no");
    item.bar.remove();
    item.stop.remove();
    told += 1;
    if (login) {
      const link = item.note.appendChild(document.createElement("a"));
      link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = ` ${words.login}`;
    }
    close(item);
  }

  async function cancel(item) {
    item.over = true;
    await item.upload?.abort(true).catch(() => null);
    item.row.remove();
    status.textContent = `${item.file.name}: ${words.gone}`;
    close(item);
  }

  function close(item) {
    item.over = true;
    if (current === item) current = null;
    next();
  }

  function finish() {
    queue = [];
    status.textContent = arrived ? words.done : status.textContent;
    if (arrived && !told) form.requestSubmit(place.querySelector("[data-upload-done]")); // the texts travel along and the page shows the files
    else if (arrived) place.querySelector("[data-upload-done]").hidden = false;
  }
}

function read(response) {
  try { return JSON.parse(response.getBody()) ?? {}; } catch { return {}; }
}

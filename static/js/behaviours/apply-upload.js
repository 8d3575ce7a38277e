// Sends files as soon as they are chosen; the texts of the page travel along and are saved with them.
const english = document.documentElement.lang.startsWith("en");

for (const input of document.querySelectorAll("input[type='file'][data-upload]")) {
  const place = input.closest(".apply-upload");
  const button = place.querySelector("[data-upload-button]");
  const status = place.querySelector("[data-upload-status]");
  input.addEventListener("change", () => {
    if (!input.files.length) return;
    status.textContent = english ? `Sending ${input.files.length} file(s)…` : `${input.files.length}件を送っています…`;
    input.form.requestSubmit(button);
  });
}

// Says how many characters are left in a text with a limit. Nothing is cut off; the server says it again when saved.
const english = document.documentElement.lang.startsWith("en");

for (const field of document.querySelectorAll("[data-limit]")) {
  const limit = Number(field.dataset.limit);
  const note = document.createElement("p");
  note.className = "apply-count";
  field.after(note);
  const tell = () => {
    const left = limit - [...field.value].length;
    note.classList.toggle("apply-count--over", left < 0);
    if (english) note.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
    else note.textContent = left < 0 ? `${-left}字多いです` : `あと${left}字`;
    note.hidden = left > limit * 0.5;
  };
  field.addEventListener("input", tell);
  tell();
}

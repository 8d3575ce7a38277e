// Shows the question of components/dialog_confirm.html in a modal dialog instead of in place.
for (const details of document.querySelectorAll("details[data-confirm]")) {
  const panel = details.querySelector(".confirm__panel");
  const opener = details.querySelector("summary");
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
  panel.querySelector("[data-close]").hidden = false;
  document.body.append(dialog);

  opener.setAttribute("role", "button");
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.append(panel);
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => {
    details.append(panel);
    opener.focus();
  });
}

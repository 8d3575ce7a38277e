// A photograph opens large in a dialog; without JavaScript its link opens the picture itself.
const dialog = document.querySelector("[data-enlarged]");
const image = document.createElement("img");

if (dialog?.showModal) {
  dialog.append(image);
  for (const link of document.querySelectorAll("[data-enlarge]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      image.src = link.href;
      image.alt = link.querySelector("img").alt;
      dialog.showModal();
    });
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === image) dialog.close();
  });
}

// The words made from the programme's word follow the choice before it is saved.
const word = document.querySelector('select[name="word"]');
const lists = document.querySelectorAll("[data-words]");

word?.addEventListener("change", () => {
  for (const list of lists) list.hidden = list.dataset.words !== word.value;
});

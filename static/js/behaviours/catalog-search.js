// A facet or the order changed: ask at once. What is empty or the default is not sent, so addresses stay short.

const DEFAULTS = { sort: "relevance", q: "" };
const form = document.getElementById("search-form");

document.addEventListener("change", (event) => {
  if (form && event.target.form === form && event.target.id !== "q") form.requestSubmit();
});

form?.addEventListener("formdata", (event) => {
  for (const [name, value] of Object.entries(DEFAULTS)) {
    if (event.formData.get(name) === value) event.formData.delete(name);
  }
});

// Fills the address when a postcode is typed. Without it the button beside the field does the same on the server.
const form = document.querySelector("form[data-postcode-url]");
const field = form?.querySelector("[data-postcode]");
const status = form?.querySelector("[data-postcode-status]");
const english = document.documentElement.lang.startsWith("en");

async function fill() {
  const digits = field.value.normalize("NFKC").replace(/\D/g, "");
  if (digits.length !== 7) return;
  const answer = await fetch(`${form.dataset.postcodeUrl}?q=${digits}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const found = await answer.json();
  if (!found.found) {
    status.textContent = english ? "No address was found for this postcode." : "この郵便番号の住所が見つかりません。番号を確かめるか、住所を入力してください。";
    return;
  }
  form.elements.prefecture.value = found.prefecture;
  form.elements.city.value = found.city;
  const street = form.elements.street;
  if (!street.value.startsWith(found.town)) street.value = found.town + street.value;
  status.textContent = english ? "The address was filled in." : `${found.prefecture}${found.city}${found.town} を入れました。番地まで入力してください。`;
}

field?.addEventListener("change", fill);

// Fills the address when a postcode is typed. Without it the button beside the field does the same on the server.
const english = document.documentElement.lang.startsWith("en");

function part(group, name) {
  return group.querySelector(`[data-part="${name}"], [name="${name}"]`);
}

async function fill(group, field) {
  const status = group.querySelector("[data-postcode-status]");
  const digits = field.value.normalize("NFKC").replace(/\D/g, "");
  if (digits.length !== 7) return;
  const answer = await fetch(`${group.dataset.postcodeUrl}?q=${digits}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  const found = await answer.json();
  if (!found.found) {
    status.textContent = english ? "No address was found for this postcode." : "この郵便番号の住所が見つかりません。番号を確かめるか、住所を入力してください。";
    return;
  }
  part(group, "prefecture").value = found.prefecture;
  part(group, "city").value = found.city;
  const street = part(group, "street");
  if (!street.value.startsWith(found.town)) street.value = found.town + street.value;
  street.dispatchEvent(new Event("input", { bubbles: true }));
  status.textContent = english ? "The address was filled in." : `${found.prefecture}${found.city}${found.town} を入れました。番地まで入力してください。`;
}

for (const group of document.querySelectorAll("[data-postcode-url]")) {
  const field = group.querySelector("[data-postcode]");
  field?.addEventListener("change", () => fill(group, field));
}

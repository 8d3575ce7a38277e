// Messages that have been on the screen count as read: sends the page's own form "読みました" once, and hides it.
const form = document.querySelector("[data-mark-read]");

if (form) {
  const watch = new IntersectionObserver(async ([entry]) => {
    if (!entry.isIntersecting) return;
    watch.disconnect();
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.ok) form.hidden = true;
    } catch { /* the button stays */ }
  });
  watch.observe(form);
}

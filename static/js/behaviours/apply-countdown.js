// Counts down to a deadline by the server's clock: data-countdown (ISO, the deadline), data-now (ISO, the page's moment).
const start = performance.now();
const english = document.documentElement.lang.startsWith("en");

function words(seconds) {
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor((seconds % 86400) / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  if (english) {
    if (days) return `${days} d ${hours} h left`;
    return hours ? `${hours} h ${minutes} min left` : `${minutes} min ${rest} s left`;
  }
  if (days) return `あと${days}日${hours}時間`;
  return hours ? `あと${hours}時間${minutes}分` : `あと${minutes}分${rest}秒`;
}

function tick() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const passed = performance.now() - start;
    const left = Math.floor((Date.parse(place.dataset.countdown) - Date.parse(place.dataset.now) - passed) / 1000);
    place.textContent = left > 0 ? words(left) : english ? "Closed" : "締め切りました";
  }
}

tick();
setInterval(tick, 1000);

// Counts down to a deadline, to the second, by the server's clock: data-countdown (ISO, the deadline), data-now (ISO, the
// server's time of this page). The device's clock only measures what passed since; without this the plain deadline stands.
const places = [...document.querySelectorAll("[data-countdown]")].map((place) => ({
  place,
  until: Date.parse(place.dataset.countdown),
  ahead: Date.parse(place.dataset.now) - (performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0)),
}));

function words(pattern, seconds) {
  const parts = { d: Math.floor(seconds / 86400), h: Math.floor((seconds % 86400) / 3600), m: Math.floor((seconds % 3600) / 60), s: seconds % 60 };
  return pattern.replace(/\{([dhms])\}/g, (_, name) => (name === "d" ? parts.d : String(parts[name]).padStart(2, "0")));
}

function tick() {
  for (const { place, until, ahead } of places) {
    const left = Math.ceil((until - Date.now() - ahead) / 1000);
    place.textContent = left > 0 ? words(place.dataset.words, left) : place.dataset.over;
  }
}

tick();
setInterval(tick, 1000);
// A page brought back from the history is as old as it is: ask the server anew.
addEventListener("pageshow", (event) => event.persisted && location.reload());

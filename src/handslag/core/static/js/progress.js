/* Work that goes on at the server: [data-progress] is fetched anew every two seconds from the page's own address (with
   the header X-Part: progress; 204 says that the work has ended, and the page is loaded anew to say how). A screen reader
   is told in [data-progress-said] when the step changes, and of nothing else. Without this script the page reloads. */

const EVERY = 2000; // milliseconds
const part = document.querySelector("[data-progress]");
const said = document.querySelector("[data-progress-said]");

async function look() {
  let answer;
  try {
    answer = await fetch(location.href, { headers: { "X-Part": "progress" }, redirect: "manual" });
  } catch { /* no network: perhaps next time */ }
  if (answer?.status === 200) {
    part.innerHTML = await answer.text();
    const now = part.querySelector("[data-step]")?.dataset.step;
    if (now && said.textContent !== now) said.textContent = now;
  } else if (answer && answer.status < 500) {
    location.reload();
    return;
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);

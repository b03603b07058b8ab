/* What a form would change, while its numbers are changed: half a second after the last key the form is sent with the
   field "preview" and the header X-Part: preview. The answer goes into [data-preview], and its data-said, for those who
   do not see that part, into [data-preview-said]. Nothing is saved. Without this script a button does it. */

const WAIT = 500; // milliseconds
const form = document.querySelector("form[data-live]");
const part = document.querySelector("[data-preview]");
const said = document.querySelector("[data-preview-said]");
let timer, asked;

async function look() {
  asked?.abort();
  asked = new AbortController();
  const fields = new FormData(form);
  fields.set("preview", "1");
  const how = { method: "POST", body: fields, headers: { "X-Part": "preview" }, signal: asked.signal, redirect: "manual" };
  try {
    const answer = await fetch(location.href, how);
    // What is no number yet is told of when a button is pressed.
    part.dataset.live = ""; // below the form on a phone, so that nothing moves under the finger
    part.innerHTML = answer.status === 200 ? await answer.text() : "";
    said.textContent = part.firstElementChild?.dataset.said ?? "";
  } catch { /* a newer question, or no network: the button says so */ }
}

form?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT);
});

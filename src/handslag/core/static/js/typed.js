/* Keeps what was typed. Two things, on every page; without this script all forms work, but
     Back or Forward to a page with errors fails or sends again (an answer to a form has no address of its own, and
     stored it would lie on the disk of a shared computer), and
     a page comes back with empty fields when language, colours or text size are changed in the middle of a form.

   1. A page that answers a form says so: <html data-posted="address that shows this page anew">. When one leaves it, its
      place in the history becomes that address. Not earlier: reloading shows the errors.
   2. <form data-keep-typed> changes how the page looks. What differs in the page's fields from what the server sent
      goes along in the memory of this tab, is filled in if the next page is the same one, and is deleted by any next
      page; by this page after a minute or when it comes back; and by the door out at once. Where no page of ours
      follows (no network, a proxy's error page) it stays until one does or the tab is closed. So never passwords,
      codes, files, hidden fields, those with autocomplete="off", and what stands in a part with data-sealed: a
      concern. Of that [data-not-kept] warns first, beside the button.
      A diary's sentence is kept: losing one half-written is the worse harm. */

const KEY = "typed";
const LONGEST = 60 * 1000; // milliseconds: a page that comes later is another story
const page = document.documentElement;

function forget() {
  try { sessionStorage.removeItem(KEY); } catch { /* nothing is kept */ }
}

/* 1. */

/** `part`: a link or a form; its own address is written down first, as it may hang on the one that changes. */
function leave(part, name) {
  if (!page.dataset.posted) return;
  part?.setAttribute(name, new URL(part.getAttribute(name) || "", location.href));
  history.replaceState(null, "", page.dataset.posted);
}

addEventListener("pagehide", () => leave()); // by Back, too

addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const keeps = event.target.matches("[data-keep-typed]");
  if (keeps && warns(event.target)) return event.preventDefault();
  if (keeps) keep();
  leave(event.target, "action");
});

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link?.matches(".quick-exit")) forget();
  const other = event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || other || link.target || link.hasAttribute("download") || link.protocol !== location.protocol) return;
  if (link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return; // from an error to its field
  leave(link, "href");
});

/* 2. */

const NEVER_KINDS = /^(hidden|password|file|submit|button|image|reset|fieldset|output)$/;
const NEVER_NAMES = /password|credential|^(code|otp|token)$/i;

const isTicked = (field) => field.type === "radio" || field.type === "checkbox";
const chosen = (field, how) => [...field.options].filter((option) => option[how]).map((option) => option.value);
const mayBeKept = (field) =>
  field.name && !field.disabled && !NEVER_KINDS.test(field.type) && !NEVER_NAMES.test(field.name)
  && !field.closest("[data-sealed]") && !/^off$|password|one-time-code/.test(field.autocomplete);

/** Each field that may be kept, as [its name on this page, field]. */
function fields() {
  const seen = {};
  return [...document.forms].flatMap((form) =>
    [...form.elements].filter(mayBeKept).map((field) => {
      const way = new URL(form.getAttribute("action") || "", location.href).pathname;
      const name = [way, field.name, isTicked(field) ? field.value : ""].join(" ");
      seen[name] = (seen[name] || 0) + 1;
      return [`${name} ${seen[name]}`, field];
    }));
}

function now(field) {
  if (isTicked(field)) return field.checked;
  return field.options ? chosen(field, "selected") : field.value;
}

function sent(field) {
  if (isTicked(field)) return field.defaultChecked;
  return field.options ? chosen(field, "defaultSelected") : field.defaultValue;
}

/** All that an answer shows was typed, too. */
const isTyped = (field) => page.dataset.posted || String(now(field)) !== String(sent(field));

function warns(form) {
  const note = document.querySelector("[data-not-kept]");
  const isLost = (field) => !NEVER_KINDS.test(field.type) && now(field) && isTyped(field);
  if (![...document.querySelectorAll("[data-sealed] [name]")].some(isLost) || !note || form.contains(note)) return false;
  form.prepend(note);
  note.hidden = false;
  return true;
}

function fill(field, value) {
  if (isTicked(field)) field.checked = value;
  else if (field.options) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
  for (let part = field; (part = part.closest("details")); part = part.parentNode) part.open = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function keep() {
  const changed = fields().filter(([, field]) => isTyped(field)).map(([name, field]) => [name, now(field)]);
  const path = new URL(page.dataset.posted || "", location.href).pathname;
  try {
    if (changed.length) sessionStorage.setItem(KEY, JSON.stringify({ path, at: Date.now(), changed }));
  } catch { /* full, or nothing is kept: as without this script */ }
  setTimeout(forget, LONGEST);
}

addEventListener("pageshow", (event) => {
  if (event.persisted) forget(); // the page that came was not one of ours
});

function fillInOnce() {
  let kept = null;
  try {
    const stored = sessionStorage.getItem(KEY);
    forget();
    kept = JSON.parse(stored);
  } catch { /* as above */ }
  if (!kept || kept.path !== location.pathname || Date.now() - kept.at > LONGEST) return;
  const values = new Map(kept.changed);
  for (const [name, field] of fields()) if (values.has(name)) fill(field, values.get(name));
}

fillInOnce();

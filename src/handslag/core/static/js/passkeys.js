/* Makes a passkey or signs in with one. Bound to <form data-passkey="create|get">, in which lie
     a hidden field named `credential`, and
     the options: data-options names a JSON element of the page, or data-address a page that gives them.
   What needs this script is `hidden` until it runs ([data-passkey-ready]); what says that passkeys do not work here is
   in sight until then ([data-passkey-missing]). When something goes wrong [data-passkey-said="stopped|known|busy|failed"]
   is shown. All of them may stand anywhere in the page. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const all = (selector) => document.querySelectorAll(selector);

/** The server's options as the browser wants them: bytes instead of text, and nothing that is null. */
function asked(options) {
  const known = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
  const named = (list) => (list || []).map((one) => ({ type: one.type, id: bytes(one.id) }));
  known.challenge = bytes(known.challenge);
  if (known.user) known.user = { ...known.user, id: bytes(known.user.id) };
  if (known.excludeCredentials) known.excludeCredentials = named(known.excludeCredentials);
  if (known.allowCredentials) known.allowCredentials = named(known.allowCredentials);
  return { publicKey: known };
}

/** What the browser answers, as the server wants it. */
function answered(credential) {
  const { id, type, authenticatorAttachment, response } = credential;
  const found = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) found[name] = text(response[name]);
  }
  if (response.getTransports) found.transports = response.getTransports();
  return JSON.stringify({
    id, rawId: text(credential.rawId), type, authenticatorAttachment, response: found,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.address, { headers: { Accept: "application/json" } });
  if (answer.status === 429) throw Object.assign(new Error("too many tries"), { name: "Busy" });
  if (!answer.ok) throw new Error(`the server said ${answer.status}`);
  return (await answer.json()).request_options;
}

const SAID = { NotAllowedError: "stopped", AbortError: "stopped", InvalidStateError: "known", Busy: "busy" };

function say(what) {
  for (const part of all("[data-passkey-said]")) part.hidden = part.dataset.passkeySaid !== what;
  const said = document.querySelector(`[data-passkey-said="${what}"]`);
  if (said) said.focus();
}

for (const form of window.PublicKeyCredential ? all("form[data-passkey]") : []) {
  for (const part of all("[data-passkey-missing]")) part.hidden = true;
  for (const part of all("[data-passkey-ready]")) part.hidden = false;
  let waiting = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    say("");
    try {
      const wanted = asked((await options(form)).publicKey);
      const making = form.dataset.passkey === "create";
      const credential = await (making ? navigator.credentials.create(wanted) : navigator.credentials.get(wanted));
      form.elements.credential.value = answered(credential);
      form.submit();
    } catch (error) {
      say(SAID[error.name] || "failed");
    } finally {
      waiting = false;
    }
  });
}

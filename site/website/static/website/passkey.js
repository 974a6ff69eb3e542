/**
 * Logging in with a passkey, and making one. Without this script, or on a device without passkeys, the
 * buttons stay hidden and the mailed code is there. Every word comes from the page.
 *
 * `webauthnJSON` is that of allauth, loaded before this module.
 */

const form = document.querySelector("form[data-passkey]");
const button = form?.querySelector("[data-passkey-button]");
const failed = form?.querySelector("[data-passkey-failed]");

/** What the browser must be asked: it stands in the page for a new key, and is fetched for a log-in. */
async function options() {
  const inPage = document.getElementById("passkey-options");
  if (inPage) return JSON.parse(inPage.textContent).creation_options;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function go() {
  failed.hidden = true;
  try {
    const asked = await options();
    const ask = form.dataset.passkey === "add" ? webauthnJSON.create : webauthnJSON.get;
    form.elements.credential.value = JSON.stringify(await ask(asked));
    form.submit();
  } catch {
    failed.hidden = false; // the visitor stopped, or the device has no key of ours
  }
}

if (button && window.PublicKeyCredential && window.webauthnJSON) {
  form.hidden = false;
  button.addEventListener("click", go);
  document.querySelectorAll("[data-without-passkey]").forEach((one) => { one.hidden = true; });
}

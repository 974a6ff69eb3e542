/* In the editor of the CMS: a button that sends the form waits for the draft that is being saved by itself.

Wagtail saves a draft half a second after something was typed. Who presses "Publish" within that time sends the
form while the draft is on its way, and two requests make one page: the second is told that its address is taken. */
(() => {
  const LONGEST = 8000; // milliseconds: an answer that never comes, or a draft that was stopped, holds nobody up
  let saving = false;
  let waiting = null; // the form and the button that were pressed meanwhile

  const sendNow = () => {
    saving = false;
    if (!waiting) return;
    const { form, button } = waiting;
    waiting = null;
    if (button?.name) {
      // The button is told in a field: Wagtail switches a pressed button off, and then it is not sent.
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(field);
    }
    form.requestSubmit();
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (waiting) event.preventDefault(); // what was typed last goes along with the button
    else if (!event.defaultPrevented) saving = true;
  });
  document.addEventListener("w-autosave:success", sendNow);
  document.addEventListener("w-autosave:error", sendNow);
  document.addEventListener(
    "submit",
    (event) => {
      if (!saving || waiting || !event.target.matches("[data-edit-form]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = { form: event.target, button: event.submitter };
      setTimeout(() => waiting && sendNow(), LONGEST);
    },
    true,
  );
})();

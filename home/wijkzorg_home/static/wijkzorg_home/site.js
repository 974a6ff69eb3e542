/**
 * What the pages do with a script on top of what they do without one.
 *
 * Live filters: a change in `form[data-live]`, or a link inside a `[data-region]` that leads to the
 * same page with other filters, fetches that address and swaps the regions instead of the page.
 * Suggestions: `input[data-suggest-url]` becomes a combobox after the ARIA Authoring Practices.
 * Every word that is shown or spoken comes from the page, which is translated; none stands here.
 */

const RESULTS = '[data-region="results"]';
const SUGGEST_DELAY = 150; // milliseconds after the last key
const SUGGEST_FROM = 2; // characters

/* --- live filters ------------------------------------------------------------------------- */

const liveForm = document.querySelector("form[data-live]");
let running = null;

/** The address that the form would go to, without the fields that are left empty. */
function addressOf(form) {
  const url = new URL(form.getAttribute("action") || location.pathname, location.href);
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  url.search = new URLSearchParams(fields).toString();
  url.hash = "";
  return url;
}

/** Put the form in the state that the server gave it, but leave alone what is being typed in. */
function followForm(form, fresh) {
  if (!fresh) return;
  for (const field of form.elements) {
    if (!field.name || field === document.activeElement) continue;
    const others = [...fresh.elements].filter((other) => other.name === field.name);
    if (field.type === "checkbox" || field.type === "radio") {
      const twin = others.find((other) => other.value === field.value);
      if (twin) field.checked = twin.checked;
    } else if (others.length) {
      field.value = others[0].value;
    }
  }
}

/** Swap every region that both documents have; say whether the results were among them. */
function swapRegions(fresh) {
  const next = fresh.querySelector(RESULTS);
  if (!next || !document.querySelector(RESULTS)) return false;
  for (const region of document.querySelectorAll("[data-region]")) {
    const twin = fresh.querySelector(`[data-region="${region.dataset.region}"]`);
    if (twin) region.replaceWith(document.adoptNode(twin));
  }
  document.title = fresh.title;
  return true;
}

/** Say the new number of results to who cannot see it, after what comes first: help at once. */
function announce() {
  const said = [...document.querySelectorAll(`[data-region] [data-first], ${RESULTS} [data-count]`)]
    .map((one) => one.textContent.trim()).join(" ");
  const voice = document.querySelector("[data-announce]");
  if (!said || !voice) return;
  voice.textContent = "";
  requestAnimationFrame(() => { voice.textContent = said; });
}

async function show(url, { push = true, focus = false } = {}) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const region = document.querySelector(RESULTS);
  region?.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (running !== mine) return;
    if (!swapRegions(fresh)) throw new Error("no results region");
    followForm(liveForm, fresh.querySelector("form[data-live]"));
    if (push) history.pushState({ live: true }, "", url);
    announce();
    if (focus) focusResults();
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(url); // the browser does better at telling what is wrong
  }
}

function focusResults() {
  const heading = document.querySelector("[data-region] [data-first]")
    ?? document.querySelector(`${RESULTS} [data-count]`);
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus();
  heading.scrollIntoView({ block: "start" });
}

function isSamePage(link) {
  return link.origin === location.origin && link.pathname === location.pathname && !link.hash;
}

function startLiveFilters() {
  const go = () => {
    const url = addressOf(liveForm);
    if (url.href !== location.href.split("#")[0]) show(url);
  };
  liveForm.addEventListener("change", go);
  liveForm.addEventListener("submit", (event) => {
    event.preventDefault();
    liveForm.querySelectorAll("[popover]:popover-open").forEach((sheet) => sheet.hidePopover());
    show(addressOf(liveForm), { focus: true });
  });
  document.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
    const link = event.target.closest?.("[data-region] a[href]");
    if (!plain || !link || link.target || link.hasAttribute("download") || !isSamePage(link)) return;
    event.preventDefault();
    link.closest("[popover]:popover-open")?.hidePopover();
    show(new URL(link.href), { focus: true });
  });
  addEventListener("popstate", () => show(new URL(location.href), { push: false }));
}

if (liveForm && document.querySelector(RESULTS)) startLiveFilters();

/* --- suggestions -------------------------------------------------------------------------- */

let boxes = 0;

function startSuggestions(input) {
  const list = document.createElement("ul");
  list.id = `suggest-${(boxes += 1)}`;
  list.className = "suggest-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel || input.name);
  list.hidden = true;
  const box = document.createElement("div");
  box.className = "suggest-box";
  input.replaceWith(box);
  box.append(input, list);
  input.type = "text"; // ARIA in HTML allows a combobox on a text field, not on a search field
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";

  let timer = 0;
  let asked = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    const options = [...list.children];
    chosen = (index + options.length + 1) % (options.length + 1);
    if (chosen === options.length) chosen = -1; // one step past the ends is the field itself
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const fill = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ label, url }, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = url;
        option.textContent = label;
        return option;
      }),
    );
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const text = input.value.trim();
    asked = text;
    if (text.length < SUGGEST_FROM) {
      close();
      return;
    }
    const url = new URL(input.dataset.suggestUrl, location.href);
    url.searchParams.set("q", text);
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      const suggestions = response.ok ? await response.json() : [];
      if (asked === text && document.activeElement === input) fill(suggestions);
    } catch {
      close(); // searching itself still works
    }
  };

  const follow = (option) => {
    const url = new URL(option.dataset.url, location.href);
    if (/^https?:$/.test(url.protocol)) location.assign(url);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, SUGGEST_DELAY);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? list.children.length - 1 : chosen - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      follow(list.children[chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    close();
  });
  input.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    asked = "";
    close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the field focused
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) follow(option);
  });
}

document.querySelectorAll("input[data-suggest-url]").forEach(startSuggestions);

/* --- small things ------------------------------------------------------------------------- */

// After a form came back with mistakes, a screen reader starts at their list.
document.querySelector("[data-focus]")?.focus();

// "Print this page" is a button that only a script can serve, so it is hidden until now.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});

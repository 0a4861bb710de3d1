// The writing panel and the overlay of errors: what the reader of them may do, and what they say.

const OPEN_PANEL = "regards-panel";
const roots = new WeakSet();
/** Where the focus was before the overlay took it. */
let focusBefore = null;

const inside = (host, selector) => document.querySelector(host)?.shadowRoot?.querySelector(selector) ?? null;
const panelDetails = () => inside("regards-panel", "details.panel");
const overlayDialog = () => inside("regards-overlay", "dialog");

/** Gives the panel and the overlay their behaviour, whenever they have come into the page. */
function settle() {
  for (const host of document.querySelectorAll("regards-panel, regards-overlay")) {
    const root = host.shadowRoot;
    if (!root || roots.has(root)) continue;
    roots.add(root);
    if (host.localName === "regards-panel") {
      const details = panelDetails();
      const state = kept(OPEN_PANEL);
      if (details && state) details.open = state === "open";
    } else takeFocus();
    // Neither event bubbles.
    root.addEventListener("toggle", remember, true);
    root.addEventListener("close", giveFocusBack, true);
  }
  if (!document.querySelector("regards-overlay")) giveFocusBack();
}

function remember({ target }) {
  if (target === panelDetails()) keep(OPEN_PANEL, target.open ? "open" : "closed");
}

/** What the tab keeps under a name; nothing in a browser that keeps nothing for this site. */
function kept(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    sessionStorage.setItem(name, value);
  } catch {
    // Then the next page is as the server sends it.
  }
}

/** Shows the errors again that the reader had put away. */
function reopenOverlay() {
  const dialog = overlayDialog();
  if (!dialog || dialog.open) return;
  dialog.setAttribute("open", "");
  takeFocus();
}

/** Moves the focus to the errors, unless somebody is using the page. */
function takeFocus() {
  const dialog = overlayDialog();
  const focused = document.activeElement;
  if (!dialog || (focused && focused !== document.body)) return;
  focusBefore = focused;
  dialog.querySelector("h2").focus({ preventScroll: true });
}

function giveFocusBack() {
  focusBefore?.focus?.({ preventScroll: true });
  focusBefore = null;
}

function closeOnEscape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  const dialog = overlayDialog();
  if (dialog?.open) {
    dialog.close();
    return;
  }
  const details = panelDetails();
  const focused = document.activeElement;
  const isNear = focused === document.body || focused?.localName === "regards-panel";
  if (details?.open && isNear) {
    details.open = false;
    details.querySelector("summary").focus();
  }
}

/** The line in which the panel speaks; on a page without a panel, one of its own. */
function statusLine() {
  const line = inside("regards-panel", "[role=status]") ?? inside("regards-status", "[role=status]");
  if (line) return line;
  const host = document.createElement("regards-status");
  const root = host.attachShadow({ mode: "open" });
  const own = document.createElement("p");
  own.setAttribute("role", "status");
  // A style sheet made by a script needs no leave from the page's content security policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    p { margin: 0; position: fixed; inset: auto .75rem .75rem auto; z-index: 2147483646; max-width: min(24rem, 90vw);
        padding: .5em .75em; border-radius: .375rem; font: 14px/1.4 system-ui, sans-serif;
        color: #fff; background: #7a2e0e; }
    p:not([data-shown]) { clip-path: inset(50%); white-space: nowrap; }
    @media print { p { display: none; } }`);
  root.adoptedStyleSheets = [sheet];
  root.append(own);
  document.body.append(host);
  return own;
}

/** Says something that stays to be seen, until [`unsay`]. */
function say(text) {
  const line = statusLine();
  line.dataset.shown = "";
  line.textContent = text;
}

function unsay() {
  const line = inside("regards-panel", "[role=status]") ?? inside("regards-status", "[role=status]");
  if (!line || !("shown" in line.dataset)) return;
  delete line.dataset.shown;
  line.textContent = "";
}

/** Tells those who listen rather than look; in the panel only. */
function announce(text) {
  const line = inside("regards-panel", "[role=status]");
  if (!line || "shown" in line.dataset) return;
  line.textContent = text;
  setTimeout(() => { if (line.textContent === text && !("shown" in line.dataset)) line.textContent = ""; }, 3000);
}

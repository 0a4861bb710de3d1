// Keeps a page of the preview up to date: hears of changes, and fetches the page when there is one.
//
// The server's stream says `hello` on every connection, with its run and the number of the site's state, and `change`
// with every new state. After either the page is fetched; most often it is the same, and nothing happens.

const STREAM = "/_regards/events";
/** The name of the text that this page was made from. */
const loaded = document.currentScript?.dataset.page;

/** The last state that was heard of: the server's run and the number of its state. */
let heard = null;
let stream = null;
/** The server's text that the page stands at, as a tree; see morph.js. */
let mirror = null;
let text = null;
let etag = null;
let status = null;
let isFetching = false;
let isWanted = false;

const version = () => `${heard.run}-${heard.generation}`;

function connect() {
  stream?.close();
  stream = new EventSource(STREAM);
  stream.addEventListener("hello", event => hello(JSON.parse(event.data)));
  stream.addEventListener("change", event => change(JSON.parse(event.data)));
  stream.addEventListener("error", lost);
}

// A browser gives one server six connections at most, and each stream takes one. Hidden pages let go of theirs, and hear
// what has changed when they are looked at again.
function disconnect() {
  stream?.close();
  stream = null;
}

function lost() {
  say("The preview server does not answer. This page follows again when it is back.");
  // A browser tries again by itself, unless the answer was no stream at all.
  if (stream?.readyState === EventSource.CLOSED) setTimeout(() => { if (!document.hidden) connect(); }, 1000);
}

function hello({ run, generation }) {
  unsay();
  const isFirst = heard === null;
  const isNew = isFirst || heard.run !== run || heard.generation !== generation;
  heard = { run, generation };
  if (!isNew) return;
  if (!isFirst) renewAllFiles(version());
  refresh();
}

function change({ generation, files }) {
  heard.generation = generation;
  if (renewFiles(files, version())) {
    location.reload();
    return;
  }
  reopenOverlay();
  refresh();
}

/** Fetches the page; once at a time, and once more if something changed meanwhile. */
async function refresh() {
  isWanted = true;
  if (isFetching) return;
  isFetching = true;
  while (isWanted) {
    isWanted = false;
    try {
      await fetchPage();
    } catch (fault) {
      // A server that has gone is told of by the stream. Everything else is made right by loading anew.
      if (!(fault instanceof TypeError && fault.message.includes("fetch"))) reload(fault);
    }
  }
  isFetching = false;
}

async function fetchPage() {
  const headers = etag ? { "If-None-Match": etag } : {};
  const response = await fetch(location.pathname + location.search, { headers, cache: "no-store" });
  if (response.status === 304) return;
  if (response.redirected) throw new NeedsReload("the page sends its reader on");
  if (response.status === 404 && status !== null && status !== 404) {
    say("Nothing answers this address any more: the page was moved, removed or is not out. This is how it was.");
    return;
  }
  const fetched = await response.text();
  etag = response.headers.get("ETag");
  status = response.status;
  unsay();
  if (fetched === text) return;
  const next = new DOMParser().parseFromString(fetched, "text/html");
  if (mirror === null) begin(next);
  else {
    morph(mirror, next);
    settle();
    announce("Updated");
  }
  text = fetched;
}

/** Takes the first text fetched for the one that the page was made from, if it is. */
function begin(next) {
  const named = next.querySelector("script[data-page]")?.dataset.page;
  if (loaded !== named) throw new NeedsReload("the page has changed while it was loading");
  mirror = next;
  align(mirror.documentElement, document.documentElement);
}

function reload(fault) {
  console.info(`Loading the page anew: ${fault.message}`);
  location.reload();
}

function follow() {
  if (document.hidden) disconnect();
  else if (stream === null) connect();
}

attachShadows(document);
settle();
document.addEventListener("keydown", closeOnEscape);
document.addEventListener("visibilitychange", follow);
addEventListener("pagehide", disconnect);
addEventListener("pageshow", follow);
follow();

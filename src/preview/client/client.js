// Keeps a page of the preview up to date: hears of changes, and fetches the page when there is one.
//
// The server's stream says `hello` on every connection, with its run and the number of the site's state, and `change`
// with every new state. After either the page is fetched; most often it is the same, and nothing happens.

const STREAM = "/_regards/events";
/** The name of the text that this page was made from; without one, nothing is known of it. */
const loaded = document.currentScript?.dataset.page;

/** Under this name the tab keeps the text for which it was loaded anew. */
const OTHER_TEXT = "regards-text";

/** The last state that was heard of: the server's run and the number of its state. */
let heard = null;
let stream = null;
/** The server's text that the page stands at, as a tree; see morph.js. */
let mirror = null;
let text = null;
let etag = null;
let status = null;
/** Whether the page was not looked at when it was loaded, so that its files may be old before the first `hello`. */
const wasHidden = document.hidden;
let isFetching = false;
let isWanted = false;
/** Whether errors that the reader put away are shown again once the page is up to date. */
let mayReopen = false;

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
  // A server that is only being restarted is not worth a word.
  setTimeout(() => {
    if (stream && stream.readyState !== EventSource.OPEN) {
      say("The preview server does not answer. This page goes on when it is back.");
    }
  }, 1000);
  // A browser tries again by itself, unless the answer was no stream at all.
  if (stream?.readyState === EventSource.CLOSED) setTimeout(() => { if (!document.hidden) connect(); }, 1000);
}

function hello({ run, generation }) {
  unsay();
  const isFirst = heard === null;
  const isNew = isFirst || heard.run !== run || heard.generation !== generation;
  heard = { run, generation };
  if (!isNew) return;
  if (!isFirst || wasHidden) renewAllFiles(version());
  refresh();
}

function change({ generation, files }) {
  heard.generation = generation;
  if (renewFiles(files, version())) {
    location.reload();
    return;
  }
  mayReopen = true;
  refresh();
}

/** Fetches the page; once at a time, and once more if something changed meanwhile. */
async function refresh() {
  isWanted = true;
  if (isFetching) return;
  isFetching = true;
  while (isWanted) {
    isWanted = false;
    const answer = await fetchPage();
    try {
      if (answer) takeUp(answer);
    } catch (fault) {
      // Whatever it is, loading the page anew makes it right.
      reload(fault);
    }
  }
  isFetching = false;
  if (mayReopen) reopenOverlay();
  mayReopen = false;
}

/** The answer of the server, if there is one. */
async function fetchPage() {
  const headers = etag ? { "If-None-Match": etag } : {};
  try {
    const response = await fetch(location.pathname + location.search, { headers, cache: "no-store" });
    return { response, fetched: await response.text() };
  } catch {
    // That the server has gone, the stream tells; and when it is back.
    return null;
  }
}

function takeUp({ response, fetched }) {
  if (response.redirected) throw new NeedsReload("the page sends its reader on");
  if (response.status === 404 && status !== null && status !== 404) {
    say("Nothing answers this address any more: the page was moved, removed or is not out. This is how it was.");
    return;
  }
  unsay();
  if (response.status === 304) return;
  etag = response.headers.get("ETag");
  status = response.status;
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
  const named = next.querySelector(OWN_SCRIPT)?.dataset.page ?? "nameless";
  // A cache of the site's own may give another text to a page than to its script, again and again.
  const isOther = loaded !== named && kept(OTHER_TEXT) !== named;
  keep(OTHER_TEXT, isOther ? named : "");
  if (isOther) throw new NeedsReload("the page has changed while it was loading");
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

// A browser remembers 250 by itself.
performance.setResourceTimingBufferSize(2000);
attachShadows(document);
settle();
document.addEventListener("keydown", closeOnEscape);
document.addEventListener("visibilitychange", follow);
addEventListener("pagehide", disconnect);
addEventListener("pageshow", follow);
follow();

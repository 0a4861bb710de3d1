// Style sheets and pictures whose bytes changed under the same address.

/** Style sheet → the one that takes its place. */
const successors = new WeakMap();
/** Style sheet that is being loaded → those that go when it is there. */
const waiting = new WeakMap();

const isSheet = node => node?.localName === "link" && node.relList.contains("stylesheet");

/** The path of an address of this site, decoded; nothing for another site's, or for what is in the page itself. */
function pathOf(address) {
  if (address.trimStart().startsWith("#")) return null;
  const url = URL.parse(address, document.baseURI);
  // What a script made, at `blob:`, is of this origin, too.
  if (url?.origin !== location.origin || !/^https?:$/.test(url.protocol)) return null;
  return decoded(url.pathname);
}

function decoded(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The same address, as one that no cache has seen. */
function anew(address, version) {
  const url = new URL(address, document.baseURI);
  url.searchParams.set("regards", version);
  return url.href;
}

/** The style sheet that stands for `node` by now. */
function currentSheet(node) {
  let current = node;
  while (successors.has(current)) current = successors.get(current);
  return current;
}

/** Loads a changed style sheet beside the old one, which goes when the new one is there: no moment is without style. */
function replaceSheet(old, change) {
  const fresh = old.cloneNode();
  change(fresh);
  const former = [...(waiting.get(old) ?? []), old];
  waiting.set(fresh, former);
  successors.set(old, fresh);
  const done = () => former.forEach(sheet => sheet.remove());
  fresh.addEventListener("load", done, { once: true });
  fresh.addEventListener("error", done, { once: true });
  old.after(fresh);
  // What is no style sheet any more is never loaded.
  if (!isSheet(fresh) || !fresh.href) done();
}

/** The style sheets of the page that are in force or will be. */
function sheets() {
  const links = [...document.querySelectorAll("link[rel~=stylesheet i][href]")];
  return links.filter(link => !successors.has(link) && pathOf(link.href) !== null);
}

function renewSheet(link, version) {
  replaceSheet(link, fresh => { fresh.href = anew(link.href, version); });
}

/** Attributes that name a picture or another thing shown in place. */
const SHOWN = ["src", "srcset", "poster", "data", "href", "xlink:href"];

/** The player that an element is or belongs to. */
const mediaOf = element => element.closest("audio, video");

/** Whether somebody listens to it or looks at it: with another address, it would begin anew. */
function isPlaying(element) {
  const media = mediaOf(element);
  return media !== null && !media.paused && !media.ended;
}

/** Loads the shown things anew to whose path and element `wants` says yes, unless they play. */
function renewPictures(wants, version) {
  const shown = document.querySelectorAll("img, source, video, audio, input, image, use, object, embed, link[rel~=icon i]");
  for (const element of shown) {
    if (isPlaying(element)) continue;
    for (const name of SHOWN) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const renew = word => {
        const path = pathOf(word);
        return path !== null && wants(path, element) ? anew(word, version) : word;
      };
      const renewed = name === "srcset" ? value.replace(/[^\s,](?:\S*[^\s,])?/g, renew) : renew(value);
      if (renewed !== value) element.setAttribute(name, renewed);
    }
  }
}

/** Path → what loaded that file for this page: `css` for what style sheets import or show, `script` and so on. */
function loadersByPath() {
  const loaders = new Map();
  for (const { name, initiatorType } of performance.getEntriesByType("resource")) {
    const path = pathOf(name);
    if (path === null) continue;
    if (!loaders.has(path)) loaders.set(path, new Set());
    loaders.get(path).add(initiatorType);
  }
  return loaders;
}

/** What shows itself anew when its element is given another address. */
const RENEWED_IN_PLACE = ["link", "img", "image", "icon", "video", "audio", "input", "use", "object", "embed", "source"];

/** Takes up files whose bytes changed; says whether only loading the page anew makes it right. */
function renewFiles(files, version) {
  const changed = new Set(files.map(decoded));
  const linked = sheets().filter(link => changed.has(pathOf(link.href)));
  // After a change of branch there may be thousands of files, so what the page has loaded is looked through once.
  const loadersOf = loadersByPath();
  const loaders = [...changed].flatMap(path => [...(loadersOf.get(path) ?? [])]);
  const inSheets = loaders.includes("css");
  for (const link of inSheets ? sheets() : linked) renewSheet(link, version);
  renewPictures(path => changed.has(path), version);
  return loaders.some(loader => loader !== "css" && !RENEWED_IN_PLACE.includes(loader));
}

/** Takes up whatever may have changed while nobody told. That is a guess, so it costs nobody the place in a film. */
function renewAllFiles(version) {
  for (const link of sheets()) renewSheet(link, version);
  renewPictures((_, element) => !(mediaOf(element)?.currentTime > 0), version);
}

// Style sheets and pictures whose bytes changed under the same address.

/** Style sheet → the one that takes its place. */
const successors = new WeakMap();
/** Style sheet that is being loaded → those that go when it is there. */
const waiting = new WeakMap();

const isSheet = node => node?.localName === "link" && node.relList.contains("stylesheet");

/** The path of an address of this site, decoded; nothing for another site's. */
function pathOf(address) {
  const url = URL.parse(address, document.baseURI);
  if (url?.origin !== location.origin) return null;
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

/** Loads the shown things anew whose path `wants` says yes to. */
function renewPictures(wants, version) {
  const shown = document.querySelectorAll("img, source, video, audio, input, image, use, object, embed, link[rel~=icon i]");
  for (const element of shown) {
    for (const name of SHOWN) {
      const value = element.getAttribute(name);
      if (!value) continue;
      const renew = word => {
        const path = pathOf(word);
        return path !== null && wants(path) ? anew(word, version) : word;
      };
      const renewed = name === "srcset" ? value.replace(/[^\s,](?:\S*[^\s,])?/g, renew) : renew(value);
      if (renewed !== value) element.setAttribute(name, renewed);
    }
  }
}

/** What loaded a file for this page: `css` for what style sheets import or show, `script` and so on. */
function loadedBy(path) {
  return performance.getEntriesByType("resource").filter(({ name }) => pathOf(name) === path).map(entry => entry.initiatorType);
}

/** What shows itself anew when its element is given another address. */
const RENEWED_IN_PLACE = ["link", "img", "image", "icon", "video", "audio", "input", "use", "object", "embed", "source"];

/** Takes up files whose bytes changed; says whether only loading the page anew makes it right. */
function renewFiles(files, version) {
  const changed = new Set(files.map(decoded));
  const linked = sheets().filter(link => changed.has(pathOf(link.href)));
  const loaders = [...changed].flatMap(path => loadedBy(path));
  const inSheets = loaders.includes("css");
  for (const link of inSheets ? sheets() : linked) renewSheet(link, version);
  renewPictures(path => changed.has(path), version);
  return loaders.some(loader => loader !== "css" && !RENEWED_IN_PLACE.includes(loader));
}

/** Takes up whatever may have changed while nobody told. */
function renewAllFiles(version) {
  for (const link of sheets()) renewSheet(link, version);
  renewPictures(() => true, version);
}

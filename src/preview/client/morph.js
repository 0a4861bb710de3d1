// Brings the page from one text of the server to the next, in place.
//
// The mirror is the server's last text as a tree of its own, which no script of the page ever touched. Only what differs
// between the mirror and the next text is done to the page, and to the mirror, too. So everything that nobody wrote stays
// as it is: what the reader typed, opened, selected or plays, where the page is scrolled to, and what scripts have added.

/** The element that loaded this script; a page may have scripts with such an attribute of its own. */
const OWN_SCRIPT = "script[src='/_regards/client.js'][data-page]";

/** Thrown where only loading the page anew makes it right. */
class NeedsReload extends Error {}

/** Node of the mirror → node of the page. Nodes that scripts took out of their place have none that is connected. */
const twins = new WeakMap();

/** `<template shadowrootmode>`: a child in the text, and the shadow root of its parent in the page. */
const isShadow = node => isTemplate(node) && node.hasAttribute("shadowrootmode");

/** Where the children of a node of the mirror are. */
const holder = node => (isShadow(node) ? node.content : node);

/** Elements whose content is not for the page as it runs. */
const isClosed = node => node.localName === "noscript" || (isTemplate(node) && !isShadow(node));

/** Ties the mirror of a text to the page that a browser made of it, and that scripts may have added to. */
function align(mirror, live) {
  twins.set(mirror, live);
  if (isClosed(mirror)) return;
  const children = [...holder(mirror).childNodes];
  const shadow = children.find(isShadow);
  if (shadow && live.shadowRoot) align(shadow, live.shadowRoot);
  const visible = children.filter(node => node !== shadow), there = [...live.childNodes];
  match(visible, there).pairs.forEach((at, index) => { if (at >= 0) align(visible[at], there[index]); });
}

/** Gives declarative shadow roots to hosts that have none yet. */
function attachShadows(root) {
  for (const template of [...root.querySelectorAll("template[shadowrootmode]")].filter(isShadow)) {
    const shadow = shadowOf(template.parentElement, template);
    shadow.replaceChildren(template.content);
    template.remove();
    attachShadows(shadow);
  }
}

function shadowOf(host, template) {
  const delegatesFocus = template.hasAttribute("shadowrootdelegatesfocus");
  return host.shadowRoot ?? host.attachShadow({ mode: template.getAttribute("shadowrootmode"), delegatesFocus });
}

/** The node of the page for a node of the mirror. */
function liveOf(mirror) {
  const live = currentSheet(twins.get(mirror));
  if (!live?.isConnected) throw new NeedsReload("a script has moved what is to change");
  return live;
}

/** Makes `mirror`, and with it the page, what `next` is. Both are of one kind. */
function update(mirror, next) {
  if (isSame(mirror, next)) return;
  if (mirror.nodeType !== Node.ELEMENT_NODE) return updateText(mirror, next.data);
  updateAttributes(mirror, next);
  if (isClosed(mirror)) {
    if (isTemplate(mirror)) liveOf(mirror).innerHTML = next.innerHTML;
    mirror.innerHTML = next.innerHTML;
    return;
  }
  updateChildren(mirror, next);
}

/** Replaces no more than what differs, so that a selection beside it stays. */
function updateText(mirror, data) {
  const live = liveOf(mirror), old = mirror.data;
  let start = 0, end = 0;
  const shorter = Math.min(old.length, data.length);
  while (start < shorter && old[start] === data[start]) start += 1;
  while (end < shorter - start && old.at(-1 - end) === data.at(-1 - end)) end += 1;
  if (live.data === old) live.replaceData(start, old.length - start - end, data.slice(start, data.length - end));
  else live.data = data;
  mirror.data = data;
}

function updateAttributes(mirror, next) {
  const changed = [...next.attributes].filter(({ name, value }) => mirror.getAttribute(name) !== value);
  const gone = [...mirror.attributes].filter(({ name }) => !next.hasAttribute(name));
  if (changed.length + gone.length === 0) return;
  const change = element => {
    for (const attribute of changed) element.setAttributeNode(attribute.cloneNode());
    for (const { name } of gone) element.removeAttribute(name);
  };
  const live = liveOf(mirror);
  change(mirror);
  if (isSheet(live) || isSheet(mirror)) replaceSheet(live, change);
  else change(live);
}

function updateChildren(mirror, next) {
  const old = [...holder(mirror).childNodes], fresh = [...holder(next).childNodes];
  const parent = liveOf(mirror);
  const { pairs, moved } = match(old, fresh);
  const kept = new Set(pairs);
  for (const [index, node] of old.entries()) if (!kept.has(index)) unplant(node);
  let last = null;
  const order = fresh.map((node, index) => {
    const stays = pairs[index] >= 0;
    const child = stays ? old[pairs[index]] : node.cloneNode(true);
    if (isShadow(child)) {
      if (!stays) plantShadow(child, parent, node);
      return child;
    }
    if (!stays) place(plant(child), parent, last);
    else if (moved.has(index)) place(liveOf(child), parent, last);
    // What scripts took away has no place, and needs none as long as it stays the same.
    const live = currentSheet(twins.get(child));
    if (live?.parentNode === parent) last = live;
    return child;
  });
  holder(mirror).replaceChildren(...order);
  for (const [index, node] of fresh.entries()) if (pairs[index] >= 0) update(order[index], node);
}

/** Puts a node of the page behind another, or first. */
function place(node, parent, last) {
  const before = last ? last.nextSibling : parent.firstChild;
  if (node === before) return;
  // Keeps focus, playing media and frames, where a browser knows how.
  if (node.isConnected && parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** Makes the nodes of the page for new nodes of the mirror. */
function plant(mirror) {
  const live = document.importNode(mirror, true);
  tie(mirror, live);
  return live;
}

/** Ties two equal trees, and gives the second its shadow roots. */
function tie(mirror, live) {
  twins.set(mirror, live);
  const copies = [...live.childNodes];
  for (const [index, child] of [...mirror.childNodes].entries()) {
    if (isShadow(child)) {
      copies[index].remove();
      plantShadow(child, live);
    } else tie(child, copies[index]);
  }
}

function plantShadow(template, host) {
  const shadow = shadowOf(host, template);
  twins.set(template, shadow);
  shadow.replaceChildren(...Array.from(template.content.childNodes, plant));
}

/** Takes the page's node for a node of the mirror away. */
function unplant(mirror) {
  const live = liveOf(mirror);
  if (live instanceof ShadowRoot) live.replaceChildren();
  else live.remove();
  for (const former of waiting.get(live) ?? []) former.remove();
}

/** The scripts of a page that run, as text. Data in a script element is only text. */
function running(page) {
  const scripts = [...page.querySelectorAll("script")].filter(script => !script.matches(OWN_SCRIPT));
  return scripts
    .filter(({ type }) => !type || /javascript|ecmascript|module|importmap|speculationrules/i.test(type))
    .map(script => script.outerHTML)
    .join("\n");
}

const sendsOn = page => page.querySelector("meta[http-equiv=refresh i]") !== null;

/**
 * Brings `mirror` and the page to `next`.
 *
 * Throws [`NeedsReload`] where that cannot be done in place: a script that runs has come, gone or changed, so what the old
 * ones did cannot be undone; the page sends its reader on now; or a script has moved what is to change.
 */
function morph(mirror, next) {
  if (running(mirror) !== running(next)) throw new NeedsReload("a script has changed");
  if (sendsOn(next)) throw new NeedsReload("the page sends its reader on");
  update(mirror.documentElement, next.documentElement);
}

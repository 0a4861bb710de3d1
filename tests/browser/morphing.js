// Makes pages at random, brings the document from one to the next, and says where it is not what the next one is.
// `seed` and `cases` stand before this.

let state = seed;
function random(below) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}
const pick = list => list[random(list.length)];
const WORDS = ["kettle", "letter", "reader", "promise", "Thursday", "stamp", "&amp;", "ü", "list", "ten"];
const words = () => Array.from({ length: 1 + random(6) }, () => pick(WORDS)).join(" ");

function attributes() {
  let text = "";
  if (random(4) === 0) text += ` id="i${random(8)}"`;
  if (random(4) === 0) text += ` class="${pick(["a", "b", "a b"])}"`;
  if (random(8) === 0) text += ` data-x="${random(3)}"`;
  return text;
}

function nodes(depth) {
  return Array.from({ length: random(6) }, () => node(depth)).join(pick(["", "\n"]));
}

function node(depth) {
  switch (depth > 0 ? random(10) : random(3)) {
    case 0: return words();
    case 1: return `<p${attributes()}>${words()} <em>${words()}</em></p>`;
    case 2: return pick([`<!--${words()}-->`, "<hr>", `<noscript><p>${words()}</p></noscript>`, `<template><p>${words()}</p></template>`]);
    case 3: return `<ul${attributes()}>${Array.from({ length: random(5) }, () => `<li${attributes()}>${words()}</li>`).join("")}</ul>`;
    case 4: return `<div><template shadowrootmode="open"><style>p { color: red }</style>${nodes(depth - 1)}</template></div>`;
    case 5: return `<svg${attributes()} viewBox="0 0 9 9"><use xlink:href="#i${random(8)}"></use><rect width="${random(9)}"></rect></svg>`;
    default: return `<${"section"}${attributes()}>${nodes(depth - 1)}</section>`;
  }
}

/** The same page after a few edits of its text. */
function edited(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (let edits = 1 + random(3); edits > 0; edits -= 1) {
    const all = [...page.body.querySelectorAll("*")].filter(element => element.localName !== "template");
    const element = all.length ? pick(all) : page.body, other = all.length ? pick(all) : page.body;
    const piece = new DOMParser().parseFromString(node(1), "text/html").body;
    switch (random(6)) {
      case 0: element.before(...piece.childNodes); break;
      case 1: if (element !== page.body) element.remove(); break;
      case 2: if (element !== page.body && !element.contains(other)) other.before(element); break;
      case 3: element.setAttribute("data-x", random(9)); break;
      case 4: element.removeAttribute("id"); break;
      default: element.append(...piece.childNodes);
    }
  }
  return page.body.innerHTML;
}

const parse = html => new DOMParser().parseFromString(`<!doctype html><body>${html}`, "text/html");

/** A tree as text, shadow roots as the templates that they were written as. */
function written(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return `${node.nodeType}:${node.data}`;
  const own = [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort().join(" ");
  if (isClosed(node)) return `<${node.localName} ${own}>${isTemplate(node) ? node.innerHTML : ""}`;
  const shadow = node.shadowRoot ?? [...node.children].find(isShadow)?.content;
  const inShadow = shadow ? `#shadow(${[...shadow.childNodes].map(written).join(",")})` : "";
  const children = [...node.childNodes].filter(child => !isShadow(child));
  return `<${node.localName} ${own}>${inShadow}(${children.map(written).join(",")})`;
}

const faults = [];
for (let number = 0; number < cases && faults.length < 3; number += 1) {
  const first = nodes(3);
  document.body.replaceWith(document.importNode(parse(first).body, true));
  attachShadows(document);
  const mirror = parse(first);
  align(mirror.documentElement, document.documentElement);
  let html = first;
  for (let step = 0; step < 3; step += 1) {
    html = random(4) === 0 ? nodes(3) : edited(html);
    const next = parse(html);
    try {
      morph(mirror, next);
    } catch (fault) {
      faults.push(`case ${number}: ${fault}\n${first}\n---\n${html}`);
      break;
    }
    const is = written(document.body), wanted = written(next.body);
    if (is !== wanted) faults.push(`case ${number}, the page: ${is}\nis not ${wanted}`);
    if (!isSame(mirror.body, next.body)) faults.push(`case ${number}, the mirror: ${mirror.body.outerHTML}\nis not ${next.body.outerHTML}`);
    if (faults.length > 0) break;
  }
}
return faults;

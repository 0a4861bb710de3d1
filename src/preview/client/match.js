// Which of some new nodes goes on with which of some old ones. Nodes here are children of one parent, as two versions
// of a page have them.

/** Above so many pairs to look at, nodes are paired by position alone. */
const MOST_PAIRS = 40_000;

/**
 * For each of `fresh`, the index among `old` of the node that becomes it, or -1. `moved` holds the indices among `fresh`
 * of nodes that are the same by their id but stand elsewhere now; all other pairs keep their order.
 */
function match(old, fresh) {
  const pairs = fresh.map(() => -1);
  let start = 0, oldEnd = old.length, freshEnd = fresh.length;
  while (start < oldEnd && start < freshEnd && isSame(old[start], fresh[start])) {
    pairs[start] = start;
    start += 1;
  }
  while (oldEnd > start && freshEnd > start && isSame(old[oldEnd - 1], fresh[freshEnd - 1])) {
    oldEnd -= 1;
    freshEnd -= 1;
    pairs[freshEnd] = oldEnd;
  }
  const left = old.slice(start, oldEnd), right = fresh.slice(start, freshEnd);
  const found = left.length * right.length > MOST_PAIRS ? byPosition(left, right) : byLikeness(left, right);
  found.forEach((at, index) => { if (at >= 0) pairs[start + index] = start + at; });
  return { pairs, moved: pairMoved(old, fresh, pairs) };
}

/** Whether two nodes are alike to the last attribute, with what templates in them hold. */
function isSame(a, b) {
  if (!a.isEqualNode(b)) return false;
  const ours = templatesIn(a), theirs = templatesIn(b);
  return ours.every((template, index) => isSame(template.content, theirs[index].content));
}

// `isEqualNode` does not look into them.
function templatesIn(node) {
  const inside = node.querySelectorAll ? [...node.querySelectorAll("template")].filter(isTemplate) : [];
  return isTemplate(node) ? [node, ...inside] : inside;
}

// In a drawing, an element of that name is like any other.
const isTemplate = node => node instanceof HTMLTemplateElement;

function byPosition(old, fresh) {
  const isPair = index => index < old.length && old[index].nodeName === fresh[index].nodeName;
  return fresh.map((_, index) => (isPair(index) ? index : -1));
}

/** The pairs that keep the order and are most alike in sum: a longest common subsequence with weights. */
function byLikeness(old, fresh) {
  const weigh = likenessAmong(old, fresh);
  const likeness = old.map(a => fresh.map(b => weigh(a, b)));
  const best = Array.from({ length: old.length + 1 }, () => new Float64Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      const paired = likeness[i][j] > 0 ? best[i + 1][j + 1] + likeness[i][j] : 0;
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], paired);
    }
  }
  const pairs = fresh.map(() => -1);
  for (let i = 0, j = 0; i < old.length && j < fresh.length;) {
    if (likeness[i][j] > 0 && best[i][j] === best[i + 1][j + 1] + likeness[i][j]) {
      pairs[j] = i;
      i += 1;
      j += 1;
    } else if (best[i][j] === best[i + 1][j]) i += 1;
    else j += 1;
  }
  return pairs;
}

/** How alike two nodes are, from 0 for nodes that cannot become each other. */
function likenessAmong(old, fresh) {
  const idsOf = nodes => new Set(nodes.map(node => node.id).filter(Boolean));
  const oldIds = idsOf(old), freshIds = idsOf(fresh);
  const words = new Map();
  const wordsOf = node => {
    if (!words.has(node)) words.set(node, new Set(node.textContent.split(/\s+/, 200)));
    return words.get(node);
  };
  return (a, b) => {
    if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName) return 0;
    if (a.nodeType !== Node.ELEMENT_NODE) return a.data === b.data && a.data.trim() ? 2 : 0.5;
    if (a.id && a.id === b.id) return 8;
    // Each of them has its own counterpart.
    if (a.id !== b.id && (freshIds.has(a.id) || oldIds.has(b.id))) return 0;
    if (isSame(a, b)) return 4;
    const ours = wordsOf(a), theirs = wordsOf(b);
    let shared = 0;
    for (const word of ours) if (theirs.has(word)) shared += 1;
    const renamed = a.id === b.id ? 0 : 0.5;
    return 1 - renamed + shared / Math.max(ours.size, theirs.size) + (a.className === b.className ? 0.25 : 0);
  };
}

/** Pairs what is left and has one id; says which of `fresh` that are. */
function pairMoved(old, fresh, pairs) {
  const moved = new Set();
  const taken = new Set(pairs);
  const byId = new Map();
  old.forEach((node, index) => { if (node.id && !taken.has(index)) byId.set(node.id, index); });
  fresh.forEach((node, index) => {
    const from = pairs[index] < 0 && node.id ? byId.get(node.id) : undefined;
    if (from === undefined || old[from].nodeName !== node.nodeName) return;
    byId.delete(node.id);
    pairs[index] = from;
    moved.add(index);
  });
  return moved;
}

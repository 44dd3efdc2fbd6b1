import { visit } from "jsonc-parser";

export interface Oddity {
  readonly message: string;
  /** Where it stands: a path into the value, or an offset into the text. */
  readonly at: readonly (string | number)[] | number;
}

/** A halt is eight levels deep; its readers go down by calling themselves. */
const maxDepth = 100;

/**
 * What makes a JSON text a trap for those who read and edit it although it is valid: a key that stands twice in an object
 * (one reader takes the first, another the last), an id that stands twice in a list (an edit could not tell the two
 * apart), and nesting without end. The first that is found.
 * @param value what `JSON.parse` made of the text
 */
export function findOddity(text: string, value: unknown): Oddity | undefined {
  const walked = walk(value);
  if (walked.oddity !== undefined) return walked.oddity;
  return keysIn(text) === walked.keys ? undefined : repeatedKey(text);
}

interface Place {
  readonly value: object;
  readonly key: string | number | undefined;
  readonly parent: Place | undefined;
  readonly depth: number;
}

/** Counts the keys on its way through the value; without recursion, which a hostile file would exhaust. */
function walk(root: unknown): { readonly keys: number; readonly oddity?: Oddity } {
  let keys = 0;
  const open: Place[] = isObject(root) ? [{ value: root, key: undefined, parent: undefined, depth: 0 }] : [];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (place.depth > maxDepth) {
      return { keys, oddity: { message: `Nested more than ${maxDepth} levels deep.`, at: pathOf(place) } };
    }
    const ids = new Set<unknown>();
    for (const [name, child] of Object.entries<unknown>({ ...place.value })) {
      const isList = Array.isArray(place.value);
      if (!isList) keys += 1;
      if (!isObject(child)) continue;
      const below = {
        value: child,
        key: isList ? Number(name) : name,
        parent: place,
        depth: place.depth + 1,
      };
      if (isList && "id" in child) {
        if (ids.has(child.id)) {
          const at = pathOf(below);
          return {
            keys,
            oddity: { message: `${at.join(".")}: another item of the list has the same id.`, at },
          };
        }
        ids.add(child.id);
      }
      open.push(below);
    }
  }
  return { keys };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.parent) path.unshift(at.key);
  return path.slice(0, 8);
}

/** How many keys the text writes. It is valid JSON, so what is a string with a colon behind it is a key. */
function keysIn(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\[\s\S][^"\\]*)*"(\s*:)?/g))
    if (colon !== undefined) keys += 1;
  return keys;
}

function repeatedKey(text: string): Oddity | undefined {
  const open: Set<string>[] = [];
  let found: Oddity | undefined;
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (name, offset) => {
      const keys = open.at(-1);
      if (keys?.has(name) === true)
        found ??= { message: `The key "${name}" stands twice in one object.`, at: offset };
      keys?.add(name);
    },
  });
  return found;
}

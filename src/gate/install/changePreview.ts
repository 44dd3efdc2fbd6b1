import { gitGate, treeGate } from "./installedGate";
import { keyOf } from "./installKind";
import type { FileChange, Plan } from "./planInstall";

const context = 2;
/** Of a longer new file the beginning is shown. */
const maxNewLines = 60;
/** Beyond it the lines between the first and the last difference are shown as replaced as a whole. */
const maxComparisons = 4_000_000;

/**
 * A plan as lines for a person: each kind with what is left by hand, what it stops and what it cannot, then each file's
 * change; the gate's own script, which is long and the same everywhere, comes last.
 */
export function planLines({ changes, kinds }: Plan, installs: boolean): readonly string[] {
  const own = changes.filter(isScript);
  const others = changes.filter((change) => !isScript(change));
  return [
    ...kinds.flatMap(({ title, id, byHand, installed, stops, cannotStop }) => [
      `${title} (${id})`,
      ...byHand.map((line) => `  by hand: ${line}`),
      ...(installs && installed ? stops.map((line) => `  stops: ${line}`) : []),
      ...(installs && installed ? cannotStop.map((line) => `  cannot stop: ${line}`) : []),
      "",
    ]),
    ...others.flatMap((change) => [...previewOf(change), ""]),
    ...own.flatMap((change, index) => [
      ...(index > 0 && own.every(isNew) ? [`${headOf(change)}: the same script`] : previewOf(change)),
      "",
    ]),
  ];
}

type Write = Extract<FileChange, { readonly kind: "write" }>;

function isScript(change: FileChange): change is Write {
  return change.kind === "write" && [treeGate, gitGate].some((gate) => keyOf(gate) === keyOf(change.place));
}

/** A change as lines for a person: a head, then removed lines with `-`, new ones with `+`, and some around them. */
function previewOf(change: FileChange): readonly string[] {
  if (change.kind === "move")
    return [`${nameOf(change.from)} -> ${nameOf(change.to)} (renamed, not changed)`];
  const { before, after } = change;
  if (after === null) return [headOf(change)];
  return before === null
    ? [headOf(change), ...firstOf(linesOf(after)).map((line) => `  + ${line}`)]
    : [headOf(change), ...shortened(difference(linesOf(before), linesOf(after)))];
}

function headOf({ place, before, after }: Write): string {
  return `${nameOf(place)}${after === null ? " (removed)" : before === null ? " (new)" : ""}`;
}

function isNew({ before, after }: Write): boolean {
  return before === null && after !== null;
}

interface Line {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

function firstOf(lines: readonly string[]): readonly string[] {
  const more = lines.length - maxNewLines;
  return more <= 0 ? lines : [...lines.slice(0, maxNewLines), `... and ${more} more lines`];
}

function nameOf({ root, path }: { readonly root: "tree" | "git"; readonly path: string }): string {
  return root === "git" ? `(git folder)/${path}` : path;
}

function linesOf(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function difference(before: readonly string[], after: readonly string[]): readonly Line[] {
  let [start, end] = [0, 0];
  const shortest = Math.min(before.length, after.length);
  while (start < shortest && before[start] === after[start]) start += 1;
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): readonly Line[] => lines.map((text) => ({ sign: " ", text }));
  const old = before.slice(start, before.length - end);
  const fresh = after.slice(start, after.length - end);
  return [
    ...same(before.slice(0, start)),
    ...middle(old, fresh),
    ...same(end === 0 ? [] : before.slice(-end)),
  ];
}

/** Lines of a longest common subsequence stay. */
function middle(old: readonly string[], fresh: readonly string[]): readonly Line[] {
  const replaced: readonly Line[] = [
    ...old.map((text): Line => ({ sign: "-", text })),
    ...fresh.map((text): Line => ({ sign: "+", text })),
  ];
  if (old.length === 0 || fresh.length === 0 || old.length * fresh.length > maxComparisons) return replaced;
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === fresh[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < old.length || column < fresh.length) {
    const [was, is] = [old[row], fresh[column]];
    if (was !== undefined && was === is) {
      lines.push({ sign: " ", text: was });
      row += 1;
      column += 1;
    } else if (was !== undefined && (is === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ sign: "-", text: was });
      row += 1;
    } else {
      lines.push({ sign: "+", text: is ?? "" });
      column += 1;
    }
  }
  return lines;
}

function shortened(lines: readonly Line[]): readonly string[] {
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== " ");
  return lines.flatMap(({ sign, text }, index) => {
    if (near(index)) return [`  ${sign} ${text}`];
    return near(index - 1) && index > 0 ? ["  ..."] : [];
  });
}

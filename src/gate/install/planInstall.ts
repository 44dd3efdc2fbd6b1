import { gateAttributes, gitGate, treeGate, withGitGate, withTreeGate } from "./installedGate";
import { withoutBlocksIn } from "./blockFile";
import { withoutBlocks } from "./markedBlock";
import {
  keyOf,
  placeOfKey,
  type FileFact,
  type Files,
  type InstallKind,
  type InstallOptions,
  type Place,
  type RepositoryFacts,
} from "./installKind";
import { installKinds } from "./kinds";

/** One file's change, as a preview and as the order to write it. */
export type FileChange =
  | {
      readonly kind: "write";
      readonly place: Place;
      /** Null: the file is not there. */
      readonly before: string | null;
      /** Null: the file goes, and folders that become empty with it. */
      readonly after: string | null;
      readonly executable: boolean;
    }
  /** The file, whatever it holds, gets another name in its folder. */
  | { readonly kind: "move"; readonly from: Place; readonly to: Place };

interface KindPlan {
  readonly id: string;
  readonly title: string;
  /** Installed when the plan is carried out; false where all is left to the person. */
  readonly installed: boolean;
  readonly byHand: readonly string[];
  readonly stops: readonly string[];
  readonly cannotStop: readonly string[];
}

export interface Plan {
  readonly changes: readonly FileChange[];
  readonly kinds: readonly KindPlan[];
}

/** The kinds that the repository uses. */
export function detectedKinds(facts: RepositoryFacts): readonly InstallKind[] {
  return installKinds.filter((kind) => kind.detect(facts));
}

/** The kinds whose gate is in the files. */
export function installedKinds(facts: RepositoryFacts): readonly InstallKind[] {
  return installKinds.filter((kind) => kind.uninstall(facts, true).files !== facts.files);
}

/**
 * What putting the gate into some kinds changes. Nothing is read or written. Installing again changes nothing; after an
 * update it changes our blocks only; a block that was edited by hand is kept, and the plan says so.
 * @param overwrite replaces blocks that were edited by hand
 */
export function planInstall(
  facts: RepositoryFacts,
  kinds: readonly InstallKind[],
  options: InstallOptions,
  overwrite = false,
): Plan {
  let { files } = facts;
  const plans: KindPlan[] = [];
  for (const kind of kinds) {
    const { id, title, stops, cannotStop } = kind;
    const clean = kind.uninstall({ ...facts, files }, overwrite);
    const kept = clean.byHand.length > 0;
    const edited = kept ? clean : kind.install({ ...facts, files: clean.files }, options);
    const installed = kept || edited.files !== clean.files;
    if (!kept && installed) files = edited.files;
    plans.push({ id, title, installed, byHand: edited.byHand, stops, cannotStop });
  }
  if (plans.some(({ installed }) => installed)) files = gateIn(files, facts, options, overwrite, plans);
  return { changes: changesBetween(facts.files, files), kinds: plans };
}

/** What taking the gate out of some kinds changes; with the last one the gate goes as well. */
export function planUninstall(
  facts: RepositoryFacts,
  kinds: readonly InstallKind[],
  overwrite = false,
): Plan {
  let { files } = facts;
  const plans: KindPlan[] = [];
  for (const { id, title, uninstall, stops, cannotStop } of kinds) {
    const edited = uninstall({ ...facts, files }, overwrite);
    files = edited.files;
    plans.push({ id, title, installed: edited.byHand.length > 0, byHand: edited.byHand, stops, cannotStop });
  }
  const left = installedKinds({ ...facts, files }).map(({ id }) => id);
  const unused = [
    ...(left.length === 0 ? [treeGate, gateAttributes] : []),
    ...(left.includes("pre-push") || left.includes("pre-receive") ? [] : [gitGate]),
  ];
  if (unused.length > 0) {
    const gates = withoutBlocksIn(files, unused, overwrite);
    files = gates.files;
    if (gates.byHand.length > 0) {
      plans.push({
        id: "gate",
        title: "The gate",
        installed: true,
        byHand: gates.byHand,
        stops: [],
        cannotStop: [],
      });
    }
  }
  return { changes: changesBetween(facts.files, files), kinds: plans };
}

/** The gate's own files: in the work tree, for pipelines and hooks of the repository; beside git's own files for its hooks. */
function gateIn(
  files: Files,
  facts: RepositoryFacts,
  options: InstallOptions,
  overwrite: boolean,
  plans: KindPlan[],
): Files {
  let edited = files;
  for (const place of facts.bare ? [gitGate] : [treeGate, gitGate]) {
    if (place === gitGate && !files.has(keyOf(gitGate))) continue;
    const before = facts.files.get(keyOf(place));
    const byHand = notOurs(before, place, overwrite);
    if (before === undefined || byHand.length === 0) {
      edited =
        place === treeGate ? withTreeGate(edited, options, facts.settingsFrom) : withGitGate(edited, options);
      continue;
    }
    edited = new Map(edited).set(keyOf(place), before);
    plans.push({ id: "gate", title: "The gate", installed: true, byHand, stops: [], cannotStop: [] });
  }
  return edited;
}

function notOurs(file: FileFact | undefined, place: Place, overwrite: boolean): readonly string[] {
  if (file === undefined || overwrite) return [];
  const without = file.kind === "text" ? withoutBlocks(file.text) : undefined;
  if (without?.onlyOurs === true && !without.editedByHand) return [];
  return [
    without === undefined || without.found === 0
      ? `${place.path} is there already and is not of release-halt. It is kept; with --overwrite it is replaced.`
      : `${place.path} was edited by hand outside of its settings. It is kept; with --overwrite it is replaced.`,
  ];
}

function changesBetween(before: Files, after: Files): readonly FileChange[] {
  const [keyBefore, keyAfter] = [keysOf(before), keysOf(after)];
  const moves: FileChange[] = [];
  const removals: FileChange[] = [];
  const writes: FileChange[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    const from = is && keyBefore.get(is);
    if (from !== undefined && from !== key)
      moves.push({ kind: "move", from: placeOfKey(from), to: placeOfKey(key) });
    // What leaves for another name is no longer here, and what comes from one is not written.
    const old = was === undefined || (keyAfter.get(was) ?? key) !== key ? undefined : was;
    const next = is === undefined || (from ?? key) !== key ? undefined : is;
    if (isSame(old, next)) continue;
    const change = writeOf(placeOfKey(key), old, next);
    (change.after === null ? removals : writes).push(change);
  }
  return [...removals, ...moves, ...writes];
}

function keysOf(files: Files): ReadonlyMap<FileFact, string> {
  return new Map([...files].map(([key, fact]) => [fact, key]));
}

function isSame(one: FileFact | undefined, other: FileFact | undefined): boolean {
  if (one === other) return true;
  return (
    one?.kind === "text" &&
    other?.kind === "text" &&
    one.text === other.text &&
    one.executable === other.executable
  );
}

function writeOf(
  place: Place,
  old: FileFact | undefined,
  next: FileFact | undefined,
): FileChange & { readonly kind: "write" } {
  if (old?.kind === "other" || next?.kind === "other")
    throw new Error(`${place.path} is no text, and is only moved.`);
  return {
    kind: "write",
    place,
    before: old?.text ?? null,
    after: next?.text ?? null,
    executable: next?.executable ?? false,
  };
}

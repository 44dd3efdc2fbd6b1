import type { GateSettings } from "../gateDefaults";
import type { Trial, TriedRelease } from "./trial";

/** Where a file lies: below the work tree, or below git's common directory. */
export interface Place {
  readonly root: "tree" | "git";
  /** Below the root, with `/`. */
  readonly path: string;
}

/** A file as it is; one that is no text in UTF-8, or a link, is only ever moved as a whole. */
export type FileFact =
  | { readonly kind: "text"; readonly text: string; readonly executable: boolean }
  | { readonly kind: "other"; readonly executable: boolean };

/** Files by `keyOf` their place. A file that is not among them is not there. */
export type Files = ReadonlyMap<string, FileFact>;

export type HooksFolder =
  | { readonly ok: true; readonly place: Place }
  /** Git looks for hooks where nothing of this repository is. */
  | { readonly ok: false; readonly path: string; readonly message: string };

export interface RepositoryFacts {
  readonly bare: boolean;
  readonly hooks: HooksFolder;
  readonly files: Files;
  /** What a gate notes of the repository's settings that it is made from. */
  readonly settingsFrom: string;
}

export interface InstallOptions {
  /** The text of the gate, a POSIX sh script. */
  readonly gate: string;
  readonly settings: GateSettings;
}

/** What a kind makes of the files, and what is left to the person. */
export interface Edited {
  readonly files: Files;
  readonly byHand: readonly string[];
}

/** One thing that a release gate can be installed into. */
export interface InstallKind {
  readonly id: string;
  readonly title: string;
  /** Whether the repository uses it. */
  readonly detect: (facts: RepositoryFacts) => boolean;
  /** Puts the gate in. It is given files without the gate, and adds to them what is not there. */
  readonly install: (facts: RepositoryFacts, options: InstallOptions) => Edited;
  /** Files as they were before. A block that was edited by hand stays, and is told. */
  readonly uninstall: (facts: RepositoryFacts, overwrite: boolean) => Edited;
  /**
   * What stands in its files, to be tried; nothing where nothing of the gate is there. Left out where a push runs it, and
   * where only a server does.
   */
  readonly trial?: (facts: RepositoryFacts, release: TriedRelease) => readonly Trial[];
  readonly stops: readonly string[];
  readonly cannotStop: readonly string[];
}

/** The name of a place among files: `tree:` or `git:` and the path. */
export function keyOf({ root, path }: Place): string {
  return `${root}:${path}`;
}

/** The place that `keyOf` named. */
export function placeOfKey(key: string): Place {
  const colon = key.indexOf(":");
  return { root: key.slice(0, colon) === "git" ? "git" : "tree", path: key.slice(colon + 1) };
}

/** A place in the work tree, by its path from the top with `/`. */
export function inTree(path: string): Place {
  return { root: "tree", path };
}

/** The text of a file of the work tree; undefined where there is none that is a text. */
export function treeText(facts: RepositoryFacts, path: string): string | undefined {
  const file = facts.files.get(keyOf(inTree(path)));
  return file?.kind === "text" ? file.text : undefined;
}

/** The first of some paths of the work tree that is there. */
export function firstIn(facts: RepositoryFacts, paths: readonly string[]): string | undefined {
  return paths.find((path) => facts.files.has(keyOf(inTree(path))));
}

/** The files of a folder of the work tree, by path. */
export function filesBelow(facts: RepositoryFacts, folder: string): readonly string[] {
  const start = keyOf(inTree(`${folder}/`));
  return [...facts.files.keys()].filter((key) => key.startsWith(start)).map((key) => placeOfKey(key).path);
}

/** The files with one written anew; its executable bit is kept unless told. */
export function withText(files: Files, place: Place, text: string, executable?: boolean): Files {
  const known = files.get(keyOf(place));
  const fact: FileFact = { kind: "text", text, executable: executable ?? known?.executable ?? false };
  return new Map(files).set(keyOf(place), fact);
}

/** The files without the one at a place. */
export function withoutFile(files: Files, place: Place): Files {
  const rest = new Map(files);
  rest.delete(keyOf(place));
  return rest;
}

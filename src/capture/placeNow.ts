import type { CodeLocation } from "../halt/schema/halt";
import type { Git } from "../system/git";
import { placeInText, placesElsewhere, readsSo, standsThere, type PlaceInText } from "./codeLocation";
import { MovedFiles } from "./git/movedFiles";
import { longestKept } from "./redaction/redactedMatch";
import { workTreeText, type WorkTreeText } from "./workTreeText";

/** Where a location stands in the work tree now; `path` has `/`, `line` is 1-based. */
export type PlaceNow =
  | { readonly kind: "same"; readonly path: string; readonly line: number }
  /** It reads the same at another line, or in another file. */
  | { readonly kind: "drifted"; readonly path: string; readonly line: number }
  /** The line in its place reads otherwise. */
  | { readonly kind: "changed"; readonly path: string; readonly line: number; readonly text: string }
  /** The file is there, maybe by another name, and nothing in it took the place of the line. */
  | { readonly kind: "lost"; readonly why: "line" | "binary"; readonly path: string }
  | { readonly kind: "lost"; readonly why: "file" }
  /** It is not looked at, or cannot be, or is not in its file and git did not tell where it may have gone. */
  | { readonly kind: "unknown"; readonly why: "outside" | "submodule" | "notReadable" | "noAnswer" };

/** The work tree in which locations are looked for. */
export interface LookedIn {
  /** The repository's top folder. */
  readonly top: string;
  /** Without it, only the files themselves tell. */
  readonly git: Git | undefined;
  /** Texts that an editor holds and has not saved, by their paths below `top`. */
  readonly unsaved?: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal;
}

const mostOldBytes = 4 * 1024 * 1024;
const shortestSought = 8;

/** Finds the locations of a halt in the work tree as it is while this lives: what was read once is not read again. */
export class PlacesNow {
  readonly #in: LookedIn;
  readonly #moved: MovedFiles | undefined;
  readonly #texts = new Map<string, Promise<WorkTreeText>>();
  readonly #old = new Map<string, Promise<string | undefined>>();

  constructor(lookedIn: LookedIn) {
    this.#in = lookedIn;
    this.#moved = lookedIn.git && new MovedFiles(lookedIn.git, lookedIn.top, lookedIn.signal);
  }

  /** In its own file first, then where git says that this went, then wherever it surely stands. */
  async of(location: CodeLocation): Promise<PlaceNow> {
    const { path, line } = location;
    const here = await this.#text(path);
    switch (here.kind) {
      case "outside":
      case "notReadable":
        return { kind: "unknown", why: here.kind };
      case "text":
        if (standsThere(here.text, location)) return { kind: "same", path, line };
        return this.#inItsFile(location, here.text);
      case "folder":
      case "gone":
        if ((await this.#moved?.isInSubmodule(path)) === true) return { kind: "unknown", why: "submodule" };
        return this.#inAnother(location, undefined);
      case "binary":
        return this.#inAnother(location, { kind: "lost", why: "binary", path });
      default:
        return here satisfies never;
    }
  }

  /** The whole text of the file as it was when the location was taken, as far as its commit is there and shows it. */
  async textThen(location: CodeLocation): Promise<string | undefined> {
    const { commit, path } = location;
    if (commit === undefined) return undefined;
    const key = `${commit}:${path}`;
    const asked = this.#old.get(key) ?? this.#oldText(key);
    this.#old.set(key, asked);
    const text = await asked;
    return text !== undefined && readsSo(text, location) ? text : undefined;
  }

  async #inItsFile(location: CodeLocation, text: string): Promise<PlaceNow> {
    const { path } = location;
    const place = placeInText(text, location, await this.textThen(location));
    switch (place.kind) {
      case "found":
        return at(location, path, place.line);
      case "changed":
        return place.isLike ? changedAt(path, place) : this.#inAnother(location, changedAt(path, place));
      case "gone":
        return this.#inAnother(location, { kind: "lost", why: "line", path });
      default:
        return place satisfies never;
    }
  }

  /** @param other what is so if it stands in no other file */
  async #inAnother(location: CodeLocation, other: PlaceNow | undefined): Promise<PlaceNow> {
    let otherwise = other;
    const then = await this.textThen(location);
    for (const path of await this.#renamed(location, other !== undefined)) {
      const text = await this.#text(path);
      if (text.kind !== "text") continue;
      const place = placeInText(text.text, location, then);
      if (place.kind === "found") return at(location, path, place.line);
      const isLike = place.kind === "changed" && place.isLike;
      if (isLike || otherwise === undefined)
        otherwise = place.kind === "changed" ? changedAt(path, place) : { kind: "lost", why: "line", path };
      if (isLike) break;
    }
    const sure = await this.#surely(location);
    if (sure !== undefined) return sure;
    if (otherwise?.kind === "changed") return otherwise;
    if (this.#moved?.answered !== true) return { kind: "unknown", why: "noAnswer" };
    return otherwise ?? { kind: "lost", why: "file" };
  }

  async #renamed({ commit, path }: CodeLocation, isThere: boolean): Promise<readonly string[]> {
    const since = commit === undefined ? undefined : await this.#moved?.since(commit, path);
    if (since !== undefined && since.length > 0) return since;
    return isThere ? [] : ((await this.#moved?.alongHistory(path)) ?? []);
  }

  /** In a file of the same name, one that an editor holds, or any that holds its text, if it stands in one place only. */
  async #surely(location: CodeLocation): Promise<PlaceNow | undefined> {
    const named = (await this.#moved?.sameName(location.path)) ?? [];
    const [own, unsaved] = [longestKept(location.text.trim()), [...(this.#in.unsaved?.keys() ?? [])]];
    return (
      (await this.#only(location, named)) ??
      (own.length < shortestSought
        ? undefined
        : await this.#only(location, [...unsaved, ...((await this.#moved?.holding(own)) ?? [])]))
    );
  }

  async #only(location: CodeLocation, paths: readonly string[]): Promise<PlaceNow | undefined> {
    const found: { readonly path: string; readonly line: number; readonly score: number }[] = [];
    for (const path of new Set(paths)) {
      const text = path === location.path ? undefined : await this.#text(path);
      if (text?.kind !== "text") continue;
      found.push(...placesElsewhere(text.text, location).map((place) => ({ path, ...place })));
    }
    const [best, next] = found.sort((a, b) => b.score - a.score);
    if (best === undefined || best.score === next?.score) return undefined;
    return { kind: "drifted", path: best.path, line: best.line };
  }

  async #text(path: string): Promise<WorkTreeText> {
    const unsaved = this.#in.unsaved?.get(path);
    if (unsaved !== undefined) return { kind: "text", text: unsaved };
    const read = this.#texts.get(path) ?? workTreeText(this.#in.top, path);
    this.#texts.set(path, read);
    return read;
  }

  async #oldText(name: string): Promise<string | undefined> {
    const { git, top, signal } = this.#in;
    const options = { maxBytes: mostOldBytes, ...(signal && { signal }) };
    const shown = await git?.run(top, ["cat-file", "blob", name], options);
    return shown?.ok === true ? shown.out.replace(/^\uFEFF/, "") : undefined;
  }
}

function at({ path, line }: CodeLocation, pathNow: string, lineNow: number): PlaceNow {
  const kind = pathNow === path && lineNow === line ? "same" : "drifted";
  return { kind, path: pathNow, line: lineNow };
}

function changedAt(path: string, { line, text }: PlaceInText & { kind: "changed" }): PlaceNow {
  return { kind: "changed", path, line, text };
}

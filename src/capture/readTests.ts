import { createHash } from "node:crypto";
import type { TestResults } from "../halt/testResults";
import type { OpenedFile } from "../system/readFiles";
import { mergeResults, type PartResults } from "./results/mergeResults";
import { readResults } from "./results/readResults";
import { ResultCollector, type CollectOptions } from "./results/resultCollector";
import { TestIdentities } from "./results/testIdentities";
import { isNamedAsResults, mayHoldResults } from "./findResults";
import { resultSource } from "./resultSource";

/** One file of test results: where it is from, and what it holds. */
export interface ReadPart {
  /** Its path within the set; empty for a file that is none's. */
  readonly name: string;
  readonly sha256: string;
  /** ISO 8601. */
  readonly modifiedAt: string;
  readonly results: TestResults;
}

export type ReadTests =
  | {
      readonly ok: true;
      readonly results: TestResults;
      /** By the failures of `results`, the file of the set that each is from; empty for a single file. */
      readonly from: readonly string[];
      readonly isSet: boolean;
      /** Of the file in hex; of a set, of the lines `HASH  PATH` of its parts. */
      readonly sha256: string | undefined;
      readonly parts: readonly ReadPart[];
    }
  | { readonly ok: false; readonly message: string };

interface ReadOptions extends CollectOptions {
  /** Of a set, only the files of these names are read: others are of another run. */
  readonly only?: readonly string[];
}

const defaultStoredBytes = 1024 * 1024;

/**
 * Reads the test results that a path names: of a file, or of a folder, a zip or a glob, whose files are taken as those of
 * one run. Files of a set that hold no results, as a report's pictures, are passed over.
 */
export async function readTests(path: string, options: ReadOptions = {}): Promise<ReadTests> {
  const source = await resultSource(path);
  if (source.kind === "file") {
    const read = await readOpened("", source.file, options);
    return read.ok
      ? {
          ...{ ok: true, results: read.part.results, from: [], isSet: false },
          ...{ sha256: read.part.sha256, parts: [read.part] },
        }
      : read;
  }
  const parts: ReadPart[] = [];
  const broken: PartResults[] = [];
  const names = new TestIdentities();
  let bytesLeft = options.maxStoredBytes ?? defaultStoredBytes;
  try {
    for await (const file of source.files) {
      if (!mayHoldResults(file.name) || options.only?.includes(file.name) === false) continue;
      const own = { ...options, maxStoredBytes: bytesLeft, names };
      const read = await readOpened(file.name, await file.open(), own);
      if (!read.ok) broken.push({ name: file.name, results: unread(read.message) });
      else if (read.part.results.format !== "unknown" || isNamedAsResults(file.name)) parts.push(read.part);
      if (read.ok) bytesLeft -= Buffer.byteLength(JSON.stringify(read.part.results.failures));
    }
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
    broken.push({ name: "", results: unread(`It could not be read to its end: ${why}.`) });
  }
  const { results, from } = mergeResults([...parts, ...broken], names.repeated());
  return { ok: true, results, from, isSet: true, sha256: hashOfParts(parts), parts };
}

/** The hash of a set: of the lines `HASH  PATH` of its parts, as `sha256sum` prints them. */
function hashOfParts(parts: readonly Pick<ReadPart, "name" | "sha256">[]): string | undefined {
  if (parts.length === 0) return undefined;
  const lines = parts.map(({ name, sha256 }) => `${sha256}  ${name}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/**
 * The hash of a set as it is now, by the files that it had; null where nothing is there. A file that is new is not part of
 * what was attached.
 */
export async function hashOfSet(path: string, names: readonly string[]): Promise<string | null> {
  const source = await resultSource(path);
  if (source.kind === "file") return null;
  const wanted = new Set(names);
  const parts: { readonly name: string; readonly sha256: string }[] = [];
  try {
    for await (const file of source.files) {
      if (!wanted.has(file.name)) continue;
      const opened = await file.open();
      if (!opened.ok) return "unreadable";
      for await (const chunk of opened.chunks) if (chunk.length === 0) break;
      parts.push({ name: file.name, sha256: opened.sha256() });
    }
  } catch (error) {
    // A zip that was cut is another one than was attached, whatever is wrong with it.
    if (error instanceof Error) return "unreadable";
    throw error;
  }
  return hashOfParts(parts) ?? null;
}

type ReadOpened =
  { readonly ok: true; readonly part: ReadPart } | { readonly ok: false; readonly message: string };

/** The whole file is read, also where its results end before: its hash is of all of it. */
async function readOpened(name: string, opened: OpenedFile, options: CollectOptions): Promise<ReadOpened> {
  if (!opened.ok) return opened;
  const chunks = opened.chunks[Symbol.asyncIterator]();
  const results = await readResults(
    { [Symbol.asyncIterator]: () => ({ next: async () => chunks.next() }) },
    options,
  );
  try {
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `${name} could not be read to its end: ${why}` };
  }
  return {
    ok: true,
    part: { name, sha256: opened.sha256(), modifiedAt: opened.modifiedAt, results },
  };
}

/** A file of a set that could not be read: its tests are not known. */
function unread(message: string): TestResults {
  const into = new ResultCollector();
  into.problem("error", message);
  return into.results("unknown");
}

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
      readonly parts: readonly ReadPart[];
    }
  | { readonly ok: false; readonly message: string };

const defaultStoredBytes = 1024 * 1024;

/**
 * Reads the test results that a path names: of a file, or of a folder, a zip or a glob, whose files are taken as those of
 * one run. Files of a set that hold no results, as a report's pictures, are passed over.
 */
export async function readTests(path: string, options: CollectOptions = {}): Promise<ReadTests> {
  const source = await resultSource(path);
  if (source.kind === "file") {
    const read = await readOpened("", source.file, options);
    return read.ok
      ? { ok: true, results: read.part.results, from: [], isSet: false, parts: [read.part] }
      : read;
  }
  const parts: ReadPart[] = [];
  const broken: PartResults[] = [];
  const names = new TestIdentities();
  let bytesLeft = options.maxStoredBytes ?? defaultStoredBytes;
  try {
    for await (const file of source.files) {
      if (!mayHoldResults(file.name)) continue;
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
  return { ok: true, results, from, isSet: true, parts };
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

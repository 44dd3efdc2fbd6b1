import { resolve } from "node:path";
import type { NewerRun } from "../halt/checklist";
import type { TestResultFile } from "../halt/schema/halt";
import { readTests, type ReadPart } from "./readTests";
import { sourcePlace } from "./sourcePlace";

/** What is needed of an attached result to look for a newer run of it. */
export type AttachedResult = Pick<TestResultFile, "path" | "parts" | "captured">;

export type LookedAt =
  /** It is as it was attached, or nothing is there to look at. */
  | { readonly kind: "asAttached" }
  /** Something else is there that is not whole: a run is writing it, or broke off. */
  | { readonly kind: "notWhole" }
  | {
      readonly kind: "newer";
      readonly run: NewerRun;
      /** False for a set of which some files are still those of the run before. */
      readonly isWhole: boolean;
    };

/**
 * Looks whether an attached result was written anew since, and counts what it holds now; nothing of it is kept. What cannot
 * be read whole is no newer run: who runs the tests may be writing it.
 * @param top the repository's top folder
 */
export async function lookForNewerRun(top: string, attached: AttachedResult): Promise<LookedAt> {
  const place = await sourcePlace(top, attached.path);
  if (place.kind !== "there") return { kind: "asAttached" };
  const read = await readTests(resolve(top, attached.path), { maxStoredBytes: 0 });
  if (!read.ok || read.sha256 === undefined) return { kind: "asAttached" };
  const { sha256, results, parts } = read;
  if (sha256 === attached.captured.sha256) return { kind: "asAttached" };
  if (results.problems.some(({ severity }) => severity === "error")) return { kind: "notWhole" };
  const { total, failed, errored } = results;
  return {
    kind: "newer",
    run: { sha256, total, failed: failed + errored },
    isWhole: isZipPath(attached.path) || !parts.some((part) => isOfBefore(part, attached)),
  };
}

/** A zip is written at once, whatever the times in it say. */
export function isZipPath(path: string): boolean {
  return /\.zip$/i.test(path);
}

/** A runner that writes a file for each class overwrites one after another. */
function isOfBefore({ name, modifiedAt }: ReadPart, { parts = [] }: AttachedResult): boolean {
  const before = parts.find(({ path }) => path === name)?.writtenAt;
  // What is stored is to the second.
  return before !== undefined && Math.floor(Date.parse(modifiedAt) / 1000) <= Date.parse(before) / 1000;
}

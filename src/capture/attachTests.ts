import { isAbsolute, relative, sep } from "node:path";
import type { Intent } from "../halt/intent";
import { newItemId } from "../halt/newId";
import type { Halt, Redactions, TestFailure, TestResultFile } from "../halt/schema/halt";
import type { FailedTest, TestResults } from "../halt/testResults";
import { openChunks } from "../system/readFiles";
import { readResults } from "./results/readResults";

export interface AttachContext {
  /** The repository's top folder. */
  readonly top: string;
  /** ISO 8601 with offset. */
  readonly now: string;
  readonly commit?: string;
  readonly by?: string;
  readonly maxStoredBytes?: number;
}

export type AttachedTests =
  | {
      readonly ok: true;
      readonly file: TestResultFile;
      readonly redactions: Redactions;
      readonly results: TestResults;
    }
  | { readonly ok: false; readonly message: string };

/** Reads a result file as evidence: totals, failures without secrets, source, hash, time and commit. */
export async function readTestFile(path: string, context: AttachContext): Promise<AttachedTests> {
  const { top, now, commit, by, maxStoredBytes } = context;
  const opened = await openChunks(path);
  if (!opened.ok) return opened;
  const results = await readResults(opened.chunks, maxStoredBytes === undefined ? {} : { maxStoredBytes });
  const { failures, redactions } = await withoutSecrets(results.failures);
  const { format, suites, total, passed, failed, errored, skipped, declared, problems, failuresNotStored } =
    results;
  const place = pathFrom(top, path);
  const file: TestResultFile = {
    id: newItemId("tests"),
    path: place,
    format,
    captured: { at: now, ...(by && { by }), ...(commit && { commit }), from: place, sha256: opened.sha256() },
    totals: { suites, total, passed, failed, errored, skipped },
    ...(declared && { declared: { ...declared } }),
    problems: problems.map((problem) => ({ ...problem })),
    failures,
    ...(failuresNotStored > 0 && { failuresNotStored }),
  };
  return { ok: true, file, redactions, results };
}

/** Failures of one halt together. */
const haltBytes = 1024 * 1024;

/** How many bytes of failures a halt still takes. */
export function storedBytesLeft({ failingTests }: Halt): number {
  return Math.max(0, haltBytes - Buffer.byteLength(JSON.stringify(failingTests)));
}

/** What attaching does to a halt: a file that was attached before is replaced, so that it is the newer run that counts. */
export function attachIntents(halt: Halt, file: TestResultFile, redactions: Redactions): Intent[] {
  const before = halt.failingTests.filter(({ path }) => path === file.path);
  const counts = Object.entries(redactions).map(([kind, count]): Intent => ({
    kind: "set",
    path: ["redactions", kind],
    value: (halt.redactions[kind] ?? 0) + count,
  }));
  return [
    ...before.map(({ id }): Intent => ({ kind: "remove", path: ["failingTests"], id })),
    ...counts,
    { kind: "add", path: ["failingTests"], item: file },
  ];
}

async function withoutSecrets(
  failures: readonly FailedTest[],
): Promise<{ readonly failures: TestFailure[]; readonly redactions: Redactions }> {
  const { redact, mergeFound } = await import("./redaction/redact");
  let redactions: Redactions = {};
  const clean = async (text: string): Promise<string> => {
    const redacted = await redact(text);
    redactions = mergeFound(redactions, redacted.found);
    return redacted.text;
  };
  const kept: TestFailure[] = [];
  for (const failure of failures) {
    const message = await clean(failure.message);
    // Most tools repeat the message at the head of the detail; one secret there is one secret.
    const counted = redactions;
    const detail = await clean(failure.detail);
    if (failure.detail.includes(failure.message) && failure.message !== "") redactions = counted;
    kept.push({ ...failure, id: newItemId("failure"), name: await clean(failure.name), message, detail });
  }
  return { failures: kept, redactions };
}

/** Relative to the repository with `/`, absolute outside it. */
function pathFrom(top: string, path: string): string {
  const inside = relative(top, path);
  if (inside === "" || inside.startsWith(`..${sep}`) || inside === ".." || isAbsolute(inside)) return path;
  return inside.split(sep).join("/");
}

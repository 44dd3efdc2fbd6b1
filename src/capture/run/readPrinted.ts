import { dirname, join } from "node:path";
import type { CommandRun } from "../../halt/schema/halt";
import { openChunks } from "../../system/readFiles";
import { withTemporaryFolder } from "../../system/temporaryFolder";
import { writeChunks } from "../../system/writeChunks";
import { storedBytesLeft, type KnownTests } from "../attachTests";
import { plainLog } from "../ci/plainLog";
import { comparedWithBase, sinceBefore } from "../compareTests";
import { readTestFile, type AttachContext, type AttachedTests } from "../readTestFile";
import { TestOutcomes } from "../testOutcomes";
import type { FinishedRun } from "./finishedRun";

const mostBytes = 2 * 1024 ** 3;

/**
 * What a run printed, read as test results; undefined where no reader knows it, or no test is in it. It is known by its
 * command, so a newer run of that takes its place.
 */
export async function readPrinted(
  halt: KnownTests,
  { output }: FinishedRun,
  record: CommandRun,
  context: AttachContext,
): Promise<(AttachedTests & { readonly ok: true }) | undefined> {
  if (output === undefined) return undefined;
  return withTemporaryFolder("release-halt-output-", async (folder) => {
    const opened = await openChunks(output.file);
    if (!opened.ok) return undefined;
    const plain = join(folder, "plain.txt");
    await writeChunks(plain, plainLog(opened.chunks, "terminal"), mostBytes);
    const path = `output of ${nameOf(record)}`;
    const before = halt.failingTests.find((file) => file.path === path);
    const others = halt.failingTests.filter((file) => file !== before);
    const outcomes = new TestOutcomes(before?.failures ?? []);
    const read = await readTestFile(plain, {
      ...{ ...context, top: dirname(plain), repository: context.top },
      maxStoredBytes: storedBytesLeft({ failingTests: others }, "", ""),
      onTest: (test) => {
        outcomes.see(test);
        context.onTest?.(test);
      },
    });
    if (!read.ok || read.results.total === 0) return undefined;
    const { captured, problems, ...rest } = read.file;
    const file = {
      ...rest,
      path,
      captured: { ...captured, from: path, sha256: opened.sha256(), run: { ...record, printed: true } },
      problems:
        output.problem === undefined
          ? problems
          : [...problems, { severity: "error" as const, message: output.problem }],
    };
    const compared = await comparedWithBase(file, read.results.failures, halt, context.top);
    const since = sinceBefore(before, compared, outcomes);
    return { ...read, file: { ...compared, ...(since !== undefined && { since }) } };
  });
}

const longestName = 200;

function nameOf({ command, task }: CommandRun): string {
  const name = (command ?? task ?? "").trim().replaceAll(/\s+/g, " ");
  return name.length <= longestName ? name : `${name.slice(0, longestName)}…`;
}

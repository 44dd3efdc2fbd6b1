import { resolve } from "node:path";
import { readTestFile } from "../capture/readTestFile";
import { captureContext } from "../capture/git/captureContext";
import { criterionWords } from "../gate/criteria/criterionWords";
import { recordFindings } from "../gate/criteria/recordFindings";
import { verifiedRuns } from "../gate/criteria/verifiedRuns";
import { eventName } from "../gate/ledger/eventWords";
import { isSameContent } from "../gate/liftDecision";
import { TestsRun, type TestsFinding } from "../gate/criteria/testsRun";
import { criteriaOf } from "../gate/termsOf";
import { commitAt } from "../system/commitAt";
import { countOf, done, listOf, now, optional, print, text, WrongUse, type Flags } from "./command";
import { named, noted, recordedWords, type Named } from "./ledgerHalt";
import { commitOf, git } from "./place";

/** `met`: a criterion was seen to be met, as a pipeline sees it; with result files, by what they say of the tests it names. */
export async function met(flags: Flags, [name = "", criterion]: readonly string[]): Promise<number> {
  const halt = await named(flags, name);
  const results = listOf(flags, "results");
  if (results.length > 0 === (criterion !== undefined))
    throw new WrongUse("Name the criterion that is met, or with --results the files that tell which are.");
  if (criterion === undefined) return metBy(flags, halt, results);
  const declared = halt.known?.state.terms.criteria ?? [];
  const asked = declared.find(({ id }) => id === criterion);
  if (asked === undefined) {
    throw new WrongUse(
      `The halt has no criterion "${criterion}"; it has ${declared.map(({ id }) => id).join(", ") || "none"}.`,
    );
  }
  if (asked.kind === "approval" || asked.kind === "notBefore" || asked.kind === "change")
    throw new WrongUse(`"${criterionWords(asked)}" is looked up, not stated. Nothing was recorded.`);
  const commit = (await commitOf(flags, "commit", halt.top)) ?? (await commitAt(git, halt.top, "HEAD"));
  const result =
    asked.kind === "reproduction" ? await passedWords(flags, halt, asked.runs, commit) : undefined;
  return noted(flags, halt, {
    kind: "met",
    at: now(),
    ...halt.by,
    criterion,
    ...optional("commit", commit),
    ...optional("result", [result, text(flags, "result")].filter(Boolean).join(" ") || undefined),
  });
}

/** That the reproduction passes, by what a pipeline says that it ran, else by the verifications that the halt holds. */
async function passedWords(
  flags: Flags,
  { top, file }: Named,
  wanted: number,
  commit: string | undefined,
): Promise<string> {
  const runs = countOf(flags, "runs");
  if (runs !== undefined && runs >= wanted) return `The reproduction passed ${runs} of ${runs} times.`;
  const isSame = async (one: string): Promise<boolean> =>
    commit !== undefined && isSameContent(git, top, one, commit);
  const verified =
    runs === undefined && file !== undefined && commit !== undefined
      ? await verifiedRuns(file.halt, commit, wanted, isSame)
      : undefined;
  if (verified?.met === true) return verified.why;
  throw new WrongUse(
    [
      ...(verified === undefined ? [] : [verified.why]),
      `The criterion asks for ${wanted} runs that pass: verify it there, or say with --runs how many did. Nothing was recorded.`,
    ].join(" "),
  );
}

async function metBy(flags: Flags, halt: Named, files: readonly string[]): Promise<number> {
  const { id, top, ledger, known, file, problems } = halt;
  const run = new TestsRun(file === undefined ? (known?.state.terms.criteria ?? []) : criteriaOf(file.halt));
  if (!run.isAsked) throw new WrongUse("No criterion of the halt names tests.");
  const context = await captureContext(git, top);
  for (const path of files) {
    const read = done(await readTestFile(resolve(path), { top, now: now(), ...context, onTest: run.see }));
    run.add(read.file);
  }
  const { findings, change } = await recordFindings(run, { git, top, ledger, id, context, now: now() });
  const recorded = change === undefined ? undefined : done(change);
  const closed = known?.state.closed;
  print(flags, { id, status: known?.state.status ?? null, findings, sync: recorded?.sync ?? null }, [
    ...findings.map(findingWords),
    ...(recorded === undefined ? [] : [recordedWords(recorded)]),
    ...(closed === undefined
      ? []
      : [`Nothing was recorded: the halt is closed (${eventName(closed).toLowerCase()}).`]),
    ...(known === undefined
      ? [`Nothing was recorded: no ledger of this clone knows the halt ${id}.`, ...problems]
      : []),
  ]);
  // A pipeline that goes on after the lift is not stopped by a halt that waits for nothing any more.
  if (closed !== undefined) return 0;
  const isMet = findings.every(({ verdict }) => verdict === "met");
  return isMet && known !== undefined && recorded?.sync?.kind !== "failed" ? 0 : 1;
}

/** What a run says of a criterion, in a line. */
export function findingWords({ verdict, result }: TestsFinding): string {
  return `${verdictWords[verdict]}: ${result}`;
}

const verdictWords = { met: "Criterion met", notMet: "Criterion not met", unclear: "Criterion not met" };

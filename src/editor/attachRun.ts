import type { CaptureContext } from "../capture/git/captureContext";
import { describeResults, sinceWords } from "../capture/results/describeResults";
import { couldNotRun } from "../capture/run/finishedRun";
import type { RunEvidence } from "../capture/run/readRun";
import { earlierRunIntents, runIntents } from "../capture/run/runIntents";
import type { TestsRun } from "../gate/criteria/testsRun";
import { judgeCriteria } from "./attachTests";
import { change, commandTarget, type CommandTarget } from "./commandTarget";
import { showNews, showProblem } from "./messages";
import type { Services } from "./services";

interface About {
  /** The tests that the halt's criteria ask for, as they were seen in the results. */
  readonly tests: TestsRun;
  readonly context: CaptureContext;
  /** How it ended, as a sentence. */
  readonly words: string;
}

/** Attaches what a run left behind to a halt, and says what it came to. */
export async function attachRun(
  services: Services,
  target: CommandTarget,
  evidence: RunEvidence,
  { tests, context, words }: About,
): Promise<boolean> {
  const { files, run, redactions, record } = evidence;
  if (run !== undefined && files.length === 0 && couldNotRun(record)) {
    showProblem(`${words} The shell could not run it, so nothing was attached.`);
    return false;
  }
  const { attachIntents } = await import("../capture/attachTests");
  const attached: RunEvidence["files"][number][] = [];
  for (const read of files) {
    const current = await commandTarget(services, target.uri);
    if (current === undefined) return false;
    const { halt } = current;
    const intents = [...earlierRunIntents(halt, record), ...attachIntents(halt, read.file, read.redactions)];
    if (!(await change(services, current, intents))) continue;
    attached.push(read);
    tests.add(read.file);
  }
  const current = run && (await commandTarget(services, target.uri));
  const isKept =
    run !== undefined &&
    current !== undefined &&
    (await change(services, current, runIntents(current.halt, run, redactions)));
  if (attached.length === 0 && !isKept) return false;
  tell(words, attached, evidence, isKept);
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  if (attached.length > 0 && tests.isAsked) await judgeCriteria(services, target, tests, context);
  return true;
}

function tell(
  words: string,
  attached: RunEvidence["files"],
  { run, problems }: RunEvidence,
  isKept: boolean,
): void {
  const results = attached.map(({ file, results }) => {
    const since = file.since === undefined ? "" : ` ${sinceWords(file.since)}`;
    return `${file.path} attached: ${describeResults(results)}.${since}`;
  });
  const errors = attached.flatMap(({ file }) =>
    file.problems.filter(({ severity }) => severity === "error").map(({ message }) => message),
  );
  const wrong = [...new Set([...errors, ...problems])];
  const all = [words, ...results, ...wrong, ...(isKept ? [keptWords(run)] : [])].join(" ");
  if (wrong.length > 0) showProblem(all);
  else showNews(all);
}

function keptWords(run: RunEvidence["run"]): string {
  return run?.outputNotCaptured === true
    ? "It wrote no test results, and the editor does not hand out what a task prints: only how it ended is attached. Run it as a command to keep its output."
    : "No test results of it could be read: how it ended and what it printed last is attached, and no test is counted.";
}

import * as vscode from "vscode";
import { describeResults, sinceWords } from "../capture/results/describeResults";
import { groupResultFiles, looksLikeResultFile, noResultGlob, resultFileGlob } from "../capture/findResults";
import type { AttachedTests } from "../capture/attachTests";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { baseWords } from "../assess/targetWords";
import type { CaptureContext } from "../capture/git/captureContext";
import { recordFindings } from "../gate/criteria/recordFindings";
import { TestsRun } from "../gate/criteria/testsRun";
import { criteriaOf } from "../gate/termsOf";
import { instantOf } from "../halt/instant";
import {
  change,
  commandTarget,
  fullContextOf,
  placeOf,
  subjectOf,
  type CommandTarget,
} from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { showDone, showNews, showProblem } from "./messages";
import { readInThread } from "./readInThread";
import type { ResultsAnswers, ResultsJob } from "./resultsJob";
import { tellRecorded } from "./recordEvent";
import type { Services } from "./services";

const offeredFiles = 30;

interface ResultItem extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
  readonly failing: boolean;
}

/** Finds result files in the workspace, newest first, each with what it holds, and attaches those that the person picks. */
export async function attachTests(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const picker = vscode.window.createQuickPick<ResultItem>();
  picker.title = "Attach Failing Tests";
  picker.placeholder = "Result files of the workspace, newest first";
  picker.canSelectMany = true;
  picker.ignoreFocusOut = true;
  picker.busy = true;
  picker.show();
  const chosen = new Promise<readonly vscode.Uri[]>((resolve) => {
    picker.onDidAccept(() => {
      const picked = picker.selectedItems.length > 0 ? picker.selectedItems : picker.activeItems;
      resolve(picked.map(({ uri }) => uri));
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve([]);
      picker.dispose();
    });
  });
  let items: ResultItem[];
  try {
    items = await offered();
  } catch (error) {
    picker.hide();
    throw error;
  }
  picker.items = items;
  picker.selectedItems = items.filter(({ failing }) => failing).slice(0, 1);
  picker.busy = false;
  if (items.length === 0)
    picker.placeholder = "No result file was found. In the Explorer, any file can be attached by its menu.";
  const files = await chosen;
  return files.length === 0 ? false : attach(services, target, files);
}

/** Attaches results of the base: they tell which of the tests that fail passed there. */
export async function attachBaseTests(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const base = baseWords(target.halt);
  if (target.halt.base === undefined || base === undefined) {
    showProblem("The halt has no base yet, so nothing can be compared with it.", {
      label: "Choose Base",
      run: () => vscode.commands.executeCommand("releaseHalt.chooseBase", argument),
    });
    return false;
  }
  const picked = await vscode.window.showOpenDialog({
    title: `Results of the tests on ${base}`,
    openLabel: "Attach",
    canSelectMany: false,
    canSelectFiles: true,
    // One dialog for both is to be had on macOS only.
    canSelectFolders: process.platform === "darwin",
    ...(target.top !== undefined && { defaultUri: target.top }),
  });
  const [uri] = picked ?? [];
  return uri === undefined ? false : attachBase(services, target, uri);
}

async function attachBase(
  services: Services,
  { uri, halt }: CommandTarget,
  source: vscode.Uri,
): Promise<boolean> {
  const { attachBaseIntents } = await import("../capture/attachTests");
  const current = await commandTarget(services, uri);
  if (current === undefined || halt.base === undefined) return false;
  const top = placeOf(current).top ?? placeOf(current).haltFolder;
  const context = { top, now: instantOf(new Date()), commit: halt.base.commit };
  const { failingTests, baseTests } = current.halt;
  const job = { kind: "base", path: source.fsPath, known: { failingTests, baseTests }, context } as const;
  const result = await inThread(job);
  if (result === undefined) return false;
  if (!result.ok) {
    showProblem(result.message);
    return false;
  }
  if (!(await change(services, current, attachBaseIntents(current.halt, result)))) return false;
  const name = vscode.workspace.asRelativePath(source);
  const error = result.file.problems.find(({ severity }) => severity === "error");
  const after = await commandTarget(services, uri);
  const since = after === undefined ? undefined : newSinceBaseWords(after.halt);
  if (error !== undefined) showProblem(`${name} is attached with what is wrong with it: ${error.message}`);
  else showDone(`${name} attached: ${describeResults(result.results)}. ${since ?? ""}`.trim());
  services.sessions.of(uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  return true;
}

/** Attaches files that the Explorer or a drop named. */
export async function attachTestFile(
  services: Services,
  argument?: unknown,
  selection?: unknown,
): Promise<boolean> {
  const files = urisOf(argument, selection).filter(({ scheme }) => scheme === "file");
  if (files.length === 0) {
    showProblem("No file was given. Choose a result file in the Explorer and use its menu.");
    return false;
  }
  const target = await commandTarget(services, undefined);
  return target === undefined ? false : attach(services, target, files);
}

async function attach(
  services: Services,
  target: CommandTarget,
  files: readonly vscode.Uri[],
): Promise<boolean> {
  const { attachIntents } = await import("../capture/attachTests");
  const context = await fullContextOf(services, target);
  const problems: string[] = [];
  let attached = 0;
  const run = new TestsRun(target.halt.status === "active" ? criteriaOf(target.halt) : []);
  for (const uri of files) {
    const current = await commandTarget(services, target.uri);
    if (current === undefined) return false;
    const result = await read(current, uri, context, run);
    if (result === undefined) break;
    const name = vscode.workspace.asRelativePath(uri);
    if (!result.ok) {
      problems.push(result.message);
      continue;
    }
    const intents = attachIntents(current.halt, result.file, result.redactions);
    if (!(await change(services, current, intents))) continue;
    attached += 1;
    run.add(result.file);
    const error = result.file.problems.find(({ severity }) => severity === "error");
    if (error !== undefined)
      problems.push(`${name} is attached with what is wrong with it: ${error.message}`);
    else if (files.length === 1) showDone(attachedWords(name, result));
  }
  if (problems.length > 0) showProblem(problems.join(" "));
  else if (files.length > 1) showNews(`${attached} of ${files.length} result files were attached.`);
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  if (attached > 0 && run.isAsked) await judgeCriteria(services, target, run, context);
  return attached > 0;
}

function attachedWords(name: string, { results, file }: AttachedTests & { ok: true }): string {
  const since = file.since === undefined ? "" : ` ${sinceWords(file.since)}`;
  return `${name} attached: ${describeResults(results)}.${since}`;
}

/** What lifts the halt may be met now, or no longer: the ledger takes it where it is news. */
async function judgeCriteria(
  services: Services,
  { halt, top }: CommandTarget,
  run: TestsRun,
  context: CaptureContext,
): Promise<void> {
  if (top?.scheme !== "file" || !vscode.workspace.isTrusted) return;
  const { git, ledger } = await services.ledgers.open(top);
  const { findings, change } = await services.ledgers.during(top, async () =>
    withLateProgress("Recording what lifts the halt…", async (signal) =>
      recordFindings(run, {
        ...{ git, top: top.fsPath, ledger, id: halt.id, context, signal },
        now: instantOf(new Date()),
      }),
    ),
  );
  if (change?.ok === true && change.sync !== undefined) services.ledgers.exchanged(top, change.sync);
  const met = findings.filter(({ verdict }) => verdict === "met");
  const open = findings.filter(({ verdict }) => verdict !== "met");
  const done =
    open.length > 0
      ? `What lifts the halt is not met: ${open.map(({ result }) => result).join(" ")}`
      : `What lifts the halt is met as far as it asks for tests: ${met.map(({ result }) => result).join(" ")}`;
  tellRecorded(done, change);
}

/** Undefined when the person cancelled it, or it failed; a message has said so. */
async function read(
  target: CommandTarget,
  uri: vscode.Uri,
  context: CaptureContext,
  run: TestsRun,
): Promise<AttachedTests | undefined> {
  const { storedBytesLeft } = await import("../capture/attachTests");
  // Without a repository a file keeps its whole path.
  const top = placeOf(target).top ?? placeOf(target).haltFolder;
  const maxStoredBytes = storedBytesLeft(target.halt, uri.fsPath, top);
  const { failingTests, baseTests } = target.halt;
  const answer = await inThread({
    kind: "tests",
    path: uri.fsPath,
    known: { failingTests, baseTests },
    context: { top, now: instantOf(new Date()), maxStoredBytes, ...context },
    names: run.names,
  });
  answer?.seen.forEach(run.see);
  return answer?.attached;
}

/** Undefined when the person cancelled it, or it failed; a message has said so. */
async function inThread<Job extends ResultsJob>(job: Job): Promise<ResultsAnswers[Job["kind"]] | undefined> {
  const read = await withLateProgress("Reading test results…", async (signal) => readInThread(job, signal));
  switch (read.kind) {
    case "answered":
      return read.answer;
    case "cancelled":
      showNews("The test results were not read to their end, and nothing of them was attached.");
      return undefined;
    case "failed":
      showProblem(read.message);
      return undefined;
    default:
      return read satisfies never;
  }
}

async function offered(): Promise<ResultItem[]> {
  const found = await vscode.workspace.findFiles(resultFileGlob, noResultGlob, 2000);
  const paths = found.map(({ path }) => path).filter(looksLikeResultFile);
  const dated = await Promise.all(
    groupResultFiles(paths).map(async ({ path, files }) => {
      const uris = files.map((file) => vscode.Uri.file(file));
      const stats = await Promise.all(uris.map(async (uri) => vscode.workspace.fs.stat(uri)));
      return {
        uri: vscode.Uri.file(path),
        count: files.length,
        at: Math.max(...stats.map(({ mtime }) => mtime)),
      };
    }),
  );
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, offeredFiles);
  const counts = (await inThread({ kind: "count", paths: newest.map(({ uri }) => uri.fsPath) })) ?? [];
  return newest.flatMap(({ uri, at, count }, index) => {
    const results = counts[index];
    if (results === undefined || results.format === "unknown") return [];
    const label = vscode.workspace.asRelativePath(uri);
    const { failed, errored } = results;
    const files = count === 1 ? "" : `${count} files: `;
    const description = files + describeResults(results);
    return [
      { label, description, detail: new Date(at).toLocaleString(), uri, failing: failed + errored > 0 },
    ];
  });
}

function urisOf(argument: unknown, selection: unknown): vscode.Uri[] {
  if (Array.isArray(selection)) return selection.filter((uri) => uri instanceof vscode.Uri);
  if (typeof argument === "string") {
    return argument
      .split(/\r?\n/)
      .flatMap((line) => (line.trim() === "" || line.startsWith("#") ? [] : [vscode.Uri.parse(line.trim())]));
  }
  const uri = subjectOf(argument)?.uri;
  return uri === undefined ? [] : [uri];
}

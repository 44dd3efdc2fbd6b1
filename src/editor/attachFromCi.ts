import * as vscode from "vscode";
import { ciRemotes } from "../capture/ci/ciPlace";
import type { CiResult } from "../capture/ci/ciResult";
import type { CiListing, CiSource } from "../capture/ci/ciRun";
import { sourceWords } from "../capture/ci/ciSources";
import type { UseFetched } from "../capture/ci/fetchSource";
import type { Ci } from "../capture/ci/openCi";
import type { FetchedContext, FetchedTests } from "../capture/ci/readFetched";
import { describeResults } from "../capture/results/describeResults";
import { instantOf } from "../halt/instant";
import { change, commandTarget, fullContextOf, type CommandTarget } from "./commandTarget";
import { gitHubToken } from "./gitHubToken";
import { manageTrust, showDone, showNews, showProblem } from "./messages";
import { pickRemote, pickSources } from "./pickFromCi";
import { readInThread } from "./readInThread";
import type { Services } from "./services";
import { withProgress } from "./withProgress";

/**
 * Lists the runs of the target's commit at GitHub or GitLab, and attaches what the person picks of them: artifacts and
 * logs, read as files are. Nothing is asked of anybody before this is called.
 */
export async function attachFromCi(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const { top } = target;
  if (!vscode.workspace.isTrusted) {
    const problem = "This folder is in Restricted Mode: Release Halt asks for its runs once you trust it.";
    showProblem(problem, manageTrust);
    return false;
  }
  if (top?.scheme !== "file") {
    showProblem("This halt belongs to no repository that is open here, so there are no runs to ask for.");
    return false;
  }
  const context = await fullContextOf(services, target);
  const commit = target.halt.targets[0]?.commit ?? context.commit;
  if (commit === undefined) {
    showProblem("The halt names no commit, and none is checked out: there are no runs to ask for.");
    return false;
  }
  const remotes = await ciRemotes(await services.git(), top.fsPath);
  const remote = remotes.ok ? await pickRemote(remotes.value) : undefined;
  if (!remotes.ok) showProblem(remotes.message);
  if (remote === undefined) return false;
  const { openCi } = await import("../capture/ci/openCi");
  const found = await withProgress(
    `Asking ${remote.host} for the runs of ${commit.slice(0, 10)}…`,
    async (signal) => {
      const opened = await openCi(remote, { askToken: gitHubToken, signal });
      if (!opened.ok) return opened;
      const listed = await opened.value.list(commit, signal);
      return listed.ok ? { ok: true as const, value: { ci: opened.value, listing: listed.value } } : listed;
    },
  );
  if (!found.ok) {
    tellProblem(found);
    return false;
  }
  const { ci, listing } = found.value;
  const picked = await pick(ci, listing, commit);
  if (picked.length === 0) return false;
  return attachSources(services, target, ci, picked, { top: top.fsPath, by: context.by });
}

async function pick(ci: Ci, listing: CiListing, commit: string): Promise<readonly CiSource[]> {
  const { runs, problems } = listing;
  const place = `${ci.place.host} for ${ci.place.project}`;
  if (runs.length === 0) {
    const why = problems.length > 0 ? ` ${problems.join(" ")}` : "";
    showProblem(
      `There is no run of ${commit.slice(0, 10)} at ${place}: it may not be pushed, or nothing runs for it.${why}`,
    );
    return [];
  }
  if (problems.length > 0) showProblem(problems.join(" "));
  const isEmpty = runs.every(
    ({ artifacts, jobs }) => artifacts.length === 0 && jobs.every(({ at }) => at === undefined),
  );
  if (isEmpty) {
    showProblem(`The runs of ${commit.slice(0, 10)} at ${place} have no artifact and no log yet.`);
    return [];
  }
  return (await pickSources(listing, commit)) ?? [];
}

/** The oldest first: where two are of one name, the newest is what stays. */
async function attachSources(
  services: Services,
  target: CommandTarget,
  ci: Ci,
  sources: readonly CiSource[],
  { top, by }: { readonly top: string; readonly by: string | undefined },
): Promise<boolean> {
  const { attachIntents } = await import("../capture/attachTests");
  const problems: string[] = [];
  const attached: string[] = [];
  const ordered = [...sources].sort((a, b) => Date.parse(a.run.at) - Date.parse(b.run.at));
  const stopped = await withProgress("Attaching from CI", async (signal, report) => {
    for (const source of ordered) {
      report(sourceWords(ci.place, source), 100 / ordered.length);
      const current = await commandTarget(services, target.uri);
      if (current === undefined) return false;
      const context = {
        halt: current.halt,
        top,
        now: instantOf(new Date()),
        ...(by !== undefined && { by }),
      };
      const read = await ci.fetch(source, readerFor(context, signal), signal);
      if (!read.ok && read.cancelled === true) return true;
      if (!read.ok) {
        problems.push(read.message);
        continue;
      }
      const { file, redactions, results } = read.value;
      if (!(await change(services, current, attachIntents(current.halt, file, redactions)))) continue;
      attached.push(`${sourceWords(ci.place, source)}: ${describeResults(results)}`);
    }
    return false;
  });
  services.sessions.of(target.uri)[0]?.post({ kind: "reveal", item: "failingTests" });
  tellAttached({ attached, problems, asked: ordered.length, stopped });
  return attached.length > 0;
}

/** Reads what was fetched in a thread of its own: a log of a day takes seconds. */
function readerFor(context: FetchedContext, signal: AbortSignal): UseFetched<FetchedTests> {
  return async (place, source, file) => {
    const read = await readInThread({ kind: "fetched", place, source, file, context }, signal);
    switch (read.kind) {
      case "answered":
        return read.answer;
      case "cancelled":
        return { ok: false, cancelled: true, message: "" };
      case "failed":
        return { ok: false, message: `${sourceWords(place, source)}: ${read.message}` };
      default:
        return read satisfies never;
    }
  };
}

function tellAttached(result: {
  readonly attached: readonly string[];
  readonly problems: readonly string[];
  readonly asked: number;
  readonly stopped: boolean;
}): void {
  const { attached, problems, asked, stopped } = result;
  const count = `${attached.length} of ${asked} ${asked === 1 ? "result was" : "results were"} attached.`;
  const [first] = attached;
  if (problems.length > 0) showProblem([count, ...problems].join(" "));
  else if (stopped) showNews(`Stopped. ${count}`);
  else if (attached.length === 1 && first !== undefined) showDone(`Attached ${first}.`);
  else if (attached.length > 1) showNews(`${count} ${attached.join("; ")}.`);
}

function tellProblem(problem: CiResult<unknown> & { readonly ok: false }): void {
  if (problem.cancelled !== true) showProblem(`${problem.message} Nothing was attached.`);
}

import * as vscode from "vscode";
import { foundByWords, pullRequestWords } from "../assess/changeWords";
import { searchEndWords } from "../assess/searchWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { wasIntermittent } from "../assess/verifications";
import { instantOf } from "../halt/instant";
import type { Halt } from "../halt/schema/halt";
import { changeIntents } from "../prove/changeRecord";
import type { Tried } from "../prove/commitTrials";
import type { ChangeSearch } from "../prove/findChange";
import type { PlannedSearch, SearchedHalt } from "../prove/searchHalt";
import { askDeciding, type ToRun } from "./askDeciding";
import { change, commandTarget, contextOf, type CommandTarget } from "./commandTarget";
import { withLateProgress } from "./lateProgress";
import { showNews, showProblem } from "./messages";
import { placeToRun } from "./placeToRun";
import { agreesToSearch } from "./searchPreview";
import { SearchTally } from "./searchTally";
import type { Services } from "./services";
import { showCommitsLeft } from "./showCommitsLeft";
import { searchLimits } from "./verifyLimits";
import { withWorkProgress } from "./workProgress";

/** What a person agreed to. */
interface Agreed {
  readonly search: ChangeSearch;
  /** What an earlier search of the same told. */
  readonly tried: ReadonlyMap<string, Tried>;
  readonly toRun: ToRun;
}

/**
 * Looks between base and target for the change that brought the bug, in a checkout of its own, once the person agreed to
 * what will run, and names it in the halt. What it knows is kept until then, also when the window ends, and gone on from.
 */
export async function findChange(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  const top = target && placeToRun(services, target);
  if (target === undefined || top === undefined) return false;
  const { halt, uri } = target;
  if (halt.base === undefined) {
    showProblem("The halt has no base, so there is nothing to look between. Nothing was run.", {
      label: "Choose Base",
      run: () => vscode.commands.executeCommand("releaseHalt.chooseBase", { uri: uri.toString() }),
    });
    return false;
  }
  const toRun = await askDeciding(halt, undefined, "Find the Change");
  if (toRun === undefined) return false;
  const planned = await plan(services, top, halt, toRun);
  if (planned === undefined) return false;
  const agreed = await agree(services, target, planned);
  if (agreed === undefined) return false;
  return searchOn(services, uri, { ...agreed, toRun });
}

async function plan(
  services: Services,
  top: vscode.Uri,
  halt: Halt,
  { deciding, setup = "" }: ToRun,
): Promise<PlannedSearch | undefined> {
  const { planSearch } = await import("../prove/searchHalt");
  const git = await services.git();
  const asked = { ...searchLimits(top), deciding, runs: 1, isIntermittent: wasIntermittent(halt) };
  const found = await withLateProgress("Looking at what is between base and target…", async () =>
    planSearch(git, top.fsPath, halt, { ...asked, ...(setup.trim() !== "" && { setup }) }),
  );
  if (found.ok) return found.planned;
  showProblem(`${found.message} Nothing was run.`);
  return undefined;
}

/** What the person agreed to; a search of the same that was stopped may be gone on with. */
async function agree(
  services: Services,
  { uri, halt }: CommandTarget,
  planned: PlannedSearch,
): Promise<Omit<Agreed, "toRun"> | undefined> {
  const { search } = planned;
  // Nothing runs where nothing is between them, and the search says why.
  if (planned.commits === 0) return { search, tried: new Map() };
  const unfinished = services.searches.of(uri.toString(), search);
  const agreed = await agreesToSearch(planned, { ...namesOf(halt, search), unfinished });
  if (agreed === undefined) return undefined;
  const before = agreed === "continue" ? unfinished : undefined;
  const firstParent = before?.firstParent ?? agreed === "mainLine";
  return { search: { ...search, ends: { ...search.ends, firstParent } }, tried: before?.tried ?? new Map() };
}

/** Searches as it was agreed to, from what is known, and names what it finds in the halt, or says what is left. */
async function searchOn(services: Services, uri: vscode.Uri, agreed: Agreed): Promise<boolean> {
  const target = await commandTarget(services, uri);
  // Meanwhile another one may run, or the folder not be trusted any more.
  const top = target && placeToRun(services, target);
  if (target === undefined || top === undefined) return false;
  const { toRun } = agreed;
  // Since it was agreed to, the person may have given it more time.
  const search = { ...agreed.search, ...searchLimits(top) };
  const names = namesOf(target.halt, search);
  const searched = await run(services, target, { search, tried: agreed.tried }, names);
  const { found, change: named } = searched;
  if (named === undefined) {
    tellLeft(services, target, { search, tried: found.tried, toRun }, searched, names.base);
    return false;
  }
  const { details, record, redactions } = named;
  const current = await commandTarget(services, uri);
  if (current === undefined) return false;
  const intents = [
    ...toRun.marking(current.halt, record.command),
    ...changeIntents(current.halt, details, record, redactions),
  ];
  if (!(await change(services, current, intents))) return false;
  services.searches.forget(uri.toString());
  services.sessions.of(uri)[0]?.post({ kind: "reveal", item: "reproduction" });
  const cameBy = details.pullRequest === null ? "" : ` (${pullRequestWords(record)})`;
  showNews(
    [
      `${shortCommit(details.commit)} ${details.subject}${cameBy} brought it, ${foundByWords(record)}.`,
      `A rollback to ${names.base} removes the change.`,
      ...found.remarks,
    ].join(" "),
  );
  return true;
}

async function run(
  services: Services,
  target: CommandTarget,
  { search, tried }: Omit<Agreed, "toRun">,
  names: { readonly base: string; readonly target: string },
): Promise<SearchedHalt> {
  const { searchHalt } = await import("../prove/searchHalt");
  const git = await services.git();
  const { by } = await contextOf(services, target);
  const tally = new SearchTally(names, () => performance.now());
  let left: number | undefined;
  return withWorkProgress(services, target.uri, "Finding the change", async (signal, report) =>
    searchHalt(search, {
      ...{ git, top: target.top?.fsPath ?? "", signal, known: tried, now: () => instantOf(new Date()) },
      ...(by !== undefined && { by }),
      onEvent: (event) => {
        tally.add(event);
        if (event.kind === "progress") ({ left } = event);
        if (event.kind === "run")
          services.searches.keep(target.uri.toString(), search, { tried: event.tried, left });
        report(tally.words(), tally.increment());
      },
    }),
  );
}

/** Says why no change is named, and what is left; nothing was written. */
function tellLeft(
  services: Services,
  { uri, top }: CommandTarget,
  agreed: Agreed,
  { found }: SearchedHalt,
  base: string,
): void {
  const { result } = found;
  const words = [searchEndWords(found, base, hints), ...found.remarks].join(" ");
  if (!("commits" in result) || top === undefined) {
    services.searches.forget(uri.toString());
    showProblem(words);
    return;
  }
  const { commits } = result;
  const show = {
    label: "Show What Is Left",
    run: async () => showCommitsLeft(services, top, agreed.search, commits),
  };
  if (result.kind === "several") {
    services.searches.forget(uri.toString());
    showNews(words, show);
    return;
  }
  services.searches.keep(uri.toString(), agreed.search, { tried: agreed.tried, left: commits.length });
  showNews(words, { label: "Continue", run: async () => searchOn(services, uri, agreed) }, show);
}

const hints = {
  outOfTime: "Nothing was written. The setting releaseHalt.findChange.budgetSeconds gives it more.",
  cancelled: "Nothing was written, and the checkout is gone.",
  runsOut: "Nothing was written.",
  several: "Nothing was written.",
  notAtTarget: "If it shows seldom, verify it with more runs first: the search goes by what those showed.",
} as const;

function namesOf(halt: Halt, { ends }: ChangeSearch): { readonly base: string; readonly target: string } {
  const named = halt.targets.find(({ commit }) => commit === ends.target)?.name.trim() ?? "";
  return {
    base: baseWords(halt) ?? shortCommit(ends.base),
    target: named === "" ? shortCommit(ends.target) : named,
  };
}

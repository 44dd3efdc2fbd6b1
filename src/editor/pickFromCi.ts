import * as vscode from "vscode";
import type { CiRemote } from "../capture/ci/ciPlace";
import type { CiListing, CiSource } from "../capture/ci/ciRun";
import { attemptWords, ciSources, isLikely } from "../capture/ci/ciSources";
import { plainLabel } from "./plainLabel";

/** The project whose pipelines are meant: the only one, else the person's choice. */
export async function pickRemote(remotes: readonly [CiRemote, ...CiRemote[]]): Promise<CiRemote | undefined> {
  const [only, ...others] = remotes;
  if (others.length === 0) return only;
  const picked = await vscode.window.showQuickPick(
    remotes.map((remote) => ({ label: remote.path, description: remote.host, remote })),
    { title: "Whose runs?", ignoreFocusOut: true },
  );
  return picked?.remote;
}

interface SourceItem extends vscode.QuickPickItem {
  readonly source?: CiSource;
}

/** What the person picks of the runs, failed ones first; what is likely to hold failing tests is picked already. */
export async function pickSources(
  { runs }: CiListing,
  commit: string,
): Promise<readonly CiSource[] | undefined> {
  const items = runs.flatMap((run): SourceItem[] => {
    const sources = ciSources({ runs: [run], problems: [] });
    const words = `${run.name}${attemptWords(run.attempt)}: ${run.state}, ${timeWords(run.at)}`;
    return [{ label: words, kind: vscode.QuickPickItemKind.Separator }, ...sources.map(itemOf)];
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: "Attach Failing Tests from CI",
    placeHolder: `Reports, artifacts and logs of the runs of ${commit.slice(0, 10)}, failed ones first`,
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return picked?.flatMap(({ source }) => (source === undefined ? [] : [source]));
}

function itemOf(source: CiSource): SourceItem {
  const picked = isLikely(source);
  if (source.kind === "log") {
    const { name, state, at, attempt } = source.job;
    const when = at === undefined ? "" : `, ${timeWords(at)}`;
    const description = `log, job ${state}${attemptWords(attempt)}${when}`;
    return { label: `$(output) ${plainLabel(name)}`, description, picked, source };
  }
  if (source.kind === "report") {
    const description = "what the reports of all jobs hold";
    return { label: "$(checklist) Test report", description, picked, source };
  }
  const { name, bytes, expired, attempt } = source.artifact;
  const size = expired ? "expired, no longer kept" : sizeWords(bytes);
  const description = `artifact${attemptWords(attempt)}, ${size}`;
  return { label: `$(package) ${plainLabel(name)}`, description, picked, source };
}

function timeWords(at: string): string {
  return new Date(at).toLocaleString();
}

function sizeWords(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1024);
  return kilobytes < 1024 ? `${kilobytes} KB` : `${Math.ceil(kilobytes / 1024)} MB`;
}

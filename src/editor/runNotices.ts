import * as vscode from "vscode";
import * as z from "zod";
import { newerRunWords } from "../assess/newerRunWords";
import { offerNews } from "./messages";
import { hasAttached, type FoundRun } from "./newerRuns";
import type { Services } from "./services";
import { updateTests } from "./updateTests";

const toldKey = "newerRuns.told";
/** Hashes that are remembered, the newest last. */
const mostTold = 300;

interface Holder {
  readonly uri: vscode.Uri;
  /** Of the attached result. */
  readonly item: string;
}

/**
 * Offers a newer run of an attached result once, by one notification. While nobody looks at the window it waits, so that of
 * several runs only the last one is told of; and it says nothing where the halt editor shows the offer already.
 */
export function keepRunNotices(services: Services): readonly vscode.Disposable[] {
  const waiting = new Map<string, FoundRun>();
  const open = new Set<string>();

  const tell = async (found: FoundRun): Promise<void> => {
    const key = `${found.top.toString()} ${found.attached.path} ${found.attached.captured.sha256 ?? ""}`;
    const holders = await holdersOf(services, found);
    if (!isOn() || !found.isWhole || holders.length === 0 || open.has(key)) return;
    if (!vscode.window.state.focused) {
      waiting.set(key, found);
      return;
    }
    if (holders.some(({ uri }) => isShown(services, uri)) || !(await isNews(services, found))) return;
    open.add(key);
    try {
      await offerNews(
        newerRunWords(found.attached, found.run),
        { label: "Update", run: async () => updateAll(services, holders) },
        { label: "Not now", run: () => undefined },
      );
    } finally {
      open.delete(key);
    }
  };

  const tellOrLog = (found: FoundRun): void => {
    tell(found).catch((error: unknown) => {
      services.log.error(error instanceof Error ? error : String(error));
    });
  };
  return [
    services.newerRuns.onDidFind(tellOrLog),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (!focused) return;
      const found = [...waiting.values()];
      waiting.clear();
      found.forEach(tellOrLog);
    }),
  ];
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration("releaseHalt").get<unknown>("offerNewerResults") !== false;
}

/** The halts that have attached the run before, and not yet the newer one. */
async function holdersOf({ files, newerRuns }: Services, found: FoundRun): Promise<readonly Holder[]> {
  if (!newerRuns.isStillThere(found)) return [];
  return (await files.list()).flatMap((file) => {
    const item = hasAttached(file, found);
    return item === undefined ? [] : [{ uri: file.uri, item }];
  });
}

function isShown({ sessions }: Services, uri: vscode.Uri): boolean {
  return sessions
    .of(uri)
    .some(
      ({ panel, view }) => panel.visible && view?.tab === "evidence" && view.open.includes("failingTests"),
    );
}

/** Whether the run was not told of before, in this window or an earlier one; from now on it was. */
async function isNews({ context }: Services, { attached, run }: FoundRun): Promise<boolean> {
  const told = z.array(z.string()).catch([]).parse(context.workspaceState.get(toldKey));
  const key = `${attached.path} ${run.sha256}`;
  if (told.includes(key)) return false;
  await context.workspaceState.update(toldKey, [...told, key].slice(-mostTold));
  return true;
}

async function updateAll(services: Services, holders: readonly Holder[]): Promise<void> {
  for (const { uri, item } of holders) await updateTests(services, { uri: uri.toString(), item });
}

import * as vscode from "vscode";
import { checkRelease } from "../gate/checkRelease";
import type { LedgerOverview } from "../gate/ledger/ledgerOverview";
import { instantOf } from "../halt/instant";
import { ledgerArgument } from "./gateTarget";
import { gateStatus, type GateStatus, type RepositoryGate } from "./gateStatus";
import type { HaltFile } from "./haltFiles";
import { wordsOf } from "./messages";
import { plainLabel } from "./plainLabel";
import type { Services } from "./services";

/** Time in which several changes of files and refs are one. */
const gatheringMs = 300;

/** Keeps the status bar telling what the gate says of what is checked out; a click opens the halt, else it halts the release. */
export function keepStatusBar(services: Services): vscode.Disposable[] {
  let waiting: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const tell = (): void => {
    if (running !== undefined) {
      again = true;
      return;
    }
    running = show(services)
      .catch((error: unknown) => {
        services.log.error(`What the gate says could not be found out: ${wordsOf(error)}`);
      })
      .then(() => {
        running = undefined;
        if (again) soon();
        again = false;
      });
  };
  const soon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, gatheringMs);
  };
  soon();
  return [
    services.files.onDidChange(soon),
    services.ledgers.onDidChange(soon),
    vscode.workspace.onDidGrantWorkspaceTrust(soon),
    new vscode.Disposable(() => {
      clearTimeout(waiting);
    }),
  ];
}

async function show(services: Services): Promise<void> {
  const { statusBar, files } = services;
  const listed = await files.list();
  const tops = vscode.workspace.isTrusted ? await services.ledgers.tops() : [];
  const asked = await Promise.all(
    tops.map(async (top) =>
      gateOf(services, top, listed).catch((error: unknown) => {
        services.log.error(`What is halted in ${top.fsPath} could not be found out: ${wordsOf(error)}`);
        return undefined;
      }),
    ),
  );
  const gates = asked.flatMap((gate, index) => (gate === undefined ? [] : [{ gate, top: tops[index] }]));
  const status =
    gates.length > 0
      ? gateStatus(
          gates.map(({ gate }) => gate),
          instantOf(new Date()),
        )
      : byFiles(listed);
  const known = gates.some(({ gate }) => gate.overview.halts.some(({ state }) => state.status !== "closed"));
  await vscode.commands.executeCommand("setContext", "releaseHalt.hasRecord", known);
  statusBar.text = status.text;
  statusBar.tooltip = status.tooltip;
  statusBar.backgroundColor =
    status.kind === "halted" || status.kind === "approvalRequired"
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
  statusBar.command = commandOf(status, gates[status.halt?.repository ?? 0]?.top);
  if ((vscode.workspace.workspaceFolders ?? []).length > 0) statusBar.show();
  else statusBar.hide();
}

/** What the gate says of a repository; undefined, without any question to it, where nothing is known of any halt. */
async function gateOf(
  services: Services,
  top: vscode.Uri,
  files: readonly HaltFile[],
): Promise<RepositoryGate | undefined> {
  const overview = await services.ledgers.read(top);
  const here = files.filter((file) => file.top.toString() === top.toString());
  if (here.length === 0 && overview.halts.length === 0 && !overview.concerned) return undefined;
  const { git, settings, settingsProblems } = await services.ledgers.open(top);
  const branch = await git.run(top.fsPath, ["symbolic-ref", "--quiet", "HEAD"]);
  const options = { settings, settingsProblems, offline: true };
  // What is checked out without a branch has no name that could rule a halt out.
  const ref = branch.ok ? { ref: branch.out.trim() } : {};
  const check = await checkRelease(git, top.fsPath, ref, options);
  const active = titlesOf(overview, here);
  const asTag =
    check.isRelease || active.length === 0 ? undefined : await checkRelease(git, top.fsPath, {}, options);
  return { check, asTag, overview, active, timeZone: settings.timeZone };
}

/** The titles of all halts that stop something. */
function titlesOf({ halts }: LedgerOverview, files: readonly HaltFile[]): readonly string[] {
  const known = new Map(halts.map(({ state }) => [state.id, state.status !== "closed"]));
  return [
    ...halts.flatMap(({ state }) => (state.status === "closed" ? [] : [state.terms.title])),
    ...files.flatMap(({ read }) =>
      read.ok && read.halt.status === "active" && !known.has(read.halt.id) ? [read.halt.title] : [],
    ),
  ];
}

/** Where git may not run, what the files hold has to do. */
function byFiles(files: readonly HaltFile[]): GateStatus {
  const active = files.flatMap(({ uri, read }) =>
    read.ok && read.halt.status === "active" ? [{ title: read.halt.title, path: uri.toString() }] : [],
  );
  const none = gateStatus([], "");
  const [first] = active;
  if (first === undefined) return none;
  return {
    kind: "halted",
    text: `$(stop-circle) Halted: ${plainLabel(first.title).slice(0, 40)}`,
    tooltip: [
      "By its file, this halt is active; whether it stops what is checked out is known once git may run:",
      ...active.map(({ title }) => `  ${title}`),
    ].join("\n"),
    halt: { id: "", path: first.path, repository: 0 },
  };
}

function commandOf({ kind, halt }: GateStatus, top: vscode.Uri | undefined): string | vscode.Command {
  if (kind === "cannotTell") return "releaseHalt.halts.focus";
  if (halt === undefined) return "releaseHalt.haltNow";
  if (halt.path === null && top !== undefined)
    return { command: "releaseHalt.showRecord", title: "Show", arguments: [ledgerArgument(top, halt.id)] };
  const uri = /^[\w-]+:\/\//.test(halt.path ?? "")
    ? (halt.path ?? "")
    : vscode.Uri.file(halt.path ?? "").toString();
  return { command: "releaseHalt.open", title: "Open Halt", arguments: [{ uri }] };
}

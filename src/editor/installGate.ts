import * as vscode from "vscode";
import { planLines } from "../gate/install/changePreview";
import { gateSettings } from "../gate/install/installedGate";
import { readGateScript } from "../gate/install/gateScript";
import type { InstallKind } from "../gate/install/installKind";
import { installKinds } from "../gate/install/kinds";
import {
  detectedKinds,
  installedKinds,
  planInstall,
  planUninstall,
  type Plan,
} from "../gate/install/planInstall";
import { carryOut, readInstallPlace, type InstallPlace } from "../gate/install/repositoryFacts";
import { testGate as tryGates } from "../gate/testGate";
import { chooseRepository } from "./chooseRepository";
import { settingsOf } from "./haltSettings";
import { showNews, showProblem } from "./messages";
import type { Services } from "./services";

/** Puts the gate into what the person picks of what the repository can run, after a preview of each file. */
export async function installGate(services: Services): Promise<void> {
  const opened = await openPlace(services);
  if (opened === undefined) return;
  const { top, place } = opened;
  const script = await readGateScript(__dirname);
  if (!script.ok) {
    showProblem(script.message);
    return;
  }
  const kinds = await pickKinds("Install Release Gate", installKinds, detectedKinds(place.facts));
  if (kinds === undefined) return;
  const { settings } = await settingsOf(top);
  const options = { gate: script.text, settings: gateSettings(place.facts.files, settings) };
  await previewAndWrite(services, place, planInstall(place.facts, kinds, options), true);
}

/** Takes the gate out again; the files are as they were before it came. */
export async function uninstallGate(services: Services): Promise<void> {
  const opened = await openPlace(services);
  if (opened === undefined) return;
  const installed = installedKinds(opened.place.facts);
  if (installed.length === 0) {
    showProblem("No release gate is installed in this repository.");
    return;
  }
  const kinds = await pickKinds("Uninstall Release Gate", installed, installed);
  if (kinds === undefined) return;
  await previewAndWrite(services, opened.place, planUninstall(opened.place.facts, kinds), false);
}

const results = {
  courtesy: { icon: "pass", words: "refuses, as a courtesy" },
  stops: { icon: "pass-filled", words: "stops a release" },
  silent: { icon: "error", words: "does not stop a release" },
  edited: { icon: "warning", words: "changed by hand, not tried" },
  notTried: { icon: "circle-slash", words: "not tried" },
} as const;

/** Halts a tag that nobody uses, and shows which of the installed gates would stop a release and which are a courtesy. */
export async function testGate(services: Services): Promise<void> {
  const opened = await openPlace(services);
  if (opened === undefined) return;
  const git = await services.git();
  const tried = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "Testing the release gate…" },
    async () => tryGates(git, opened.place),
  );
  if (!tried.ok) {
    showProblem(tried.message);
    return;
  }
  if (tried.gates.length === 0) {
    showProblem("No release gate is installed in this repository.", {
      label: "Install Release Gate",
      run: () => vscode.commands.executeCommand("releaseHalt.installGate"),
    });
    return;
  }
  await vscode.window.showQuickPick(
    tried.gates.map(({ title, result, why }) => ({
      label: `$(${results[result].icon}) ${title}`,
      description: results[result].words,
      detail: why,
    })),
    { title: "What the installed gates did with a halted release", ignoreFocusOut: true },
  );
}

async function openPlace(
  services: Services,
): Promise<{ readonly top: vscode.Uri; readonly place: InstallPlace } | undefined> {
  const top = await chooseRepository();
  if (top === undefined) return undefined;
  const read = await readInstallPlace(await services.git(), top.fsPath);
  if (read.ok) return { top, place: read.place };
  showProblem(read.message);
  return undefined;
}

async function pickKinds(
  title: string,
  kinds: readonly InstallKind[],
  picked: readonly InstallKind[],
): Promise<readonly InstallKind[] | undefined> {
  const ordered = [...picked, ...kinds.filter((kind) => !picked.includes(kind))];
  const chosen = await vscode.window.showQuickPick(
    ordered.map((kind) => ({
      label: kind.title,
      description: picked.includes(kind) ? "in use here" : "",
      detail: kind.stops[0] ?? "",
      picked: picked.includes(kind),
      what: kind,
    })),
    { title, canPickMany: true, ignoreFocusOut: true, matchOnDetail: true },
  );
  const found = chosen?.map(({ what }) => what);
  return found?.length === 0 ? undefined : found;
}

/** The preview stays open beside the question, as a text that cannot be changed by mistake. */
async function previewAndWrite(
  services: Services,
  place: InstallPlace,
  plan: Plan,
  installs: boolean,
): Promise<void> {
  const left = plan.kinds.flatMap(({ title, byHand }) => byHand.map((line) => `${title}: ${line}`));
  if (plan.changes.length === 0) {
    showNews(["All is as it should be; nothing was written.", ...left].join(" "));
    return;
  }
  // At the start of a line, a plus or minus is coloured.
  const lines = planLines(plan, installs).map((line) => line.replace(/^ {2}(?=[-+ ] )/, ""));
  await services.previews.show("Release Gate.diff", lines.join("\n"));
  const count = plan.changes.length === 1 ? "1 file" : `${plan.changes.length} files`;
  const write = `Write ${count}`;
  const answer = await vscode.window.showQuickPick([write, "Write nothing"], {
    title: installs ? "Install the release gate as shown?" : "Take the release gate out as shown?",
    ignoreFocusOut: true,
  });
  if (answer !== write) return;
  const written = await carryOut(place, plan.changes);
  if (!written.ok) {
    const some = written.written.length === 0 ? "" : ` Already changed: ${written.written.join(", ")}.`;
    showProblem(written.message + some);
    return;
  }
  const done = installs ? "The release gate is installed." : "The release gate is taken out.";
  const byHand = left.length === 0 ? "" : ` Left to do by hand: ${left.join(" ")}`;
  showNews(
    `${done} Commit what changed in the work tree.${byHand}`,
    ...(installs
      ? [{ label: "Test It", run: () => vscode.commands.executeCommand("releaseHalt.testGate") }]
      : []),
  );
}

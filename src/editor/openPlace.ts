import * as vscode from "vscode";
import { placeSentence, placeWords } from "../assess/placeWords";
import { shortCommit } from "../assess/targetWords";
import type { PlaceNow } from "../capture/placeNow";
import type { CodeLocation } from "../halt/schema/halt";
import { pathInside } from "../system/pathInside";
import type { CommandTarget } from "./commandTarget";
import { showDone, showProblem, type Offer } from "./messages";
import { openAddress } from "./openAddress";
import type { Services } from "./services";

type Top = CommandTarget["top"];

/** Opens a place where it stands now; where it does not any more, says so with the text that it had, and offers that. */
export async function openPlace(services: Services, location: CodeLocation, top: Top): Promise<void> {
  if (top?.scheme !== "file") {
    refuse(location.path);
    return;
  }
  const now = await services.places.find(location, top);
  const words = placeWords(location, now);
  if (now.kind === "lost" || now.kind === "unknown") {
    if (now.kind === "unknown" && now.why === "outside") refuse(location.path);
    else if (words !== undefined)
      showProblem(placeSentence(location, words), ...offers(services, location, top, now));
    return;
  }
  await openFileAt(top, now.path, now.line);
  if (words !== undefined) showDone(placeSentence(location, words));
}

/**
 * Shows a place as it was when it was captured: its file at the commit, to be read; where git has that no more, its page
 * at the forge; else the lines that the halt keeps.
 */
export async function showPlaceThen(services: Services, location: CodeLocation, top: Top): Promise<void> {
  const { path, line, commit, url, before, text, after } = location;
  const places = top?.scheme === "file" ? await services.places.open(top) : undefined;
  const then = await places?.textThen(location);
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (then !== undefined && commit !== undefined)
    await services.previews.show(named(name, shortCommit(commit)), then, { line });
  else if (url !== undefined) await openAddress(url);
  else {
    const kept = [...before, text, ...after].join("\n");
    await services.previews.show(named(name, "kept in the halt"), kept, { line: before.length + 1 });
  }
}

/** Opens a file that a halt names; a path that leads out of the repository is refused. */
export async function openFileAt(top: Top, path: string, line: number): Promise<void> {
  const inside = top?.scheme === "file" ? await pathInside(top.fsPath, path) : undefined;
  if (inside === undefined) {
    refuse(path);
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(inside.path));
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

function offers(services: Services, location: CodeLocation, top: Top, now: PlaceNow): readonly Offer[] {
  const { url, line } = location;
  const file = "path" in now ? now.path : undefined;
  return [
    { label: "Show It as It Was", run: async () => showPlaceThen(services, location, top) },
    ...(url === undefined ? [] : [{ label: "Open Its Page", run: async () => openAddress(url) }]),
    ...(file === undefined ? [] : [{ label: "Open the File", run: async () => openFileAt(top, file, line) }]),
  ];
}

function refuse(path: string): void {
  showProblem(`${path} is not in the repository, so it is not opened from here.`);
}

/** With the version in the name and the ending that tells the language. */
function named(name: string, version: string): string {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? `${name} (${version})` : `${name.slice(0, dot)} (${version})${name.slice(dot)}`;
}

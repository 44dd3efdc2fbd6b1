import { resolve } from "node:path";
import * as vscode from "vscode";
import { sourcePlace } from "../capture/sourcePlace";
import type { TestResultFile } from "../halt/schema/halt";
import { attachBase } from "./attachBaseTests";
import { attach, attachTests } from "./attachTests";
import { commandTarget, placeOf, subjectOf, type CommandTarget } from "./commandTarget";
import { showProblem } from "./messages";
import type { Services } from "./services";

/**
 * Attaches anew what was attached and is no longer what lies on the disk: the result that the argument names, else each that
 * changed. Where none did, the person picks what to attach instead.
 */
export async function updateTests(services: Services, argument?: unknown): Promise<boolean> {
  const target = await commandTarget(services, argument);
  if (target === undefined) return false;
  const item = subjectOf(argument)?.item;
  const { failingTests, baseTests } = target.halt;
  const isWanted = [...failingTests, ...baseTests].some(({ id }) => id === item)
    ? ({ id }: TestResultFile): boolean => id === item
    : await changedOnes(services, target);
  const [tests, base] = [failingTests.filter(isWanted), baseTests.filter(isWanted)];
  if (tests.length + base.length === 0) return attachTests(services, argument);
  const uris = await urisOf(target, tests);
  let done = uris.length > 0 && (await attach(services, target, uris, { onlyWhole: true }));
  for (const uri of await urisOf(target, base))
    done = (await attachBase(services, target, uri, { onlyWhole: true })) || done;
  return done;
}

/** What git and the disk say now, asked for: the person waits for it. */
async function changedOnes(
  { facts }: Services,
  { uri, halt, top }: CommandTarget,
): Promise<(file: TestResultFile) => boolean> {
  const { sources = {}, newerRuns = {} } = await facts.current(uri, halt, top);
  return ({ id, path, captured: { sha256, ci } }) => {
    if (ci !== undefined) return false;
    const now = sources[path];
    return newerRuns[id] !== undefined || (typeof now === "string" && now !== sha256);
  };
}

/** Where the files lie by the names that they are attached with, so that the newer run takes the place of the older one. */
async function urisOf(target: CommandTarget, files: readonly TestResultFile[]): Promise<vscode.Uri[]> {
  const { top, haltFolder } = placeOf(target);
  const folder = top ?? haltFolder;
  const uris: vscode.Uri[] = [];
  for (const { path } of files) {
    const place = await sourcePlace(folder, path);
    if (place.kind === "there") uris.push(vscode.Uri.file(resolve(folder, path)));
    else if (place.kind === "gone")
      showProblem(`${path} is no longer there. What was captured from it is kept.`);
    else showProblem(`${path} does not lie in the repository, so it is not read from here.`);
  }
  return uris;
}

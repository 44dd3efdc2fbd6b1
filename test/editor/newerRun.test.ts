import assert from "node:assert/strict";
import { appendFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { notifications, type Notifications } from "./harness/notifications";

const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

/** A report in which so many of five tests fail. */
const report = (failing: number): string =>
  `<testsuite>${Array.from(
    { length: 5 },
    (_, index) => `<testcase name="boils ${index}">${index < failing ? "<failure/>" : ""}</testcase>`,
  ).join("\n")}</testsuite>`;

describe("A newer run of what is attached", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const results = join(folder, "reports", "kettle.xml");
  const others = join(folder, "reports", "other.xml");
  let uri: vscode.Uri;
  let told: Notifications;

  before(async () => {
    told = notifications();

    await mkdir(join(folder, "reports"), { recursive: true });
    for (const file of [results, others]) await writeFile(file, report(3));
    uri = vscode.Uri.parse(await run<string>("draft", { title: "The kettle boils over", folder }));
    for (const file of [results, others]) await run("attachTestFile", vscode.Uri.file(file));
    await vscode.commands.executeCommand("workbench.action.files.save");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(async () => {
    told.dispose();
    await vscode.commands.executeCommand("notifications.clearAll");
    await vscode.workspace.fs.delete(uri);
    for (const file of [results, others]) await rm(file);
  });

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  const attached = async (): Promise<number[]> =>
    (await halt()).failingTests.map(({ totals }) => totals.failed);

  it("is offered once it is written, not while it is, and attached by nobody", async () => {
    await rm(results);
    const whole = report(2);
    await writeFile(results, whole.slice(0, 100));
    await appendFile(results, whole.slice(100));
    await told.heard("A newer run of reports/kettle.xml: 2 failed (was 3).");
    assert.equal(told.about("A newer run").length, 1);
    assert.deepEqual(await attached(), [3, 3]);
  });

  it("takes the place of the run before, and says what changed since, in one undo step", async () => {
    assert.equal(await run("updateTests", { uri: uri.toString() }), true);
    assert.deepEqual((await attached()).sort(), [2, 3]);
    const since = (await halt()).failingTests.find(({ path }) => path === "reports/kettle.xml")?.since;
    assert.deepEqual([since?.fixed, since?.stillFailing, since?.newlyFailing], [1, 2, 0]);
    await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
    await vscode.commands.executeCommand("undo");
    assert.deepEqual((await attached()).sort(), [3, 3]);
    await vscode.commands.executeCommand("redo");
    await vscode.commands.executeCommand("workbench.action.files.save");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is told of once, however often it is written", async () => {
    const words = "A newer run of reports/kettle.xml: 1 failed (was 2).";
    await writeFile(results, report(1));
    await told.heard(words);
    await vscode.commands.executeCommand("notifications.clearAll");
    await writeFile(results, report(4));
    await told.heard("A newer run of reports/kettle.xml: 4 failed (was 2).");
    await vscode.commands.executeCommand("notifications.clearAll");
    await writeFile(results, report(1));
    // What is written later is looked at later.
    await writeFile(others, report(0));
    await told.heard("A newer run of reports/other.xml: none failed (was 3).");
    assert.equal(told.about(words).length, 1);
  });

  it("is not attached while it cannot be read whole", async () => {
    await writeFile(results, report(1).slice(0, 100));
    assert.equal(await run("updateTests", { uri: uri.toString(), item: "failingTests" }), true);
    assert.ok(told.about("reports/kettle.xml cannot be read whole, so what was attached stays").length > 0);
    assert.deepEqual((await attached()).sort(), [0, 2]);
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";

const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

describe("The main job, through commands", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let uri: vscode.Uri;

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  it("drafts a halt with the facts of the branch and opens it", async () => {
    assert.ok(folder);
    uri = vscode.Uri.parse(
      await run<string>("draft", { title: "The shop charges twice", folder: folder.fsPath }),
    );
    const drafted = await halt();
    assert.equal(drafted.title, "The shop charges twice");
    assert.equal(drafted.release, "2.4.0");
    assert.equal(drafted.base?.ref, "v2.3.1");
    assert.equal(drafted.facts?.commits, 3);
    assert.match(uri.path, /\/\.git\/release-halt\//);
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
    assert.equal(activeTab.input.viewType, "releaseHalt.haltEditor");
  });

  it("attaches the failing tests of a real run", async () => {
    assert.ok(folder);
    await run("attachTestFile", vscode.Uri.joinPath(folder, "reports", "junit.xml"));
    const [file] = (await halt()).failingTests;
    assert.equal(file?.path, "reports/junit.xml");
    assert.deepEqual([file.totals.total, file.totals.failed], [2, 1]);
    assert.match(file.captured.sha256 ?? "", /^[0-9a-f]{64}$/);
    assert.match(file.failures[0]?.name ?? "", /charges two kettles once/);
  });

  it("adds steps by hand and from the selection", async () => {
    assert.ok(folder);
    await run("addStep", { uri: uri.toString(), text: "Buy two kettles" });
    const code = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, "src", "total.js"));
    await vscode.window.showTextDocument(code, { selection: new vscode.Range(3, 0, 3, 5) });
    await run("addStepFromSelection");
    const { steps } = (await halt()).reproduction;
    assert.deepEqual(
      steps.map(({ text }) => text),
      ["Buy two kettles", "See src/total.js, line 4"],
    );
    assert.match(
      steps[1]?.location?.url ?? "",
      /github\.com\/kettle-example\/shop\/blob\/[0-9a-f]{40}\/src\/total\.js#L4/,
    );
  });

  it("notes who captures and at which commit, not who drafted it and when", async () => {
    assert.ok(folder);
    const git = promisify(execFile);
    const cwd = folder.fsPath;
    await git("git", ["config", "user.name", "Ben Sample"], { cwd });
    await git("git", ["commit", "-q", "--allow-empty", "-m", "Go on"], { cwd });
    const head = (await git("git", ["rev-parse", "HEAD"], { cwd })).stdout.trim();
    try {
      await run("addStep", { uri: uri.toString(), text: "Pay slowly" });
      const { createdBy, reproduction } = await halt();
      assert.equal(createdBy, "Ana Example");
      const { by, commit } = reproduction.steps.at(-1)?.captured ?? {};
      assert.deepEqual([by, commit], ["Ben Sample", head]);
    } finally {
      await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
      await vscode.commands.executeCommand("undo");
      await git("git", ["reset", "-q", "--soft", "HEAD~1"], { cwd });
      await git("git", ["config", "user.name", "Ana Example"], { cwd });
    }
  });

  it("takes one command back with one undo", async () => {
    await vscode.commands.executeCommand("vscode.openWith", uri, "releaseHalt.haltEditor");
    await vscode.commands.executeCommand("undo");
    assert.equal((await halt()).reproduction.steps.length, 1);
    await vscode.commands.executeCommand("redo");
    assert.equal((await halt()).reproduction.steps.length, 2);
  });

  it("copies the brief, the invitation and the announcement", async () => {
    for (const [command, words] of [
      ["copyBrief", /\*\*Ask\.\*\*/],
      ["copyInvitation", /^Subject: Go\/no-go/],
      ["copyAnnouncement", /The shop charges twice/],
    ] as const) {
      await run(command, { uri: uri.toString() });
      assert.match(await vscode.env.clipboard.readText(), words, command);
    }
  });

  it("halts, refuses to halt twice, and lifts, each saved at once", async () => {
    const onDisk = async (): Promise<string> =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    assert.equal(await run("place", { uri: uri.toString(), reason: "Charged twice" }), true);
    assert.match(await onDisk(), /"status": "active"/);
    assert.equal(await run("place", { uri: uri.toString(), reason: "again" }), false);
    assert.equal(await run("lift", { uri: uri.toString(), reason: "Reverted" }), true);
    assert.match(await onDisk(), /"kind": "lifted"/);
  });

  it("copies a halt into the work tree with what is attached to it, and lifting ends each file of it", async () => {
    assert.ok(folder);
    const address = await run<string>("haltNow", { title: "Shared", reason: "Money", folder: folder.fsPath });
    const own = vscode.Uri.parse(address);
    const shared = vscode.Uri.parse(await run<string>("copyToTree", { uri: address }));
    assert.match(shared.path, /\/\.release-halt\/[^/]+\.halt\.json$/);
    assert.equal(await run("lift", { uri: shared.toString(), reason: "Reverted" }), true);
    for (const uri of [own, shared]) {
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      assert.match(text, /"kind": "lifted"/, uri.path);
    }
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, ".release-halt"), { recursive: true });
  });

  it("captures the branch again: the target moves with it, and the base stays", async () => {
    assert.ok(folder);
    const address = await run<string>("draft", { title: "Moves", folder: folder.fsPath });
    const moving = vscode.Uri.parse(address);
    const read = async (): Promise<Halt> => {
      const result = readHalt((await vscode.workspace.openTextDocument(moving)).getText());
      assert.ok(result.ok);
      return result.halt;
    };
    const before = await read();
    const git = promisify(execFile);
    const cwd = folder.fsPath;
    await git("git", ["commit", "-q", "--allow-empty", "-m", "Go on"], { cwd });
    try {
      assert.equal(await run("captureAgain", { uri: address }), true);
      const after = await read();
      assert.notEqual(after.targets[0]?.commit, before.targets[0]?.commit);
      assert.equal(after.facts?.commits, 4);
      assert.deepEqual(after.base, { ...before.base, why: after.base?.why });
    } finally {
      await git("git", ["reset", "-q", "--soft", "HEAD~1"], { cwd });
      await run("withdraw", { uri: address, reason: "Only a test" });
      await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    }
  });

  it("halts now with a title and a reason, the announcement on the clipboard", async () => {
    assert.ok(folder);
    const address = await run<string>("haltNow", {
      title: "Orders twice",
      reason: "Money",
      folder: folder.fsPath,
    });
    assert.match(await vscode.env.clipboard.readText(), /Orders twice/);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address));
    assert.match(document.getText(), /"status": "active"/);
    await run("withdraw", { uri: address, reason: "Only a test" });
  });
});

import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { Reviews } from "./harness/review";
import { heard, Shell } from "./harness/shell";

const slowly = (program: string): string => `node -e 'setTimeout(() => { ${program} }, 300)'`;
const command = async <T>(name: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${name}`, ...args);

describe("Recording a reproduction", () => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  let uri: vscode.Uri;
  let reviews: Reviews;
  const shells: Shell[] = [];

  before(async () => {
    assert.ok(folder);
    const drafted = { title: "The total is wrong", folder: folder.uri.fsPath };
    uri = vscode.Uri.parse(await command<string>("draft", drafted));
    reviews = new Reviews();
  });

  after(async () => {
    reviews.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
  });

  afterEach(() => {
    for (const shell of shells.splice(0)) shell.dispose();
  });

  async function open(name: string, shellPath?: string): Promise<Shell> {
    const shell = await Shell.open(name, shellPath);
    shells.push(shell);
    return shell;
  }

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  const steps = async (): Promise<Halt["reproduction"]["steps"]> => (await halt()).reproduction.steps;

  async function record(): Promise<void> {
    assert.equal(await command("recordReproduction", { uri: uri.toString() }), true);
  }

  for (const [name, subshell] of [
    ["bash", "(exit 7)"],
    ["zsh", "(exit 7)"],
    ["fish", "sh -c 'exit 7'"],
  ] as const)
    it(`takes down what is run in ${name}, and adds what is kept as one undo step`, async () => {
      const shell = await open(name, `/usr/bin/${name}`);
      const before = (await steps()).length;
      await record();
      await shell.run("cd reports");
      await shell.run(slowly('console.log("total 19980"); process.exit(3)'));
      await shell.run(slowly('console.log("total 19980"); process.exit(3)'));
      await shell.run(slowly('console.log("total 9990")'));
      await shell.run(subshell);
      await shell.run("echo short");
      const { title, rows } = await reviews.during("stopRecording", "Enter");
      const [moved, , , inside] = rows;
      // Of a sub-shell, bash tells no exit code, and now and then not even the command line.
      const isUnknown = inside?.label === "Run the command in the terminal";
      assert.ok(!isUnknown || name === "bash", inside?.label);
      assert.equal(
        title,
        `Review Recording: 5 steps, ${isUnknown ? 2 : 1} proposed for dropping, 1 repetition folded`,
      );
      assert.deepEqual(
        rows.map(({ isChecked }) => isChecked),
        [false, true, true, !isUnknown, true],
      );
      assert.match(moved?.description ?? "", /^changes the folder, and each step knows its own/);
      assert.match(rows[1]?.detail ?? "", /^ran 2 times, the same each time/);
      if (name === "bash") assert.match(inside?.detail ?? "", /exit code unknown/);
      else assert.match(inside?.description ?? "", /^exit code 7/);
      const [failed, passed, ...others] = (await steps()).slice(before);
      const short = others.at(-1);
      assert.equal(others.length, isUnknown ? 1 : 2);
      assert.match(failed?.text ?? "", /^Run node -e .*, 2 times$/);
      assert.deepEqual(
        [failed?.exitCode, failed?.folder, failed?.output, failed?.outputNotCaptured],
        [3, "reports", "total 19980", undefined],
      );
      assert.ok((failed?.durationMs ?? 0) >= 300);
      assert.deepEqual([passed?.exitCode, passed?.output], [0, "total 9990"]);
      assert.equal(passed?.captured?.commit, (await halt()).targets[0]?.commit);
      assert.deepEqual([short?.command, short?.exitCode], ["echo short", 0]);
      assert.ok(short?.output === "short" || short?.outputNotCaptured === true);
      await vscode.commands.executeCommand("vscode.openWith", uri, "default");
      await vscode.commands.executeCommand("undo");
      assert.equal((await steps()).length, before);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    });

  it("waits for nothing that never ends, and says what it cannot know", async () => {
    const shell = await open("bash", "/usr/bin/bash");
    await record();
    await shell.start("sleep 600");
    const plain = vscode.window.createTerminal({ name: "plain", shellPath: "/bin/sh" });
    plain.show();
    await plain.processId;
    const typed = heard(vscode.window.onDidChangeTerminalState, (one) => one.state.isInteractedWith);
    plain.sendText("echo unseen");
    await typed;
    const { rows, notes } = await reviews.during("stopRecording", "Escape");
    plain.dispose();
    assert.deepEqual(notes, ["terminal “plain” has no shell integration: nothing of it was seen"]);
    assert.equal(rows[0]?.label, "Start sleep 600 and leave it running");
    assert.equal(rows[0]?.isChecked, true);
    assert.match(rows[0]?.detail ?? "", /still running when the recording stopped/);
  });

  it("loses nothing by Escape: it is reviewed again, or discarded and brought back", async () => {
    await reviews.told.heard("1 recorded step are kept for a review");
  });
});

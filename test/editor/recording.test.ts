import assert from "node:assert/strict";
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

  it("waits for nothing that never ends, and says which terminal it knows nothing of", async () => {
    const shell = await open("bash", "/usr/bin/bash");
    await record();
    await shell.start("sleep 600");
    // Only now: a second terminal makes the first one narrower, and the editor then loses what is typed there meanwhile.
    const plain = vscode.window.createTerminal({ name: "plain", shellPath: "/bin/sh" });
    plain.show();
    const typed = heard(
      vscode.window.onDidChangeTerminalState,
      (one) => one === plain && one.state.isInteractedWith,
    );
    plain.sendText("echo unseen");
    await typed;
    const { rows, notes } = await reviews.during("stopRecording", "Escape");
    plain.dispose();
    assert.deepEqual(notes, ["terminal “plain” has no shell integration: nothing of it was seen"]);
    assert.deepEqual(
      rows.map(({ label, isChecked }) => [label, isChecked]),
      [["Start sleep 600 and leave it running", true]],
    );
    assert.match(rows[0]?.detail ?? "", /still running when the recording stopped/);
  });

  it("loses nothing by Escape: it waits until it is reviewed again or discarded", async () => {
    await reviews.told.heard("1 recorded step is kept for a review.");
    const { rows } = await reviews.during("reviewRecording", "Escape");
    assert.equal(rows.length, 1);
    assert.equal(await command("discardRecording"), true);
    await reviews.told.heard("The recording was discarded.");
    assert.equal(await command("reviewRecording"), false);
    await reviews.told.heard("No recording waits for a review.");
  });

  it("is gone on with, and brought back when it was discarded", async () => {
    const shell = await open("bash", "/usr/bin/bash");
    const before = (await steps()).length;
    const { showQuickPick, showInformationMessage } = vscode.window;
    await record();
    await shell.run(slowly('console.log("total 19980")'));
    await reviews.during("stopRecording", "Escape");
    const pick = async (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> =>
      Promise.resolve(items.find(({ label }) => label.endsWith("Go On with It")));
    const answer = async (_: string, ...labels: readonly string[]): Promise<string | undefined> =>
      Promise.resolve(labels.find((label) => label === "Bring It Back"));
    try {
      Object.assign(vscode.window, { showQuickPick: pick });
      await record();
      await shell.run(slowly('console.log("total 9990")'));
      await reviews.during("stopRecording", "Escape");
      Object.assign(vscode.window, { showInformationMessage: answer });
      assert.equal(await command("discardRecording"), true);
    } finally {
      Object.assign(vscode.window, { showQuickPick, showInformationMessage });
    }
    const { rows } = await reviews.during("reviewRecording", "Enter");
    assert.equal(rows.length, 2);
    assert.deepEqual(
      (await steps()).slice(before).map(({ output }) => output),
      ["total 19980", "total 9990"],
    );
  });

  it("keeps no secret and no screen of a full-screen program, and stops in the middle of 100 MB", async () => {
    const shell = await open("bash", "/usr/bin/bash");
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    await record();
    await shell.run(slowly(`console.log("token: ${token}")`));
    await shell.run("less package.json", "q");
    await shell.run("seq 30000");
    await shell.start("yes | head -c 100000000");
    const { rows } = await reviews.during("stopRecording", "Enter");
    assert.match(rows[0]?.detail ?? "", /2 secrets were taken out/);
    assert.match(rows[1]?.description ?? "", /^a full-screen program: what was done in it is not known/);
    assert.equal(rows[1]?.isChecked, false);
    assert.equal(rows[3]?.label, "Start yes | head -c 100000000 and leave it running");
    const [secret, long, longer] = (await steps()).slice(-3);
    assert.ok(!JSON.stringify(await halt()).includes(token));
    assert.match(secret?.command ?? "", /\[redacted: /);
    assert.match(long?.output ?? "", /^\[cut: \d+ bytes before\]\n[\d\n]+\n30000$/);
    for (const step of [long, longer]) assert.ok(Buffer.byteLength(step?.output ?? "") <= 2048);
    assert.deepEqual(Object.values((await halt()).redactions), [2]);
  });

  it("takes down a task once, with what its terminal printed", async () => {
    assert.ok(folder);
    await record();
    const till = 'echo "total 19980"; sleep 0.4; exit 3';
    const shell = new vscode.ShellExecution(till);
    const process = new vscode.ProcessExecution("node", ["-e", "setTimeout(() => process.exit(4), 400)"]);
    for (const [name, execution] of [
      ["till", shell],
      ["cart", process],
    ] as const) {
      const task = new vscode.Task({ type: "shell" }, folder, name, "kettle", execution);
      const ended = heard(vscode.tasks.onDidEndTask, (event) => event.execution.task.name === name);
      await vscode.tasks.executeTask(task);
      await ended;
    }
    const { rows } = await reviews.during("stopRecording", "Enter");
    assert.deepEqual(
      rows.map(({ label }) => label),
      ["Run the task kettle: till", "Run the task kettle: cart"],
    );
    const [first, second] = (await steps()).slice(-2);
    assert.deepEqual(
      [first?.command, first?.exitCode, first?.folder, first?.output],
      [till, 3, ".", "total 19980"],
    );
    assert.deepEqual(
      [second?.command, second?.exitCode],
      ["node -e 'setTimeout(() => process.exit(4), 400)'", 4],
    );
  });

  for (const console of ["internalConsole", "integratedTerminal"])
    it(`takes down a launch of the debugger in the ${console} once, and never its environment`, async () => {
      assert.ok(folder);
      const program = vscode.Uri.joinPath(folder.uri, "till.js");
      const text = "console.log('total', process.argv[2]); setTimeout(() => process.exit(5), 400);";
      await vscode.workspace.fs.writeFile(program, new TextEncoder().encode(text));
      await record();
      const ended = heard(
        vscode.debug.onDidTerminateDebugSession,
        ({ parentSession }) => parentSession === undefined,
        60_000,
      );
      // The terminal tells the exit code, a moment before or after the session has ended.
      const shellEnded =
        console === "integratedTerminal"
          ? heard(vscode.window.onDidEndTerminalShellExecution, () => true, 60_000)
          : undefined;
      await vscode.debug.startDebugging(folder, {
        ...{ type: "node", request: "launch", name: "Launch the till", console },
        ...{ program: program.fsPath, args: ["two words"], env: { TILL: "drawer-7" } },
      });
      await Promise.all([ended, shellEnded]);
      const { rows } = await reviews.during("stopRecording", "Enter");
      await vscode.workspace.fs.delete(program);
      assert.deepEqual(
        rows.map(({ label }) => label),
        ['Run “Launch the till” in the debugger (node): till.js "two words"'],
      );
      const step = (await steps()).at(-1);
      assert.equal(step?.exitCode, 5);
      assert.match(step.output ?? "", /total two words/);
      assert.ok(!JSON.stringify(await halt()).includes("drawer-7"));
    });
});

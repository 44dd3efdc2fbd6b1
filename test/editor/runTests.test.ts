import assert from "node:assert/strict";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import { RunTerminal } from "../../src/editor/runTerminal";
import type { Halt } from "../../src/halt/schema/halt";
import { notifications, type Notifications } from "./harness/notifications";

const failing =
  '<testsuite name="till"><testcase name="adds up"/><testcase name="charges once"><failure message="twice"/></testcase></testsuite>';

describe("Running a task and attaching its results", () => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  let uri: vscode.Uri;
  let told: Notifications;

  before(async () => {
    assert.ok(folder);
    const drafted = { title: "The till charges twice", folder: folder.uri.fsPath };
    uri = vscode.Uri.parse(await vscode.commands.executeCommand<string>("releaseHalt.draft", drafted));
    told = notifications();
  });

  after(async () => {
    told.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
  });

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  /** Runs the command while the first row of its list, a test task of this name, is accepted. */
  async function runTask(name: string, program: string): Promise<unknown> {
    assert.ok(folder);
    const execution = new vscode.ProcessExecution(process.execPath, ["-e", program], {
      cwd: folder.uri.fsPath,
      env: { ELECTRON_RUN_AS_NODE: "1" },
    });
    const task = new vscode.Task({ type: "shell", name }, folder, name, "kettle", execution);
    task.group = vscode.TaskGroup.Test;
    const provider = vscode.tasks.registerTaskProvider("shell", {
      provideTasks: () => [task],
      resolveTask: () => undefined,
    });
    try {
      const started = new Promise<void>((resolve) => {
        const subscription = vscode.tasks.onDidStartTask(() => {
          subscription.dispose();
          resolve();
        });
      });
      const done = Promise.resolve(
        vscode.commands.executeCommand("releaseHalt.runTests", { uri: uri.toString() }),
      );
      const ended = new AbortController();
      void Promise.race([started, done]).finally(() => {
        ended.abort();
      });
      const late = Date.now() + 30_000;
      while (!ended.signal.aborted) {
        await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        if (Date.now() > late) assert.fail("The task was not offered in 30 seconds.");
      }
      return await done;
    } finally {
      provider.dispose();
    }
  }

  it("attaches the file that it wrote, with the task and its exit code", async () => {
    const program = `require("fs").writeFileSync("reports/junit.xml", ${JSON.stringify(failing)}); process.exit(1)`;
    assert.equal(await runTask("till tests", program), true);
    const [file, ...others] = (await halt()).failingTests;
    assert.deepEqual(others, []);
    assert.deepEqual([file?.path, file?.totals.failed], ["reports/junit.xml", 1]);
    const { run, commit } = file?.captured ?? {};
    assert.deepEqual([run?.task, run?.exitCode, run?.command], ["kettle: till tests", 1, undefined]);
    assert.equal(commit, (await halt()).targets[0]?.commit);
    await told.heard("The task kettle: till tests ended with 1. reports/junit.xml attached:");
  });

  it("attaches how it ended where it wrote none, and says that its output cannot be had", async () => {
    assert.equal(await runTask("till lint", 'console.log("nothing"); process.exit(4)'), true);
    const { failingTests, testRuns } = await halt();
    assert.equal(failingTests.length, 1);
    assert.deepEqual(
      testRuns.map(({ outputNotCaptured, captured: { run } }) => [run.task, run.exitCode, outputNotCaptured]),
      [["kettle: till lint", 4, true]],
    );
    await told.heard("the editor does not hand out what a task prints");
  });
});

describe("The terminal of a command", () => {
  it("shows the end of what comes faster than it can be shown, and stops the command by Ctrl+C", async () => {
    let stops = 0;
    const terminal = RunTerminal.open("print a lot", () => {
      stops += 1;
    });
    let shown = "";
    const ended = new Promise<void>((resolve) => {
      terminal.onDidWrite((text) => {
        shown += text;
        if (shown.includes("Press any key")) resolve();
      });
    });
    const line = Buffer.from(`${"x".repeat(99)}\n`.repeat(1000));
    for (let count = 0; count < 1000; count += 1) terminal.write(line);
    terminal.handleInput("\u0003");
    terminal.end("Ended with 0.", 0);
    await ended;
    assert.equal(stops, 1);
    assert.ok(shown.length < 1024 * 1024, `${shown.length} characters`);
    assert.match(shown, /\[\d+ characters are not shown here\]/);
    assert.match(shown, /x\r\n\r\nEnded with 0\. Press any key/);
    const closed = new Promise<number | undefined>((resolve) => {
      terminal.onDidClose(resolve);
    });
    terminal.handleInput("q");
    assert.equal(await closed, 0);
    assert.equal(stops, 1);
  });
});

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { ReproductionStep } from "../../src/halt/schema/halt";

describe("A command in the terminal", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let halt: string;
  let terminal: vscode.Terminal;
  let shell: vscode.TerminalShellIntegration;

  before(async () => {
    assert.ok(folder);
    const drafted = { title: "The total is wrong", folder: folder.fsPath };
    halt = await vscode.commands.executeCommand<string>("releaseHalt.draft", drafted);
    terminal = vscode.window.createTerminal({ name: "shop", cwd: folder });
    shell = await new Promise((resolve) => {
      const subscription = vscode.window.onDidChangeTerminalShellIntegration((event) => {
        if (event.terminal !== terminal) return;
        subscription.dispose();
        resolve(event.shellIntegration);
      });
      terminal.show();
    });
    // The shell tells its folder with its first prompt, which may come after the integration.
    await run("true");
  });

  after(() => {
    terminal.dispose();
  });

  async function run(command: string): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      const subscription = vscode.window.onDidEndTerminalShellExecution((event) => {
        if (event.terminal !== terminal) return;
        subscription.dispose();
        resolve();
      });
    });
    shell.executeCommand(command);
    await ended;
  }

  async function step(command: string): Promise<ReproductionStep | undefined> {
    await run(command);
    await vscode.commands.executeCommand("releaseHalt.addStepFromTerminal");
    const read = readHalt((await vscode.workspace.openTextDocument(vscode.Uri.parse(halt))).getText());
    assert.ok(read.ok);
    return read.halt.reproduction.steps.at(-1);
  }

  it("becomes a step with its folder, exit code and output, without colours", async () => {
    const printed = await step(
      `node -e 'setTimeout(() => { console.log("\\x1b[31mtotal 19980\\x1b[0m"); process.exit(3); }, 400)'`,
    );
    assert.match(printed?.command ?? "", /^node -e/);
    assert.equal(printed?.exitCode, 3);
    assert.equal(printed.folder, ".");
    assert.match(printed.output ?? "", /total 19980/);
    assert.ok(!(printed.output ?? "").includes("\u001b"));
  });

  it("leaves its secrets behind, and the clipboard as it was", async () => {
    await vscode.env.clipboard.writeText("mine");
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    const printed = await step(`node -e 'console.log("token: ${token}")'`);
    assert.ok(!JSON.stringify(printed).includes(token));
    assert.match(printed?.command ?? "", /\[redacted: /);
    assert.equal(await vscode.env.clipboard.readText(), "mine");
  });
});

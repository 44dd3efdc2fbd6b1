import assert from "node:assert/strict";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { ReproductionStep } from "../../src/halt/schema/halt";
import { Shell } from "./harness/shell";

describe("A command in the terminal", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let halt: string;
  let shell: Shell;

  before(async () => {
    assert.ok(folder);
    const drafted = { title: "The total is wrong", folder: folder.fsPath };
    halt = await vscode.commands.executeCommand<string>("releaseHalt.draft", drafted);
    shell = await Shell.open("shop");
  });

  after(() => {
    shell.dispose();
  });

  async function captured(): Promise<ReproductionStep | undefined> {
    await vscode.commands.executeCommand("releaseHalt.addStepFromTerminal");
    const read = readHalt((await vscode.workspace.openTextDocument(vscode.Uri.parse(halt))).getText());
    assert.ok(read.ok);
    return read.halt.reproduction.steps.at(-1);
  }

  it("becomes a step with its folder, exit code and output, without colours", async () => {
    await shell.run(
      `node -e 'setTimeout(() => { console.log("\\x1b[31mtotal 19980\\x1b[0m"); process.exit(3); }, 400)'`,
    );
    const printed = await captured();
    assert.match(printed?.command ?? "", /^node -e/);
    assert.equal(printed?.exitCode, 3);
    assert.equal(printed.folder, ".");
    assert.match(printed.output ?? "", /total 19980/);
    assert.ok(!(printed.output ?? "").includes("\u001b"));
  });

  it("leaves its secrets behind, and the clipboard as it was", async () => {
    const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`;
    await shell.run(`node -e 'console.log("token: ${token}")'`);
    await vscode.env.clipboard.writeText("mine");
    const printed = await captured();
    assert.ok(!JSON.stringify(printed).includes(token));
    assert.match(printed?.command ?? "", /\[redacted: /);
    assert.equal(await vscode.env.clipboard.readText(), "mine");
  });
});

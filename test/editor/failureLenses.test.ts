import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";

const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

describe("A failing test in the code", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const code = join(folder, "test", "total.test.js");
  let uri: vscode.Uri;
  let written = "";

  before(async () => {
    written = await readFile(code, "utf8");
    uri = vscode.Uri.parse(await run<string>("draft", { title: "Charged twice", folder }));
    await run("attachTestFile", vscode.Uri.file(join(folder, "reports", "junit.xml")));
    await vscode.commands.executeCommand("workbench.action.files.save");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(async () => {
    await writeFile(code, written);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
  });

  async function lenses(file = code): Promise<readonly (readonly [number, string])[]> {
    return (await all(file)).map(({ range, command }) => [range.start.line + 1, command?.title ?? ""]);
  }

  async function all(file: string): Promise<readonly vscode.CodeLens[]> {
    const { uri: address } = await vscode.workspace.openTextDocument(file);
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      address,
      50,
    );
    return found.filter(({ command }) => command?.command === "releaseHalt.open");
  }

  async function edit(text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(code);
    const edits = new vscode.WorkspaceEdit();
    edits.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
    assert.ok(await vscode.workspace.applyEdit(edits));
  }

  it("has a lens above its line, which moves along with the text", async () => {
    const here = "Release Halt: 1 failing test here · Charged twice";
    const [[line] = [0]] = await lenses();
    assert.match(written.split("\n")[line - 1] ?? "", /charges two kettles once|assert\.equal/);
    assert.deepEqual(await lenses(), [[line, here]]);
    await edit(`// Of the shop.\n\n${written}`);
    assert.deepEqual(await lenses(), [[line + 2, here]]);
    const own = written.split("\n")[line - 1] ?? "";
    await edit(written.replace(own, "// It is tested elsewhere."));
    assert.deepEqual(await lenses(), [
      [1, `Release Halt: 1 failing test was at line ${line} · Charged twice`],
    ]);
    await edit(written);
  });

  it("has it in each work tree of the repository", async () => {
    const place = await mkdtemp(join(tmpdir(), "release-halt-work-tree-"));
    const tree = join(place, "shop");
    const git = async (...args: string[]): Promise<unknown> =>
      promisify(execFile)("git", args, { cwd: folder });
    await git("worktree", "add", "-q", "--detach", tree);
    try {
      assert.equal((await lenses(join(tree, "test", "total.test.js"))).length, 1);
      assert.deepEqual(
        await lenses(join(tree, "src", "total.js")),
        await lenses(join(folder, "src", "total.js")),
      );
    } finally {
      await git("worktree", "remove", "--force", tree);
      await rm(place, { recursive: true, force: true });
    }
  });

  it("leads to the halt", async () => {
    const [lens] = await all(code);
    const { command, arguments: args = [] } = lens?.command ?? {};
    assert.ok(command !== undefined);
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.uri.toString(), uri.toString());
  });

  it("has none where the setting says so, and none of a halt that has ended", async () => {
    const settings = vscode.workspace.getConfiguration("releaseHalt");
    await settings.update("codeLens", false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lenses(), []);
    } finally {
      await settings.update("codeLens", undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal((await lenses()).length, 1);
    await run("withdraw", { uri: uri.toString(), reason: "Only a test" });
    assert.deepEqual(await lenses(), []);
  });
});

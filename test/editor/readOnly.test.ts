import assert from "node:assert/strict";
import * as vscode from "vscode";
import { notifications } from "./harness/notifications";

describe("A halt that the settings call read-only", () => {
  it("is refused before anything runs, from the palette, too", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const drafted = { title: "The till charges twice", folder: folder.uri.fsPath };
    const uri = vscode.Uri.parse(await vscode.commands.executeCommand<string>("releaseHalt.draft", drafted));
    const files = vscode.workspace.getConfiguration("files");
    const told = notifications();
    await files.update("readonlyInclude", { "**/*.halt.json": true }, vscode.ConfigurationTarget.Global);
    try {
      for (const command of ["verify", "findChange"]) {
        const done = await vscode.commands.executeCommand(`releaseHalt.${command}`, { uri: uri.toString() });
        assert.equal(done, false);
      }
      assert.equal(told.about("This halt is read-only here").length, 2);
    } finally {
      await files.update("readonlyInclude", undefined, vscode.ConfigurationTarget.Global);
      told.dispose();
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await vscode.workspace.fs.delete(uri);
    }
  });
});

import assert from "node:assert/strict";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";

describe("Draft Release Halt", () => {
  it("writes a halt with the facts of the branch and opens it", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    const address = await vscode.commands.executeCommand<string>("releaseHalt.draft", {
      title: "The shop charges twice",
      folder,
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(address));
    const read = readHalt(document.getText());
    assert.ok(read.ok);
    assert.equal(read.halt.title, "The shop charges twice");
    assert.equal(read.halt.release, "2.4.0");
    assert.equal(read.halt.base?.ref, "v2.3.1");
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    assert.ok(activeTab?.input instanceof vscode.TabInputCustom);
    assert.equal(activeTab.input.viewType, "releaseHalt.haltEditor");
  });
});

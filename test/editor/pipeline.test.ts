import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { startCiHost, type CiHost } from "../support/ciHost";
import { githubAnswers, stored } from "../support/githubAnswers";
import { writeStandIn } from "../support/standInProgram";

describe("What a pipeline found, through commands", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const path = process.env.PATH ?? "";
  let uri: vscode.Uri;
  let programs: string;
  let hosts: readonly [CiHost, CiHost];

  before(async () => {
    assert.ok(folder);
    programs = await mkdtemp(join(tmpdir(), "release-halt-programs-"));
    hosts = await Promise.all([startCiHost(), startCiHost()]);
    const [api] = hosts;
    await writeStandIn(programs, "gh", { host: "github.com", api: api.origin });
    process.env.PATH = programs + delimiter + path;
    const drafted = await vscode.commands.executeCommand<string>("releaseHalt.draft", {
      title: "The pipeline fails",
      folder: folder.fsPath,
    });
    uri = vscode.Uri.parse(drafted);
  });

  after(async () => {
    process.env.PATH = path;
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
    await Promise.all(hosts.map(async (host) => host.close()));
    await rm(programs, { recursive: true, force: true });
  });

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  it("is asked for by nobody until the command is used, and then attached with its run", async () => {
    const [api, storage] = hosts;
    const head = (await halt()).targets[0]?.commit;
    assert.ok(head);
    assert.deepEqual(api.asked, []);
    api.answers = githubAnswers(storage.origin, { project: "kettle-example/shop", head });
    storage.answers = stored;
    const ended = new AbortController();
    const attaching = Promise.resolve(
      vscode.commands.executeCommand<boolean>("releaseHalt.attachFromCi", { uri: uri.toString() }),
    ).finally(() => {
      ended.abort();
    });
    const late = Date.now() + 30_000;
    while (!ended.signal.aborted) {
      // What failed is picked already.
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      if (Date.now() > late) assert.fail("The runs were not offered in 30 seconds.");
    }
    assert.equal(await attaching, true);
    const { failingTests } = await halt();
    const [file, ...others] = failingTests;
    assert.deepEqual(others, []);
    assert.equal(file?.path, "ci:github/kettle-example/shop/ci.yml/junit");
    assert.deepEqual([file.totals.total, file.totals.failed, file.captured.commit], [2, 1, head]);
    assert.equal(file.captured.ci?.url, "https://github.com/kettle/shop/actions/runs/123");
  });
});

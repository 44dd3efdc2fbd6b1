import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { notifications, type Notifications } from "./harness/notifications";

const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

describe("A reproduction, through commands", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let uri: string;
  let heard: Notifications;

  before(async () => {
    assert.ok(folder);
    const title = "The total is wrong";
    uri = await run<string>("draft", { title, folder: folder.fsPath });
    await edit((text) =>
      text.replace(
        /"title"/,
        '"reproduction": { "steps": [{ "id": "step-1", "command": "node --test test/", "decides": true }] },\n  "title"',
      ),
    );
  });

  beforeEach(() => {
    heard = notifications();
  });

  afterEach(() => {
    heard.dispose();
  });

  async function edit(change: (text: string) => string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const wanted = new vscode.WorkspaceEdit();
    wanted.replace(document.uri, whole, change(document.getText()));
    assert.ok(await vscode.workspace.applyEdit(wanted));
  }

  async function halt(): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  it("says that the environment comes first, where only variables are asked for", async () => {
    assert.equal(await run("addVariables", { uri, names: ["HOME"] }), false);
    await heard.heard("The environment is not captured yet");
  });

  it("notes where it is run, with one action and without a question", async () => {
    assert.equal(await run("captureEnvironment", { uri }), true);
    const { environment } = (await halt()).reproduction;
    assert.equal(environment?.architecture, process.arch);
    assert.deepEqual(
      environment.tools.map(({ name }) => name),
      ["node"],
    );
    assert.match(environment.tools[0]?.version ?? "", /^\d+\.\d+\.\d+/);
    assert.equal(environment.captured.by, "Ana Example");
    assert.deepEqual(environment.variables, []);
    await heard.heard("The environment was captured: ");
  });

  it("asks no tool and reads no variable in Restricted Mode", async () => {
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, "isTrusted");
    assert.ok(trusted);
    const before = await halt();
    Object.defineProperty(vscode.workspace, "isTrusted", { ...trusted, get: () => false });
    try {
      assert.equal(await run("captureEnvironment", { uri }), false);
      await heard.heard("Restricted Mode: Release Halt asks tools for their versions once you trust it.");
      assert.equal(await run("addVariables", { uri, names: ["HOME"] }), false);
      await heard.heard("Restricted Mode: its environment is read once you trust it.");
    } finally {
      Object.defineProperty(vscode.workspace, "isTrusted", trusted);
    }
    assert.deepEqual(await halt(), before);
  });

  it("writes the values of variables only once they were seen and agreed to", async () => {
    const { showInformationMessage } = vscode.window;
    const shown: string[] = [];
    const answering = (answer: string | undefined): void => {
      Object.assign(vscode.window, {
        showInformationMessage: async (_: string, { detail }: { detail?: string }) => {
          shown.push(detail ?? "");
          return Promise.resolve(answer);
        },
      });
    };
    process.env["SHOP_TOKEN"] = "abc";
    process.env["SHOP_MODE"] = "slow till";
    try {
      answering(undefined);
      assert.equal(await run("addVariables", { uri, names: ["SHOP_MODE"] }), false);
      assert.deepEqual((await halt()).reproduction.environment?.variables, []);
      answering("Add to the Halt");
      assert.equal(await run("addVariables", { uri, names: ["SHOP_MODE", "SHOP_TOKEN"] }), true);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
    const lines = ["SHOP_MODE=slow till", "SHOP_TOKEN=[redacted: secret by its name]"];
    assert.deepEqual(shown, [lines[0], lines.join("\n")]);
    const { environment } = (await halt()).reproduction;
    assert.deepEqual(
      environment?.variables.map(({ name, value }) => `${name}=${value}`),
      lines,
    );
  });

  it("is captured again with the variables that have the same value, and as one undo step", async () => {
    process.env["SHOP_MODE"] = "fast till";
    assert.equal(await run("captureEnvironment", { uri }), true);
    await heard.heard("Pick again, as they have another value now: SHOP_MODE");
    const names = async () =>
      (await halt()).reproduction.environment?.variables.map(({ name }) => name).join(" ");
    assert.equal(await names(), "SHOP_TOKEN");
    await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.parse(uri), "releaseHalt.haltEditor");
    await vscode.commands.executeCommand("undo");
    assert.equal(await names(), "SHOP_MODE SHOP_TOKEN");
  });

  it("is saved as a script that can be run, and says where it could not be", async () => {
    assert.ok(folder);
    const { showSaveDialog } = vscode.window;
    let to: vscode.Uri | undefined = vscode.Uri.joinPath(folder, "..", "reproduce it.sh");
    let offered: string | undefined;
    const show = async ({ defaultUri }: vscode.SaveDialogOptions): Promise<vscode.Uri | undefined> => {
      offered = defaultUri?.path;
      return Promise.resolve(to);
    };
    Object.assign(vscode.window, { showSaveDialog: show });
    try {
      const script = await run<string>("exportScript", { uri, to: "file" });
      await heard.heard("The script was saved as reproduce it.sh.");
      assert.match(offered ?? "", /^.*\/reproduce-[\w.-]+\.sh$/);
      assert.ok(!offered?.startsWith(`${folder.path}/`), offered);
      assert.equal(await readFile(to.fsPath, "utf8"), script);
      assert.equal((await stat(to.fsPath)).mode & 0o111, 0o111);
      to = vscode.Uri.joinPath(folder, "package.json", "reproduce.sh");
      assert.equal(await run("exportScript", { uri, to: "file" }), undefined);
      await heard.heard("The halt is as it was; the script can be saved elsewhere or copied.");
      to = undefined;
      assert.equal(await run("exportScript", { uri, to: "file" }), undefined);
    } finally {
      Object.assign(vscode.window, { showSaveDialog });
    }
  });

  it("goes onto the clipboard as a script, which is refused without a command that decides", async () => {
    const script = await run<string>("exportScript", { uri, to: "clipboard" });
    assert.match(script, /^#!\/bin\/sh\n# The total is wrong\n/);
    assert.equal(await vscode.env.clipboard.readText(), script);
    await edit((text) => text.replace('"command": "node --test test/"', '"text": "Look at the total"'));
    assert.equal(await run("exportScript", { uri, to: "clipboard" }), undefined);
    await heard.heard("No step of the reproduction has a command");
  });

  it("takes what was observed elsewhere with environment, build and address", async () => {
    const where = "staging, build 2.4.0-rc1, https://staging.example/cart";
    assert.equal(await run("addObservation", { uri, text: "Charged twice", where }), true);
    const seen = (await halt()).observations.at(-1);
    assert.deepEqual(
      [seen?.rung, seen?.text, seen?.environment, seen?.build, seen?.url, seen?.by],
      ["observed", "Charged twice", "staging", "2.4.0-rc1", "https://staging.example/cart", "Ana Example"],
    );
    await heard.heard("The observation was added");
  });
});

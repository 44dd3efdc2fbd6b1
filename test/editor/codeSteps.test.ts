import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { readHalt } from "../../src/halt/readHalt";
import type { ReproductionStep } from "../../src/halt/schema/halt";
import { notifications } from "./harness/notifications";

const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

describe("A step that points at code", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  const code = vscode.Uri.file(join(folder, "src", "total.js"));
  const { showQuickPick } = vscode.window;
  const secret = ["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"].join("");
  let uri: vscode.Uri;
  let problems: vscode.DiagnosticCollection;

  before(async () => {
    uri = vscode.Uri.parse(await run<string>("draft", { title: "Points at code", folder }));
    problems = vscode.languages.createDiagnosticCollection("shop");
  });

  after(async () => {
    problems.dispose();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.workspace.fs.delete(uri);
  });

  afterEach(() => {
    Object.assign(vscode.window, { showQuickPick });
  });

  async function last(): Promise<ReproductionStep | undefined> {
    const read = readHalt((await vscode.workspace.openTextDocument(uri)).getText());
    assert.ok(read.ok);
    return read.halt.reproduction.steps.at(-1);
  }

  /** Takes the row with a text when a list is shown; answers with the rows of it. */
  function willPick(text: string): () => readonly string[] {
    let rows: readonly string[] = [];
    const pick = async (
      items: readonly vscode.QuickPickItem[],
    ): Promise<vscode.QuickPickItem | undefined> => {
      rows = items.map(({ label, description }) => `${label} | ${description ?? ""}`);
      return Promise.resolve(items.find(({ label }) => label.includes(text)));
    };
    Object.assign(vscode.window, { showQuickPick: pick });
    return () => rows;
  }

  function problem(line: number, message: string): vscode.Diagnostic {
    const found = new vscode.Diagnostic(new vscode.Range(line - 1, 2, line - 1, 8), message);
    return Object.assign(found, { source: "shop", code: 2322 });
  }

  it("is a quick fix of a problem, and keeps what that says without its secrets", async () => {
    await vscode.workspace.openTextDocument(code);
    problems.set(code, [problem(4, `Charged twice\nby ${secret}`)]);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      code,
      new vscode.Range(3, 3, 3, 3),
    );
    const [action] = actions.filter(({ title }) => title.startsWith("Release Halt: "));
    assert.ok(action?.command);
    await vscode.commands.executeCommand(
      action.command.command,
      ...((action.command.arguments ?? []) as unknown[]),
    );
    const step = await last();
    assert.match(
      step?.text ?? "",
      /^See src\/total\.js, line 4: Charged twice by \[redacted: [^\]]+\] \(shop 2322\)$/,
    );
    assert.deepEqual(
      [step?.location?.path, step?.location?.line, step?.location?.text.trim()],
      ["src/total.js", 4, "return sum * 2;"],
    );
    assert.match(step?.location?.commit ?? "", /^[0-9a-f]{40}$/);
  });

  it("is of a problem of the file in front, the nearest first", async () => {
    problems.set(code, [problem(1, "Far $(error)"), problem(5, "Near")]);
    await vscode.window.showTextDocument(code, { selection: new vscode.Range(3, 0, 3, 0) });
    const rows = willPick("Far");
    assert.equal(await run("addStepFromDiagnostic"), true);
    assert.deepEqual(rows(), [
      "$(error) Near | line 5, shop 2322",
      "$(error) Far $ (error) | line 1, shop 2322",
    ]);
    assert.equal((await last())?.text, "See src/total.js, line 1: Far $(error) (shop 2322)");
  });

  it("is none where the file in front has no problem, or an argument is no problem", async () => {
    problems.clear();
    const before = await last();
    assert.equal(await run("addStepFromDiagnostic"), false);
    assert.equal(await run("addStepFromDiagnostic", { problem: { uri: code.toString(), line: 0 } }), false);
    assert.deepEqual(await last(), before);
  });

  it("is of a breakpoint, with its condition and what it logs, and only of one in the repository", async () => {
    const outside = join(folder, "..", "outside.js");
    await writeFile(outside, "let a;\n");
    const breakpoint = (file: string, line: number, ...terms: (string | undefined)[]) => {
      const location = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line - 1, 0));
      return new vscode.SourceBreakpoint(location, true, ...terms);
    };
    vscode.debug.addBreakpoints([breakpoint(outside, 1)]);
    assert.equal(await run("addStepFromBreakpoint"), false);
    vscode.debug.addBreakpoints([breakpoint(code.fsPath, 3, `token === "${secret}"`, "> 2")]);
    assert.equal(await run("addStepFromBreakpoint"), true, "the only one is taken unasked");
    const step = await last();
    assert.match(
      step?.text ?? "",
      /^Stop at src\/total\.js, line 3 when token === .*\[redacted: [^\]]+\].*, hit > 2$/,
    );
    assert.equal(step?.location?.line, 3);
    const test = join(folder, "test", "total.test.js");
    vscode.debug.addBreakpoints([breakpoint(test, 6, undefined, undefined, "total {sum}")]);
    const rows = willPick("total.test.js");
    assert.equal(await run("addStepFromBreakpoint"), true);
    assert.deepEqual(
      rows().map((row) => row.split(" | ")[0]),
      ["src/total.js:3", "test/total.test.js:6"],
    );
    assert.equal((await last())?.text, 'Reach test/total.test.js, line 6, logging "total {sum}"');
  });

  it("is none where the file has no such line any more", async () => {
    const before = await last();
    const told = notifications();
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    const place = new vscode.Location(
      vscode.Uri.file(join(folder, "CODEOWNERS")),
      new vscode.Position(98, 0),
    );
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
    try {
      assert.equal(await run("addStepFromBreakpoint"), false);
      await told.heard("CODEOWNERS has no line 99 any more");
      const problem = { uri: code.toString(), line: 99, message: "Charged twice", from: "" };
      assert.equal(await run("addStepFromDiagnostic", { problem }), false);
      await told.heard("src/total.js has no line 99 any more");
    } finally {
      told.dispose();
    }
    assert.deepEqual(await last(), before);
  });
});

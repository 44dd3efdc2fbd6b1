import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import { instantOf } from "../../src/halt/instant";
import type { LedgerState } from "../../src/halt/ledgerState";
import { readHalt } from "../../src/halt/readHalt";
import type { Halt } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";

const execute = promisify(execFile);
const git = createGit();
const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);
const now = (): string => instantOf(new Date());

describe("The gate, through commands", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let temporary: string;
  let ben: { readonly folder: string; readonly ledger: HaltLedger };

  before(async () => {
    assert.ok(folder);
    temporary = await mkdtemp(join(tmpdir(), "release-halt-colleague-"));
    const clone = join(temporary, "shop");
    await execute("git", [
      "clone",
      "-q",
      "-b",
      "release/2.4.0",
      join(folder.fsPath, "..", "origin.git"),
      clone,
    ]);
    await execute("git", ["config", "user.name", "Ben Sample"], { cwd: clone });
    await execute("git", ["config", "user.email", "ben@example.test"], { cwd: clone });
    ben = { folder: clone, ledger: new HaltLedger(git, clone, {}) };
  });

  after(async () => {
    await rm(temporary, { recursive: true, force: true });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  /** Places a halt here and answers with its address and its id. */
  async function halted(title: string): Promise<{ readonly uri: string; readonly id: string }> {
    assert.ok(folder);
    const uri = await run<string>("haltNow", { title, reason: "Charged twice", folder: folder.fsPath });
    return { uri, id: (await fileOf(uri)).id };
  }

  async function fileOf(uri: string): Promise<Halt> {
    const read = readHalt((await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).getText());
    assert.ok(read.ok);
    return read.halt;
  }

  /** A halt as the colleague sees it after fetching. */
  async function seenByBen(id: string): Promise<LedgerState | undefined> {
    await ben.ledger.sync({ fetchOnly: true });
    return (await ben.ledger.find(id))?.state;
  }

  /** Changes a halt's file as its editor does, and saves it. */
  async function rewrite(uri: string, change: (halt: Record<string, unknown>) => void): Promise<void> {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const halt = JSON.parse(document.getText()) as Record<string, unknown>;
    change(halt);
    const edit = new vscode.WorkspaceEdit();
    const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
    edit.replace(document.uri, whole, JSON.stringify(halt, undefined, 2));
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.ok(await document.save());
  }

  it("shares a halt: a colleague has it after a fetch", async () => {
    const { uri, id } = await halted("Shared with all");
    assert.equal(await seenByBen(id), undefined);
    assert.equal(await run("share", { uri }), "synced");
    const seen = await seenByBen(id);
    assert.deepEqual(
      [seen?.status, seen?.terms.reason, seen?.placed.by],
      ["halted", "Charged twice", "Ana Example"],
    );
    assert.equal(await run("withdraw", { uri, reason: "Only a test" }), true);
    assert.equal((await seenByBen(id))?.closed?.kind, "withdrawn");
  });

  it("records criteria after a save, holds the halt until they are met, and lifts it then", async () => {
    const { uri, id } = await halted("Waits for a second person");
    await run("share", { uri });
    await rewrite(uri, (halt) => {
      halt.liftCriteria = [{ id: "second", kind: "approval" }];
    });
    await until(async () => (await seenByBen(id))?.terms.criteria.length === 1);
    assert.equal(await run("lift", { uri, reason: "Looks fine" }), false);
    assert.equal(await run("approve", { uri, approve: "lift" }), false, "who placed it is no second person");
    const approval = { kind: "approved" as const, at: now(), by: "Ben Sample" };
    assert.ok((await ben.ledger.record(id, approval)).ok);
    assert.deepEqual(await run("sync"), ["synced"]);
    assert.equal(await run("lift", { uri, reason: "Ben looked, too" }), true);
    assert.equal((await fileOf(uri)).outcome?.kind, "lifted");
    const seen = await seenByBen(id);
    assert.deepEqual([seen?.closed?.kind, seen?.closed?.reason], ["lifted", "Ben looked, too"]);
  });

  it("lifts by override only when that was said, with what was not met", async () => {
    const { uri, id } = await halted("Lifted all the same");
    await run("share", { uri });
    await rewrite(uri, (halt) => {
      halt.liftCriteria = [{ id: "till", text: "The till log is clean" }];
    });
    await until(async () => (await seenByBen(id))?.terms.criteria.length === 1);
    assert.equal(await run("lift", { uri, reason: "Late" }), false);
    assert.equal(await run("lift", { uri, reason: "Late", override: true }), true);
    assert.deepEqual((await fileOf(uri)).outcome?.unmet, ["The till log is clean"]);
    const closed = (await seenByBen(id))?.closed;
    assert.ok(closed?.kind === "overridden");
    assert.deepEqual(closed.unmet, ["The till log is clean"]);
  });

  it("overrules a halt with the name of who accepts the risk", async () => {
    const { uri, id } = await halted("Ships anyway");
    await run("share", { uri });
    const risk = { reason: "The campaign starts", riskOwner: "Ruth Sample", watchedBy: "Ben Sample" };
    assert.equal(await run("overrule", { uri, ...risk }), true);
    const halt = await fileOf(uri);
    assert.deepEqual([halt.outcome?.kind, halt.decision.riskOwner], ["overruled", "Ruth Sample"]);
    const closed = (await seenByBen(id))?.closed;
    assert.ok(closed?.kind === "overruled");
    assert.deepEqual(
      [closed.riskOwner, closed.watchedBy, closed.abortThreshold],
      ["Ruth Sample", "Ben Sample", undefined],
    );
  });

  it("shows, approves and lifts a colleague's halt that has no file here", async () => {
    assert.ok(folder);
    const placed = await writeActiveHalt(git, ben.folder, {
      title: "Seen by Ben",
      reason: "Two charges",
      now: now(),
    });
    assert.ok(placed.ok);
    await ben.ledger.share(placed.halt.id);
    assert.deepEqual(await run("sync"), ["synced"]);
    const named = { ledger: placed.halt.id, top: folder.toString() };
    await run("showRecord", named);
    const shown = vscode.window.activeTextEditor?.document;
    assert.ok(shown);
    assert.equal(shown.uri.scheme, "release-halt");
    assert.match(shown.getText(), /^Seen by Ben\n\nHalted .*shared on origin\nPlaced by Ben Sample/);
    assert.equal(await run("approve", { ...named, approve: "lift", note: "Read the fix" }), true);
    assert.equal(await run("lift", { ...named, reason: "Reverted" }), true);
    const seen = await seenByBen(placed.halt.id);
    assert.deepEqual([seen?.approvals[0]?.by, seen?.closed?.by], ["Ana Example", "Ana Example"]);
    assert.equal(await run("lift", { ...named, reason: "Again" }), false);
  });

  it("closes a halt here that a colleague lifted, with the colleague's reason", async () => {
    const { uri, id } = await halted("Lifted elsewhere");
    await run("share", { uri });
    await seenByBen(id);
    const lifted = { kind: "lifted" as const, at: now(), by: "Ben Sample", reason: "Fixed by the revert" };
    assert.ok((await ben.ledger.record(id, lifted)).ok);
    await run("sync");
    assert.equal(await run("reconcile", { uri }), true);
    const { status, outcome } = await fileOf(uri);
    assert.deepEqual([status, outcome?.by, outcome?.reason], ["closed", "Ben Sample", "Fixed by the revert"]);
  });

  it("says that a remote did not take it, keeps it, and sends it later", async () => {
    assert.ok(folder);
    const cwd = folder.fsPath;
    const { uri, id } = await halted("Sent later");
    await execute("git", ["remote", "set-url", "origin", join(temporary, "nowhere")], { cwd });
    try {
      assert.equal(await run("share", { uri }), "failed");
    } finally {
      // What is shown is another address than the one that is asked.
      await execute("git", ["remote", "set-url", "origin", "https://github.com/kettle-example/shop.git"], {
        cwd,
      });
    }
    assert.equal(await seenByBen(id), undefined);
    assert.deepEqual(await run("sync"), ["synced"]);
    assert.equal((await seenByBen(id))?.status, "halted");
    await run("withdraw", { uri, reason: "Only a test" });
  });
});

/** Waits for what happens in the background. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const late = Date.now() + 15_000;
  while (!(await holds())) if (Date.now() > late) throw new Error("It did not happen in 15 seconds.");
}

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
import type { LedgerCriterion, NewEvent } from "../../src/halt/ledgerRecord";
import { createGit } from "../../src/system/git";
import { notifications, type Notifications } from "./harness/notifications";

const execute = promisify(execFile);
const git = createGit();
const run = async <T>(command: string, ...args: unknown[]): Promise<T> =>
  vscode.commands.executeCommand<T>(`releaseHalt.${command}`, ...args);

describe("A colleague's halt, as this window hears of it", () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  let temporary: string;
  let clone: string;
  let ledger: HaltLedger;
  let told: Notifications;

  before(async () => {
    assert.ok(folder);
    temporary = await mkdtemp(join(tmpdir(), "release-halt-colleague-"));
    clone = join(temporary, "shop");
    const origin = join(folder.fsPath, "..", "origin.git");
    await execute("git", ["clone", "-q", "-b", "release/2.4.0", origin, clone]);
    await ben("config", "user.name", "Ben Sample");
    await ben("config", "user.email", "ben@example.test");
    ledger = new HaltLedger(git, clone, {});
    told = notifications();
  });

  after(async () => {
    told.dispose();
    await rm(temporary, { recursive: true, force: true });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  async function ben(...args: readonly string[]): Promise<string> {
    return (await execute("git", args, { cwd: clone })).stdout.trim();
  }

  async function here(...args: readonly string[]): Promise<string> {
    assert.ok(folder);
    return (await execute("git", args, { cwd: folder.fsPath })).stdout.trim();
  }

  /** Ben halts the release for all, and says what lifts it; answers with the halt's id. */
  async function benHalts(title: string, criteria: readonly LedgerCriterion[] = []): Promise<string> {
    const now = instantOf(new Date());
    const placed = await writeActiveHalt(git, clone, { title, reason: "Two charges", now });
    assert.ok(placed.ok);
    const { id } = placed.halt;
    const known = await ledger.find(id);
    assert.ok(known);
    const terms = { ...known.state.terms, criteria: [...criteria] };
    if (criteria.length > 0) await benRecords(id, { kind: "changed", at: now, terms });
    assert.ok((await ledger.share(id)).ok);
    await run("sync");
    return id;
  }

  async function benRecords(id: string, event: NewEvent): Promise<void> {
    const recorded = await ledger.record(id, { ...event, by: "Ben Sample" });
    assert.ok(recorded.ok, recorded.ok ? "" : recorded.message);
  }

  async function benLifts(id: string): Promise<void> {
    await benRecords(id, { kind: "lifted", at: instantOf(new Date()), reason: "Reverted" });
    await run("sync");
  }

  it("is told once when it is placed, and once when it is lifted", async () => {
    const id = await benHalts("Charged twice");
    await told.heard("Ben Sample halted a release: Charged twice.");
    await benLifts(id);
    await told.heard('Ben Sample lifted the halt "Charged twice".');
    assert.equal(told.about("Charged twice").length, 2);
  });

  it("is told once when the time comes that its last criterion waits for", async () => {
    const soon = instantOf(new Date(Date.now() + 10_000));
    const id = await benHalts("Waits for the evening", [
      { id: "second", kind: "approval" },
      { id: "evening", kind: "notBefore", at: soon },
    ]);
    const named = { ledger: id, top: folder?.toString() };
    assert.equal(await run("approve", { ...named, approve: "lift" }), true);
    await told.heard('What lifts "Waits for the evening" is met (2 of 2 met).');
    assert.ok(Date.now() >= Date.parse(soon), "told before its time");
    await run("showRecord", named);
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /What lifts it \(2 of 2 met\)/);
    await benLifts(id);
    await told.heard('Ben Sample lifted the halt "Waits for the evening".');
    assert.equal(told.about("Waits for the evening").length, 3);
  });

  it("is told once when its fix is checked out, however often it comes and goes", async () => {
    await here("switch", "-q", "-c", "fix/once");
    await here("commit", "-q", "--allow-empty", "-m", "Charge once");
    const commit = await here("rev-parse", "HEAD");
    await here("switch", "-q", "release/2.4.0");
    const id = await benHalts("Waits for the fix", [{ id: "fix", kind: "change", commit }]);
    await told.heard("Ben Sample halted a release: Waits for the fix.");
    const named = { ledger: id, top: folder?.toString() };
    await run("showRecord", named);
    const record = vscode.window.activeTextEditor?.document;
    assert.ok(record);
    for (const [branch, count] of [
      ["fix/once", "1 of 1 met"],
      ["release/2.4.0", "0 of 1 met"],
      ["fix/once", "1 of 1 met"],
      ["release/2.4.0", "0 of 1 met"],
    ] as const) {
      await here("switch", "-q", branch);
      await until(count, () => record.getText().includes(count));
      // The record may show it before it is told; once told, going and coming back must not tell it again.
      await told.heard('What lifts "Waits for the fix" is met (');
    }
    assert.equal(told.about('"Waits for the fix" is met').length, 1);
    await benLifts(id);
    await told.heard('Ben Sample lifted the halt "Waits for the fix".');
    assert.equal(told.about("Waits for the fix").length, 3);
    await here("branch", "-q", "-D", "fix/once");
  });

  it("is not lost when somebody rewrites the ledger, which is said once", async () => {
    const before = await ben("ls-remote", "origin", "refs/heads/release-halts");
    const id = await benHalts("Taken out of the ledger");
    await told.heard("Ben Sample halted a release: Taken out of the ledger.");
    await ben("push", "-q", "--force", "origin", `${before.split("\t")[0] ?? ""}:refs/heads/release-halts`);
    await run("sync");
    await told.heard(
      "The ledger on origin was rewritten: an event that this clone has seen there is missing",
    );
    await run("sync");
    const missing = await ben("ls-remote", "origin", "refs/heads/release-halts");
    assert.equal(missing, before, "what is missing goes back only when a person says so");
    await run("sync", { putBack: true });
    await told.heard("What was missing on origin is there again.");
    await ledger.sync({ fetchOnly: true });
    await benLifts(id);
    await told.heard('Ben Sample lifted the halt "Taken out of the ledger".');
    assert.equal(told.about("was rewritten").length, 1);
    assert.equal(told.about("Taken out of the ledger").length, 2);
  });
});

/** Waits for what happens in the background. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const late = Date.now() + 15_000;
  while (!holds()) {
    if (Date.now() > late) throw new Error(`In 15 seconds this was not there: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { checkRelease } from "../../src/gate/checkRelease";
import { writeActiveHalt } from "../../src/gate/writeActiveHalt";
import { haltsInFiles } from "../../src/gate/haltsInFiles";
import { liftHalt, placeHalt, withdrawHalt } from "../../src/gate/haltStatus";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { applyIntents } from "../../src/halt/applyIntent";
import { readHalt } from "../../src/halt/readHalt";
import { haltSchema } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { createHaltFile, haltFolders, listHalts } from "../../src/system/haltStore";
import { shortInput } from "../support/halts";
import { makeRepository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const now = "2026-11-30T14:00:00+01:00";
const why = { reason: "Customers would pay twice.", now, by: "Ana Example" };

describe("Halting now", () => {
  const folder = temporaryFolder();

  it("stops what is checked out, in private, and only lifting opens the gate again", async () => {
    const repository = await makeRepository(folder());
    const head = await repository.commit("one");
    const halted = await writeActiveHalt(git, folder(), {
      title: "Orders twice",
      reason: "Charged twice",
      now,
    });
    assert.ok(halted.ok);
    assert.equal(halted.halt.status, "active");
    assert.equal(halted.halt.targets[0]?.commit, head);
    assert.match(halted.announcement, /Orders twice/);
    assert.match(halted.announcement, /Charged twice/);
    assert.equal(await repository.git("status", "--porcelain"), "");
    const gate = await checkRelease(git, folder(), {}, { settings: {} });
    assert.equal(gate.verdict, "halted");
    assert.match(gate.line, /Orders twice.*only you see this/);
    const lifted = liftHalt(halted.halt, { ...why, reason: "Fixed by 2.4.1" });
    assert.ok(lifted.ok);
    const text = applyIntents(await readFile(halted.path, "utf8"), lifted.intents);
    assert.ok(text.ok);
    await writeFile(halted.path, text.text);
    assert.equal(
      (await checkRelease(git, folder(), {}, { settings: {} })).verdict,
      "halted",
      "by the ledger",
    );
    const ledger = new HaltLedger(git, folder(), {});
    assert.ok(
      (await ledger.record(halted.halt.id, { kind: "lifted", reason: "Fixed by 2.4.1", at: now })).ok,
    );
    assert.equal((await checkRelease(git, folder(), {}, { settings: {} })).verdict, "open");
  });

  it("says that there is nothing to halt before the first commit, and writes nothing", async () => {
    await makeRepository(folder());
    const halted = await writeActiveHalt(git, folder(), { title: "x", reason: "y", now });
    assert.ok(!halted.ok);
    assert.match(halted.message, /no commit yet.*Nothing was written/);
    const stored = await listHalts(git, folder());
    assert.ok(stored.ok);
    assert.deepEqual(stored.halts, []);
  });
});

describe("The gate", () => {
  const folder = temporaryFolder();

  it("cannot tell while a halt cannot be read, and never says that it is open", async () => {
    await (await makeRepository(folder())).commit("one");
    const folders = await haltFolders(git, folder());
    assert.ok(folders.ok);
    await createHaltFile(folders.privateFolder, "broken", "{ cut");
    const gate = await checkRelease(git, folder(), {}, { settings: {} });
    assert.equal(gate.verdict, "cannotTell");
    assert.equal(gate.unreadable.length, 1);
    assert.match(gate.line, /could not be read/);
    await createHaltFile(
      folders.privateFolder,
      shortInput.id,
      JSON.stringify({ ...shortInput, status: "active", scope: { everything: true } }),
    );
    const halted = await checkRelease(git, folder(), {}, { settings: {} });
    assert.equal(halted.verdict, "halted");
    assert.equal(halted.unreadable.length, 1);
  });

  it("counts a halt that was shared once, by its shared copy", () => {
    const text = (status: string) => JSON.stringify({ ...shortInput, status });
    const stored = [
      { path: "/a", shared: false, text: text("active") },
      { path: "/b", shared: true, text: text("active") },
    ];
    assert.deepEqual(
      haltsInFiles(stored).active.map(({ path }) => path),
      ["/b"],
    );
    const lifted = [stored[0], { path: "/b", shared: true, text: text("closed") }].filter(
      (one) => one !== undefined,
    );
    assert.deepEqual(haltsInFiles(lifted).active, []);
  });

  it("lets a draft through", () => {
    const stored = [{ path: "/a", shared: false, text: JSON.stringify(shortInput) }];
    assert.deepEqual(haltsInFiles(stored), {
      active: [],
      unreadable: [],
      paths: new Map([[shortInput.id, "/a"]]),
    });
  });
});

describe("The status of a halt", () => {
  const draft = haltSchema.parse(shortInput);
  const active = { ...draft, status: "active" as const };
  const closed = { ...draft, status: "closed" as const };

  it("goes from draft to active to closed, each with its reason in the history", () => {
    const placed = placeHalt(draft, why);
    assert.ok(placed.ok);
    const text = applyIntents(JSON.stringify(shortInput), placed.intents);
    assert.ok(text.ok);
    const read = readHalt(text.text);
    assert.ok(read.ok);
    assert.equal(read.halt.placement?.reason, why.reason);
    assert.deepEqual(
      read.halt.timeline.map(({ event, by }) => [event, by]),
      [["placed", "Ana Example"]],
    );
  });

  it("refuses what makes no sense, with a sentence", () => {
    for (const result of [
      placeHalt(active, why),
      placeHalt(closed, why),
      liftHalt(draft, why),
      liftHalt(closed, why),
      withdrawHalt(closed, why),
    ]) {
      assert.ok(!result.ok);
      assert.match(result.message, /^The halt is/);
    }
  });
});

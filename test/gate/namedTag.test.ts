import assert from "node:assert/strict";
import { join } from "node:path";
import { checkRelease } from "../../src/gate/checkRelease";
import { HaltLedger } from "../../src/gate/ledger/haltLedger";
import { stateOfFile } from "../../src/gate/liftDecision";
import { writeActiveHalt, type ActiveHaltInput } from "../../src/gate/writeActiveHalt";
import { haltSchema, type Halt } from "../../src/halt/schema/halt";
import { createGit } from "../../src/system/git";
import { makeRepository, type Repository } from "../support/repository";
import { temporaryFolder } from "../support/temporary";

const git = createGit();
const now = "2026-11-30T14:00:00+01:00";

describe("A halt that names a tag", () => {
  const folder = temporaryFolder();
  let shop: Repository;
  let [first, second] = ["", ""];

  beforeEach(async () => {
    shop = await makeRepository(join(folder(), "shop"));
    first = await shop.commit("Sell kettles", { "kettles.txt": "1\n" });
    await shop.git("tag", "v1.0.0");
    second = await shop.commit("Charge twice", { "kettles.txt": "2\n" });
    await shop.git("tag", "-a", "-m", "Release 2.0.0", "v2.0.0");
    await shop.commit("Go on", { "kettles.txt": "3\n" });
  });

  async function halt(scope: NonNullable<ActiveHaltInput["scope"]>): Promise<Halt> {
    const input = { title: "Charges twice", reason: "Money", now, scope };
    const written = await writeActiveHalt(git, shop.folder, input);
    assert.ok(written.ok);
    return written.halt;
  }

  async function verdicts(): Promise<readonly string[]> {
    const questions = [{ tag: "v2.0.0" }, { tag: "v1.0.0" }, { commit: second }, { commit: first }];
    const checks = questions.map(async (question) =>
      checkRelease(git, shop.folder, question, { settings: {} }),
    );
    return (await Promise.all(checks)).map(({ verdict }) => verdict);
  }

  it("stops it although it is there already, and nothing that was out before", async () => {
    await halt({ refs: ["refs/tags/v2.0.0"] });
    assert.deepEqual(await verdicts(), ["halted", "open", "halted", "open"]);
  });

  it("by a pattern leaves what is out already", async () => {
    await halt({ refs: ["refs/tags/v2*"] });
    assert.deepEqual(await verdicts(), ["open", "open", "open", "open"]);
  });

  it("stops it also where it is named later", async () => {
    const placed = await halt({ refs: ["refs/tags/v3*"] });
    const changed = { ...placed, scope: { ...placed.scope, refs: ["refs/tags/v2.0.0"] } };
    assert.ok((await new HaltLedger(git, shop.folder, {}).update(changed, { at: now }))?.ok);
    assert.deepEqual(await verdicts(), ["halted", "open", "halted", "open"]);
  });

  it("stops each of several targets", async () => {
    const placed = await halt({});
    const target = { kind: "tag" as const, environments: [] };
    const targets = [
      { ...target, id: "one", name: "v3.0.0", commit: await shop.git("rev-parse", "HEAD") },
      { ...target, id: "two", name: "v2.0.0", commit: second },
    ];
    const state = await stateOfFile(git, shop.folder, haltSchema.parse({ ...placed, targets }), {});
    assert.deepEqual(state.terms.scope.released, [first]);
  });
});

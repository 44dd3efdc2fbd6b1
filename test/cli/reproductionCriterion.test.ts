import assert from "node:assert/strict";
import { join } from "node:path";
import { commandLine, runCli, type Ran } from "../support/commandLine";
import type { Repository } from "../support/repository";
import { shareHalt, type NamedHalt } from "../support/sharedHalt";
import { makeShop } from "../support/shop";
import { temporaryFolder } from "../support/temporary";

const showsBug = "grep -q 'return sum;' src/total.js";

describe("A criterion that asks for the reproduction to pass", () => {
  const folder = temporaryFolder();
  const cli = commandLine();
  let shop: Repository;
  let halt: NamedHalt;

  async function run(...args: readonly string[]): Promise<Ran> {
    return runCli(cli(), shop.folder, args);
  }

  /** Why the halt is not lifted. */
  async function refused(): Promise<string> {
    const { code, err } = await run("lift", halt.id, "--reason", "Fixed");
    assert.equal(code, 2, err);
    return err;
  }

  async function verify(command: string, ...args: readonly string[]): Promise<void> {
    const { code, err } = await run("verify", halt.path, "--command", command, ...args);
    assert.equal(code, 0, err);
  }

  /** What runs from now on is the code of the fix. */
  async function fix(): Promise<void> {
    await shop.commit("Charge once again", { "src/total.js": await shop.git("show", "v2.3.1:src/total.js") });
  }

  beforeEach(async () => {
    shop = await makeShop(join(folder(), "shop"));
    halt = await shareHalt(run, { id: "runs", kind: "reproduction", text: "It passes", runs: 3 });
  });

  it("is met by a verification at the commit that would be released, with so many runs and no failure", async () => {
    await verify(showsBug, "--runs", "3");
    assert.match(
      await refused(),
      /0 of 1 met.*It showed in 3 of 3 runs at [0-9a-f]{7}\. Verified by Ana Example/,
    );
    await fix();
    assert.match(await refused(), /No result is recorded/);
    await verify("true", "--at", "HEAD", "--runs", "3");
    assert.match(await refused(), /A command passed that never showed the bug/);
    await verify(showsBug, "--at", "HEAD", "--runs", "2");
    assert.match(await refused(), /It did not show in 2 runs at [0-9a-f]{7}\. 3 runs are asked for\./);
    await shop.write("src/greeting.js", "export const greeting = 1;\n");
    await shop.git("commit", "-qam", "Greet by number");
    assert.match(await refused(), /No result is recorded/);
    await verify(showsBug, "--at", "HEAD", "--runs", "3");
    // A halt in the tree is committed after what it tells of.
    await shop.commit("Keep the halt", { ".release-halt/note.txt": "seen" });
    const met = await run("met", halt.id, "runs");
    assert.equal(met.code, 0, met.err);
    const { out } = await run("log", "--json");
    assert.match(out, /It did not show in 3 runs at [0-9a-f]{7}\. Verified by Ana Example/);
    const lifted = await run("lift", halt.id, "--reason", "Fixed");
    assert.equal(lifted.code, 0, lifted.err);
  });

  it("is met no more once it shows again at that commit, whatever was recorded before", async () => {
    await verify(showsBug, "--runs", "3");
    assert.match((await run("met", halt.id, "runs")).err, /It showed in 3 of 3 runs.*verify it there/);
    await fix();
    await verify(showsBug, "--at", "HEAD", "--runs", "3");
    assert.equal((await run("met", halt.id, "runs")).code, 0);
    await verify("false", "--at", "HEAD", "--runs", "3");
    assert.match(await refused(), /It showed in 3 of 3 runs/);
  });
});

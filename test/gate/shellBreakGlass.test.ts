import assert from "node:assert/strict";
import { join } from "node:path";
import { breakGlass, hookShop } from "./support/hookShop";
import { withoutName } from "./support/withoutName";

describe("Breaking the glass of the gate in sh before a push", () => {
  const { folder, repository, inRemote, bypassesHere, bypassesThere, halt, push, installHook } = hookShop();

  beforeEach(async () => {
    await installHook(join(repository.folder, ".git", "hooks"), "pre-push", '"$@"');
  });

  it("goes on when the glass is broken, and records it at the remote for each ref", async () => {
    await halt({ id: "all" });
    const { code, err } = await push(
      ["origin", "main:refs/heads/release/8", "main:refs/heads/release/9"],
      breakGlass,
    );
    assert.equal(code, 0);
    assert.match(err, /THE GLASS WAS BROKEN[^]*The shop is down/);
    assert.equal(await inRemote("rev-parse", "release/9"), repository.ids.main1);
    assert.deepEqual(await bypassesHere(), []);
    const kept = await bypassesThere();
    assert.equal(kept.length, 2);
    const messages = await Promise.all(kept.map(async (ref) => inRemote("log", "-1", "--format=%B", ref)));
    assert.match(
      messages.sort()[0] ?? "",
      /^Bypassed: refs\/heads\/release\/8\n\nReason: The shop is down\nCommit: [0-9a-f]{40}\nRef: refs\/heads\/release\/8\nAt: \d+\nBy: Ana Example\nHalt: all$/,
    );
    assert.equal(await inRemote("ls-tree", kept[0] ?? ""), "");
    await inRemote("fsck", "--strict");
  });

  it("takes a blank reason for none", async () => {
    await halt({ id: "all" });
    const { code } = await push(["origin", "main:refs/heads/release/9"], {
      RELEASE_HALT_BREAK_GLASS: " \t",
    });
    assert.equal(code, 1);
    assert.deepEqual(await bypassesThere(), []);
  });

  it("records nothing when nothing had to be bypassed", async () => {
    await halt();
    assert.equal((await push(["origin", "main:refs/heads/release/9"], breakGlass)).code, 0);
    assert.deepEqual(await bypassesThere(), []);
  });

  it("records who broke the glass without a name for them", async () => {
    await halt({ id: "all" });
    const nobody = { ...breakGlass, ...(await withoutName(repository, folder())) };
    assert.equal((await push(["origin", "main:refs/heads/release/9"], nobody)).code, 0);
    const [kept = ""] = await bypassesThere();
    assert.match(await inRemote("log", "-1", "--format=%B", kept), /\nBy:\s*\nHalt: all$/);
  });
});

describe("Breaking the glass of the gate in sh on the server", () => {
  const { remote, inRemote, bypassesThere, halt, push, installHook } = hookShop();

  beforeEach(async () => {
    await installHook(join(remote(), "hooks"), "pre-receive", "");
  });

  it("keeps the record of a bypass, although git would forget what a hook writes", async () => {
    await halt({ id: "all" });
    assert.equal((await push(["origin", "main:refs/heads/release/9"], breakGlass)).code, 0);
    const [kept = ""] = await bypassesThere();
    assert.match(await inRemote("log", "-1", "--format=%B", kept), /^Bypassed: refs\/heads\/release\/9\n/);
    await inRemote("fsck", "--strict");
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import { commandLine } from "../support/commandLine";
import { actAtOnce, eventsOfOne, seenByAll } from "../support/ledgerCrowd";
import { cloneOf, remoteByPath } from "../support/remotes";
import { TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const people = 5;

describe("The ledger, with many at once", () => {
  const folder = temporaryFolder();
  const cli = commandLine();

  it("holds every event of all once, in one order, and loses none", async () => {
    const remote = await remoteByPath(folder());
    const ana = await TeamMate.of(remote.url, folder(), "Ana");
    const common = await ana.haltAll("Common");
    const clones = await Promise.all(
      Array.from({ length: people }, async (_, index) =>
        cloneOf(remote.url, join(folder(), `clone ${index}`), `Person ${index}`),
      ),
    );
    await actAtOnce(cli(), clones, common);
    const seen = await seenByAll([ana.clone, ...clones]);
    assert.deepEqual(seen, { events: 1 + people * eventsOfOne, once: true, same: true });
    const commits = await remote.bare.git("rev-list", "--count", "release-halts");
    assert.equal(commits, String(seen.events));
    await remote.bare.git("fsck", "--strict");
  });

  it("takes what several programs of one clone record at once", async () => {
    const remote = await remoteByPath(folder());
    const ana = await TeamMate.of(remote.url, folder(), "Ana");
    const ids = await Promise.all(Array.from({ length: 5 }, async (_, index) => ana.halt(`Halt ${index}`)));
    const [first = ""] = ids;
    await ana.share(first);
    await Promise.all([...ids.slice(1).map(async (id) => ana.share(id)), ana.lift(first)]);
    assert.deepEqual(await ana.kinds(first), ["placed", "lifted"]);
    assert.equal((await ana.log()).filter(({ shared }) => shared).length, 6);
    assert.equal(await remote.bare.git("rev-list", "--count", "release-halts"), "6");
  });
});

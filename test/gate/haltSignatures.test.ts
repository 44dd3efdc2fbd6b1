import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { haltSignatures } from "../../src/gate/ledger/haltSignatures";
import { recordText } from "../../src/gate/ledger/recordText";
import { createGit } from "../../src/system/git";
import { remoteByPath } from "../support/remotes";
import { signWith } from "../support/signing";
import { TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const git = createGit();

describe("The signatures of a halt's events", () => {
  const folder = temporaryFolder();
  let ana: TeamMate;
  let bo: TeamMate;

  beforeEach(async () => {
    const remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
    bo = await TeamMate.of(remote.url, folder(), "Bo");
  });

  /** Kind and signature of each event of a halt, as Bo's clone has them. */
  async function seenByBo(id: string): Promise<readonly (readonly [string, string | undefined])[]> {
    const { known, byEvent } = await lookedUpByBo(id);
    return known.state.events.map(({ id: event, kind }) => [kind, byEvent.get(event)?.signature] as const);
  }

  async function lookedUpByBo(id: string) {
    await bo.ledger.sync({ fetchOnly: true });
    const known = await bo.ledger.find(id);
    assert.ok(known);
    const found = await haltSignatures(git, bo.clone.folder, known);
    assert.ok(found.ok, found.ok ? "" : found.message);
    return { known, byEvent: found.byEvent };
  }

  it("are not spoken of where nobody signs", async () => {
    const { byEvent } = await lookedUpByBo(await ana.haltAll("Orders twice"));
    assert.equal(byEvent.size, 0);
  });

  it("are told of every event once somebody has signed in the ledger, also in another halt", async () => {
    const unsigned = await bo.haltAll("Orders twice");
    const key = await signWith(ana, join(folder(), "key of Ana"));
    await ana.ledger.sync({ fetchOnly: true });
    const signed = await ana.haltAll("Charged twice");
    assert.deepEqual(await seenByBo(unsigned), [["placed", "none"]]);
    assert.deepEqual(await seenByBo(signed), [["placed", "unknownKey"]]);
    await ana.lift(unsigned);
    await writeFile(join(folder(), "signers"), `ana@example.test ${key}\n`);
    await bo.clone.git("config", "gpg.ssh.allowedSignersFile", join(folder(), "signers"));
    assert.deepEqual(await seenByBo(unsigned), [
      ["placed", "none"],
      ["lifted", "good"],
    ]);
    const { known, byEvent } = await lookedUpByBo(unsigned);
    const text = recordText(known.state, {
      audience: "shared on origin",
      criteria: [],
      timeZone: undefined,
      signatures: byEvent,
    });
    assert.match(text, /Lifted by Ana · signed by ana@example\.test\n/);
    assert.match(text, / · not signed\n/);
  });

  it("do not fit once somebody signed for another one's words", async () => {
    await signWith(ana, join(folder(), "key of Ana"));
    const id = await ana.haltAll("Orders twice");
    const { known } = await lookedUpByBo(id);
    const commit = await bo.clone.git("cat-file", "commit", known.tip ?? "");
    await writeFile(join(folder(), "signers"), "");
    await bo.clone.git("config", "gpg.ssh.allowedSignersFile", join(folder(), "signers"));
    const forged = commit.replace(/^(author|committer) [^<]+/gm, "$1 Bo ");
    await bo.clone.write("forged", `${forged}\n`);
    const tip = await bo.clone.git("hash-object", "-t", "commit", "-w", "forged");
    const found = await haltSignatures(git, bo.clone.folder, { ...known, tip });
    assert.ok(found.ok);
    assert.deepEqual(
      [...found.byEvent.values()].map(({ signature }) => signature),
      ["bad"],
    );
  });
});

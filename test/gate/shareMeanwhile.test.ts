import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { remoteByPath, type Remote } from "../support/remotes";
import { TeamMate } from "../support/teamMate";
import { temporaryFolder } from "../support/temporary";

const privateRef = "refs/release-halt/private";

describe("A halt that is being shared", () => {
  const folder = temporaryFolder();
  let remote: Remote;
  let ana: TeamMate;

  beforeEach(async () => {
    remote = await remoteByPath(folder());
    ana = await TeamMate.of(remote.url, folder(), "Ana");
  });

  /** Moves the ref of the private halts in the moment in which the remote is asked, as another program does. */
  async function meanwhile(tip: string): Promise<void> {
    const [script, once] = [join(folder(), "upload-pack"), join(folder(), "once")];
    const move = `env -u GIT_DIR git -C "${ana.clone.folder}" update-ref ${privateRef} ${tip}`;
    await writeFile(once, "");
    await writeFile(
      script,
      `#!/bin/sh\nif [ -f "${once}" ]; then rm "${once}"; ${move}; fi\nexec git-upload-pack "$@"\n`,
    );
    await chmod(script, 0o755);
    await ana.clone.git("config", "remote.origin.uploadpack", script);
  }

  it("takes along what is recorded of it meanwhile", async () => {
    const id = await ana.halt("Orders twice");
    const placed = await ana.clone.git("rev-parse", privateRef);
    await ana.lift(id);
    const lifted = await ana.clone.git("rev-parse", privateRef);
    await ana.clone.git("update-ref", privateRef, placed);
    await meanwhile(lifted);
    assert.equal((await ana.share(id))?.kind, "synced");
    assert.deepEqual(await ana.kinds(id), ["placed", "lifted"]);
    const bo = await TeamMate.of(remote.url, folder(), "Bo");
    assert.equal((await bo.check()).verdict, "open");
    assert.deepEqual(await bo.kinds(id), ["placed", "lifted"]);
  });

  it("leaves other private halts where they are, also those that come meanwhile", async () => {
    const id = await ana.halt("Orders twice");
    const one = await ana.clone.git("rev-parse", privateRef);
    const other = await ana.halt("Pays nothing");
    const both = await ana.clone.git("rev-parse", privateRef);
    await ana.clone.git("update-ref", privateRef, one);
    await meanwhile(both);
    assert.equal((await ana.share(id))?.kind, "synced");
    const shared = (await ana.log()).map(({ halt, shared: isShared }) => [halt, isShared]);
    assert.deepEqual(shared, [
      [id, true],
      [other, false],
    ]);
  });
});

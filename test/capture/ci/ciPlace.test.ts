import assert from "node:assert/strict";
import { join } from "node:path";
import { ciPlace, ciRemotes } from "../../../src/capture/ci/ciPlace";
import { createGit } from "../../../src/system/git";
import { makeRepository, type Repository } from "../../support/repository";
import { temporaryFolder } from "../../support/temporary";

describe("Where a repository's pipelines run", () => {
  const folder = temporaryFolder();
  let repository: Repository;

  beforeEach(async () => {
    repository = await makeRepository(join(folder(), "shop"));
  });

  async function places(): Promise<readonly (readonly (string | undefined)[])[]> {
    const found = await ciRemotes(createGit(), repository.folder);
    assert.ok(found.ok, JSON.stringify(found));
    return found.value.map((remote) => [
      remote.provider,
      remote.host,
      remote.path,
      remote.provider && ciPlace(remote, remote.provider).api,
    ]);
  }

  it("is at the branch's upstream first, then at origin, each project once", async () => {
    await repository.commit("First");
    await repository.git("remote", "add", "also", "https://github.com/kettle/shop");
    await repository.git("remote", "add", "fork", "git@github.com:ben/shop.git");
    await repository.git("remote", "add", "origin", "https://ana:secret@github.com/kettle/shop.git");
    await repository.git("config", "branch.main.remote", "fork");
    await repository.git("config", "branch.main.merge", "refs/heads/main");
    await repository.git("update-ref", "refs/remotes/fork/main", "HEAD");
    assert.deepEqual(await places(), [
      ["github", "github.com", "ben/shop", "https://api.github.com"],
      ["github", "github.com", "kettle/shop", "https://api.github.com"],
    ]);
  });

  it("is known by the host's name, and asked at that host's API, always encrypted", async () => {
    const cases = [
      ["ssh://git@ssh.github.com:443/kettle/shop.git", "github", "github.com", "https://api.github.com"],
      [
        "http://github.example.test/kettle/shop",
        "github",
        "github.example.test",
        "https://github.example.test/api/v3",
      ],
      ["git@kettle.ghe.com:kettle/shop.git", "github", "kettle.ghe.com", "https://api.kettle.ghe.com"],
      [
        "ssh://git@altssh.gitlab.com:443/kettle/shop.git",
        "gitlab",
        "gitlab.com",
        "https://gitlab.com/api/v4",
      ],
      [
        "https://gitlab.example.test:8443/kettle/shop.git",
        "gitlab",
        "gitlab.example.test",
        "https://gitlab.example.test:8443/api/v4",
      ],
      ["https://code.example.test/kettle/shop", undefined, "code.example.test", undefined],
    ] as const;
    await repository.git("remote", "add", "origin", "x");
    for (const [address, provider, host, api] of cases) {
      await repository.git("remote", "set-url", "origin", address);
      assert.deepEqual(await places(), [[provider, host, "kettle/shop", api]]);
    }
  });

  it("is said to be nowhere where there is no remote, or one that is a folder", async () => {
    for (const address of [undefined, "../other"]) {
      if (address !== undefined) await repository.git("remote", "add", "origin", address);
      const found = await ciRemotes(createGit(), repository.folder);
      assert.ok(!found.ok);
      assert.match(found.message, /no remote at a host that runs pipelines/);
    }
  });
});

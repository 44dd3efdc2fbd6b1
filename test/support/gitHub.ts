import assert from "node:assert/strict";
import type { CiRemote } from "../../src/capture/ci/ciPlace";
import type { CiListing, CiSource } from "../../src/capture/ci/ciRun";
import { ciSources } from "../../src/capture/ci/ciSources";
import { openCi, type Ci, type OpenCiOptions } from "../../src/capture/ci/openCi";
import { startCiHost, type CiAnswer, type CiHost } from "./ciHost";
import { withEnvironment } from "./environment";
import { commit, githubAnswers, stored } from "./githubAnswers";
import { temporaryFolder } from "./temporary";

export const remote: CiRemote = {
  provider: "github",
  host: "github.com",
  origin: "https://github.com",
  path: "kettle/shop",
};

/** What stands in for GitHub while a test runs, asked through a token. */
export class GitHub {
  constructor(
    readonly api: CiHost,
    readonly storage: CiHost,
  ) {
    api.answers = githubAnswers(storage.origin);
    storage.answers = stored;
  }

  async open(options: Partial<OpenCiOptions> = {}): Promise<Ci> {
    const asked = { askToken: async () => Promise.resolve("a-token"), api: this.api.origin, ...options };
    const opened = await openCi(remote, asked);
    assert.ok(opened.ok, JSON.stringify(opened));
    return opened.value;
  }

  async list(): Promise<CiListing> {
    const listed = await (await this.open()).list(commit);
    assert.ok(listed.ok, JSON.stringify(listed));
    return listed.value;
  }

  /** The artifact or the job's log of a name. */
  async source(name: string): Promise<CiSource> {
    const found = ciSources(await this.list()).find(
      (one) =>
        (one.kind === "artifact" && one.artifact.name === name) ||
        (one.kind === "log" && one.job.name === name),
    );
    assert.ok(found);
    return found;
  }

  /** From now on, a path is answered in another way. */
  answer(path: string, given: CiAnswer): void {
    this.api.answers = { ...this.api.answers, [path]: given };
  }
}

/**
 * Starts one for each test of a suite. No program is found in the meantime, and what is fetched lies in the folder that
 * goes with it.
 */
export function newGitHub(): { readonly folder: () => string; readonly gitHub: () => GitHub } {
  const folder = temporaryFolder();
  withEnvironment(() => ({ PATH: folder(), TMPDIR: folder() }));
  let started: GitHub | undefined;
  beforeEach(async () => {
    started = new GitHub(...(await Promise.all([startCiHost(), startCiHost()])));
  });
  afterEach(async () => {
    await Promise.all([started?.api.close(), started?.storage.close()]);
  });
  return {
    folder,
    gitHub: () => {
      assert.ok(started, "It is started before each test.");
      return started;
    },
  };
}

import { join } from "node:path";
import { makeRepository, type Repository } from "../../support/repository";
import { ran, type Ran } from "../../support/standInGate";
import { temporaryFolder } from "../../support/temporary";

/** A work tree that pushes to a remote of its own, with a stand-in for the gate. */
interface PushShop {
  readonly folder: () => string;
  readonly work: Repository;
  /** The folder of the bare repository. */
  readonly remote: string;
  /** Where the stand-in writes what it is asked. */
  readonly log: string;
  /** The path of the hook `pre-push`. */
  readonly hook: string;
  /** Pushes refs while the stand-in gives an answer. */
  readonly push: (answer: string, ...refs: readonly string[]) => Promise<Ran>;
  /** The refs that the remote has. */
  readonly pushed: () => Promise<string>;
}

/** Gives each test of a suite a shop of its own. */
export function pushShop(): PushShop {
  const folder = temporaryFolder();
  let made: Repository;

  beforeEach(async () => {
    made = await makeRepository(join(folder(), "work"));
    await made.git("init", "-q", "--bare", shop.remote);
    await made.git("remote", "add", "origin", shop.remote);
    await made.commit("one", { "a.txt": "a\n" });
  });

  const shop: PushShop = {
    folder,
    get work() {
      return made;
    },
    get remote() {
      return join(folder(), "remote.git");
    },
    get log() {
      return join(folder(), "log");
    },
    get hook() {
      return join(made.folder, ".git", "hooks", "pre-push");
    },
    push: async (answer, ...refs) => {
      const env = { STAND_IN: answer, STAND_IN_LOG: shop.log, CI: "" };
      return ran(made.folder, env, "git", "push", "-q", "origin", ...refs);
    },
    pushed: async () => (await ran(shop.remote, {}, "git", "for-each-ref", "--format=%(refname)")).out.trim(),
  };
  return shop;
}

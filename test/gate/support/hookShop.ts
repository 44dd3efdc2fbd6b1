import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../../support/temporary";
import { shop } from "../cases/repositories";
import type { GateRepository } from "./gateRepository";
import { writeLedger, type HaltFacts } from "./writeLedger";

export const script = resolve("src/gate/release-halt.sh");
export const breakGlass = { RELEASE_HALT_BREAK_GLASS: "The shop is down" };

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Environment = Readonly<Record<string, string>>;

/** The shop and its remote, where the gate runs as a hook or before a command. */
interface HookShop {
  readonly folder: () => string;
  readonly repository: GateRepository;
  readonly remote: () => string;
  /** Runs git in the remote. */
  readonly inRemote: (...args: readonly string[]) => Promise<string>;
  /** The lines that git prints here. */
  readonly refs: (...args: readonly string[]) => Promise<string[]>;
  readonly bypassesHere: () => Promise<string[]>;
  readonly bypassesThere: () => Promise<string[]>;
  /** Writes the remote's ledger anew. */
  readonly halt: (...halts: readonly HaltFacts[]) => Promise<void>;
  readonly push: (args: readonly string[], env?: Environment) => Promise<Ran>;
  readonly guard: (args: readonly string[], env?: Environment) => Promise<Ran>;
  readonly installHook: (hooks: string, hook: string, args: string) => Promise<void>;
}

/** Gives each test of a suite a shop of its own, copied from one that is made once. */
export function hookShop(): HookShop {
  const folder = temporaryFolder();
  let made: string;
  let template: GateRepository;

  before(async () => {
    made = await mkdtemp(join(tmpdir(), "release-halt-shop-"));
    template = await shop(made);
  });

  after(async () => {
    await rm(made, { recursive: true, force: true });
  });

  beforeEach(async () => {
    await cp(made, folder(), { recursive: true });
    await repository.git("remote", "set-url", "origin", remote());
  });

  const remote = (): string => join(folder(), "origin.git");
  const repository: GateRepository = {
    get folder() {
      return join(folder(), "shop");
    },
    get remote() {
      return remote();
    },
    get ids() {
      return template.ids;
    },
    git: async (...args) => template.git("-C", repository.folder, ...args),
  };
  const refs = async (...args: readonly string[]): Promise<string[]> =>
    (await repository.git(...args)).split("\n").filter((line) => line !== "");
  return {
    folder,
    repository,
    remote,
    refs,
    inRemote: async (...args) => repository.git("-C", remote(), ...args),
    bypassesHere: async () => refs("for-each-ref", "--format=%(refname)", "refs/release-halt/bypass"),
    bypassesThere: async () =>
      refs("-C", remote(), "for-each-ref", "--format=%(refname)", "refs/heads/release-halts-bypass"),
    halt: async (...halts) => writeLedger(remote(), "refs/heads/release-halts", { halts }),
    push: async (args, env) => run(repository.folder, ["git", "push", ...args], env),
    guard: async (args, env) => run(repository.folder, ["sh", script, "guard", ...args], env),
    installHook: async (hooks, hook, args) => {
      await mkdir(hooks, { recursive: true });
      await writeFile(join(hooks, hook), `#!/bin/sh\nexec sh '${script}' ${hook} ${args}\n`);
      await chmod(join(hooks, hook), 0o755);
    },
  };
}

export async function run(
  cwd: string,
  [program = "", ...args]: readonly string[],
  env: Environment = {},
): Promise<Ran> {
  return new Promise((done) => {
    execFile(program, args, { cwd, env: { ...process.env, ...env } }, (error, out, err) => {
      done({ code: error === null ? 0 : typeof error.code === "number" ? error.code : -1, out, err });
    });
  });
}

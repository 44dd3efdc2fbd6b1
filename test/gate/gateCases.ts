import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awayCases } from "./cases/awayCases";
import { changeCases } from "./cases/changeCases";
import { cutOffCases } from "./cases/cutOffCases";
import { historyCases } from "./cases/historyCases";
import { ledgerCases } from "./cases/ledgerCases";
import { nameCases } from "./cases/nameCases";
import { lost } from "./cases/lost";
import { oddCases } from "./cases/oddCases";
import { ownRefCases } from "./cases/ownRefCases";
import { remoteCases } from "./cases/remoteCases";
import { rewrittenCases } from "./cases/rewrittenCases";
import { scopeCases } from "./cases/scopeCases";
import { wrongCases } from "./cases/wrongCases";
import type { GateCase, Ledgers } from "./support/gateCase";
import { clearLedgers, type BuildRepository, type GateRepository } from "./support/gateRepository";
import { writeLedger, type Change, type HaltFacts, type Ledger } from "./support/writeLedger";

/** What a form of the gate is asked: the arguments of `check`, in a folder, with settings that are not the default. */
export interface Question {
  readonly folder: string;
  readonly args: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

/** The exit code, and the ids of the halts that are named in the answer. */
export interface Answer {
  readonly code: number;
  readonly halts: readonly string[];
}

const groups: Readonly<Record<string, readonly GateCase[]>> = {
  "which component, ref and environment": scopeCases,
  "which ref and commit is meant": nameCases,
  "a question that has no answer": wrongCases,
  "refs of our own": ownRefCases,
  "where the change is": changeCases,
  "histories that look otherwise": historyCases,
  "several and odd halts": oddCases,
  "a history that is cut off": cutOffCases,
  "the ledgers that count": ledgerCases,
  "the remote that is asked": remoteCases,
  "a remote that is not asked": awayCases,
  "a ledger that was rewritten or is gone": rewrittenCases,
};

let root = "";
const built = new Map<BuildRepository, Promise<GateRepository>>();

before(async () => {
  root = await mkdtemp(join(tmpdir(), "release-halt-gate-"));
});

after(async () => {
  await rm(root, { recursive: true, force: true });
});

/** Asks a form of the gate each question of the table, in repositories that are made once for all forms. */
export function runCases(
  name: string,
  run: (gateCase: GateCase, question: Question) => Promise<Answer>,
  given: Readonly<Record<string, readonly GateCase[]>> = groups,
): void {
  for (const [group, cases] of Object.entries(given)) {
    describe(`${name}: ${group}`, () => {
      for (const gateCase of cases) {
        it(gateCase.name, async () => {
          const repository = await repositoryOf(gateCase.build);
          await clearLedgers(repository);
          await prepare(gateCase, repository);
          const { settings = {} } = gateCase;
          const args = gateCase.ask.map((argument) => withIds(argument, repository));
          try {
            const { code, halts } = await run(gateCase, { folder: repository.folder, args, settings });
            const expected = { code: gateCase.code, halts: [...gateCase.halts].sort() };
            assert.deepEqual({ code, halts: [...halts].sort() }, expected);
          } finally {
            if (gateCase.unreachable === true) {
              await repository.git("remote", "set-url", "origin", `file://${repository.remote ?? ""}`);
            }
          }
        });
      }
    });
  }
}

async function repositoryOf(build: BuildRepository): Promise<GateRepository> {
  let made = built.get(build);
  if (made === undefined) {
    made = mkdtemp(join(root, "repository-")).then(build);
    built.set(build, made);
  }
  return made;
}

async function prepare(gateCase: GateCase, repository: GateRepository): Promise<void> {
  const { folder, remote, git } = repository;
  for (const [place, where, ref] of [
    ["private", folder, "refs/release-halt/private"],
    ["local", folder, "refs/release-halt/ledger"],
    ["copy", folder, "refs/release-halt/remote/origin"],
    ["tracking", folder, "refs/remotes/origin/release-halts"],
    ["seen", folder, "refs/release-halt/seen/origin"],
    ["remote", remote ?? folder, "refs/heads/release-halts"],
  ] as const) {
    const ledger = gateCase.ledgers?.[place];
    if (ledger !== undefined) await writeLedger(where, ref, resolved(ledger, repository));
  }
  const { fetchedSecondsAgo, fetchedFrom = "", seen, seenIsMissing } = gateCase;
  const common = await git("rev-parse", "--path-format=absolute", "--git-common-dir");
  if (seenIsMissing === true) {
    // Git itself makes no ref of a commit that is not there.
    const folderOfSeen = join(common, "refs/release-halt/seen");
    await mkdir(folderOfSeen, { recursive: true });
    await writeFile(join(folderOfSeen, "origin"), `${lost}\n`);
  }
  if (fetchedSecondsAgo !== undefined || seen === true) {
    const state = join(common, "release-halt");
    await mkdir(state, { recursive: true });
    if (seen === true) await writeFile(join(state, "ledger.seen"), "");
    if (fetchedSecondsAgo !== undefined) {
      const at = Math.floor(Date.now() / 1000) - fetchedSecondsAgo;
      await writeFile(join(state, "ledger.fetched"), `${at}\n${fetchedFrom}\n`);
    }
  }
  if (gateCase.unreachable === true) await git("remote", "set-url", "origin", join(folder, "gone.git"));
}

function resolved(given: NonNullable<Ledgers[keyof Ledgers]>, repository: GateRepository): Ledger {
  const ledger: Ledger = "halts" in given ? given : { halts: given };
  const { before } = ledger;
  return {
    ...ledger,
    halts: ledger.halts.map((halt) => resolvedHalt(halt, repository)),
    ...(before !== undefined && { before: resolved(before, repository) }),
  };
}

function resolvedHalt(halt: HaltFacts, { ids }: GateRepository): HaltFacts {
  const id = (name: string): string => {
    const found = ids[name] ?? name;
    if (!/^[0-9a-f]{40}$/.test(found)) throw new Error(`The repository has no commit of the name ${name}.`);
    return found;
  };
  const change = (one: Change): Change =>
    typeof one === "string" ? id(one) : { commit: id(one.commit), patch: id(one.patch) };
  const { line, bad, fix, released, approved } = halt;
  return {
    ...halt,
    ...(line !== undefined && { line: id(line) }),
    ...(bad !== undefined && { bad: bad.map(change) }),
    ...(fix !== undefined && { fix: fix.map(change) }),
    ...(released !== undefined && { released: released.map(id) }),
    ...(approved !== undefined && { approved: approved.map(id) }),
  };
}

function withIds(argument: string, { ids }: GateRepository): string {
  return argument.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`The repository has no commit of the name ${name}.`);
    return id;
  });
}

import { captureContext } from "../capture/git/captureContext";
import { newItemId } from "../halt/newId";
import { instantOf } from "../halt/instant";
import type { Git } from "../system/git";
import { runProgram } from "../system/run";
import { withTemporaryFolder } from "../system/temporaryFolder";
import { installKinds } from "./install/kinds";
import { installedKinds } from "./install/planInstall";
import type { InstallPlace } from "./install/repositoryFacts";
import type { Trial } from "./install/trial";
import { privateRef } from "./ledger/ledgerRefs";
import { ledgerAt, recordEvents, removeRecords } from "./ledger/recordEvents";

/** What one installed gate did with a release that is halted. */
interface TriedGate extends Outcome {
  readonly id: string;
  readonly title: string;
}

interface Outcome {
  /**
   * `courtesy`: it refused, and whoever wants can go round it. `stops`: what its file runs failed, so a release that needs
   * it does not go out. `silent`: it let the release through, refused for another reason, or is not run. `edited`: its lines
   * are not as they were installed, so they are not run here. `notTried`: it cannot be tried here.
   */
  readonly result: "courtesy" | "stops" | "silent" | "edited" | "notTried";
  /** What is to be known of it, in a sentence or two. */
  readonly why: string;
}

export type TriedGates =
  | { readonly ok: true; readonly gates: readonly TriedGate[] }
  | { readonly ok: false; readonly message: string };

const prefix = "gate-test";
const hookMs = 5 * 60_000;
const guardMs = 60_000;

/** Kinds that a push from this clone runs. */
const hooks: readonly string[] = ["pre-push", "husky", "lefthook", "pre-commit"];

/**
 * Halts a tag that nobody uses, in this clone only, and lets each installed gate meet it: the hooks by a real push into an
 * empty repository of its own, the pipelines and release tools by the lines that stand in their files, as long as those are
 * ours. The halt is gone afterwards; one that a test left behind when it was killed stops nothing else but what names no
 * ref in this clone, and goes with the next test.
 */
export async function testGate(git: Git, { facts, roots: { tree: top } }: InstallPlace): Promise<TriedGates> {
  const cleaned = await removeTests(git, top);
  if (!cleaned.ok) return cleaned;
  // It is placed by the person who asks, to whom it is no news.
  const { by, commit = "HEAD" } = await captureContext(git, top);
  const id = newItemId(prefix);
  const release = { tag: id, commit };
  const installed = installedKinds(facts);
  const found = installKinds
    .map((kind) => ({ kind, trials: kind.trial?.(facts, release) ?? [] }))
    .filter(({ kind, trials }) => installed.includes(kind) || trials.length > 0);
  const scope = { refs: [`refs/tags/${id}`] };
  const title = `Test of the release gate (${id})`;
  const terms = { title, reason: "Nothing is wrong: this tries the gate.", scope };
  const placed = await recordEvents(git, top, privateRef, [
    {
      halt: id,
      event: { kind: "placed", at: instantOf(new Date()), ...(by !== undefined && { by }), terms },
    },
  ]);
  if (!placed.ok) return placed;
  const gates: TriedGate[] = [];
  let removed: Awaited<ReturnType<typeof removeTests>>;
  try {
    const pushed = found.some(({ kind }) => hooks.includes(kind.id))
      ? await pushTag(git, top, id)
      : undefined;
    for (const { kind, trials } of found) {
      const outcomes: Outcome[] = [];
      for (const trial of trials) outcomes.push(await tryHere(top, title, trial));
      const outcome =
        pushed !== undefined && hooks.includes(kind.id)
          ? outcomeOf(pushed, title, courtesy)
          : worst(outcomes);
      gates.push({ id: kind.id, title: kind.title, ...(outcome ?? untried(kind.id)) });
    }
  } finally {
    removed = await removeTests(git, top);
  }
  return removed.ok ? { ok: true, gates } : removed;
}

const courtesy: Outcome = {
  result: "courtesy",
  why: "It refused the push; `git push --no-verify` goes round it.",
};

function untried(kind: string): Outcome {
  return kind === "pre-receive"
    ? { result: "notTried", why: "It runs on the server: push a halted tag to try it there." }
    : { result: "notTried", why: "Nothing of it could be run here." };
}

/** Of several places the one that is worst counts, with each that is as bad. */
function worst(outcomes: readonly Outcome[]): Outcome | undefined {
  const order = ["silent", "edited", "notTried", "stops"] as const;
  const result = order.find((one) => outcomes.some((outcome) => outcome.result === one));
  if (result === undefined) return undefined;
  const reasons = outcomes.filter((outcome) => outcome.result === result).map(({ why }) => why);
  return { result, why: [...new Set(reasons)].join(" ") };
}

async function tryHere(top: string, title: string, trial: Trial): Promise<Outcome> {
  switch (trial.kind) {
    case "edited":
      return {
        result: "edited",
        why: `${trial.what} was changed by hand, so it was not tried. Look at it, or install again with --overwrite.`,
      };
    case "silent":
    case "notTried":
      return { result: trial.kind, why: trial.why };
    case "runs": {
      const [program, ...args] = trial.program;
      const { env, stops } = trial;
      const ran = await runProgram(program, args, { cwd: top, env, withoutEnv, timeoutMs: guardMs });
      return outcomeOf(ranOf(ran), title, { result: "stops", why: stops });
    }
  }
}

/** Who tries the gate breaks no glass. */
const withoutEnv = ["RELEASE_HALT_BREAK_GLASS"];

type Ran =
  | { readonly kind: "notRun"; readonly why: string }
  | { readonly kind: "noAnswer"; readonly why: string }
  | { readonly kind: "ran"; readonly refused: boolean; readonly said: string };

function outcomeOf(ran: Ran, title: string, refused: Outcome): Outcome {
  if (ran.kind === "notRun") return { result: "notTried", why: `It could not be run here: ${ran.why}` };
  if (ran.kind === "noAnswer") return { result: "silent", why: `It gave no answer: ${ran.why}` };
  if (!ran.refused) return { result: "silent", why: "It let a halted release through." };
  // Who only repeats the tag's name has not met the halt.
  if (ran.said.includes(title)) return refused;
  const first = ran.said.split("\n").find((line) => line.trim() !== "") ?? "it said nothing";
  return { result: "silent", why: `It refused for another reason than the halt: ${first.trim()}` };
}

/** A real push, with the hooks of this clone, into a repository that is made for it. */
async function pushTag(git: Git, top: string, id: string): Promise<Ran> {
  return withTemporaryFolder("release-halt-gate-test-", async (folder) => {
    const made = await git.run(folder, ["init", "--quiet", "--bare"]);
    if (!made.ok) return { kind: "notRun", why: made.message };
    const pushed = await runProgram(git.path, ["push", "--quiet", folder, `HEAD:refs/tags/${id}`], {
      cwd: top,
      timeoutMs: hookMs,
      env: { GIT_TERMINAL_PROMPT: "0" },
      withoutEnv,
    });
    return ranOf(pushed);
  });
}

function ranOf(result: Awaited<ReturnType<typeof runProgram>>): Ran {
  return result.kind === "exited"
    ? { kind: "ran", refused: result.exitCode !== 0, said: `${result.stdout}\n${result.stderr}` }
    : { kind: result.kind === "notStarted" ? "notRun" : "noAnswer", why: result.message };
}

async function removeTests(
  git: Git,
  top: string,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }> {
  const read = await ledgerAt(git, top, privateRef);
  if (!read.ok) return read;
  const isTest = (id: string): boolean => id.startsWith(`${prefix}-`);
  if (![...read.ledger.records.keys()].some(isTest)) return { ok: true };
  return removeRecords(git, top, privateRef, ({ record }) => isTest(record.id), "Test of the gate ended");
}

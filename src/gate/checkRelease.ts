import type { LedgerState } from "../halt/ledgerState";
import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { listHalts } from "../system/haltStore";
import { checkHalts, type ActiveHalt, type UnreadableFile } from "./checkHalts";
import { criterionWords } from "./criteria/criterionWords";
import { gateLimits } from "./gateDefaults";
import { olderGateWords } from "./install/settingsMark";
import { stateOfFile } from "./liftDecision";
import { isBare } from "./ledger/ledgerRefs";
import { readLedgers, type LedgerSource } from "./ledger/readLedgers";
import { Ancestry } from "./rules/ancestry";
import { History } from "./rules/history";
import { judgeHalt, type Judgement } from "./rules/judgeHalt";
import {
  environmentNames,
  isOwnRef,
  isProduction,
  isRelease,
  matchesPattern,
  resolveQuestion,
  type Release,
  type ReleaseQuestion,
} from "./rules/question";

type Verdict = "open" | "approvalRequired" | "halted" | "cannotTell";

/** A halt that stops the release, as those who are stopped are told of it. */
interface StoppingHalt extends ActiveHalt {
  readonly mode: "halted" | "approvalRequired";
  readonly by: string | null;
  /** ISO 8601 with offset; null where the file does not say so. */
  readonly since: string | null;
  /** What lifts it, each as part of a sentence. */
  readonly lifts: readonly string[];
}

export interface ReleaseCheck {
  readonly verdict: Verdict;
  /** Whether a release must not go on: halted does, and so does not knowing in production. */
  readonly blocks: boolean;
  readonly active: readonly StoppingHalt[];
  /** Halts that are active and do not stop this release, with the reason. */
  readonly passed: readonly { readonly id: string; readonly title: string; readonly why: string }[];
  /** Halts of which nobody can tell whether they stop this release. */
  readonly undecided: readonly { readonly id: string; readonly title: string; readonly why: string }[];
  readonly unreadable: readonly UnreadableFile[];
  /** Why nobody can tell, as sentences. */
  readonly unknown: readonly string[];
  /** What the person should hear beside. */
  readonly warnings: readonly string[];
  /** Whether what is asked is a release at all: where it is not, no halt is asked. */
  readonly isRelease: boolean;
  /** The full name of the ref; empty where none was named. */
  readonly ref: string;
  readonly commit: string | null;
  /** One sentence. */
  readonly line: string;
}

export interface CheckOptions {
  readonly settings: Settings;
  /** What is wrong with the settings, as sentences: who set something that does not hold may be halted by it. */
  readonly settingsProblems?: readonly string[];
  /** Ask nothing over the network. */
  readonly offline?: boolean;
  /** Fetch the whole history first where it is cut off, as a pipeline's checkout is. */
  readonly fetchHistory?: boolean;
  /** How old the last copy of the ledger may be when the remote does not answer, in seconds. */
  readonly maxAgeSeconds?: number;
  readonly signal?: AbortSignal;
  readonly now?: Date;
}

/**
 * Whether a release may go out, by every halt of the repository: those of the ledgers, and those whose file alone says so.
 * The answer is never "open" where it cannot be known.
 */
export async function checkRelease(
  git: Git,
  top: string,
  question: ReleaseQuestion,
  options: CheckOptions,
): Promise<ReleaseCheck> {
  const { settings } = options;
  // What needs nothing of each other is asked at once: the answer is waited for by a person who pushes.
  const [stored, ledgers, older] = await Promise.all([
    haltFiles(git, top),
    readLedgers(git, top, options),
    olderGateWords(top),
  ]);
  const outdated = older === undefined ? [] : [older];
  if (options.fetchHistory === true && options.offline !== true) await fetchHistory(git, top, ledgers.remote);
  const resolved = await resolveQuestion(git, top, question, ledgers.remote);
  if (!resolved.ok) {
    const release = { ref: "", commit: undefined, component: undefined, environment: question.environment };
    return conclude(release, settings, {
      active: [],
      passed: [],
      undecided: [],
      unreadable: [],
      unknown: [resolved.message],
      warnings: outdated,
      isRelease: true,
    });
  }
  const { environment } = resolved.release;
  const release =
    environment === undefined
      ? resolved.release
      : { ...resolved.release, environments: environmentNames(environment, settings) };
  if (isOwnRef(release.ref, settings)) return conclude(release, settings, noRelease);
  const candidates = await candidatesOf(git, top, settings, ledgers.sources, stored);
  const everywhere = isRelease(release, settings);
  const asked = candidates.halts.filter(
    ({ state }) =>
      everywhere || state.terms.scope.refs.some((pattern) => matchesPattern(release.ref, pattern)),
  );
  if (!everywhere && asked.length === 0)
    return conclude(release, settings, { ...noRelease, warnings: outdated });
  const history = new History(git, top);
  const judged = await judgeAll(asked, release, history);
  const undecided = judged.flatMap(({ halt: { state }, judgement }) =>
    judgement.kind === "cannotTell" ? [{ id: state.id, title: state.terms.title, why: judgement.why }] : [],
  );
  return conclude(release, settings, {
    undecided,
    active: judged.flatMap(({ halt, judgement }) =>
      judgement.kind === "halted" || judgement.kind === "approvalRequired"
        ? [stopping(halt, judgement.kind)]
        : [],
    ),
    passed: judged.flatMap(({ halt: { state }, judgement }) =>
      judgement.kind === "open" && state.status !== "closed"
        ? [{ id: state.id, title: state.terms.title, why: judgement.why }]
        : [],
    ),
    unreadable: candidates.unreadable,
    unknown: [
      ...(options.settingsProblems ?? []),
      ...ledgers.unknown,
      ...undecided.map(({ title, why }) => `Whether "${title}" stops it is not known: ${why}.`),
    ],
    warnings: [...ledgers.warnings, ...candidates.warnings, ...outdated],
    isRelease: true,
  });
}

/** A server's repository has no files of halts. */
async function haltFiles(git: Git, top: string): ReturnType<typeof listHalts> {
  return (await isBare(git, top)) ? { ok: true, halts: [] } : listHalts(git, top);
}

/** What cannot be fetched stays unknown, and the answer says so. */
async function fetchHistory(git: Git, top: string, remote: string | undefined): Promise<void> {
  if (remote === undefined || !(await new Ancestry(git, top).isShallow())) return;
  await git.run(top, ["fetch", "--quiet", "--unshallow", "--no-tags", "--no-write-fetch-head", remote], {
    timeoutMs: gateLimits.historyMs,
  });
}

interface Candidate {
  readonly state: LedgerState;
  readonly shared: boolean;
  /** The file of the halt in this clone, where there is one. */
  readonly path: string | null;
}

/** Halts of the ledgers; a halt whose file is active and that no ledger knows counts as its file says. */
async function candidatesOf(
  git: Git,
  top: string,
  settings: Settings,
  sources: readonly LedgerSource[],
  stored: Awaited<ReturnType<typeof listHalts>>,
): Promise<{
  readonly halts: readonly Candidate[];
  readonly unreadable: readonly UnreadableFile[];
  readonly warnings: readonly string[];
}> {
  const files = stored.ok ? checkHalts(stored.halts) : undefined;
  const known = new Set(sources.flatMap(({ states }) => states.map(({ id }) => id)));
  const closed = new Set(
    sources.flatMap(({ states }) => states.filter(({ status }) => status === "closed").map(({ id }) => id)),
  );
  const pathOf = (id: string): string | null => files?.paths.get(id) ?? null;
  const fromFiles = await Promise.all(
    (files?.activeHalts ?? [])
      .filter(({ halt }) => !known.has(halt.id))
      .map(async ({ halt, path, shared }): Promise<Candidate> => ({
        path,
        shared,
        state: await stateOfFile(git, top, halt, settings),
      })),
  );
  return {
    halts: [
      ...sources.flatMap(({ states, shared }) =>
        states.map((state): Candidate => ({ state, shared, path: pathOf(state.id) })),
      ),
      ...fromFiles,
    ],
    warnings: (files?.activeHalts ?? [])
      .filter(({ halt }) => closed.has(halt.id))
      .map(
        ({ halt, path }) =>
          `${path} still says that "${halt.title}" is active; the ledger says that it is closed.`,
      ),
    unreadable: files?.unreadable ?? (stored.ok ? [] : [{ path: top, problem: stored.message }]),
  };
}

async function judgeAll(
  halts: readonly Candidate[],
  release: Release,
  history: History,
): Promise<readonly { readonly halt: Candidate; readonly judgement: Judgement }[]> {
  const judged: { readonly halt: Candidate; readonly judgement: Judgement }[] = [];
  for (const halt of halts) judged.push({ halt, judgement: await judgeHalt(halt.state, release, history) });
  return judged;
}

function stopping({ state, shared, path }: Candidate, mode: StoppingHalt["mode"]): StoppingHalt {
  const { title, reason, release, criteria } = state.terms;
  return {
    path,
    id: state.id,
    title,
    reason,
    release: release ?? null,
    shared,
    mode,
    by: state.placed.by ?? null,
    since: state.placed.at,
    lifts: criteria.length === 0 ? ["a lift with a reason"] : criteria.map(criterionWords),
  };
}

type Findings = Pick<
  ReleaseCheck,
  "active" | "passed" | "undecided" | "unreadable" | "unknown" | "warnings" | "isRelease"
>;

const noRelease: Findings = {
  active: [],
  passed: [],
  undecided: [],
  unreadable: [],
  unknown: [],
  warnings: [],
  isRelease: false,
};

function conclude(release: Release, settings: Settings, findings: Findings): ReleaseCheck {
  const verdict = verdictOf(findings);
  // An approval that is required stops also where another halt, of which nobody can tell, would only warn.
  const blocks =
    verdict === "cannotTell"
      ? findings.active.length > 0 || isProduction(release, settings)
      : verdict !== "open";
  return {
    verdict,
    blocks,
    ...findings,
    // The same halt may stand in two states of the ledger that are not brought together yet.
    active: [...new Map(findings.active.map((halt) => [halt.id, halt])).values()],
    ref: release.ref,
    commit: release.commit ?? null,
    line: findings.isRelease
      ? lineOf(verdict, findings)
      : `${release.ref} is no ref that is released from: no halt stops it.`,
  };
}

/** The worst of all: a halt that is certain comes before what cannot be known. */
function verdictOf({ active, unreadable, unknown }: Findings): Verdict {
  if (active.some(({ mode }) => mode === "halted")) return "halted";
  if (unreadable.length + unknown.length > 0) return "cannotTell";
  return active.length > 0 ? "approvalRequired" : "open";
}

function lineOf(verdict: Verdict, { active, unreadable, unknown, passed }: Findings): string {
  const [first] = active;
  switch (verdict) {
    case "open":
      return passed.length === 0
        ? "No halt is active: the release may go on."
        : `The release may go on: ${passed.length === 1 ? "the halt that is active does" : `the ${passed.length} halts that are active do`} not stop it.`;
    case "cannotTell":
      return unreadable.length > 0
        ? `Nobody can tell whether the release is halted: ${unreadable.length === 1 ? "a halt file" : `${unreadable.length} halt files`} could not be read.`
        : `Nobody can tell whether the release is halted. ${unknown[0] ?? ""}`;
    case "halted":
    case "approvalRequired": {
      const more = active.length > 1 ? ` and ${active.length - 1} more` : "";
      const seen = active.every(({ shared }) => !shared) ? " (only you see this)" : "";
      const is = verdict === "halted" ? "is halted" : "waits for an approval";
      return `The release ${is}: ${first?.title ?? ""}${more}${seen}.`;
    }
    default:
      return verdict satisfies never;
  }
}

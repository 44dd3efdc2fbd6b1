import type { Settings } from "../halt/settings";
import type { Git } from "../system/git";
import { criterionWords } from "./criteria/criterionWords";
import { gateLimits } from "./gateDefaults";
import { olderGateWords } from "./install/settingsMark";
import { UnreadableRefs } from "./ledger/ledgerRefs";
import { readLedgers, type ReadLedgers } from "./ledger/readLedgers";
import { candidatesOf, storedHalts, type Candidate } from "./releaseCandidates";
import { conclude, noRelease, type ReleaseCheck, type StoppingHalt } from "./releaseVerdict";
import { Ancestry } from "./rules/ancestry";
import { History } from "./rules/history";
import { judgeHalt, type Judgement } from "./rules/judgeHalt";
import {
  environmentNames,
  isOwnRef,
  isRelease,
  matchesPattern,
  resolveQuestion,
  type Release,
  type ReleaseQuestion,
} from "./rules/question";

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
    storedHalts(git, top),
    readLedgers(git, top, options).catch(noLedgers),
    olderGateWords(top),
  ]);
  const outdated = older === undefined ? [] : [older];
  if (options.fetchHistory === true && options.offline !== true) await fetchHistory(git, top, ledgers.remote);
  const resolved = await resolveQuestion(git, top, question, ledgers.remote);
  if (!resolved.ok) {
    const { component, environment } = question;
    const release = { ref: resolved.ref, commit: undefined, component, environment };
    if (isOwnRef(release.ref, settings)) return conclude(release, settings, noRelease);
    return conclude(release, settings, {
      active: [],
      passed: [],
      undecided: [],
      unreadable: [],
      unknown: [resolved.message],
      warnings: outdated,
      copy: null,
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
    copy: ledgers.copy,
    isRelease: true,
  });
}

/** Where no refs can be listed the gate has an answer all the same, past which somebody may go in an emergency. */
function noLedgers(error: unknown): ReadLedgers {
  if (!(error instanceof UnreadableRefs)) throw error;
  return { remote: undefined, copy: null, sources: [], unknown: [error.message], warnings: [] };
}

/** What cannot be fetched stays unknown, and the answer says so. */
async function fetchHistory(git: Git, top: string, remote: string | undefined): Promise<void> {
  if (remote === undefined || !(await new Ancestry(git, top).isShallow())) return;
  await git.run(top, ["fetch", "--quiet", "--unshallow", "--no-tags", "--no-write-fetch-head", remote], {
    timeoutMs: gateLimits.historyMs,
  });
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

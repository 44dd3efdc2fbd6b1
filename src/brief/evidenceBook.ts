import type { Clock } from "../assess/clock";
import { foundByWords, searchOfCause } from "../assess/changeWords";
import { environmentClaim, lockFileWords } from "../assess/environmentWords";
import { newSinceBaseWords } from "../assess/newSinceBase";
import { attachedTotals, failWords, isCounted } from "../assess/judgeFailingTests";
import { usersFigure } from "../assess/judgeImpact";
import { moneyWords } from "../assess/moneyWords";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { counted, rangeWords } from "../assess/rangeWords";
import { contradictionWords, runCircumstances, runEndWords, runName, runSubject } from "../assess/runWords";
import { rolloutWords } from "../assess/rolloutWords";
import { quotedClause, severityClaim } from "../assess/severityWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import { verificationWords } from "../assess/verificationVerdict";
import type { Span } from "../halt/briefView";
import type { Halt, Observation, TestResultFile } from "../halt/schema/halt";
import { httpUrl } from "./httpUrl";
import { placeSpans } from "./placeSpans";

/** What a sentence may rest on: all rows of a kind, or one of them by the id of its item. */
export type EvidenceKey =
  | "observations"
  | "reproduction"
  | "environment"
  | "verification"
  | `verification:${string}`
  | "tests"
  | "testRuns"
  | "baseTests"
  | "users"
  | "money"
  | `money:${string}`
  | "holding"
  | "severity"
  | "cause"
  | "rollback"
  | "noReturn"
  | "remediation"
  | "rollout"
  | "base";

interface EvidenceRow {
  readonly number: number;
  readonly key: EvidenceKey;
  readonly claim: string;
  readonly from: readonly Span[];
  /** In words; empty where no time was recorded. */
  readonly when: string;
}

/** The numbered evidence of a halt, and the numbers for a sentence. */
export interface EvidenceBook {
  readonly rows: readonly EvidenceRow[];
  refs(...keys: EvidenceKey[]): number[];
}

type Entry = Omit<EvidenceRow, "number">;

/** Numbers what the halt holds, in a fixed order. What is absent has no row, so no sentence can rest on it. */
export function openEvidenceBook(halt: Halt, clock: Clock): EvidenceBook {
  const { when } = clock;
  const entries = [
    ...observed(halt, when),
    ...reproduced(halt, when),
    ...ranIn(halt, when),
    ...verified(halt, when),
    ...tested(halt, when),
    ...ran(halt, when),
    ...testedBefore(halt, when),
    ...counts(halt),
    ...holding(halt),
    ...judged(halt, when),
    ...changes(halt, clock),
    ...wayOn(halt, clock),
    ...context(halt, when),
  ];
  const rows = entries.map((entry, index) => ({ ...entry, number: index + 1 }));
  return {
    rows,
    refs: (...keys) =>
      rows.filter(({ key }) => keys.some((wanted) => isOf(key, wanted))).map(({ number }) => number),
  };
}

function isOf(key: EvidenceKey, wanted: EvidenceKey): boolean {
  return key === wanted || key.startsWith(`${wanted}:`);
}

/** How people call each rung of the ladder. */
const rungWords: Readonly<Record<Observation["rung"], string>> = {
  observed: "observed",
  confirmed: "confirmed",
  rerunHere: "re-run",
  rerunClean: "re-run from a clean checkout",
};

function observed(halt: Halt, when: (iso: string) => string): Entry[] {
  return halt.observations.map((observation) => {
    const text = isWritten(observation.text) ? observation.text : halt.title;
    const rung = capitalised(rungWords[observation.rung]);
    const by = isWritten(observation.by) ? ` by ${phrase(observation.by)}` : "";
    const where = isWritten(observation.environment) ? ` on ${phrase(observation.environment)}` : "";
    const build = isWritten(observation.build) ? `, build ${phrase(observation.build)}` : "";
    const at = observation.commit === undefined ? "" : `, at ${shortCommit(observation.commit)}`;
    return {
      key: "observations",
      claim: isWritten(text) ? capitalised(phrase(text)) : "An observation without words yet",
      from: [
        { text: `${rung}${by}${where}${build}${at}`, ...link(observation.url) },
        ...shown(halt, observation),
      ],
      when: observation.at === undefined ? "" : when(observation.at),
    };
  });
}

/** What is attached to an observation, by name. */
function shown({ attachments }: Halt, observation: Observation): Span[] {
  return attachments
    .filter(({ id }) => observation.attachments.includes(id))
    .map(({ kind, title, path, url }) => ({
      text: `(${kind}: ${isWritten(title) ? phrase(title) : (path ?? url ?? "without a name")})`,
      ...link(url),
    }));
}

function reproduced(halt: Halt, when: (iso: string) => string): Entry[] {
  const { steps, actual, expected } = halt.reproduction;
  if (steps.length === 0) return [];
  const places = steps.flatMap(({ location }) => (location === undefined ? [] : [location]));
  const from: Span[] = [
    { text: places.length === 0 ? counted(steps.length, "step") : `${counted(steps.length, "step")},` },
  ];
  for (const place of places) from.push(...placeSpans(place));
  const at = steps.findLast((step) => step.captured !== undefined)?.captured?.at;
  const instead = isWritten(expected) ? `; expected: ${phrase(expected)}` : "";
  const claim = isWritten(actual)
    ? capitalised(phrase(actual)) + instead
    : "Steps to see it, their result not written down yet";
  return [{ key: "reproduction", claim, from, when: at === undefined ? "" : when(at) }];
}

/** The machine with its tools; the lock files pin the rest. */
function ranIn({ reproduction: { environment } }: Halt, when: (iso: string) => string): Entry[] {
  if (environment === undefined) return [];
  const { by, commit, at } = environment.captured;
  const who = ["Asked of the machine and its tools", by && `by ${phrase(by)}`].filter(Boolean).join(" ");
  const where = commit === undefined ? "" : `, at ${shortCommit(commit)}`;
  const files = lockFileWords(environment);
  return [
    {
      key: "environment",
      claim: `Environment: ${environmentClaim(environment)}`,
      from: [{ text: `${who}${where}` }, ...(files === "" ? [] : [{ text: `(${files})` }])],
      when: when(at),
    },
  ];
}

function verified({ reproduction }: Halt, when: (iso: string) => string): Entry[] {
  return reproduction.verifications.map((verification) => {
    const { id, by, where, command, at } = verification;
    const who = [by && `by ${phrase(by)}`, where && `on ${phrase(where)}`].filter(Boolean).join(" ");
    return {
      key: `verification:${id}`,
      claim: verificationWords(verification).replace(/\.$/, ""),
      from: [
        { text: phrase(command), style: "code" },
        { text: `(in clean worktrees${who === "" ? "" : `, ${who}`})` },
      ],
      when: when(at),
    };
  });
}

function tested(halt: Halt, when: (iso: string) => string): Entry[] {
  return halt.failingTests.map((file) => {
    const totals = attachedTotals({ ...halt, failingTests: [file] });
    const counts = isCounted(file)
      ? capitalised(failWords(totals))
      : "A test result that could not be read whole";
    const claim = contradictionWords(file) ?? counts;
    return { key: "tests", claim, from: origin(file, when), when: when(file.captured.at) };
  });
}

function origin({ path, format, captured }: TestResultFile, when: (iso: string) => string): Span[] {
  const { ci, run, from: words, commit } = captured;
  const about = `(${phrase(format)}${commit === undefined ? "" : `, at ${shortCommit(commit)}`})`;
  if (ci !== undefined)
    return [{ text: isWritten(words) ? phrase(words) : path, ...link(ci.url) }, { text: about }];
  if (run === undefined) return [{ text: path, style: "code" }, { text: about }];
  const ran: Span[] = [{ text: runName(run), style: "code" }, { text: `(${runCircumstances(run, when)})` }];
  return run.printed === true
    ? [{ text: "output of" }, ...ran, { text: about }]
    : [{ text: path, style: "code" }, { text: `${about} from` }, ...ran];
}

/** Runs that left no test results: how each ended is all that is known. */
function ran({ testRuns }: Halt, when: (iso: string) => string): Entry[] {
  return testRuns.map(({ captured }) => {
    const { run, commit } = captured;
    const at = commit === undefined ? "" : `, at ${shortCommit(commit)}`;
    return {
      key: "testRuns",
      claim: `${capitalised(runSubject(run))} ${runEndWords(run)}; which tests ran is not known`,
      from: [{ text: runName(run), style: "code" }, { text: `(${runCircumstances(run, when)}${at})` }],
      when: when(captured.at),
    };
  });
}

/** What the results of the base say of the tests that fail. */
function testedBefore(halt: Halt, when: (iso: string) => string): Entry[] {
  const words = newSinceBaseWords(halt);
  if (words === undefined) return [];
  return halt.baseTests.map(({ path, format, captured }) => {
    const at = captured.commit === undefined ? "" : `, at ${shortCommit(captured.commit)}`;
    const from: Span[] = [{ text: path, style: "code" }, { text: `(${phrase(format)}${at})` }];
    return { key: "baseTests", claim: phrase(words), from, when: when(captured.at) };
  });
}

function counts({ impact }: Halt): Entry[] {
  const entries: Entry[] = [];
  const users = usersFigure(impact.users);
  if (users !== undefined) {
    const claim = `Users concerned: ${users}`;
    entries.push({ key: "users", claim, from: [source(impact.users.source)], when: "" });
  }
  for (const money of impact.money) {
    const figures = moneyWords(money);
    if (figures === undefined) continue;
    const what = isWritten(money.what) ? `${capitalised(phrase(money.what))}: ` : "";
    entries.push({
      key: `money:${money.id}`,
      claim: what + figures,
      from: [source(money.source)],
      when: "",
    });
  }
  return entries;
}

function holding({ recommendation: { costOfHolding } }: Halt): Entry[] {
  const figures = moneyWords(costOfHolding);
  if (figures === undefined) return [];
  return [
    { key: "holding", claim: `Holding costs ${figures}`, from: [source(costOfHolding.source)], when: "" },
  ];
}

function judged(halt: Halt, when: (iso: string) => string): Entry[] {
  const { level, facts, judgedBy, judgedAt } = halt.severity;
  if (!isWritten(level)) return [];
  const from = isWritten(facts) ? `Facts: ${phrase(facts)}` : "";
  const by = isWritten(judgedBy) ? `judged by ${phrase(judgedBy)}` : "";
  const words = [from, by].filter((part) => part !== "").join("; ");
  const span: Span =
    words === "" ? { text: "the facts are not written down yet", style: "open" } : { text: words };
  return [
    {
      key: "severity",
      claim: [severityClaim(halt), quotedClause(halt) ?? ""].filter((part) => part !== "").join(": "),
      from: [span],
      when: judgedAt === undefined ? "" : when(judgedAt),
    },
  ];
}

function changes(halt: Halt, { when }: Clock): Entry[] {
  const { cause, rollback } = halt;
  const entries: Entry[] = [];
  if (cause.commit !== undefined || isWritten(cause.subject)) {
    const claim = isWritten(cause.subject)
      ? `The change "${phrase(cause.subject)}" brought it`
      : "A change that brought it is named";
    const from: Span =
      cause.commit === undefined
        ? { text: "named in the halt" }
        : { text: shortCommit(cause.commit), style: "code" };
    const search = searchOfCause(halt);
    const found: Span[] =
      search === undefined
        ? []
        : [{ text: `${foundByWords(search)}:` }, { text: phrase(search.command), style: "code" }];
    entries.push({
      key: "cause",
      claim,
      from: [from, ...found],
      when: search === undefined ? "" : when(search.at),
    });
  }
  for (const point of rollback.pointsOfNoReturn) {
    const claim = isWritten(point.text)
      ? capitalised(phrase(point.text))
      : "A change that going back does not undo";
    const from: Span = isWritten(point.path)
      ? { text: point.path, style: "code" }
      : { text: "named in the rollback plan" };
    entries.push({ key: "noReturn", claim, from: [from], when: "" });
  }
  return entries;
}

function wayOn({ rollback, remediation, status }: Halt, { when, isPast }: Clock): Entry[] {
  const entries: Entry[] = [];
  const minutes = rangeWords(rollback.minutes);
  if (minutes !== undefined) {
    const to = isWritten(rollback.to) ? ` to ${phrase(rollback.to)}` : "";
    entries.push({
      key: "rollback",
      claim: `Rollback${to} in ${minutes} minutes`,
      from: [source(rollback.minutes.source)],
      when: "",
    });
  }
  if (remediation.promisedAt !== undefined) {
    const late = status === "closed" || isPast(remediation.promisedAt);
    const by = isWritten(remediation.estimatedBy)
      ? { text: `Estimate by ${phrase(remediation.estimatedBy)}` }
      : source(undefined);
    entries.push({
      key: "remediation",
      claim: late
        ? `Fix, retest and deploy were promised for ${when(remediation.promisedAt)}`
        : `Fix, retest and deploy by ${when(remediation.promisedAt)}`,
      from: [by],
      when: "",
    });
  }
  return entries;
}

function context(halt: Halt, when: (iso: string) => string): Entry[] {
  const entries: Entry[] = [];
  const { rollout, facts } = halt;
  const rolledOut = rolloutWords(halt, when);
  if (rolledOut !== undefined && isWritten(rollout.source)) {
    entries.push({
      key: "rollout",
      claim: phrase(rolledOut),
      from: [{ text: phrase(rollout.source) }],
      when: "",
    });
  }
  const base = baseWords(halt);
  if (base !== undefined && facts?.commits !== undefined) {
    const claim = `${counted(facts.commits, "commit")} since ${base}`;
    entries.push({ key: "base", claim, from: [{ text: "git" }], when: when(facts.captured.at) });
  }
  return entries;
}

function source(text: string | undefined): Span {
  return isWritten(text) ? { text: phrase(text) } : { text: "no source yet", style: "open" };
}

function link(url: string | undefined): { url?: string } {
  const safe = httpUrl(url);
  return safe === undefined ? {} : { url: safe };
}

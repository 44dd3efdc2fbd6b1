import { attachedTotals, isBroken } from "../assess/judgeFailingTests";
import { usersWords } from "../assess/judgeImpact";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { counted, figureWords, rangeWords } from "../assess/rangeWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { Halt, Observation } from "../halt/schema/halt";
import { httpUrl } from "./httpUrl";
import { severityClaim } from "./severityWords";

/** What a sentence may rest on. */
export type EvidenceKey =
  | "observations"
  | "reproduction"
  | "tests"
  | "users"
  | "money"
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
export function openEvidenceBook(halt: Halt, when: (iso: string) => string): EvidenceBook {
  const entries = [
    ...observed(halt, when),
    ...reproduced(halt, when),
    ...tested(halt, when),
    ...counts(halt),
    ...judged(halt, when),
    ...changes(halt),
    ...wayOn(halt),
    ...context(halt, when),
  ];
  const rows = entries.map((entry, index) => ({ ...entry, number: index + 1 }));
  return {
    rows,
    refs: (...keys) => rows.filter(({ key }) => keys.includes(key)).map(({ number }) => number),
  };
}

/** How people call each rung of the ladder. */
export const rungWords: Readonly<Record<Observation["rung"], string>> = {
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
    const at = observation.commit === undefined ? "" : `, at ${shortCommit(observation.commit)}`;
    return {
      key: "observations",
      claim: isWritten(text) ? capitalised(phrase(text)) : "An observation without words yet",
      from: [{ text: `${rung}${by}${where}${at}`, ...link(observation.url) }],
      when: observation.at === undefined ? "" : when(observation.at),
    };
  });
}

function reproduced(halt: Halt, when: (iso: string) => string): Entry[] {
  const { steps, actual } = halt.reproduction;
  if (steps.length === 0) return [];
  const places = steps.flatMap(({ location }) => (location === undefined ? [] : [location]));
  const from: Span[] = [
    { text: places.length === 0 ? counted(steps.length, "step") : `${counted(steps.length, "step")},` },
  ];
  for (const { path, line, url } of places)
    from.push({ text: `${path}:${line}`, style: "code", ...link(url) });
  const at = steps.findLast((step) => step.captured !== undefined)?.captured?.at;
  const claim = isWritten(actual)
    ? capitalised(phrase(actual))
    : "Steps to see it, their result not written down yet";
  return [{ key: "reproduction", claim, from, when: at === undefined ? "" : when(at) }];
}

function tested(halt: Halt, when: (iso: string) => string): Entry[] {
  return halt.failingTests.map((file) => {
    const totals = attachedTotals({ ...halt, failingTests: [file] });
    const fails = totals.failed === 1 ? "fails" : "fail";
    const claim = isBroken(file)
      ? "A test result that could not be read whole"
      : `${figureWords(totals.failed)} of ${counted(totals.total, "test")} ${fails}`;
    const at = file.captured.commit === undefined ? "" : `, at ${shortCommit(file.captured.commit)}`;
    const from: Span[] = [{ text: file.path, style: "code" }, { text: `(${phrase(file.format)}${at})` }];
    return { key: "tests", claim, from, when: when(file.captured.at) };
  });
}

function counts({ impact }: Halt): Entry[] {
  const entries: Entry[] = [];
  const users = usersWords(impact.users);
  if (users !== undefined)
    entries.push({ key: "users", claim: `${users} hit`, from: [source(impact.users.source)], when: "" });
  for (const money of impact.money) {
    const figures = moneyWords(money);
    if (figures === undefined) continue;
    const what = isWritten(money.what) ? `${capitalised(phrase(money.what))}: ` : "";
    entries.push({ key: "money", claim: what + figures, from: [source(money.source)], when: "" });
  }
  return entries;
}

/** `18,000 to 52,000 EUR a day`; undefined without a figure. */
export function moneyWords(money: {
  low?: number | undefined;
  high?: number | undefined;
  currency?: string | undefined;
  per?: string | undefined;
}): string | undefined {
  const figures = rangeWords(money);
  if (figures === undefined) return undefined;
  const currency = isWritten(money.currency) ? ` ${phrase(money.currency)}` : "";
  const per = isWritten(money.per) ? phrase(money.per) : "total";
  if (per === "total") return figures + currency;
  return `${figures}${currency} ${per === "hour" ? "an" : "a"} ${per}`;
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
      claim: severityClaim(halt),
      from: [span],
      when: judgedAt === undefined ? "" : when(judgedAt),
    },
  ];
}

function changes({ cause, rollback }: Halt): Entry[] {
  const entries: Entry[] = [];
  if (cause.commit !== undefined || isWritten(cause.subject)) {
    const claim = isWritten(cause.subject)
      ? `Brought by the change "${phrase(cause.subject)}"`
      : "The change that brought it";
    const from: Span =
      cause.commit === undefined
        ? { text: "named in the halt" }
        : { text: shortCommit(cause.commit), style: "code" };
    entries.push({ key: "cause", claim, from: [from], when: "" });
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

function wayOn({ rollback, remediation }: Halt): Entry[] {
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
    const by = isWritten(remediation.estimatedBy)
      ? { text: `Estimate by ${phrase(remediation.estimatedBy)}` }
      : source(undefined);
    entries.push({
      key: "remediation",
      claim: "Fix, retest and deploy by the promised date",
      from: [by],
      when: "",
    });
  }
  return entries;
}

function context(halt: Halt, when: (iso: string) => string): Entry[] {
  const entries: Entry[] = [];
  const { rollout, facts } = halt;
  if (rollout.state !== undefined && isWritten(rollout.source)) {
    entries.push({
      key: "rollout",
      claim: "How far the release is out",
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

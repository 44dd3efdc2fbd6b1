import { foundByWords, searchOfCause } from "../assess/changeWords";
import type { Clock } from "../assess/clock";
import { usersFigure } from "../assess/judgeImpact";
import { moneyWords } from "../assess/moneyWords";
import { capitalised, isWritten, phrase } from "../assess/phrase";
import { counted, rangeWords } from "../assess/rangeWords";
import { rolloutWords } from "../assess/rolloutWords";
import { quotedClause, severityClaim } from "../assess/severityWords";
import { baseWords, shortCommit } from "../assess/targetWords";
import type { Span } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import { source, type Entry } from "./evidenceRow";

/** What it costs, how bad it is, what brought it, and the ways on. */
export function evidenceOfJudgement(halt: Halt, clock: Clock): Entry[] {
  const { when } = clock;
  return [
    ...counts(halt),
    ...holding(halt),
    ...judged(halt, when),
    ...changes(halt, clock),
    ...wayOn(halt, clock),
    ...context(halt, when),
  ];
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

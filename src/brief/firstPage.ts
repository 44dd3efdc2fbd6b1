import { attachedTotals } from "../assess/judgeFailingTests";
import { usersWords } from "../assess/judgeImpact";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { counted, figureWords } from "../assess/rangeWords";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import { open, said, type BriefContext } from "./briefContext";
import { rungWords } from "./evidenceBook";
import { openSpans } from "./openWords";
import { optionBlocks } from "./optionTable";
import { severityWords } from "./severityWords";

/** The page that is enough to decide: exposed now, ask, why, options, what speaks against, not known yet, next update. */
export function firstPage(context: BriefContext): BriefSection {
  const blocks: BriefBlock[] = [paragraph("Exposed now", exposedSpans(context))];
  blocks.push(paragraph("Ask", askSpans(context)), ...decided(context), paragraph("Why", whySpans(context)));
  blocks.push(...optionBlocks(context), ...against(context), ...shipIf(context));
  const unknown = openSpans(context);
  if (unknown.length > 0) blocks.push(paragraph("Not known yet", unknown));
  blocks.push(...promised(context), paragraph("Next update", nextUpdateSpans(context)));
  return { id: "firstPage", blocks };
}

/** Whether anybody is hit right now, by how far the release is out. */
export function exposedSpans(context: BriefContext): Span[] {
  const { halt, release, when } = context;
  const { state, percent, ring, since } = halt.rollout;
  const name = capitalised(release);
  const start = since === undefined ? "" : ` since ${when(since)}`;
  const share = percent === undefined ? "" : ` for ${figureWords(percent)} percent`;
  const to = isWritten(ring) ? ` in ring ${phrase(ring)}` : "";
  const affected = isWritten(halt.impact.affected)
    ? [said(context, sentence(`Hit: ${halt.impact.affected}`), "users")]
    : [];
  switch (state) {
    case undefined:
      return [open(`Not yet known how far ${release} is out.`)];
    case "notStarted":
      return [said(context, `Nobody. The rollout of ${release} has not started.`, "rollout")];
    case "inProgress":
      return [said(context, `${name} is being rolled out${share}${to}${start}.`, "rollout"), ...affected];
    case "paused":
      return [
        said(context, `The rollout of ${release} is paused${share}${to}${start}.`, "rollout"),
        ...affected,
      ];
    case "complete":
      return [said(context, `${name} is fully rolled out${start}.`, "rollout"), ...affected];
  }
}

/** The ask, the fallback, and who decides by when. */
function askSpans(context: BriefContext): Span[] {
  const { halt } = context;
  const spans: Span[] = [{ text: askWords(context) }];
  if (halt.status === "closed") return spans;
  if (isWritten(halt.fallback)) spans.push({ text: sentence(`Fallback: ${halt.fallback}`) });
  return [...spans, ...deciderSpans(context)];
}

/** The ask in a sentence: the person's own, else what the halt itself asks for. */
export function askWords({ halt, release, when }: BriefContext): string {
  if (halt.status === "closed") {
    const { outcome } = halt;
    if (outcome === undefined) return "None. The halt is closed.";
    return `None. The halt was ${outcome.kind} on ${when(outcome.at)}: ${sentence(outcome.reason)}`;
  }
  const { ask } = halt.recommendation;
  if (isWritten(ask)) return sentence(ask);
  return halt.status === "active"
    ? `Keep ${release} on hold until it is decided.`
    : `Hold ${release} until it is decided.`;
}

/** Who decides by when, and what happens if nobody does. */
export function deciderSpans({ halt, when }: BriefContext): Span[] {
  const { decider, decideBy, ifNobodyDecides } = halt.decision;
  if (!isWritten(decider) && decideBy === undefined) return [open("Not yet known who decides, and by when.")];
  const who = isWritten(decider) ? capitalised(phrase(decider)) : "Somebody";
  const otherwise = isWritten(ifNobodyDecides) ? `; if nobody decides, ${phrase(ifNobodyDecides)}` : "";
  if (!isWritten(decider)) return [open(`To be decided by ${when(decideBy ?? "")}, not yet known by whom.`)];
  if (decideBy === undefined)
    return [{ text: `${who} decides${otherwise}.` }, open("Not yet known by when.")];
  return [{ text: `${who} decides by ${when(decideBy)}${otherwise}.` }];
}

function decided({ halt, when }: BriefContext): BriefBlock[] {
  const { decided, decidedBy, decidedAt, reason, lookedAtAgain } = halt.decision;
  if (!isWritten(decided)) return [];
  const spans: Span[] = [{ text: sentence(decided) }];
  const by = isWritten(decidedBy) ? ` by ${phrase(decidedBy)}` : "";
  const at = decidedAt === undefined ? "" : ` on ${when(decidedAt)}`;
  if (by !== "" || at !== "") spans.push({ text: `Decided${by}${at}.` });
  if (isWritten(reason)) spans.push({ text: sentence(`Reason: ${reason}`) });
  if (lookedAtAgain !== undefined) spans.push({ text: `It is looked at again on ${when(lookedAtAgain)}.` });
  return [paragraph("Decision", spans)];
}

/** What happens, to whom, how it was seen and how severe it is: the consequence first. */
function whySpans(context: BriefContext): Span[] {
  const { halt } = context;
  const spans: Span[] = [];
  if (isWritten(halt.impact.functionality)) {
    spans.push(
      said(context, sentence(capitalised(halt.impact.functionality)), "reproduction", "observations"),
    );
  } else if (isWritten(halt.title)) {
    spans.push(said(context, sentence(halt.title), "reproduction", "observations"));
  }
  spans.push(...hitSpans(context), ...seenSpans(context), ...testSpans(context));
  if (isWritten(halt.severity.level)) spans.push(said(context, sentence(severityWords(halt)), "severity"));
  return spans.length === 0 ? [open("Not written down yet.")] : spans;
}

/** How many are hit, with the source named where there is one and its absence where there is none. */
export function hitSpans(context: BriefContext): Span[] {
  const { affected, users } = context.halt.impact;
  const figures = usersWords(users);
  const who = isWritten(affected) ? `Hit: ${phrase(affected)}` : "";
  if (figures === undefined) return who === "" ? [] : [{ text: `${who}.` }];
  const words = who === "" ? `${capitalised(figures)} are hit` : `${who}, ${figures}`;
  if (isWritten(users.source)) return [said(context, `${words} (source: ${phrase(users.source)}).`, "users")];
  return [said(context, `${words}.`, "users"), open("The figure has no source yet.")];
}

/** Who saw it, rung by rung. */
export function seenSpans(context: BriefContext): Span[] {
  return context.halt.observations.map((observation, index) => {
    const by = isWritten(observation.by) ? ` by ${phrase(observation.by)}` : "";
    const where = isWritten(observation.environment) ? ` on ${phrase(observation.environment)}` : "";
    const at = observation.at === undefined ? "" : `, ${context.when(observation.at)}`;
    const number = context.book.refs("observations")[index];
    const text = `${capitalised(rungWords[observation.rung])}${by}${where}${at}.`;
    return number === undefined ? { text } : { text, refs: [number] };
  });
}

function testSpans(context: BriefContext): Span[] {
  const { total, failed } = attachedTotals(context.halt);
  if (failed === 0) return [];
  const fail = failed === 1 ? "fails" : "fail";
  return [said(context, `${figureWords(failed)} of ${counted(total, "test")} ${fail}.`, "tests")];
}

function against({ halt }: BriefContext): BriefBlock[] {
  const { against: argument, answer } = halt.recommendation;
  if (!isWritten(argument)) return [];
  const spans: Span[] = [{ text: sentence(argument) }];
  if (isWritten(answer)) spans.push({ text: sentence(answer) });
  return [paragraph("What speaks against this", spans)];
}

function shipIf({ halt }: BriefContext): BriefBlock[] {
  const { shipIf: condition } = halt.recommendation;
  if (!isWritten(condition)) return [];
  const { abortThreshold, watchedBy } = halt.decision;
  const spans: Span[] = [{ text: sentence(`Shipping is fine if ${condition}`) }];
  if (isWritten(abortThreshold)) {
    const watched = isWritten(watchedBy) ? `, watched by ${phrase(watchedBy)}` : "";
    spans.push({ text: `Stop at ${phrase(abortThreshold)}${watched}.` });
  }
  return [paragraph("Yes, if", spans)];
}

/** The one date that is promised: the cautious one. */
function promised(context: BriefContext): BriefBlock[] {
  const { promisedAt } = context.halt.remediation;
  if (promisedAt === undefined || context.halt.status === "closed") return [];
  const text = `Fix, retest and deploy by ${context.when(promisedAt)}.`;
  return [paragraph("Promised date", [said(context, text, "remediation")])];
}

/** When the next word comes. */
export function nextUpdateSpans({ halt, when }: BriefContext): Span[] {
  const at = halt.communication.nextUpdate;
  return at === undefined ? [open("Its time is not set yet.")] : [{ text: `${when(at)}.` }];
}

export function paragraph(label: string, spans: readonly Span[]): BriefBlock {
  return { kind: "paragraph", label, spans };
}

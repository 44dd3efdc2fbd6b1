import { askWords } from "../assess/askWords";
import { decidedWords, deciderSpans } from "../assess/decisionWords";
import { nextUpdateWords } from "../assess/nextUpdateWords";
import { outcomeWords } from "../assess/outcomeWords";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { missedWords } from "../assess/missedWords";
import { fixIsTheWay } from "../assess/recommendedOption";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import { aboutSpans } from "./aboutHalt";
import { open, said, type BriefContext } from "./briefContext";
import { cutBlocks } from "./cutBlocks";
import { exposedSpans } from "./exposure";
import { openSpans } from "./openWords";
import { optionBlocks } from "./optionTable";
import { knownSpans, whySpans } from "./why";

/** On the page of those who have a minute, more words of one text than these are not read. */
const executiveWords = 40;

/** The page that is enough to decide, or to know how it ended. */
export function firstPage(context: BriefContext): BriefSection {
  const blocks = context.closed ? closedBlocks(context) : openBlocks(context);
  const executive = context.audience === "executive";
  return { id: "firstPage", blocks: executive ? cutBlocks(blocks, executiveWords) : blocks };
}

/** Exposed now, ask, promised date, why, how it is known, options, what speaks against, when shipping is fine, not known yet, next update. */
function openBlocks(context: BriefContext): BriefBlock[] {
  const unknown = openSpans(context);
  return [
    paragraph("Exposed now", exposedSpans(context)),
    paragraph("Ask", askSpans(context)),
    ...promised(context),
    ...decided(context),
    paragraph("Why", whySpans(context)),
    ...known(context, "How we know"),
    ...optionBlocks(context),
    ...against(context),
    ...shipIf(context),
    ...(unknown.length === 0 ? [] : [paragraph("Not known yet", unknown)]),
    paragraph("Next update", nextUpdateSpans(context)),
    paragraph("About this halt", aboutSpans(context)),
  ];
}

/** A closed halt argues for nothing: how it ended, what it was about, what was weighed. */
function closedBlocks(context: BriefContext): BriefBlock[] {
  return [
    outcome(context),
    ...decided(context),
    paragraph("What it was about", whySpans(context)),
    ...known(context, "How it was known"),
    paragraph("Rollout, as recorded", exposedSpans(context)),
    ...optionBlocks(context),
    paragraph("About this halt", aboutSpans(context)),
  ];
}

/** How the halt ended. */
function outcome({ halt, when }: BriefContext): BriefBlock {
  return paragraph(
    "Outcome",
    outcomeWords(halt, when).map((text) => ({ text })),
  );
}

/** The ask, the fallback, and who decides by when. */
function askSpans(context: BriefContext): Span[] {
  const { halt } = context;
  const fallback = isWritten(halt.fallback) ? [{ text: sentence(`Fallback: ${halt.fallback.trim()}`) }] : [];
  return [{ text: askWords(halt) }, ...fallback, ...deciderSpans(halt, context)];
}

function known(context: BriefContext, label: string): BriefBlock[] {
  const spans = knownSpans(context);
  return spans.length === 0 ? [] : [paragraph(label, spans)];
}

function decided(context: BriefContext): BriefBlock[] {
  const words = decidedWords(context.halt, context);
  return words.length === 0
    ? []
    : [
        paragraph(
          "Decision",
          words.map((text) => ({ text })),
        ),
      ];
}

/** The one date that is promised: the cautious one. Where another way is recommended, it is only that of the fix. */
function promised(context: BriefContext): BriefBlock[] {
  const { halt, when } = context;
  const { promisedAt } = halt.remediation;
  if (promisedAt === undefined) return [];
  const label = fixIsTheWay(halt) ? "Promised date" : "The fix itself";
  const missed = missedWords(promisedAt, context);
  if (missed !== undefined) return [paragraph(label, [open(capitalised(missed))])];
  const text = fixIsTheWay(halt)
    ? `Fix, retest and deploy by ${when(promisedAt)}.`
    : `By ${when(promisedAt)}: fix, retest and deploy.`;
  return [paragraph(label, [said(context, text, "remediation")])];
}

function against({ halt }: BriefContext): BriefBlock[] {
  const { against: argument, answer } = halt.recommendation;
  if (!isWritten(argument)) return [];
  const reply = isWritten(answer)
    ? { text: sentence(`Our answer: ${answer.trim()}`) }
    : open("Not answered yet.");
  return [paragraph("What speaks against this", [{ text: sentence(argument) }, reply])];
}

function shipIf({ halt }: BriefContext): BriefBlock[] {
  const { shipIf: condition } = halt.recommendation;
  if (!isWritten(condition)) return [];
  const { abortThreshold, watchedBy } = halt.decision;
  const spans: Span[] = [{ text: sentence(capitalised(condition.trim().replace(/^if\s+/i, ""))) }];
  if (isWritten(abortThreshold)) spans.push({ text: `Stop threshold: ${phrase(abortThreshold)}.` });
  if (isWritten(watchedBy)) spans.push({ text: `Watched by: ${phrase(watchedBy)}.` });
  return [paragraph("Yes, if", spans)];
}

/** When the next word comes. */
export function nextUpdateSpans(context: BriefContext): Span[] {
  const words = nextUpdateWords(context.halt, context);
  return words === undefined ? [open("Its time is not set yet.")] : [{ text: capitalised(words) }];
}

/** A paragraph of a brief under its label; without spans it is the label alone. */
export function paragraph(label: string, spans: readonly Span[]): BriefBlock {
  return { kind: "paragraph", label, spans };
}

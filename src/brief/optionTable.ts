import { optionWords } from "../assess/judgeOptions";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import { recommendedOption } from "../assess/recommendedOption";
import type { BriefBlock, Span } from "../halt/briefView";
import type { HaltOption } from "../halt/schema/halt";
import { open, type BriefContext } from "./briefContext";

/** With more options than these beside one another, a table does not fit a page. */
const maximumColumns = 4;

const undoWords = { yes: "yes", no: "no", partly: "in part" } as const;

/** The options side by side, why one is recommended, then those that are ruled out and why. Nothing when there are none. */
export function optionBlocks(context: BriefContext): BriefBlock[] {
  const { options } = context.halt;
  const possible = options.filter(({ ruledOut }) => !isWritten(ruledOut));
  const blocks: BriefBlock[] = [];
  if (possible.length > 0) {
    const label = context.closed ? "Options weighed" : "Options";
    blocks.push({ kind: "paragraph", label, spans: [] }, ...tables(possible, context));
  }
  blocks.push(...whyThisOne(context));
  const out = options.filter(({ ruledOut }) => isWritten(ruledOut));
  if (out.length > 0) {
    const spans = out.map((option) => ({
      text: sentence(`${capitalised(optionWords(option))}: ${(option.ruledOut ?? "").trim()}`),
    }));
    blocks.push({ kind: "paragraph", label: "Ruled out", spans });
  }
  return blocks;
}

function whyThisOne({ halt, closed }: BriefContext): BriefBlock[] {
  const { why } = halt.recommendation;
  const option = recommendedOption(halt);
  if (closed) {
    if (option === undefined) return [];
    const reason = isWritten(why) ? [{ text: sentence(why) }] : [];
    const spans = [{ text: sentence(capitalised(optionWords(option))) }, ...reason];
    return [{ kind: "paragraph", label: "What was recommended", spans }];
  }
  if (!isWritten(why)) return [];
  return [{ kind: "paragraph", label: "Why this one", spans: [{ text: sentence(why) }] }];
}

type Row = readonly [question: string, cell: (option: HaltOption) => Span];

function tables(options: readonly HaltOption[], context: BriefContext): BriefBlock[] {
  const count = Math.ceil(options.length / maximumColumns);
  const columns = Math.ceil(options.length / count);
  return Array.from({ length: count }, (_, index) =>
    tableOf(options.slice(index * columns, (index + 1) * columns), context),
  );
}

function tableOf(options: readonly HaltOption[], { audience, halt, closed }: BriefContext): BriefBlock {
  const brief: Row[] = [
    ["who is still exposed", (option) => cell(option.exposed)],
    ["what it costs", (option) => cell(option.cost)],
    ["safe by", (option) => cell(option.timeToSafe)],
    [
      "can we go back",
      ({ reversible }) => (reversible === undefined ? cell(undefined) : { text: undoWords[reversible] }),
    ],
  ];
  const more: Row[] = [
    ["what it needs", (option) => cell(option.needs)],
    ["what could go wrong", (option) => cell(option.risk)],
  ];
  const rows = audience === "executive" ? brief : [...brief, ...more];
  const mark = (option: HaltOption) =>
    !closed && option.id === halt.recommendation.option ? " (recommended)" : "";
  return {
    kind: "table",
    head: ["option", ...options.map((option) => optionWords(option) + mark(option))],
    rows: rows.map(([question, of]) => [[{ text: question }], ...options.map((option) => [of(option)])]),
  };
}

function cell(text: string | undefined): Span {
  return isWritten(text) ? { text: phrase(text) } : open("not yet known");
}

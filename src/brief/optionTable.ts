import { optionWords } from "../assess/judgeOptions";
import { capitalised, isWritten, phrase, sentence } from "../assess/phrase";
import type { BriefBlock, Span } from "../halt/briefView";
import type { HaltOption } from "../halt/schema/halt";
import { open, type BriefContext } from "./briefContext";

/** With more options than these, each gets a row of its own: columns would not fit a page. */
const maximumColumns = 4;

const undoWords = { yes: "yes", no: "no", partly: "in part" } as const;

/** The options side by side, then those that are ruled out and why. Nothing when there are none. */
export function optionBlocks(context: BriefContext): BriefBlock[] {
  const { options, recommendation } = context.halt;
  const possible = options.filter(({ ruledOut }) => !isWritten(ruledOut));
  const blocks: BriefBlock[] = [];
  if (possible.length > 0) blocks.push(tableOf(possible, recommendation.option, context));
  if (isWritten(recommendation.why)) {
    blocks.push({
      kind: "paragraph",
      label: "Why this one",
      spans: [{ text: sentence(recommendation.why) }],
    });
  }
  const out = options.filter(({ ruledOut }) => isWritten(ruledOut));
  if (out.length > 0) {
    const spans = out.map((option) => ({
      text: sentence(`${capitalised(optionWords(option))}: ${option.ruledOut ?? ""}`),
    }));
    blocks.push({ kind: "paragraph", label: "Ruled out", spans });
  }
  return blocks;
}

type Row = readonly [question: string, cell: (option: HaltOption) => Span];

function tableOf(
  options: readonly HaltOption[],
  recommended: string | undefined,
  { audience }: BriefContext,
): BriefBlock {
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
  const head = options.map(
    (option) => optionWords(option) + (option.id === recommended ? " (recommended)" : ""),
  );
  if (options.length <= maximumColumns) {
    return {
      kind: "table",
      head: ["", ...head],
      rows: rows.map(([question, of]) => [[{ text: question }], ...options.map((option) => [of(option)])]),
    };
  }
  return {
    kind: "table",
    head: ["", ...rows.map(([question]) => question)],
    rows: options.map((option, index) => [
      [{ text: head[index] ?? "" }],
      ...rows.map(([, of]) => [of(option)]),
    ]),
  };
}

function cell(text: string | undefined): Span {
  return isWritten(text) ? { text: phrase(text) } : open("not yet known");
}

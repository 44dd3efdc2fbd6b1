import { listed } from "../assess/phrase";
import type { BriefBlock, BriefSection, Span } from "../halt/briefView";
import { open, takenOn, type BriefContext } from "./briefContext";
import { objections, type Asker, type Objection } from "./objections";

const askerWords: Readonly<Record<Asker, string>> = {
  product: "product",
  engineering: "engineering lead",
  sponsor: "sponsor",
};

/**
 * The questions of the people in the room: those that the halt answers, then in one table those that are still open,
 * with what would answer each. Once the halt is closed, only what was found is told; nothing is argued.
 */
export function questionsSection(context: BriefContext): BriefSection {
  const askers = askersIn(context);
  const asked = objections.filter(
    ({ who, lasts }) => who.some((asker) => askers.includes(asker)) && (!context.closed || lasts === true),
  );
  const heard = asked.map((objection) => ({ objection, spans: objection.answer(context) }));
  const answered = heard.flatMap(({ objection, spans }) =>
    spans === undefined ? [] : [answerBlock(objection, spans)],
  );
  const left = heard.flatMap(({ objection, spans }) => (spans === undefined ? [objection] : []));
  return {
    id: "questions",
    title: context.closed ? "What was known" : "Questions you will hear",
    blocks: context.closed ? answered : [...answered, ...stillOpen(context, left)],
  };
}

/** Those whom the brief is for; in the full one the people named, or everyone while nobody is. */
function askersIn({ audience, halt }: BriefContext): Asker[] {
  const all: Asker[] = ["product", "engineering", "sponsor"];
  if (audience === "product") return ["product"];
  if (audience === "engineering") return ["engineering"];
  if (audience === "executive") return ["sponsor"];
  const named = all.filter((asker) => halt.stakeholders.some(({ role }) => role === asker));
  return named.length === 0 ? all : named;
}

function answerBlock({ id, question, who }: Objection, spans: readonly Span[]): BriefBlock {
  const asked = who.length === 3 ? "everyone" : listed(who.map((asker) => askerWords[asker]));
  return { kind: "answer", id, question, who: asked, spans };
}

function stillOpen(context: BriefContext, left: readonly Objection[]): BriefBlock[] {
  if (left.length === 0) return [];
  const rows = left.map(({ question, opens, item }) => {
    const by = item === undefined ? "" : takenOn(context, item);
    return [[{ text: question }], [{ text: opens }], [by === "" ? open("nobody yet") : { text: by }]];
  });
  const head = ["question", "what would answer it", "who, when"];
  return [
    { kind: "paragraph", label: "Still open", spans: [] },
    { kind: "table", head, rows },
  ];
}

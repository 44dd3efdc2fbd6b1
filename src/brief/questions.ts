import { listed } from "../assess/phrase";
import type { BriefBlock, BriefSection } from "../halt/briefView";
import { evidenceTitles } from "../halt/evidence";
import { open, takenOn, type BriefContext } from "./briefContext";
import { objections, type Asker, type Objection } from "./objections";

const askerWords: Readonly<Record<Asker, string>> = {
  product: "product",
  engineering: "engineering lead",
  sponsor: "sponsor",
};

/** The questions of the people in the room: answered ones first, then those without evidence, with what would answer them. */
export function questionsSection(context: BriefContext): BriefSection {
  const askers = askersIn(context);
  const asked = objections.filter(({ who }) => who.some((asker) => askers.includes(asker)));
  const blocks = asked.map((objection) => questionBlock(context, objection));
  const isAnswered = (block: BriefBlock) => block.kind === "answer" && block.answered;
  return {
    id: "questions",
    title: "Questions you will hear",
    blocks: [...blocks.filter(isAnswered), ...blocks.filter((block) => !isAnswered(block))],
  };
}

/** Those whom the brief is for; in the full one the people named, or everyone while nobody is. */
function askersIn({ audience, halt }: BriefContext): Asker[] {
  const all: Asker[] = ["product", "engineering", "sponsor"];
  if (audience === "product") return ["product"];
  if (audience === "engineering") return ["engineering"];
  const named = all.filter((asker) => halt.stakeholders.some(({ role }) => role === asker));
  return named.length === 0 ? all : named;
}

function questionBlock(
  context: BriefContext,
  { id, question, who, answer, opens, item }: Objection,
): BriefBlock {
  const asked = who.length === 3 ? "everyone" : listed(who.map((asker) => askerWords[asker]));
  const spans = answer(context);
  if (spans !== undefined) return { kind: "answer", id, question, who: asked, answered: true, spans };
  const by = item === undefined ? "" : takenOn(context, item);
  const place = item === undefined ? opens : `${opens} (${evidenceTitles[item].toLowerCase()})`;
  const words = `Open. What would answer it: ${place}${by === "" ? "" : `; ${by}`}.`;
  return { kind: "answer", id, question, who: asked, answered: false, spans: [open(words)] };
}

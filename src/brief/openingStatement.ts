import { askWords } from "../assess/askWords";
import { hitVerb } from "../assess/hitWords";
import { usersWords } from "../assess/judgeImpact";
import { optionWords } from "../assess/judgeOptions";
import { isWritten, phrase, sentence } from "../assess/phrase";
import { recommendedOption } from "../assess/recommendedOption";
import { isDefaultPolicy } from "../assess/severityPolicy";
import { severityClaim } from "../assess/severityWords";
import { bugWords } from "../assess/targetWords";
import { countWords, cutWords } from "../assess/textLength";
import type { BriefBlock } from "../halt/briefView";
import type { Halt } from "../halt/schema/halt";
import type { BriefContext } from "./briefContext";

/** Longer than this, and it is a speech. */
const maximumWords = 59;

/** From generous to terse: how many words each text of a person may have. */
const limits = [30, 22, 16, 12, 9, 7, 5];

/** What the caller says first, in one breath; nothing once the halt is closed. */
export function openingStatement({ halt, closed, release }: BriefContext): BriefBlock[] {
  if (closed) return [];
  const statements = limits.map((limit) => statement(halt, release, limit));
  const text = statements.find((words) => countWords(words) <= maximumWords) ?? statements.at(-1) ?? "";
  return [{ kind: "paragraph", label: "To open with", spans: [{ text: cutWords(text, maximumWords) }] }];
}

function statement(halt: Halt, release: string, limit: number): string {
  const bug = bugWords(halt, (id) => cutWords(phrase(id), 3));
  return [
    "Thank you for coming at short notice.",
    `In ${cutWords(release, Math.min(limit, 8))}${bug} we found this: ${found(halt, limit)};`,
    `${hit(halt, limit)}; ${severity(halt)}.`,
    recommended(halt, limit),
  ].join(" ");
}

function found({ impact, title }: Halt, limit: number): string {
  if (isWritten(impact.functionality)) return cutWords(phrase(impact.functionality), limit);
  return isWritten(title) ? cutWords(phrase(title), limit) : "it is not written down yet";
}

function hit(halt: Halt, limit: number): string {
  const { affected, users } = halt.impact;
  const who = usersWords(users) ?? (isWritten(affected) ? cutWords(phrase(affected), limit) : undefined);
  return who === undefined ? "whom it hits is not known yet" : `it ${hitVerb(halt)} ${who}`;
}

/** Under the default policy, which no team has adopted, it is the caller's own judgement. */
function severity(halt: Halt): string {
  if (!isWritten(halt.severity.level)) return "how severe it is by the policy is not judged yet";
  const claim = cutWords(severityClaim(halt), 6);
  return isDefaultPolicy(halt.severity.policy)
    ? `in my judgement it is ${claim}`
    : `by the policy it is ${claim}`;
}

function recommended(halt: Halt, limit: number): string {
  const option = recommendedOption(halt);
  const words = option === undefined ? askWords(halt) : `We recommend: ${optionWords(option)}`;
  return sentence(cutWords(words, limit));
}

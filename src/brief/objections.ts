import type { Span } from "../halt/briefView";
import type { EvidenceId } from "../halt/evidence";
import { askWords } from "../assess/askWords";
import * as people from "./answersOnPeople";
import * as proof from "./answersOnProof";
import * as ways from "./answersOnWays";
import type { BriefContext } from "./briefContext";
import { delayRisk } from "./costOfDelay";

export type Asker = "product" | "engineering" | "sponsor";

/** A question that the meeting will raise. */
export interface Objection {
  readonly id: string;
  readonly who: readonly Asker[];
  readonly question: string;
  /** The answer first, then its evidence; undefined while the halt does not hold it. */
  readonly answer: (context: BriefContext) => Span[] | undefined;
  /** What would answer it, as part of a sentence, and the evidence item that it belongs to. */
  readonly opens: string;
  readonly item?: EvidenceId;
  /** The answer tells what was found, and stays true when the halt is closed. */
  readonly lasts?: true;
}

const everyone: readonly Asker[] = ["product", "engineering", "sponsor"];

/** In the order in which they tend to come. */
export const objections: readonly Objection[] = [
  {
    id: "exposed",
    who: ["sponsor"],
    question: "Is anyone hit right now?",
    answer: proof.exposed,
    opens: "how far the release is out",
  },
  {
    id: "need",
    who: ["sponsor"],
    question: "What do you need from me?",
    answer: (context) => [{ text: askWords(context.halt) }],
    opens: "the ask",
  },
  {
    id: "deadline",
    who: ["product"],
    question: "We are on a tight deadline. What is it?",
    answer: proof.deadline,
    opens: "what is broken, and for whom",
    item: "impact",
  },
  {
    id: "hotfix",
    who: ["engineering"],
    question: "Can we not hotfix it?",
    answer: ways.hotfix,
    opens: "how long fix and retest take",
    item: "remediation",
  },
  {
    id: "alternative",
    who: ["product"],
    question: "This moves the launch. What else is there?",
    answer: ways.alternative,
    opens: "the options side by side",
    item: "options",
  },
  {
    id: "delayRisk",
    who: ["sponsor"],
    question: "What does the delay cost us?",
    answer: delayRisk,
    opens: "the cost of holding, and that of shipping, each with its source",
    item: "options",
  },
  {
    id: "communication",
    who: ["product"],
    question: "What do we tell people?",
    answer: people.communication,
    opens: "a draft of what people are told",
    item: "communication",
  },
  {
    id: "certainty",
    who: ["engineering"],
    question: "How sure are we? It works on my machine.",
    answer: proof.certainty,
    opens: "steps that others can follow",
    item: "reproduction",
    lasts: true,
  },
  {
    id: "severity",
    who: ["sponsor", "product"],
    question: "Is it really that severe?",
    answer: proof.severity,
    opens: "the level with its clause and the facts",
    item: "severity",
    lasts: true,
  },
  {
    id: "scope",
    who: ["product"],
    question: "How many users really?",
    answer: proof.scope,
    opens: "the number of users with its source",
    item: "impact",
    lasts: true,
  },
  {
    id: "partial",
    who: ["engineering", "product"],
    question: "Can we ship part of it?",
    answer: ways.partial,
    opens: "whether a flag, a canary or a release without the change covers it",
    item: "options",
  },
  {
    id: "when",
    who: everyone,
    question: "When can we ship, and when will we know more?",
    answer: ways.when,
    opens: "the date that is promised",
    item: "remediation",
  },
  {
    id: "cause",
    who: everyone,
    question: "How did this get here?",
    answer: proof.cause,
    opens: "the change that brought it",
    lasts: true,
  },
  {
    id: "authority",
    who: ["sponsor"],
    question: "Who decides?",
    answer: people.authority,
    opens: "who decides",
    item: "stakeholders",
  },
  {
    id: "riskOwner",
    who: ["sponsor"],
    question: "Who takes the risk if we ship anyway?",
    answer: people.riskOwner,
    opens: "who takes the risk, and at which threshold it is stopped",
  },
  {
    id: "rest",
    who: ["engineering"],
    question: "What else is broken, and what was tested?",
    answer: proof.rest,
    opens: "what was tested and what was not",
    item: "failingTests",
    lasts: true,
  },
  {
    id: "commitment",
    who: ["product"],
    question: "Which date is truly fixed?",
    answer: people.commitment,
    opens: "what was promised to whom, and how firm it is",
  },
  {
    id: "duty",
    who: ["sponsor"],
    question: "Do legal, security or a regulator need to know?",
    answer: people.duty,
    opens: "whether a duty is touched, and who was told",
    item: "impact",
    lasts: true,
  },
  {
    id: "train",
    who: ["product"],
    question: "Who else waits for this release?",
    answer: ways.train,
    opens: "what the release holds since the last one",
  },
  {
    id: "fixFails",
    who: ["engineering"],
    question: "What if the fix does not hold?",
    answer: ways.fixFails,
    opens: "the fallback, and the way back",
    item: "rollback",
  },
  {
    id: "trackRecord",
    who: ["sponsor"],
    question: "How good were the last estimates?",
    answer: people.trackRecord,
    opens: "earlier estimates and how they turned out",
    lasts: true,
  },
];

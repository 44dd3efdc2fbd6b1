import type { PageCommand, PageView } from "../editor/protocol";
import type { FormField } from "./formFields";

export type SectionId = PageView["open"][number];

export interface Section {
  readonly title: string;
  readonly fields: readonly FormField[];
  readonly actions: readonly { readonly command: PageCommand; readonly label: string }[];
}

const per: FormField = {
  kind: "choice",
  at: "per",
  label: "Per",
  choices: [
    ["total", "In total"],
    ["hour", "Hour"],
    ["day", "Day"],
    ["week", "Week"],
    ["month", "Month"],
  ],
};
const currency: FormField = { kind: "text", at: "currency", label: "Currency" };
const perText: FormField = { kind: "text", at: "per", label: "Per" };
const text: FormField = { kind: "area", at: "text", label: "Text" };
const owner: FormField = { kind: "text", at: "owner", label: "Owner" };

/** What each section of the page asks for. Its list items are drawn by the section where they are more than fields. */
export const sections: Readonly<Record<SectionId, Section>> = {
  reproduction: {
    title: "Reproduction",
    actions: [
      { command: "addStepFromTerminal", label: "Add last terminal command" },
      { command: "addStepFromSelection", label: "Add editor selection" },
      { command: "addObservation", label: "Add observation" },
    ],
    fields: [
      { kind: "area", at: "reproduction.preconditions", label: "Before the first step" },
      { kind: "area", at: "reproduction.expected", label: "Expected" },
      { kind: "area", at: "reproduction.actual", label: "Actual" },
    ],
  },
  failingTests: {
    title: "Failing tests",
    actions: [{ command: "attachTests", label: "Attach failing tests" }],
    fields: [
      {
        kind: "list",
        at: "testScope.tested",
        label: "Tested",
        noun: "tested area",
        initial: { text: "" },
        fields: [text],
      },
      {
        kind: "list",
        at: "testScope.notTested",
        label: "Not tested",
        noun: "untested area",
        initial: { text: "" },
        fields: [text],
      },
    ],
  },
  impact: {
    title: "Impact",
    actions: [],
    fields: [
      { kind: "area", at: "impact.functionality", label: "What no longer works" },
      { kind: "area", at: "impact.workaround", label: "Workaround" },
      { kind: "range", at: "impact.users", label: "Users hit", more: [per] },
      {
        kind: "list",
        at: "impact.money",
        label: "Money at stake",
        noun: "amount",
        initial: {},
        fields: [
          { kind: "text", at: "what", label: "What" },
          { kind: "figure", at: "low", label: "From" },
          { kind: "figure", at: "high", label: "To" },
          currency,
          perText,
          { kind: "text", at: "source", label: "Source" },
        ],
      },
      {
        kind: "list",
        at: "impact.consequences",
        label: "Consequences in words",
        noun: "consequence",
        initial: { kind: "trust" },
        fields: [
          {
            kind: "choice",
            at: "kind",
            label: "Kind",
            choices: [
              ["trust", "Trust"],
              ["reputation", "Reputation"],
              ["duty", "Duty (legal, security, regulator)"],
              ["other", "Other"],
            ],
          },
          text,
        ],
      },
      { kind: "text", at: "impact.dutyToldTo", label: "Legal or security told" },
      { kind: "instant", at: "impact.dutyToldAt", label: "Told at" },
    ],
  },
  severity: {
    title: "Severity",
    actions: [],
    fields: [
      { kind: "area", at: "severity.facts", label: "Facts that meet the clause" },
      { kind: "area", at: "severity.lowerIf", label: "It would be lower if" },
      { kind: "text", at: "severity.judgedBy", label: "Judged by" },
    ],
  },
  rollback: {
    title: "Rollback plan",
    actions: [{ command: "chooseBase", label: "Choose base" }],
    fields: [
      { kind: "text", at: "rollback.to", label: "Back to" },
      {
        kind: "list",
        at: "rollback.steps",
        label: "Steps",
        noun: "rollback step",
        initial: { text: "" },
        ordered: true,
        fields: [
          { kind: "area", at: "text", label: "Step" },
          { kind: "text", at: "command", label: "Command" },
        ],
      },
      { kind: "range", at: "rollback.minutes", label: "Minutes in production" },
      {
        kind: "list",
        at: "rollback.pointsOfNoReturn",
        label: "Points of no return",
        noun: "point of no return",
        initial: { text: "" },
        fields: [text, { kind: "text", at: "path", label: "File" }],
      },
      { kind: "text", at: "rollback.owner", label: "Owner" },
    ],
  },
  remediation: {
    title: "Remediation",
    actions: [],
    fields: [
      { kind: "range", at: "remediation.fixHours", label: "Fix, working hours (likely to cautious)" },
      { kind: "range", at: "remediation.retestHours", label: "Retest, working hours" },
      { kind: "range", at: "remediation.deployHours", label: "Deploy, working hours" },
      {
        kind: "instant",
        at: "remediation.promisedAt",
        label: "Promised for",
        hint: "The cautious date, not the likely one.",
      },
      { kind: "area", at: "remediation.leavesOut", label: "What the estimate leaves out" },
      { kind: "text", at: "remediation.estimatedBy", label: "Estimated by" },
    ],
  },
  options: {
    title: "Options",
    actions: [],
    fields: [
      {
        kind: "list",
        at: "options",
        label: "Options, side by side",
        noun: "option",
        initial: { kind: "holdAndFix" },
        fields: [
          {
            kind: "choice",
            at: "kind",
            label: "Kind",
            choices: [
              ["shipAsIs", "Ship as it is"],
              ["killSwitch", "Kill switch"],
              ["dropAndRecut", "Drop and re-cut"],
              ["canary", "Canary"],
              ["hotfix", "Hotfix"],
              ["holdAndFix", "Hold and fix"],
              ["rollBack", "Roll back"],
              ["stopSpread", "Stop spread"],
              ["other", "Other"],
            ],
          },
          { kind: "text", at: "title", label: "In words" },
          { kind: "text", at: "exposed", label: "Exposed" },
          { kind: "text", at: "cost", label: "Cost" },
          { kind: "text", at: "timeToSafe", label: "Time to safe" },
          { kind: "text", at: "needs", label: "Needs" },
          { kind: "text", at: "risk", label: "Risk" },
          {
            kind: "choice",
            at: "reversible",
            label: "Reversible",
            choices: [
              ["yes", "Yes"],
              ["partly", "Partly"],
              ["no", "No"],
            ],
          },
          { kind: "text", at: "ruledOut", label: "Ruled out because" },
        ],
      },
      { kind: "area", at: "recommendation.ask", label: "What is asked" },
      { kind: "area", at: "recommendation.why", label: "Why" },
      { kind: "area", at: "recommendation.against", label: "The strongest argument against it" },
      { kind: "area", at: "recommendation.answer", label: "Its answer" },
      { kind: "area", at: "recommendation.shipIf", label: "Yes, ship, if" },
      {
        kind: "range",
        at: "recommendation.costOfHolding",
        label: "Cost of holding",
        more: [currency, perText],
      },
    ],
  },
  stakeholders: {
    title: "Stakeholders and meeting",
    actions: [{ command: "copyInvitation", label: "Copy invitation" }],
    fields: [
      {
        kind: "list",
        at: "stakeholders",
        label: "People",
        noun: "person",
        initial: { name: "" },
        fields: [
          { kind: "text", at: "name", label: "Name" },
          {
            kind: "choice",
            at: "role",
            label: "Role",
            choices: [
              ["product", "Product"],
              ["engineering", "Engineering"],
              ["sponsor", "Sponsor"],
              ["releaseManager", "Release manager"],
              ["support", "Support"],
              ["onCall", "On call"],
              ["codeOwner", "Code owner"],
              ["legal", "Legal"],
              ["security", "Security"],
              ["other", "Other"],
            ],
          },
          { kind: "text", at: "needs", label: "Needs to know" },
        ],
      },
      { kind: "instant", at: "meeting.at", label: "Meeting at" },
      { kind: "text", at: "meeting.place", label: "Where" },
    ],
  },
  communication: {
    title: "Communication",
    actions: [{ command: "copyAnnouncement", label: "Copy announcement" }],
    fields: [{ kind: "instant", at: "communication.nextUpdate", label: "Next update" }],
  },
  decision: {
    title: "Decision and lift",
    actions: [],
    fields: [
      { kind: "area", at: "decision.ifNobodyDecides", label: "If nobody decides in time" },
      {
        kind: "list",
        at: "liftCriteria",
        label: "Lifted when",
        noun: "criterion",
        initial: { text: "" },
        fields: [
          text,
          { kind: "tick", at: "met", label: "Met" },
          { kind: "text", at: "metBy", label: "Seen by" },
        ],
      },
      { kind: "area", at: "decision.decided", label: "Decided" },
      { kind: "text", at: "decision.decidedBy", label: "By" },
      { kind: "instant", at: "decision.decidedAt", label: "At" },
      { kind: "area", at: "decision.reason", label: "Because" },
      { kind: "instant", at: "decision.lookedAtAgain", label: "Looked at again" },
      { kind: "text", at: "decision.riskOwner", label: "If it ships: who accepts the risk" },
      { kind: "text", at: "decision.abortThreshold", label: "If it ships: abort threshold" },
      { kind: "text", at: "decision.watchedBy", label: "If it ships: who watches" },
      {
        kind: "list",
        at: "followUps",
        label: "Follow-ups",
        noun: "follow-up",
        initial: { text: "" },
        fields: [
          text,
          owner,
          { kind: "instant", at: "due", label: "Due" },
          { kind: "tick", at: "done", label: "Done" },
        ],
      },
    ],
  },
  context: {
    title: "Context",
    actions: [
      { command: "captureAgain", label: "Capture again" },
      { command: "attachFile", label: "Attach file or link" },
    ],
    fields: [
      { kind: "text", at: "bug.id", label: "Bug" },
      { kind: "text", at: "owner", label: "Owner of the halt" },
      {
        kind: "choice",
        at: "rollout.state",
        label: "Rollout",
        choices: [
          ["notStarted", "Not started"],
          ["inProgress", "In progress"],
          ["paused", "Paused"],
          ["complete", "Complete"],
        ],
      },
      { kind: "figure", at: "rollout.percent", label: "Rollout, per cent" },
      { kind: "text", at: "rollout.ring", label: "Ring" },
      { kind: "instant", at: "rollout.since", label: "Since" },
      { kind: "text", at: "cause.commit", label: "Commit that brought the bug" },
      { kind: "text", at: "cause.fixReference", label: "Its fix" },
      {
        kind: "choice",
        at: "confidentiality",
        label: "Confidentiality",
        choices: [
          ["public", "Public"],
          ["internal", "Internal"],
          ["confidential", "Confidential"],
        ],
      },
      {
        kind: "list",
        at: "commitments",
        label: "Commitments to customers",
        noun: "commitment",
        initial: { text: "" },
        fields: [
          text,
          owner,
          { kind: "instant", at: "at", label: "For" },
          {
            kind: "choice",
            at: "firmness",
            label: "How firm",
            choices: [
              ["fixed", "Fixed"],
              ["target", "Target"],
              ["wish", "Wish"],
            ],
          },
        ],
      },
    ],
  },
};

export const sectionOrder: readonly SectionId[] = [
  "reproduction",
  "failingTests",
  "impact",
  "severity",
  "rollback",
  "remediation",
  "options",
  "stakeholders",
  "communication",
  "decision",
  "context",
];

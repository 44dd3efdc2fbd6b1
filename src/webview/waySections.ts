import { currency, perText, text } from "./commonFields";
import type { Section } from "./section";

/** The sections that say what can be done. */
export const waySections = {
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
} as const satisfies Record<string, Section>;

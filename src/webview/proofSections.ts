import { per, currency, perText, text } from "./commonFields";
import type { Section } from "./section";

/** The sections that say what is wrong, and for whom. */
export const proofSections = {
  /** Its fields and actions stand among its steps. */
  reproduction: { title: "Reproduction", actions: [], fields: [] },
  failingTests: {
    title: "Failing tests",
    actions: [
      { command: "attachTests", label: "Attach failing tests" },
      { command: "runTests", label: "Run tests and attach", needsTrust: true },
      { command: "attachFromCi", label: "From CI" },
    ],
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
        inCurrency: true,
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
} as const satisfies Record<string, Section>;

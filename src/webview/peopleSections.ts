import { text, owner } from "./commonFields";
import type { Section } from "./section";

/** The sections on people, the decision and what surrounds it. */
export const peopleSections = {
  stakeholders: {
    title: "Stakeholders",
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
      { kind: "text", at: "rollout.source", label: "Where that is from" },
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
} as const satisfies Record<string, Section>;

import type { GateCase } from "../support/gateCase";
import { releases } from "./repositories";

/** Several halts, approvals, and texts that want to be more than texts. */
export const oddCases: readonly GateCase[] = [
  {
    name: "lets a release go when there is no halt",
    build: releases,
    ledgers: { private: [] },
    ask: ["--ref", "release/2.4"],
    code: 0,
    halts: [],
  },
  {
    name: "lets a release go when there is no ledger and no remote",
    build: releases,
    ask: ["--ref", "release/2.4"],
    code: 0,
    halts: [],
  },
  {
    name: "lets a release go when its halt is closed",
    build: releases,
    ledgers: { private: [{ id: "closed", mode: "closed", bad: ["bug"] }] },
    ask: ["--ref", "release/2.4"],
    code: 0,
    halts: [],
  },
  {
    name: "names each of several halts that stop it, and no other",
    build: releases,
    ledgers: {
      private: [
        { id: "a-bug", bad: ["bug"] },
        { id: "b-other", refs: ["refs/heads/release/2.3"] },
        { id: "c-name", refs: ["refs/heads/release/*"] },
        { id: "d-closed", mode: "closed" },
      ],
    },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["a-bug", "c-name"],
  },
  {
    name: "is stopped by the second halt where the fix of the first is in",
    build: releases,
    ledgers: {
      private: [
        { id: "a-bug", bad: ["bug"], fix: ["fix"] },
        { id: "b-name", refs: ["refs/heads/hotfix/*"] },
      ],
    },
    ask: ["--ref", "hotfix/2.4.1"],
    code: 1,
    halts: ["b-name"],
  },
  {
    name: "is halted when of one halt it cannot be told and another one halts",
    build: releases,
    ledgers: {
      private: [
        { id: "a-bug", bad: ["bug"] },
        { id: "b-name", refs: ["refs/heads/release/3"] },
      ],
    },
    ask: ["--ref", "release/3"],
    code: 1,
    halts: ["a-bug", "b-name"],
  },
  {
    name: "cannot tell when of one halt it cannot be told and another one asks for an approval",
    build: releases,
    ledgers: {
      private: [
        { id: "a-bug", bad: ["bug"] },
        { id: "b-name", mode: "approval", refs: ["refs/heads/release/3"] },
      ],
    },
    ask: ["--ref", "release/3"],
    code: 2,
    halts: ["a-bug", "b-name"],
  },
  {
    name: "cannot tell, whichever of the two comes first",
    build: releases,
    ledgers: {
      private: [
        { id: "a-name", mode: "approval", refs: ["refs/heads/release/3"] },
        { id: "b-bug", bad: ["bug"] },
      ],
    },
    ask: ["--ref", "release/3"],
    code: 2,
    halts: ["a-name", "b-bug"],
  },
  {
    name: "stays halted when of a later halt it cannot be told",
    build: releases,
    ledgers: {
      private: [
        { id: "a-name", refs: ["refs/heads/release/3"] },
        { id: "b-bug", bad: ["bug"] },
      ],
    },
    ask: ["--ref", "release/3"],
    code: 1,
    halts: ["a-name", "b-bug"],
  },
  {
    name: "asks for an approval",
    build: releases,
    ledgers: { private: [{ id: "approval", mode: "approval", refs: ["refs/heads/release/*"] }] },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["approval"],
  },
  {
    name: "lets the commit go that was approved",
    build: releases,
    ledgers: { private: [{ id: "approval", mode: "approval", approved: ["old", "newer"] }] },
    ask: ["--ref", "release/2.4"],
    code: 0,
    halts: [],
  },
  {
    name: "asks for an approval again after the approved commit",
    build: releases,
    ledgers: { private: [{ id: "approval", mode: "approval", approved: ["prepared"] }] },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["approval"],
  },
  {
    name: "asks for an approval before the approved commit",
    build: releases,
    ledgers: { private: [{ id: "approval", mode: "approval", approved: ["newer"] }] },
    ask: ["--tag", "v2.4.0"],
    code: 1,
    halts: ["approval"],
  },
  {
    name: "takes no approval where the halt asks for none",
    build: releases,
    ledgers: { private: [{ id: "halted", approved: ["newer"] }] },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["halted"],
  },
  {
    name: "keeps texts texts that look like commands of a shell, a terminal or a pipeline",
    build: releases,
    ledgers: {
      private: [
        {
          id: "texts",
          title: "::error::$(touch pwned) `touch pwned` %s ##vso[task.complete] \\n é",
          why: "##[error]* ? [a-z] ~ 'single' \"double\" \\",
          by: "::add-mask::Ana; exit 0",
          lifts: "end",
        },
      ],
    },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["texts"],
  },
  {
    name: "tells ids apart of which one is the start of another",
    build: releases,
    ledgers: {
      private: [
        { id: "kettle" },
        { id: "kettle-2", mode: "closed" },
        { id: "kettle.json", refs: ["refs/tags/x"] },
      ],
    },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["kettle"],
  },
  {
    name: "reads a ledger of many halts",
    build: releases,
    ledgers: {
      private: Array.from({ length: 300 }, (_, index) => ({
        id: `2026-${String(index).padStart(3, "0")}`,
        mode: index === 150 ? ("halted" as const) : ("closed" as const),
      })),
    },
    ask: ["--ref", "release/2.4"],
    code: 1,
    halts: ["2026-150"],
  },
];

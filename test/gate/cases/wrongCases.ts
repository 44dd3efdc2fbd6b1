import type { GateCase } from "../support/gateCase";
import { oddNames, trunk } from "./repositories";

/** Questions that have no answer, whatever is halted. */
export const wrongCases: readonly GateCase[] = [
  {
    name: "cannot tell of an empty ref, as an unset variable of a pipeline gives it",
    build: trunk,
    ledgers: { private: [] },
    ask: ["--ref", ""],
    code: 2,
    halts: [],
  },
  {
    name: "cannot tell of an empty tag, as an unset variable gives it behind refs/tags/",
    build: trunk,
    ledgers: { private: [] },
    ask: ["--tag", "refs/tags/"],
    code: 2,
    halts: [],
  },
  ...["--ref", "--tag", "--commit", "--component", "--environment"].map((option): GateCase => ({
    name: `cannot tell where an unset variable makes the next option the value of ${option}`,
    build: trunk,
    ledgers: { private: [] },
    ask: [option, "--offline"],
    code: 2,
    halts: [],
  })),
  {
    name: "cannot tell when it is asked in a way that it does not know",
    build: trunk,
    ledgers: { private: [] },
    ask: ["--tags", "v1.0.0"],
    code: 2,
    halts: [],
  },
  {
    name: "cannot tell of a name that git allows no ref to have",
    build: trunk,
    ledgers: { private: [] },
    ask: ["--tag", "v1.2.0~1"],
    code: 2,
    halts: [],
  },
  ...[".v1", "release/.1", "release.lock/1", "v1.lock"].map((ref): GateCase => ({
    name: `cannot tell of ${ref}, a name that git allows no ref to have`,
    build: trunk,
    ledgers: { private: [] },
    ask: ["--ref", ref],
    code: 2,
    halts: [],
  })),
  ...[["--tag=-v1"], ["--ref=-v1"], ["--commit=-v1"]].map((ask): GateCase => ({
    name: `takes what looks like an option for no name of anything: ${ask[0]}`,
    build: oddNames,
    ledgers: { private: [] },
    ask,
    code: 2,
    halts: [],
  })),
];

import assert from "node:assert/strict";
import { answerTo, briefOf } from "../support/briefText";
import { completeInput, emptyInput } from "../support/halts";

describe("An answer", () => {
  const hotfix = (option: object, recommended: string) =>
    answerTo(
      briefOf({
        ...completeInput,
        options: [
          ...(completeInput.options ?? []).slice(0, 3),
          { id: "option-4", kind: "hotfix", timeToSafe: "today 20:00", exposed: "nobody", ...option },
        ],
        recommendation: { ...completeInput.recommendation, option: recommended },
      }),
      "Can we not hotfix it?",
    );

  it("on the hotfix says yes, possible or no, as the options are", () => {
    assert.match(
      hotfix({}, "option-4"),
      /^Yes, it is the recommendation: safe by: today 20:00, nobody stays exposed\. It leaves out: the refund retest/,
    );
    assert.match(
      hotfix({}, "option-2"),
      /^It is possible: .* We recommend another way: switch the retry off and ship tomorrow\. .* 8 to 14 working hours; the promised date is Fri 4 Dec 16:00/,
    );
    assert.match(
      hotfix({ ruledOut: "it skips the retest" }, "option-2"),
      /^It was weighed and ruled out: it skips/,
    );
  });

  it("says what it does not hold", () => {
    const text = briefOf({
      ...completeInput,
      decision: { decider: "head of product", riskOwner: "head of product" },
      testScope: {},
      communication: { drafts: [{ id: "d", kind: "internalStatus" }] },
    });
    assert.match(
      answerTo(text, "Who decides?"),
      /What happens if nobody decides in time is not written down/,
    );
    assert.match(
      answerTo(text, "Who takes the risk if we ship anyway?"),
      /threshold .* not written down yet.*Who watches/,
    );
    assert.match(
      answerTo(text, "What else is broken, and what was tested?"),
      /What was tested, and what was not, is not written down/,
    );
    assert.match(answerTo(text, "What do we tell people?"), /readers, sender and time not set yet/);
  });

  it("on the train names other changes and the owners of the code", () => {
    const commits = ["a", "b"].map((name) => ({ commit: name.repeat(40), subject: `Change ${name}` }));
    const facts = completeInput.facts && { ...completeInput.facts, commitList: commits };
    const text = briefOf({ ...completeInput, ...(facts && { facts }) });
    assert.match(
      answerTo(text, "Who else waits for this release?"),
      /"Change a", "Change b", and 46 more.*Who waits for this release is not written down/,
    );
  });

  it("is in one table with what would give it while it is open", () => {
    const open = briefOf(emptyInput).split("**Still open.**")[1] ?? "";
    assert.match(
      open,
      /\| How many users really\? \| the number of users with its source \| \*nobody yet\* \|/,
    );
  });
});

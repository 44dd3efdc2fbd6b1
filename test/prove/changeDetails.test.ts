import assert from "node:assert/strict";
import { pullRequestOf } from "../../src/prove/changeDetails";

const messages = [
  ["Merge pull request #123 from shop/till\n\nRound the total", "123"],
  ["Round the total (#45)", "45"],
  ["Round the total (#45)\n\nCloses #7", "45"],
  ["Merge branch 'till' into 'main'\n\nRound\n\nSee merge request shop/web/till!12", "12"],
  ["Merged PR 8: Round the total", "8"],
  ["Merged in till (pull request #9)", "9"],
  ["Round the total\n\nCloses #7", undefined],
  ["Round (#7) the total", undefined],
  ["", undefined],
] as const;

describe("The pull request of a change", () => {
  for (const [message, number] of messages) {
    it(`is ${number ?? "not known"} by "${message.replaceAll("\n", " ")}"`, () => {
      assert.equal(pullRequestOf(message), number);
    });
  }
});

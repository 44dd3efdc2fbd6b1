import type { PlannedCommit } from "./history";

/** Twelve commits; a branch with the change in its middle is merged as the ninth. */
export const roundedShop: readonly PlannedCommit[] = [
  { name: "0", files: { "total.sh": "echo 3\n" } },
  ...["1", "2", "3", "4"].map((name, index) => ({ name, parents: [String(index)], files: { n: name } })),
  { name: "side", parents: ["4"], files: { "side.txt": "side" } },
  {
    name: "change",
    message: "Round the total\n\nAs the till does.",
    parents: ["side"],
    files: { "total.sh": "echo 4\n", "till/round.txt": "up" },
  },
  { name: "after", parents: ["change"], files: { "side.txt": "after" } },
  { name: "5", parents: ["4"], files: { n: "5" } },
  {
    name: "merge",
    message: "Merge pull request #77 from shop/rounding\n\nRound",
    parents: ["5", "after"],
    files: {},
  },
  { name: "6", message: "Sell more (#78)", parents: ["merge"], files: { n: "6" } },
];

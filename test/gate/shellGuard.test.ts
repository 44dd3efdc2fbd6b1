import assert from "node:assert/strict";
import { hookShop } from "./support/hookShop";

describe("The gate in sh guarding a command", () => {
  const { repository, halt, guard } = hookShop();

  it("answers quickly", async () => {
    await halt({ id: "twice", bad: [repository.ids.bug ?? ""], fix: [repository.ids.fix ?? ""] });
    await guard(["--ref", "release/2.4"]);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const start = performance.now();
      assert.equal((await guard(["--ref", "release/2.4"])).code, 1);
      times.push(performance.now() - start);
    }
    assert.ok(Math.min(...times) < 300, `${times.join(" ")} ms`);
  });
});

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hookShop, run, script, type Ran } from "./support/hookShop";

describe("The gate in sh with settings that a person changed", () => {
  const { folder, repository, halt } = hookShop();

  async function check(name: string, value: string, ...more: readonly string[]): Promise<Ran> {
    const text = await readFile(script, "utf8");
    const changed = text.replace(new RegExp(`^${name}='.*'$`, "m"), `${name}='${value}'`);
    assert.notEqual(changed, text);
    const file = join(folder(), "gate.sh");
    await writeFile(file, changed);
    return run(repository.folder, ["sh", file, "check", "--tag", "v4.0.0", ...more]);
  }

  it("goes by no copy, however old, where the age that it may have is no number", async () => {
    await halt();
    for (const age of ["1h", "", "-1", "1e9", "09"]) {
      const asked = await check("max_age", age);
      assert.equal(asked.code, 0, asked.out + asked.err);
      assert.match(asked.err, /max_age in the settings of this gate is no whole number of seconds/);
      const { code, out } = await check("max_age", age, "--offline");
      assert.equal(code, 2, out);
      assert.match(out, /no copy here is young enough/);
    }
    const given = await check("max_age", "1h", "--max-age", "60", "--offline");
    assert.equal(given.code, 0, given.out);
    assert.equal(given.err, "");
  });

  it("expects a ledger unless it is told that there is none", async () => {
    assert.equal((await check("max_age", "60")).code, 0);
    for (const yes of ["true", "Yes", "1"]) assert.equal((await check("expected", yes)).code, 2, yes);
  });
});

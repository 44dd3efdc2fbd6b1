import assert from "node:assert/strict";
import { gateForms } from "./support/forms";
import { hookShop, run } from "./support/hookShop";

for (const [form, program] of gateForms()) {
  describe(`The gate in ${form}, asked in a way that it does not know`, () => {
    const { repository } = hookShop();

    for (const age of ["", " ", "0x10", "-1", "1e9", "+5", "010", "1.5", "soon", "100000000000"]) {
      it(`takes "${age}" for no number of seconds`, async () => {
        const asked = [...program(), "check", "--offline", "--max-age", age];
        const { code, out, err } = await run(repository.folder, asked);
        assert.equal(code, 2);
        assert.equal(out, "");
        assert.match(err, /--max-age (needs a value|needs a number|is a whole number)/);
      });
    }

    it("takes zero and eleven digits for numbers of seconds", async () => {
      for (const age of ["0", "99999999999"]) {
        const asked = [...program(), "check", "--offline", "--max-age", age];
        assert.match((await run(repository.folder, asked)).out, /not (fetched|reached)/);
      }
    });
  });
}

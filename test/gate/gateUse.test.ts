import assert from "node:assert/strict";
import { commandLine } from "../support/commandLine";
import { gateForms } from "./support/forms";
import { breakGlass, hookShop, run, type Ran } from "./support/hookShop";

const commands = ["check", "guard"];

for (const [form, program] of gateForms(commandLine())) {
  describe(`The gate in ${form}, asked in a way that it does not know`, () => {
    const { repository } = hookShop();

    async function ask(args: readonly string[]): Promise<Ran> {
      return run(repository.folder, [...program(), ...args], breakGlass);
    }

    for (const command of commands) {
      for (const [what, args, words] of [
        ["an argument without an option", ["v1.0.0"], /argument/],
        ["an option that is none", ["--tags", "v1.0.0"], /not known|does not know|Unknown option/],
        [
          "a value of an option without one",
          ["--offline=yes"],
          /not known|does not know|does not take an argument/,
        ],
        ["an option without its value", ["--tag"], /--tag/],
        ["no ref", ["--ref", ""], /--ref needs a value/],
        ["no tag", ["--tag="], /--tag needs a value/],
        ["no commit", ["--commit", ""], /--commit needs a value/],
        ["no component", ["--component", ""], /--component needs a value/],
        ["no environment", ["--environment", ""], /--environment needs a value/],
        ["a ref and a tag", ["--ref", "main", "--tag", "v1.0.0"], /--ref or --tag, not both/],
      ] as const) {
        it(`ends ${command} with 2 and nothing but a message for ${what}, whoever breaks the glass`, async () => {
          const { code, out, err } = await ask([command, "--offline", ...args]);
          assert.equal(code, 2);
          assert.equal(out, "");
          assert.match(err, words);
        });
      }

      for (const age of ["", " ", "0x10", "-1", "1e9", "+5", "010", "1.5", "soon", "100000000000"]) {
        it(`takes "${age}" for no number of seconds in ${command}`, async () => {
          const { code, out, err } = await ask([command, "--offline", "--max-age", age]);
          assert.equal(code, 2);
          assert.equal(out, "");
          assert.match(err, /--max-age (needs a value|needs a number|is a whole number)/);
        });
      }

      it(`takes zero and eleven digits for numbers of seconds in ${command}`, async () => {
        for (const age of ["0", "99999999999"]) {
          const { out, err } = await ask([command, "--offline", "--max-age", age]);
          assert.match(out + err, /not (fetched|reached)/);
        }
      });
    }
  });
}

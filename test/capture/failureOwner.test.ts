import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FailureOwners } from "../../src/capture/failureOwner";
import { temporaryFolder } from "../support/temporary";

describe("The place in the repository that a failure leads to", () => {
  const folder = temporaryFolder();

  async function owner(
    file: string,
    failure: { suite?: string; file?: string; line?: number; detail?: string },
  ) {
    const path = join(folder(), file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, "");
    return new FailureOwners(folder()).of({ suite: "", message: "", detail: "", ...failure });
  }

  const stacks: Readonly<Record<string, readonly [file: string, detail: string, line: number]>> = {
    "Node.js": [
      "test/kettle.js",
      "Error: hiss\n    at run (node:internal/process/task_queues:95:5)\n    at Object.toBe (/home/runner/work/shop/shop/node_modules/chai/index.js:3:1)\n    at Object.toBe (/home/runner/work/shop/shop/test/kettle.js:5:55)",
      5,
    ],
    "an ES module": ["src/total.mjs", "    at file:///build/shop/src/total.mjs:12:3", 12],
    Python: [
      "tests/test_cart.py",
      'File "/usr/lib/python3/site-packages/pluggy/x.py", line 1\n  File "/ci/shop/tests/test_cart.py", line 7, in test_pays',
      7,
    ],
    "the JVM": [
      "src/test/java/shop/cart/CardTest.java",
      "at org.junit.Assert.fail(Assert.java:89)\n\tat shop.cart.CardTest.pays(CardTest.java:40)",
      40,
    ],
    ".NET": [
      "Shop.Tests/CartTests.cs",
      "   at Shop.Tests.CartTests.Pays() in C:\\build\\Shop.Tests\\CartTests.cs:line 21",
      21,
    ],
    Rust: ["src/cart.rs", "thread 'pays' panicked at src/cart.rs:14:9:", 14],
    PHP: ["tests/CartTest.php", "Failed asserting that 2 matches 1.\n/ci/shop/tests/CartTest.php:19", 19],
  };
  for (const [name, [file, detail, line]] of Object.entries(stacks)) {
    it(`is found in a stack of ${name}, wherever it ran`, async () => {
      assert.deepEqual(await owner(file, { detail }), { path: file, line });
    });
  }

  it("is what the report names, where that is in the repository", async () => {
    const named = { file: "/ci/shop/a.rb", line: 3, detail: "b.rb:9" };
    assert.deepEqual(await owner("a.rb", named), { path: "a.rb", line: 3 });
  });

  it("is in the folder of the package where only a name is told, as by Go", async () => {
    const named = { suite: "shop.example/cart", file: "cart_test.go", line: 12 };
    assert.deepEqual(await owner("cart/cart_test.go", named), { path: "cart/cart_test.go", line: 12 });
  });

  it("is none where nothing of it is in the repository, or a path leads out of it", async () => {
    const detail = "at x (/ci/other.js:1:1)\nat y (../../etc/passwd.txt:1)\nat z (node_modules/a.js:1)";
    assert.equal(await owner("node_modules/a.js", { detail }), undefined);
  });
});

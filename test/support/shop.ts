import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { makeRepository, type Repository } from "./repository";

const total = (rounding: string): string => `/** The amount to charge, in cents. */
export function total(items) {
  const sum = items.reduce((cents, { price, count }) => cents + price * count, 0);
  return ${rounding};
}
`;

const tests = `import assert from "node:assert/strict";
import { test } from "node:test";
import { total } from "../src/total.js";

test("charges two kettles once", () => {
  assert.equal(total([{ price: 4995, count: 2 }]), 9990);
});

test("charges nothing for an empty cart", () => {
  assert.equal(total([]), 0);
});
`;

/**
 * The kettle shop, an invented project with a real history: released as v2.3.1, three commits later on `release/2.4.0`,
 * one of which charges twice. Its real test run, by Node's own runner, lies in `reports/junit.xml`.
 */
export async function makeShop(folder: string): Promise<Repository> {
  await mkdir(folder, { recursive: true });
  const shop = await makeRepository(folder);
  const version = (number: string): string =>
    `${JSON.stringify({ name: "kettle-shop", version: number, type: "module", private: true }, undefined, 2)}\n`;
  await shop.commit("Sell kettles", {
    "package.json": version("2.3.1"),
    ".gitignore": "reports/\n",
    CODEOWNERS: "/src/ @kettle-payments\n",
    "src/total.js": total("sum"),
    "test/total.test.js": tests,
  });
  await shop.git("tag", "v2.3.1");
  await shop.git("switch", "-q", "-c", "release/2.4.0");
  await shop.commit("Greet returning customers", {
    "src/greeting.js": 'export const greeting = "Welcome back";\n',
  });
  await shop.commit("Retry a slow payment", { "src/total.js": total("sum * 2") });
  await shop.commit("Prepare 2.4.0", { "package.json": version("2.4.0") });
  const origin = join(folder, "..", "origin.git");
  await shop.git("clone", "-q", "--bare", folder, origin);
  await shop.git("remote", "add", "origin", origin);
  await shop.git("push", "-q", "-u", "origin", "release/2.4.0");
  const address = "https://github.com/kettle-example/shop.git";
  await shop.git("remote", "set-url", "origin", address);
  // What is shown is the address; what is asked is the repository beside.
  await shop.git("config", `url.${origin}.insteadOf`, address);
  if (await runShopTests(folder)) throw new Error("The shop's test was expected to fail.");
  return shop;
}

/** Runs the shop's tests by Node's own runner, whose results go to `reports/junit.xml`. Answers whether all passed. */
export async function runShopTests(folder: string): Promise<boolean> {
  await mkdir(join(folder, "reports"), { recursive: true });
  const args = ["--test", "--test-reporter=junit", "--test-reporter-destination=reports/junit.xml", "test/"];
  // Within another run of Node's test runner or of the editor, Node would take these for its own.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env }, (error) => {
      resolve(error === null);
    });
  });
}

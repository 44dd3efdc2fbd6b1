import assert from "node:assert/strict";

/**
 * Leaves a test out where this machine lacks what it needs. In CI it would be left out for ever and nobody would see it, so
 * there it fails and says what to install.
 * @param install a sentence
 * @param inCi whether CI can have it
 */
export function needs(test: Mocha.Context, there: boolean, install: string, inCi = true): asserts there {
  if (there) return;
  if (inCi && (process.env.CI ?? "") !== "") assert.fail(install);
  test.skip();
}

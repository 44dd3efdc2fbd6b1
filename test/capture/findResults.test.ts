import assert from "node:assert/strict";
import { groupResultFiles } from "../../src/capture/findResults";

describe("Result files that lie side by side", () => {
  it("are offered as those of one run where a runner wrote one for each class, test or shard", () => {
    const groups = groupResultFiles([
      "/shop/target/surefire-reports/TEST-shop.CartTest.xml",
      "/shop/target/surefire-reports/TEST-shop.CardTest.xml",
      "/shop/allure-results/0ff1-result.json",
      "/shop/allure-results/1ae2-result.json",
      "/shop/reports/junit-1.xml",
      "/shop/reports/junit-2.xml",
      "/shop/reports/jest.json",
      "/shop/other/TEST-shop.OnlyTest.xml",
    ]);
    assert.deepEqual(
      groups.map(({ path, files }) => [path, files.length]),
      [
        ["/shop/target/surefire-reports/TEST-*.xml", 2],
        ["/shop/allure-results", 2],
        ["/shop/reports/junit-*.xml", 2],
        ["/shop/reports/jest.json", 1],
        ["/shop/other/TEST-shop.OnlyTest.xml", 1],
      ],
    );
  });
});

import assert from "node:assert/strict";
import { locationAt, placeInText } from "../../src/capture/codeLocation";
import { cutText } from "../../src/capture/cutText";
import { redact } from "../../src/capture/redaction/redact";
import { terminalText } from "../../src/capture/terminalText";

describe("The text of a terminal", () => {
  it("comes without colours, titles and cursor moves, as it looked on the screen", () => {
    const raw =
      "\u001b]0;title\u0007\u001b[1;31mFAIL\u001b[0m cart\r\n10%\r50%\r100%\nabc\b\bX\u001b[K\n\u001b]633;D;1\u0007";
    assert.equal(terminalText(raw).trimEnd(), "FAIL cart\n100%\naX");
  });

  it("comes without the mark by which zsh ends what has no line feed", () => {
    const mark = `\u001b[1m\u001b[7m%\u001b[27m\u001b[1m\u001b[0m${" ".repeat(119)}\r \r`;
    assert.equal(terminalText(`total 19980${mark}`), "total 19980");
    assert.equal(terminalText(`total 19980\r\n${mark}`), "total 19980\n");
  });

  it("is read in a time that grows with its length, whatever it holds", () => {
    for (const [piece, shown] of [
      ["\u001b[", ""],
      ["\u001b]0;", ""],
      ["\r", ""],
      ["\b", ""],
      // An escape takes the letter after it.
      ["a\u001b", "a"],
    ] as const) {
      assert.equal(terminalText(piece.repeat(100_000)), shown, JSON.stringify(piece));
    }
  });
});

describe("A long text", () => {
  it("is cut with a mark, never within a character", () => {
    const cut = cutText("🚢".repeat(1000), 101);
    assert.ok(Buffer.byteLength(cut) < 250);
    assert.equal(Buffer.from(cut).toString(), cut);
    assert.notEqual(cut, "🚢".repeat(1000));
    assert.equal(cutText("short", 100), "short");
  });
});

describe("A place in the code", () => {
  const before = ["function a() {", "  return 1;", "}", "", "function b() {", "  return 1;", "}"].join("\n");

  it("is found again after lines were added, moved and changed around it", () => {
    const location = locationAt(before, { path: "src/a.ts", line: 6 });
    assert.equal(location.text, "  return 1;");
    assert.deepEqual(placeInText(before, location), { kind: "found", line: 6 });
    assert.deepEqual(placeInText(`// new\n// new\n${before}`, location), { kind: "found", line: 8 });
    const swapped = ["function b() {", "  return 1;", "}", "", "function a() {", "  return 1;", "}"].join(
      "\n",
    );
    assert.deepEqual(placeInText(swapped, location), { kind: "found", line: 2 });
  });

  it("is not found where its line is gone", () => {
    const location = locationAt(before, { path: "src/a.ts", line: 6 });
    assert.deepEqual(placeInText("nothing\nof it", location), { kind: "gone" });
  });
});

describe("Taking secrets out", () => {
  // Put together here, so that no scanner takes this file for a leak.
  const secrets = {
    pem: ["-----BEGIN RSA PRIVATE KEY-----", "MIIEowIBAAKCAQEA7", "-----END RSA PRIVATE KEY-----"].join("\n"),
    jwt: [
      "eyJhbGciOiJIUzI1NiJ9",
      "eyJzdWIiOiIxMjM0NTY3ODkwIn0",
      "dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    ].join("."),
    bearer: "Authorization: Bearer " + "abcdef0123456789abcdef",
    basic: "authorization: Basic " + "YW5hOnMzY3JldA==",
    url: "https://ana:" + "s3cretpass" + "@git.example/x",
    cookie: "Set-Cookie: session=" + "0123456789abcdef0123",
    github: "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345",
    aws: "AKIA" + "IOSFODNN7EXAMPLE",
    curl: "curl -sS -u admin:" + "Passw0rd1234 https://shop.example",
    option: "--password " + "Sup3rSecret99",
    quoted: '"password": "' + "p@ss,w0rd;99" + '"',
    variable: "DB_PASSWORD: " + "correcthorsebatterystaple",
    shell: "PGPASSWORD=" + "abcdefghij",
    compared: 'if (env.DB_PASSWORD === "' + 'correcthorsebatterystaple")',
    unequal: "assert api_key != '" + "abcd1234efgh'",
    "put by Go": 'apiKey := "' + 'abcd1234efgh"',
    "put by Ruby": '"password" => "' + 'p@ss,w0rd;99"',
    folded: "Cookie:\n  sid=" + "0123456789abcdef0123",
    user: "https://" + "abcdef123@git.example/x",
    signed: "https://store.example/a?X-Amz-Signature=" + "0123456789abcdef0123",
    ocean: "dop_v1_" + "0123456789abcdef".repeat(4),
    "end of a key": "MIIEowIBAAKCAQEA7abc\nMIIEowIBAAKCAQEA7abc\n-----END " + "RSA PRIVATE KEY-----",
  };

  for (const [kind, secret] of Object.entries(secrets)) {
    it(`finds ${kind}, counts it, and finds nothing more the second time`, async () => {
      const { text, found } = await redact(`before ${secret}\nafter`);
      assert.ok(!text.includes(secret), text);
      assert.match(text, /\[redacted: /);
      assert.match(text, /^before /);
      assert.match(text, /after$/);
      assert.equal(
        Object.values(found).reduce((sum, count) => sum + count, 0),
        1,
        JSON.stringify(found),
      );
      assert.deepEqual(await redact(text), { text, found: {} });
    });
  }

  it("leaves an ordinary failure as it is", async () => {
    const text =
      "AssertionError: expected 9990, got 19980\n    at total (src/total.js:4:9)\ncommit 9f3c1ab4e2d05f6a7b8c9d0e1f2a3b4c5d6e7f80";
    assert.deepEqual(await redact(text), { text, found: {} });
  });

  it("is not switched off by a comment in the text", async () => {
    const token = "glpat-" + "0123456789abcdefghij";
    const { text } = await redact(
      `// secretlint-disable\nSG.a1b2c3d4e5f6g7h8i9j0k1.${"a".repeat(43)}\n${token}`,
    );
    assert.match(text, /\[redacted: .*\n\[redacted: /);
  });

  it("leaves gaps to be filled in and words as they are", async () => {
    const text =
      'DB_PASSWORD=$DB_PASSWORD\n--token <token>\npassword: undefined\n"secret": null\nAPI_TOKEN=${{ secrets.API }}\nexpected token: identifier\nAPI_TOKEN === other.token1\ntoken := issueToken2(42)';
    assert.deepEqual(await redact(text), { text, found: {} });
  });

  it("ends on a long hostile text, and finds what comes after it", async () => {
    for (const piece of [
      "-----BEGIN ",
      "eyJ",
      "https://a:",
      "a".repeat(40),
      "curl -",
      "abcdefghijklmnop\n",
      "--",
      "Authorization: Bearer a",
      "A_TOKEN=",
    ]) {
      const hostile = piece.repeat(5000);
      const { text } = await redact(`${hostile}\n${secrets.github}`);
      const kept = /^(?:Auth|A_)/.test(piece) ? piece : hostile;
      assert.ok(text.startsWith(kept.slice(0, -1)), piece);
      assert.match(text.slice(-40), /\n\[redacted: [^\]\n]+\]$/, piece);
    }
  });
});

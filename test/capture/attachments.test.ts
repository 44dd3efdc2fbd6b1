import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeAttachment } from "../../src/capture/addAttachment";
import { bringCopies, readPictures } from "../../src/capture/attachmentFile";
import { haltSchema, type Attachment, type Halt } from "../../src/halt/schema/halt";
import { shortInput } from "../support/halts";
import { temporaryFolder } from "../support/temporary";

const now = "2026-11-30T14:00:00+01:00";
/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("An attachment", () => {
  const folder = temporaryFolder();
  let top = "";
  let haltFolder = "";

  beforeEach(async () => {
    top = join(folder(), "kettle shop");
    haltFolder = join(top, ".git", "release-halt");
    await mkdir(haltFolder, { recursive: true });
  });

  async function attach(source: string): Promise<Attachment> {
    const described = await describeAttachment(source, { top, haltFolder, now });
    assert.ok(described.ok, source);
    return described.attachment;
  }

  function haltWith(...attachments: readonly Partial<Attachment>[]): Halt {
    return haltSchema.parse({
      ...shortInput,
      attachments: attachments.map((one, index) => ({ id: `a${index}`, kind: "screenshot", ...one })),
    });
  }

  it("of the repository is known by its path, and shown in a brief as long as it is the same picture", async () => {
    await writeFile(join(top, "till.png"), pixel);
    const attachment = await attach(join(top, "till.png"));
    assert.equal(attachment.path, "till.png");
    assert.equal(attachment.copy, undefined);
    const halt = haltWith(attachment);
    const { images, problems } = await readPictures(halt, { top, haltFolder });
    assert.equal(images[attachment.id], `data:image/png;base64,${pixel.toString("base64")}`);
    assert.deepEqual(problems, []);
    await writeFile(join(top, "till.png"), Buffer.concat([pixel, pixel]));
    const changed = await readPictures(halt, { top, haltFolder });
    assert.deepEqual(changed.images, {});
    assert.match(changed.problems[0] ?? "", /till\.png: the picture has changed/);
  });

  it("from elsewhere is copied beside the halt, so that it is still there when the desktop was tidied up", async () => {
    const desktop = join(folder(), "Bild vom Fehler.PNG");
    await writeFile(desktop, pixel);
    const attachment = await attach(desktop);
    assert.equal(attachment.path, "Bild vom Fehler.PNG");
    await rm(desktop);
    const { images } = await readPictures(haltWith(attachment), { top, haltFolder });
    assert.match(images[attachment.id] ?? "", /^data:image\/png/);
  });

  it("goes along when the halt is shared", async () => {
    await writeFile(join(folder(), "shot.png"), pixel);
    const halt = haltWith(await attach(join(folder(), "shot.png")), { copy: "gone.png" });
    const shared = join(top, ".release-halt");
    const problems = await bringCopies(halt, haltFolder, shared);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /gone\.png is no longer there/);
    assert.deepEqual(await readFile(join(shared, "attachments", halt.attachments[0]?.copy ?? "")), pixel);
  });

  it("never leads out of the repository, whatever a halt of somebody else names", async () => {
    const secret = join(folder(), "secret.png");
    await writeFile(secret, pixel);
    await symlink(secret, join(top, "link.png"));
    await mkdir(join(haltFolder, "attachments"));
    await symlink(secret, join(haltFolder, "attachments", "link.png"));
    const halt = haltWith(
      { path: "../secret.png" },
      { path: secret },
      { path: "link.png" },
      { copy: "link.png" },
      { path: "nul\0.png" },
    );
    const { images, problems } = await readPictures(halt, { top, haltFolder });
    assert.deepEqual(images, {});
    assert.equal(problems.length, 5);
    const outside = haltSchema.safeParse({
      ...shortInput,
      attachments: [{ id: "a", kind: "screenshot", copy: "../secret.png" }],
    });
    assert.equal(outside.success, false);
  });

  it("is a picture by its bytes, not by its name", async () => {
    await writeFile(join(top, "notes.png"), "not a picture");
    await writeFile(join(top, "drawing.svg"), "<svg/>");
    const halt = haltWith({ path: "notes.png" }, { path: "drawing.svg" });
    const { images, problems } = await readPictures(halt, { top, haltFolder });
    assert.deepEqual(images, {});
    assert.match(problems.join("\n"), /notes\.png: only PNG.*\n.*drawing\.svg: only PNG/);
  });

  it("as a link is a web address without a password in it", async () => {
    const { url } = await attach("https://ana:geheim@tracker.example/T-1?tab=2");
    assert.equal(url, "https://tracker.example/T-1?tab=2");
    const refused = await describeAttachment("javascript://alert", { top, haltFolder, now });
    assert.ok(!refused.ok);
    assert.match(refused.message, /no web address.*Nothing was attached/);
  });
});

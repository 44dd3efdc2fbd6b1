import assert from "node:assert/strict";
import { join } from "node:path";
import { makeShop } from "../support/shop";
import { Editor, type EditorWindow } from "./support/editor";
import { walkShortPath } from "./mainJob";

describe("The short path", () => {
  let editor: Editor;
  let window: EditorWindow;

  before(async () => {
    editor = await Editor.start();
    const shop = await makeShop(join(editor.folder, "kettle shop"));
    window = await editor.open(shop.folder);
  });

  after(async () => {
    await editor.stop();
  });

  it("leads from the palette to a brief on the clipboard in at most twelve interactions", async () => {
    const { brief, interactions } = await walkShortPath(window);
    await window.screenshot("short-path-light");
    assert.match(brief, /charges twice when a payment is retried/);
    assert.match(brief, /customers whose card payment is slow/);
    assert.match(brief, /Ruth Sample/);
    assert.match(brief, /v2\.3\.1/);
    assert.ok(interactions <= 12, `${interactions} interactions`);
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import type { HaltTerms } from "../../src/halt/ledgerRecord";
import type { LedgerState } from "../../src/halt/ledgerState";
import { makeShop } from "../support/shop";
import { now, TeamMate } from "../support/teamMate";
import { Editor, until, type EditorWindow } from "./support/editor";

describe("A colleague's halt", () => {
  let editor: Editor;
  let window: EditorWindow;
  let ben: TeamMate;
  let id = "";

  before(async () => {
    editor = await Editor.start();
    const shop = await makeShop(join(editor.folder, "kettle shop"));
    ben = await TeamMate.of(
      join(editor.folder, "origin.git"),
      editor.folder,
      "Ben",
      "--branch=release/2.4.0",
    );
    window = await editor.open(shop.folder);
  });

  after(async () => {
    await editor.stop();
  });

  async function exchange(): Promise<void> {
    await window.palette("Send and Fetch Halts Now");
  }

  const news = (text: string) => window.notifications.filter({ hasText: text });

  /** Messages that were read lie over the next ones. */
  async function clear(): Promise<void> {
    await window.palette("Notifications: Clear All Notifications");
    await until("no message is shown", async () => (await window.notifications.count()) === 0);
  }

  async function seenByBen(): Promise<LedgerState | undefined> {
    await ben.ledger.sync({ fetchOnly: true });
    return (await ben.ledger.find(id))?.state;
  }

  it("is told once, stops the release in the status bar, and is shown without its file", async () => {
    id = await ben.haltAll("The shop takes every order twice");
    await exchange();
    await news("Ben halted a release: The shop takes every order twice").waitFor();
    await window.status("Halted: The shop takes every order");
    await window.screenshot("colleague-halted");
    await window.click(news("Ben halted a release").getByRole("button", { name: "Show" }));
    await window.tab("the-shop-takes-every-order").waitFor();
    await window.page.getByText("Placed by Ben").first().waitFor();
    await window.screenshot("colleague-record");
    await clear();
    await exchange();
    await news("The halts are as origin has them").waitFor();
    assert.equal(await news("Ben halted a release").count(), 0);
    await clear();
  });

  it("says that what lifts it is met, once a second person approved it", async () => {
    const state = await seenByBen();
    assert.ok(state);
    const terms: HaltTerms = { ...state.terms, criteria: [{ id: "second", kind: "approval" }] };
    assert.ok((await ben.ledger.record(id, { kind: "changed", at: now(), by: "Ben", terms })).ok);
    await exchange();
    await news("The halts are as origin has them").waitFor();
    await clear();
    await window.palette("Release Halt: Approve");
    await window.asked("Approve as Ana Example");
    await window.screenshot("colleague-approve");
    await window.quickInput.press("Enter");
    await window.asked("What did you look at?");
    await window.answer("Read the revert");
    await news("is met (1 of 1 met)").waitFor();
    await window.screenshot("colleague-met");
    assert.equal((await seenByBen())?.approvals[0]?.note, "Read the revert");
    await clear();
  });

  it("is overruled by who accepts the risk by name, with the figure at which it stops again", async () => {
    await window.palette("Overrule Halt");
    await window.asked("(1 of 4)");
    await window.screenshot("colleague-overrule");
    await window.answer("The campaign starts at noon");
    await window.asked("Who accepts the risk?");
    await window.answer("Ruth Sample");
    await window.asked("At which figure");
    await window.answer("more than 3 double orders in an hour");
    await window.asked("Who watches for that?");
    await window.answer("the till team on call");
    await news("The halt is overruled: the release ships, Ruth Sample accepts the risk.").waitFor();
    await window.status("Halt release");
    await window.screenshot("colleague-overruled");
    const closed = (await seenByBen())?.closed;
    assert.ok(closed?.kind === "overruled");
    assert.deepEqual(
      [closed.by, closed.riskOwner, closed.abortThreshold, closed.watchedBy],
      ["Ana Example", "Ruth Sample", "more than 3 double orders in an hour", "the till team on call"],
    );
    await clear();
  });

  it("is told to be lifted by the colleague, too", async () => {
    id = await ben.haltAll("The till prints no receipt");
    await exchange();
    await news("Ben halted a release: The till prints no receipt").waitFor();
    await clear();
    assert.equal((await ben.lift(id))?.kind, "synced");
    await exchange();
    await news('Ben lifted the halt "The till prints no receipt"').waitFor();
    await window.status("Halt release");
  });
});

import assert from "node:assert/strict";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { acceptRewrite } from "../../src/gate/ledger/acceptRewrite";
import { instantOf } from "../../src/halt/instant";
import { createGit } from "../../src/system/git";
import type { LedgerEvent } from "../../src/halt/ledgerRecord";
import { repositoryAt, type Repository } from "../support/repository";
import { makeShop } from "../support/shop";
import { TeamMate } from "../support/teamMate";
import { fill } from "./mainJob";
import { Editor, until, type EditorWindow } from "./support/editor";

const themes = {
  dark: { theme: "Default Dark Modern", marker: ".monaco-workbench.vs-dark" },
  "high-contrast": { theme: "Default High Contrast", marker: ".monaco-workbench.hc-black" },
  light: { theme: "Default Light Modern", marker: ".monaco-workbench.vs" },
} as const;

describe("Two people and one gate, by clicking", () => {
  let editor: Editor;
  let window: EditorWindow;
  let shop: Repository;
  let ben: TeamMate;

  before(async () => {
    editor = await Editor.start();
    shop = await makeShop(join(editor.folder, "kettle shop"));
    const clone = repositoryAt(join(editor.folder, "Ben", "shop"));
    await shop.git("clone", "-q", "-b", "release/2.4.0", join(editor.folder, "origin.git"), clone.folder);
    await clone.git("config", "user.name", "Ben Sample");
    await clone.git("config", "user.email", "ben@example.test");
    ben = new TeamMate(clone, "Ben Sample");
    window = await editor.open(shop.folder);
  });

  after(async () => {
    await editor.stop();
  });

  /** The notification that holds a text: exactly one. */
  async function told(text: string): Promise<Locator> {
    const one = window.notifications.filter({ hasText: text });
    await one.first().waitFor();
    assert.equal(await one.count(), 1, text);
    return one;
  }

  async function exchange(): Promise<void> {
    await window.palette("Notifications: Clear All Notifications");
    await window.palette("Send and Fetch Halts Now");
  }

  async function looked(name: string): Promise<void> {
    for (const [theme, setting] of Object.entries(themes)) {
      await editor.set({ "workbench.colorTheme": setting.theme });
      await window.page.locator(setting.marker).first().waitFor();
      await window.screenshot(`colleague-${name}-${theme}`);
    }
  }

  /** The newest event of a halt that was placed here, as Ben has it after a fetch. */
  async function newest(title: string): Promise<LedgerEvent | undefined> {
    await ben.ledger.sync({ fetchOnly: true });
    const all = await ben.ledger.all();
    assert.ok(all.ok);
    return all.halts.find(({ state }) => state.terms.title === title)?.state.events.at(-1);
  }

  async function haltHere(title: string, reason: string): Promise<void> {
    await window.palette("Halt Release Now");
    await window.asked("What goes wrong");
    await window.answer(title);
    await window.asked("Why must the release wait");
    await window.answer(reason);
    await window.click(window.notifications.getByRole("button", { name: "Share" }));
    await window.notifications.filter({ hasText: "everybody sees it now" }).waitFor();
    await window.palette("Notifications: Clear All Notifications");
  }

  it("shows a colleague's halt in one message, the status bar, the list and its record", async () => {
    const id = await ben.haltAll("Refunds go to the wrong card", { reason: "Two customers called" });
    await exchange();
    await window.showEvidence();
    const message = await told("Ben Sample halted a release: Refunds go to the wrong card.");
    await window.status("Halted: Refunds go to the wrong card");
    await window.evidenceRow("Refunds go to the wrong card").waitFor();
    await window.screenshot("colleague-told");
    await window.click(message.getByRole("button", { name: "Show" }));
    await window.page.locator(".editor-instance", { hasText: "Placed by Ben Sample" }).waitFor();
    await looked("record");
    await ben.lift(id);
    await exchange();
    await told('Ben Sample lifted the halt "Refunds go to the wrong card".');
    await window.status("Halt release");
    await window.screenshot("colleague-lifted");
  });

  it("lets a halt go that was taken out of the ledger on purpose, after it showed which", async () => {
    await exchange();
    const [before = ""] = (await ben.clone.git("ls-remote", "origin", "refs/heads/release-halts")).split(
      "\t",
    );
    await ben.haltAll("A customer's name is in the ledger", { reason: "Purge it" });
    await exchange();
    await told("Ben Sample halted a release: A customer's name is in the ledger.");
    await window.status("Halted: A customer's name is in the ledger");
    await ben.clone.git("push", "-q", "--force", "origin", `${before}:refs/heads/release-halts`);
    await exchange();
    const message = await told("The ledger on origin was rewritten");
    await window.status("Halted: A customer's name is in the ledger");
    await window.click(message.getByRole("button", { name: "Accept…" }));
    const dialog = window.page.locator(".monaco-dialog-box");
    await dialog.getByText("halted: A customer's name is in the ledger").waitFor();
    await window.screenshot("colleague-accept-rewrite");
    await dialog.getByRole("button", { name: "Accept…" }).click();
    await window.asked("Why is the ledger right as it is");
    await window.answer("The name was purged");
    await told("The ledger on origin is accepted as it is");
    await window.status("Halt release");
    const kept = await shop.git("for-each-ref", "--format=%(contents)", "refs/release-halt/forgotten/");
    assert.match(kept, /The name was purged/);
    // Each clone that has seen the halt would put it back with its next event.
    const reason = "The name was purged";
    const accepted = await acceptRewrite(createGit(), ben.clone.folder, { settings: {}, reason });
    assert.ok(accepted.ok);
    assert.equal(accepted.kind, "accepted");
  });

  it("asks a second person before a halt that waits for one is lifted", async () => {
    await haltHere("The till prints no receipts", "Tax office");
    await window.palette("Open Halt");
    await window.row("The till prints no receipts").waitFor();
    await window.quickInput.press("Enter");
    await window.click(window.halt.getByRole("tab", { name: "Gate" }));
    await window.click(window.button("Add criterion"));
    await window.field("Criterion").selectOption("approval");
    await window.press("Control+s");
    await window.halt.getByText("What lifts it: 0 of 1 met").waitFor();
    await window.click(window.button("Approve…"));
    await told("an approval counts when somebody else gives it");
    await until(
      "Ben has the criterion",
      async () => (await newest("The till prints no receipts"))?.kind === "changed",
    );
    const all = await ben.ledger.all();
    assert.ok(all.ok);
    const known = all.halts.find(({ state }) => state.terms.title === "The till prints no receipts");
    assert.ok(known);
    await ben.ledger.record(known.state.id, {
      kind: "approved",
      at: instantOf(new Date()),
      by: "Ben Sample",
    });
    await exchange();
    const message = await told('What lifts "The till prints no receipts" is met (1 of 1 met).');
    // A message goes by itself after a while: what it offers is tried at once, and the rest is looked at then.
    await window.click(message.getByRole("button", { name: "Lift…" }));
    await window.asked("1 of 1 met");
    await window.press("Escape");
    await window.halt.getByText("What lifts it: 1 of 1 met").waitFor();
    await window.evidenceRow("The till prints no receipts").filter({ hasText: "1 of 1 met" }).waitFor();
    await window.page.locator(".sidebar", { hasText: "Ready to lift." }).waitFor();
    await looked("met");
    await window.click(window.button("Lift halt"));
    await window.asked("1 of 1 met");
    await window.quickInput.press("Enter");
    await window.asked("Why may the release go on");
    await window.answer("Ben looked, too");
    await window.notifications.filter({ hasText: "the halt is lifted" }).waitFor();
    assert.equal((await newest("The till prints no receipts"))?.kind, "lifted");
    await window.palette("View: Close All Editors");
  });

  it("lets the release go out that a second person approves, and no other", async () => {
    const id = await ben.halt("Prices lose their cents");
    const placed = await ben.ledger.find(id);
    assert.ok(placed);
    const terms = { ...placed.state.terms, mode: "approvalRequired" as const };
    await ben.ledger.record(id, { kind: "changed", at: instantOf(new Date()), by: "Ben Sample", terms });
    await ben.share(id);
    await exchange();
    await told("Ben Sample made a release wait for approval: Prices lose their cents.");
    await window.status("Approval required: Prices lose their cents");
    await window.screenshot("colleague-approval-required");
    await window.palette("Release Halt: Approve");
    await window.asked("Approve as Ana Example");
    await window.row("may go out").waitFor();
    await window.screenshot("colleague-approve");
    await window.quickInput.press("Enter");
    await window.asked("What did you look at");
    await window.answer("Read the change of 2.4.0");
    await told("Approved by Ana Example: recorded, not authenticated.");
    await window.status("Halt release");
    const approved = await newest("Prices lose their cents");
    assert.ok(approved?.kind === "approved");
    assert.equal(approved.commit, await shop.git("rev-parse", "HEAD"));
    await ben.lift(id);
    await exchange();
    await told('Ben Sample lifted the halt "Prices lose their cents".');
  });

  it("lifts by override only knowingly, with what was not met", async () => {
    await haltHere("The cart forgets a kettle", "Sales are lost");
    await window.palette("Open Halt");
    await window.row("The cart forgets a kettle").first().waitFor();
    await window.answer("The cart forgets a kettle");
    await window.click(window.halt.getByRole("tab", { name: "Gate" }));
    await window.click(window.button("Add criterion"));
    await fill(window, "Text", "The cart test passes");
    await window.press("Control+s");
    await window.halt.getByText("What lifts it: 0 of 1 met").waitFor();
    await window.click(window.button("Lift halt"));
    await window.row("Lift by override").waitFor();
    await window.answer("Lift by override");
    await window.asked("although a criterion is not met");
    await window.screenshot("colleague-override");
    await window.answer("The cart is switched off");
    await window.notifications.filter({ hasText: "the halt is lifted" }).waitFor();
    const event = await newest("The cart forgets a kettle");
    assert.ok(event?.kind === "overridden");
    assert.deepEqual(event.unmet, ["The cart test passes"]);
    await window.palette("View: Close All Editors");
  });

  it("ships anyway with the name of who accepts the risk, the figure that stops it again and who watches", async () => {
    await haltHere("Vouchers count twice", "Money is lost");
    await window.palette("Open Halt");
    await window.row("Vouchers count twice").first().waitFor();
    await window.answer("Vouchers count twice");
    await window.click(window.halt.getByRole("tab", { name: "Gate" }));
    await window.click(window.button("Overrule: ship anyway…"));
    for (const [asked, answer] of [
      ["Why does the release ship", "The campaign starts at six"],
      ["Who accepts the risk", "Ruth Sample"],
      ["At which figure", "more than 20 vouchers in an hour"],
      ["Who watches", "till team on call"],
    ] as const) {
      await window.asked(asked);
      await window.screenshot(`colleague-overrule-${asked.split(" ").at(-1) ?? ""}`);
      await window.answer(answer);
    }
    await told("the release ships, Ruth Sample accepts the risk");
    const event = await newest("Vouchers count twice");
    assert.ok(event?.kind === "overruled");
    assert.deepEqual(
      [event.riskOwner, event.abortThreshold, event.watchedBy],
      ["Ruth Sample", "more than 20 vouchers in an hour", "till team on call"],
    );
    await window.click(window.halt.getByRole("tab", { name: "History" }));
    await window.halt.getByText("Risk accepted by Ruth Sample.").waitFor();
    await looked("overruled");
    await window.page.setViewportSize({ width: 700, height: 900 });
    await window.screenshot("colleague-overruled-narrow");
  });
});

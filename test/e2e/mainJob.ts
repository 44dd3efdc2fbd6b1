import type { EditorWindow } from "./support/editor";

/** The short path as a person walks it; answers with the brief on the clipboard and the interactions it took. */
export async function walkShortPath(
  window: EditorWindow,
): Promise<{ readonly brief: string; readonly interactions: number }> {
  const before = window.interactions;
  await window.palette("Draft Release Halt");
  await window.asked("What goes wrong");
  await window.answer("The shop charges twice when a payment is retried");
  await window.focused("Who is hit");
  await window.type("customers whose card payment is slow");
  await window.press("Enter");
  await window.focused("Who decides");
  await window.type("Ruth Sample, head of product");
  await window.press("Enter");
  await window.focused("Decide by");
  await window.type("2026-11-30 17:00");
  await window.press("Enter");
  await window.button("Copy short brief").and(window.halt.locator(":focus")).waitFor();
  await window.press("Enter");
  await window.status("on the clipboard");
  return { brief: await window.clipboard(), interactions: window.interactions - before };
}

/** Attaches the newest failing result file, which the picker has chosen already. */
export async function attachNewest(window: EditorWindow): Promise<void> {
  await window.palette("Attach Failing Tests");
  await window.page.locator(".quick-input-widget:visible .monaco-checkbox.checked").first().waitFor();
  await window.quickInput.press("Enter");
  await window.halt.getByText("1 failed of 2 tests").waitFor();
}

/** Points a reproduction step at the line of the shop that charges twice. */
export async function pointAtCode(window: EditorWindow, haltTab: string): Promise<void> {
  const explorer = window.page.locator(".explorer-folders-view .monaco-list-row");
  await window.press("Control+Shift+e");
  await window.click(explorer.filter({ hasText: "src" }));
  await explorer.filter({ hasText: "total.js" }).dblclick();
  await window.tab("total.js").waitFor();
  await window.press("Control+g");
  await window.answer(":4");
  await window.page.locator(".monaco-editor .view-line", { hasText: "return sum" }).waitFor();
  await window.palette("Add Reproduction Step from Selection");
  await window.status("was added to the halt");
  await window.tab(haltTab).click();
  await window.showEvidence();
  await window.halt.getByRole("button", { name: "src/total.js:4" }).waitFor();
}

/** Opens a section of the halt editor, if it is closed. */
export async function openSection(window: EditorWindow, title: string): Promise<void> {
  const head = window.halt.locator("button.section-head", { hasText: title });
  if ((await head.getAttribute("aria-expanded")) === "false") await window.click(head);
}

/** Types into a field of the halt editor and waits until the halt holds it. */
export async function fill(window: EditorWindow, label: string, text: string): Promise<void> {
  await window.click(window.field(label).first());
  await window.type(text);
}

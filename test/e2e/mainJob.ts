import type { EditorWindow } from "./support/editor";

/** The short path as a person walks it; answers with the brief on the clipboard and the interactions it took. */
export async function walkShortPath(
  window: EditorWindow,
): Promise<{ readonly brief: string; readonly interactions: number }> {
  const before = window.interactions;
  await window.palette("Draft Release Halt");
  await window.asked("What goes wrong");
  await window.type("The shop charges twice when a payment is retried");
  await window.press("Enter");
  await window.field("Who is hit").and(window.halt.locator(":focus")).waitFor();
  await window.type("customers whose card payment is slow");
  await window.press("Enter");
  await window.type("Ruth Sample, head of product");
  await window.press("Enter");
  await window.field("Decide by").and(window.halt.locator(":focus")).waitFor();
  await window.type("2026-11-30 17:00");
  await window.press("Enter");
  await window.button("Copy short brief").and(window.halt.locator(":focus")).waitFor();
  await window.press("Enter");
  await window.page.locator(".statusbar", { hasText: "on the clipboard" }).waitFor();
  return { brief: await window.clipboard(), interactions: window.interactions - before };
}

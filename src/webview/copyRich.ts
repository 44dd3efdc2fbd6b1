import { post } from "./host";

/** Puts HTML and plain text on the clipboard together, as soon as the page has the focus, and tells the host. */
export async function copyRich(html: string, text: string): Promise<void> {
  try {
    await focused();
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/html": new Blob([html], { type: "text/html" }),
        "text/plain": new Blob([text], { type: "text/plain" }),
      }),
    ]);
    post({ kind: "copied", problem: null });
  } catch (error) {
    post({ kind: "copied", problem: error instanceof Error ? error.message : String(error) });
  }
}

async function focused(): Promise<void> {
  window.focus();
  if (document.hasFocus()) return;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the editor did not get the focus")), 5000);
    window.addEventListener(
      "focus",
      () => {
        clearTimeout(late);
        resolve();
      },
      { once: true },
    );
  });
}

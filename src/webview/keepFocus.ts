/**
 * Gives the focus back to what had it when the person comes back to the page: the editor takes it away while it asks
 * something in a box of its own, and who works by the keyboard would begin at the top again.
 */
export function keepFocus(): void {
  let last: Element | null = null;
  document.addEventListener("focusin", ({ target }) => {
    last = target instanceof Element ? target : null;
  });
  window.addEventListener("focus", () => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && last instanceof HTMLElement && last.isConnected) last.focus({ preventScroll: true });
  });
}

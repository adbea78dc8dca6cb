/** Whether the element that had the focus has been removed. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * Keeps the focus where a user of the keyboard left it: a browser drops it from a button that is
 * disabled for a moment, and from whatever is removed. From now on, for the whole page.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  // Whoever points elsewhere leaves it on purpose.
  document.addEventListener('pointerdown', () => (last = undefined), { capture: true });
  const look = (): void => {
    if (last === undefined || !isFocusLost()) return;
    // It comes back once it may be used again.
    if (last.isConnected && last.matches(':disabled')) return;
    // A dialog gives the focus back by itself.
    if (document.querySelector('dialog[open]') !== null) return;
    const to = last.isConnected ? last : document.querySelector<HTMLElement>('#content');
    last = undefined;
    to?.focus({ preventScroll: true });
  };
  // After whoever removed it has had the time to choose a better place.
  const observer = new MutationObserver(() => void setTimeout(look));
  const what = { childList: true, subtree: true, attributeFilter: ['disabled'] };
  observer.observe(document.body, what);
}

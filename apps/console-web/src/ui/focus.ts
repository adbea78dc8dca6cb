/** Whether the element that had the focus has been removed. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

/**
 * Keeps the focus for users of the keyboard, from now on and for the whole page. A browser drops
 * the focus when its element is removed, or disabled for a moment.
 */
export function keepFocus(): void {
  let last: HTMLElement | undefined;
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = target;
  });
  // A user who clicks elsewhere moves the focus on purpose.
  document.addEventListener('pointerdown', () => (last = undefined), { capture: true });
  const look = (): void => {
    if (last === undefined || !isFocusLost()) return;
    // The focus comes back once the element is enabled again.
    if (last.isConnected && last.matches(':disabled')) return;
    // A dialog gives the focus back by itself.
    if (document.querySelector('dialog[open]') !== null) return;
    const to = last.isConnected ? last : document.querySelector<HTMLElement>('#content');
    last = undefined;
    to?.focus({ preventScroll: true });
  };
  // In a task of its own, so that the code that removed the element may move the focus itself.
  const observer = new MutationObserver(() => void setTimeout(look));
  const what = { childList: true, subtree: true, attributeFilter: ['disabled'] };
  observer.observe(document.body, what);
}

/** Moves the focus to the first field that is marked as wrong, once the marks are drawn. */
export function focusOnWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/**
 * Moves the focus to a field whose text is no value: the draft still has what stood there before.
 *
 * @returns whether there is one.
 */
export function focusOnUnreadable(): boolean {
  const found = document.querySelector<HTMLElement>('.unreadable');
  found?.focus();
  return found !== null;
}

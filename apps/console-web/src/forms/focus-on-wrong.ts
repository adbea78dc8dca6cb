/** Moves the focus to the first field that is marked as wrong, once the marks are drawn. */
export function focusOnWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

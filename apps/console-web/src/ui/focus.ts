/** Whether what had the focus is there no more. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

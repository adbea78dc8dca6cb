/** An entry that this version cannot read; nothing after it can be reported before it. */
export class UnreadableEntryError extends Error {
  readonly code = 'RELAY_ENTRY_UNREADABLE';

  constructor(entry: string) {
    super(`The buffer holds an entry, ${entry}, that this version cannot read.`);
    this.name = 'UnreadableEntryError';
  }
}

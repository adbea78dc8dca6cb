/** The rows of the Markdown tables below each heading: cells without backticks. */
export function tablesOf(markdown: string): Map<string, string[][]> {
  const tables = new Map<string, string[][]>();
  let heading = '';
  for (const line of markdown.split('\n')) {
    const title = /^#{1,3} (.+)$/.exec(line)?.[1];
    if (title !== undefined) heading = title.replaceAll('`', '');
    if (!line.startsWith('|') || /^\|[-|: ]+\|$/.test(line)) continue;
    const cells = line.slice(1, -1).split(/(?<!\\)\|/);
    const rows = tables.get(heading) ?? [];
    rows.push(cells.map((cell) => cell.trim().replaceAll('`', '')));
    tables.set(heading, rows);
  }
  // The first row of a table is its head.
  return new Map([...tables].map(([title, rows]) => [title, rows.slice(1)]));
}

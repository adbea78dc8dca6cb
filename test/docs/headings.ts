export interface Heading {
  readonly level: number;
  readonly title: string;
  readonly anchor: string;
}

/** A page without its blocks of code, and the blocks, each with what its fence names it. */
export function withoutCode(page: string): { readonly prose: string; readonly blocks: string[] } {
  const blocks: string[] = [];
  const prose = page.replace(/^ *```[^]*?^ *```$/gmu, (block) => {
    blocks.push(block);
    return '';
  });
  return { prose, blocks };
}

/** The headings of a page, in order, with the anchors that GitHub gives them. */
export function headingsOf(page: string): Heading[] {
  const seen = new Map<string, number>();
  const headings = withoutCode(page).prose.matchAll(/^(#{1,6}) (.+)$/gmu);
  return [...headings].map(([, marks, title]) => {
    const anchor = anchorOf(title!);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return {
      level: marks!.length,
      title: title!,
      anchor: before === 0 ? anchor : `${anchor}-${before}`,
    };
  });
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{Nd}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

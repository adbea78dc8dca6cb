import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { treeFiles } from '../tidy/tree-files.js';
import { headingsOf, withoutCode } from './headings.js';

/** What a page says in its own language on purpose, though it stands in code: in English, in Chinese. */
const SAID_OTHERWISE = new Map<string, readonly (readonly [english: string, chinese: string])[]>([
  [
    'README.md',
    [
      [
        'received = reported + dead-lettered + dropped + waiting',
        '收到 = 已上报 + 死信 + 丢弃 + 排队',
      ],
      ['npm test -- <path>', 'npm test -- <路径>'],
    ],
  ],
  ['docs/CHOOSING.md', [['how is he so good', '怎么这么好看']]],
  ['docs/NOTICES.md', [['language: en', 'language: zh']]],
]);
/** It tells the same in another order, since its readers look for a platform first; another test holds its tables. */
const ARRANGED_OTHERWISE = 'docs/sources/README.zh-CN.md';

const chinesePages = treeFiles().filter((path) => path.endsWith('.zh-CN.md'));
const pairs = chinesePages.map((chinese) => [chinese, inEnglish(chinese)] as const);
const likePairs = pairs.filter(([chinese]) => chinese !== ARRANGED_OTHERWISE);

describe('a page in Chinese', () => {
  it('is found here', () => {
    expect(likePairs.length).toBeGreaterThan(3);
  });

  it.each(pairs)('%s and %s lead to each other at their top', (chinese, english) => {
    expect(topOf(chinese)).toBe(`[English](${basename(english)})`);
    expect(topOf(english)).toBe(`[中文](${basename(chinese)})`);
  });

  it.each(pairs)('%s leads to Chinese pages where there are some', (chinese, english) => {
    const links = [...read(chinese).matchAll(/\]\((?!https?:)([^)#\s]+\.md)/gu)];
    const translated = links.map(([, to]) => join(dirname(chinese), to!)).filter(isTranslated);
    expect(translated.filter((to) => to !== english)).toEqual([]);
  });

  it.each(likePairs)('%s has the headings of %s', (...pair) => {
    const [chinese, english] = pair.map((page) => headingsOf(read(page)));
    const levels = chinese!.map(({ level, title }) => [level, title]);
    expect(levels).toEqual(english!.map(({ level }, at) => [level, chinese![at]?.title]));
  });

  it.each(likePairs)('%s has the code of %s', (...pair) => {
    const [chinese, english] = pair.map((page) => withoutCode(wordsInChinese(page)).blocks);
    expect(chinese!.map(withoutComments)).toEqual(english!.map(withoutComments));
  });

  it.each(likePairs)('%s has tables of as many rows as %s', (...pair) => {
    expect(compared(pair, (section) => [String(section.match(/^\|/gmu)?.length ?? 0)])).toEqual([]);
  });

  it.each(likePairs)('%s names in each section what %s names', (...pair) => {
    expect(compared(pair, (section) => namesIn(section))).toEqual([]);
  });

  it.each(likePairs)('%s tells in each section the figures of %s', (...pair) => {
    const lacking = compared(pair, (section) => figuresIn(section));
    expect(lacking.filter((one) => one.includes(': lacks '))).toEqual([]);
  });

  it.each(likePairs)('%s leads from each section to where %s leads', (...pair) => {
    expect(compared(pair, (section, page) => linksFrom(section, page))).toEqual([]);
  });

  it('says otherwise only what its English page has', () => {
    const pages = [...SAID_OTHERWISE].flatMap(([page, said]) =>
      said.flatMap(([english, chinese]) => [
        [english, read(page).includes(english)],
        [chinese, read(inChinese(page)).includes(chinese)],
      ]),
    );
    expect(pages.filter(([, isThere]) => isThere !== true)).toEqual([]);
  });
});

function inEnglish(page: string): string {
  return page.replace('.zh-CN.', '.');
}

function inChinese(page: string): string {
  return page.replace(/(?<!\.zh-CN)\.md$/u, '.zh-CN.md');
}

function isTranslated(page: string): boolean {
  return inChinese(page) !== page && existsSync(inChinese(page));
}

function read(page: string): string {
  return readFileSync(page, 'utf8');
}

/** What stands alone below the title. */
function topOf(page: string): string {
  return read(page).split('\n')[2]!;
}

/** An English page with the Chinese words for what is said otherwise; a Chinese page as it is. */
function wordsInChinese(page: string): string {
  const said = SAID_OTHERWISE.get(page) ?? [];
  return said.reduce((text, [english, chinese]) => text.replaceAll(english, chinese), read(page));
}

/** A block without its comments, indentation, and the words of a drawing. */
function withoutComments(block: string): string[] {
  const lines = block
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)\s*(?:#|\/\/) .*$/u, '').trim());
  return lines[0] === '```mermaid' ? ['a drawing'] : lines.filter((line) => line !== '');
}

/** What only one of two pages has, section by section. */
function compared(
  [chinese, english]: readonly [string, string],
  tell: (section: string, page: string) => readonly string[],
): string[] {
  const [told, wanted] = [chinese, english].map((page) =>
    sectionsOf(wordsInChinese(page)).map((section) => new Set(tell(section, page))),
  );
  const titles = headingsOf(wordsInChinese(chinese)).map(({ title }) => title);
  return titles.flatMap((title, at) => [
    ...[...wanted![at]!]
      .filter((one) => !told![at]!.has(one))
      .map((one) => `${title}: lacks ${one}`),
    ...[...told![at]!]
      .filter((one) => !wanted![at]!.has(one))
      .map((one) => `${title}: alone has ${one}`),
  ]);
}

function sectionsOf(page: string): string[] {
  return withoutCode(page).prose.split(/^(?=#{1,6} )/mu);
}

function namesIn(section: string): string[] {
  return [...section.matchAll(/`([^`\n]+)`/gu)].map(([, name]) => name!);
}

/** What stands in digits outside code and addresses; Chinese may have more of them. */
function figuresIn(section: string): string[] {
  const prose = section.replace(/`[^`\n]+`|\]\([^)]*\)/gu, '');
  return [...prose.matchAll(/\d+(?: \d{3}(?!\d))*(?:[.,]\d+)*/gu)].map(([figure]) => figure);
}

/** Where the links lead, the same for a page and a chapter in either language. */
function linksFrom(section: string, page: string): string[] {
  const links = [...section.matchAll(/\]\(([^)\s]+)\)/gu)].map(([, to]) => to!);
  return links.map((link) => {
    if (/^https?:/u.test(link)) return link;
    const [to = '', chapter] = link.split('#');
    const path = to === '' ? page : join(dirname(page), to);
    if (chapter === undefined) return inEnglish(path);
    const at = headingsOf(read(path)).findIndex(({ anchor }) => anchor === chapter);
    return `${inEnglish(path)}, chapter ${at}`;
  });
}

import { readFileSync } from 'node:fs';
import { readSourceFiles } from '../tidy/source-files.js';
import { treeFiles } from '../tidy/tree-files.js';

/** A thing has one word on all pages and in all texts, that of MetaStudio where it has one. */
const WORDS: readonly (readonly [other: RegExp, word: string])[] = [
  [/评论/u, '弹幕'],
  [/应答|回答/u, '响应, or 回复 of the virtual human'],
  [/缓冲(?!区)/u, '缓冲区'],
  [/重放/u, '重新上报'],
  [/人工/u, '真人接管'],
  [/抓取工具/u, '弹幕工具'],
  [/管理员/u, '维护人员'],
  [/重定向/u, '跳转'],
  [/其它/u, '其他'],
  [/上报 ?URL/u, '上报地址'],
  [/\bcookie\b/u, 'Cookie'],
  [/(?<![\w.-])id(?![\w.-])/u, 'ID'],
  [/(?<![\w.-])relay(?![\w.-])/u, '中继服务'],
];
/** What people write, and not what we say to them. */
const HEARD =
  /\/(?:plain-mistakes|emote-names|platform-names|other-words)\.ts$|\/(?:choosing|simulator)\//u;
const HAN = /\p{Script=Han}/u;

const pages = treeFiles()
  .filter((path) => path.endsWith('.zh-CN.md') || path.endsWith('.rules.yml'))
  .map((path) => ({ path, texts: sentencesOf(readFileSync(path, 'utf8')) }));
const sources = readSourceFiles()
  .filter(({ path, isTest }) => !isTest && !HEARD.test(path))
  .map(({ path, text }) => ({ path, texts: literalsOf(text) }))
  .filter(({ texts }) => texts.length > 0);

/** The lines of a page, without its code, what its links lead to, and the English that it quotes in brackets. */
function sentencesOf(text: string): string[] {
  const left = /`[^`\n]+`|\]\([^)]*\)|（[ -~]+）/gu;
  const prose = text.replace(/^ *```[^]*?^ *```/gmu, '').replace(left, '');
  return prose.split('\n').filter((line) => HAN.test(line));
}

/** What stands in quotes in a line. English that quotes a Chinese word has double ones, for its apostrophe. */
function literalsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/^\s*(?:\*|\/[/*])/u.test(line));
  const literals = lines.flatMap((line) => line.match(/"[^"]*"|'[^']*'|`[^`]*`/gu) ?? []);
  return literals.filter((one) => HAN.test(one) && !one.startsWith('"'));
}

describe('Chinese', () => {
  it('is found here', () => {
    expect([pages.length > 4, sources.length > 40]).toEqual([true, true]);
  });

  it.each(WORDS)('has no %s: %s', (other) => {
    const found = [...pages, ...sources].flatMap(({ path, texts }) => {
      return texts.filter((text) => other.test(text)).map((text) => `${path}: ${text}`);
    });
    expect(found).toEqual([]);
  });
});

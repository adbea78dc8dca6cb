import { mistakeIn, wideSignsIn } from './yaml-mistakes.js';

describe('mistakeIn', () => {
  it.each([
    ['an unquoted variable in braces', '  auth: { accessKey: ${AK} }', 'double quotes'],
    ['an unquoted variable in brackets', 'onOpen: [${HELLO}]', 'double quotes'],
    ['a quoted variable before an unquoted one', '{ a: "${A}", b: ${B} }', 'double quotes'],
    ['a full-width colon after a key', 'metastudio：', 'full-width colon'],
    ['a full-width colon in a list', '  - name：shop', 'full-width colon'],
    ['a full-width colon in braces', 'source: { type： push }', 'full-width colon'],
    ['a full-width comma in braces', 'source: { type: push， token: a }', 'full-width comma'],
    ['full-width brackets', 'source: ｛ type: push ｝', 'full-width brackets'],
    ['a long dash', '—  name: shop', 'long dash'],
    ['full-width spaces', '\u3000\u3000region: cn-north-4', 'full-width spaces'],
    ['spaces that are copied from a page', '\u00a0 region: cn-north-4', 'does not know'],
    ['a tab that indents', '\tregion: cn-north-4', 'tabs cannot indent'],
    ['a dash without a space', '  -name: shop', 'a dash needs a space'],
    ['a sign that nobody sees', '  name: sh\0op', 'control character'],
    ['a colon without a space', '  region:cn-north-4', 'space after it'],
    ['a no-break space after the colon', '  region:\u00a0cn-north-4', 'does not know'],
    ['an equals sign', '  region = cn-north-4', 'and no ='],
    ['a variable of Windows', '  accessKey: %AK%', 'another tool'],
    ['a comment of another language', '  // the first shop', 'begins with #'],
    ['a line of Markdown', '```yaml', '```'],
  ])('finds %s', (_name, line, words) => {
    expect(mistakeIn(line, undefined)).toContain(words);
  });

  it.each([
    '  auth: { accessKey: "${AK}" }',
    '  name: ${NAME}',
    "  - 'a：b，c'",
    '  text: 你好：欢迎，请坐',
    '  url: ws://127.0.0.1:8888',
    '  # 说明：第一个房间',
    '  apiUrl: https://example.com',
    '',
  ])('finds no mistake in %j', (line) => {
    expect(mistakeIn(line, undefined)).toBeUndefined();
  });

  it('finds a block that is indented under a value', () => {
    expect(mistakeIn('    projectId: p1', '  region: cn-north-4')).toContain('the same column');
    expect(mistakeIn('    projectId: p1', 'metastudio:')).toBeUndefined();
    expect(mistakeIn('    target: a', '  - name: shop')).toBeUndefined();
    expect(mistakeIn('      target: a', '  - name: shop')).toContain('the same column');
    expect(mistakeIn('      target: a', '    source: { type: push }')).toContain('the same column');
    expect(mistakeIn('      type: push,', '    source: {')).toBeUndefined();
    expect(mistakeIn('      a: b', '    text: |')).toBeUndefined();
  });
});

describe('mistakeIn, of a bracket', () => {
  it('tells that the line before leaves the bracket open', () => {
    const open = '    source: { type: twitch-irc, channel: tea';
    expect(mistakeIn('    target: { roomId: r1 }', open)).toContain('does not close it');
    expect(mistakeIn('  - name: b', '    types: [comment, gift')).toContain('does not close it');
    expect(mistakeIn('    source: a', '  - name: [shop')).toContain('does not close it');
    expect(mistakeIn('      url: a }', open)).toBeUndefined();
    expect(mistakeIn('    source: a }', '  - { name: shop,')).toBeUndefined();
    expect(mistakeIn('    target: a', `${open} }`)).toBeUndefined();
    expect(mistakeIn('    target: a', '    text: "a { b"')).toBeUndefined();
  });
});

describe('mistakeIn, of a quote', () => {
  it.each([
    '    name: "shop',
    "    name: 'shop",
    '  - name: "shop',
    '    filter: { types: ["comment, gift] }',
    '    filter: { types: ["comment", "gift] }',
    '    - "shop',
  ])('tells that the line before leaves it open: %s', (open) => {
    expect(mistakeIn('    target: a', open)).toContain('opens a quote');
  });

  it.each(['    text: it"s', "    text: don't", '    text: "a" # "b', '    text: "a", "b"'])(
    'finds none in %s',
    (closed) => {
      expect(mistakeIn('    target: a', closed) ?? '').not.toContain('quote');
    },
  );
});

describe('wideSignsIn', () => {
  it('finds curly quotes and full-width punctuation, and nothing in other texts', () => {
    expect(wideSignsIn('“a”')).toContain('curly quotes');
    expect(wideSignsIn('a：b')).toContain('full-width');
    expect(wideSignsIn('１０')).toContain('full-width digits');
    expect(wideSignsIn('＄{AK}')).toContain('full-width');
    expect(wideSignsIn('茶馆')).toBeUndefined();
  });
});

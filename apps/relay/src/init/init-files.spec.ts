import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_SOURCES } from '#platforms';
import { InitFiles } from './init-files.js';
import { INIT_WORDS } from './init-words.js';

const ANSWERS = {
  region: 'cn-north-4',
  endpoint: undefined,
  projectId: '70b7600000034253880af501cd000000',
  accessKey: 'AK1',
  secretKey: 'new',
  platform: FIRST_SOURCES[0]!,
  place: 'ws://127.0.0.1:1088/ws/1',
  roomId: 'r1',
};

describe('InitFiles', () => {
  let folder: string;
  let files: InitFiles;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'live-event-relay-init-'));
    files = new InitFiles(join(folder, 'relay.yaml'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves a .env as it is whose other variables cannot be read, as PowerShell writes one', () => {
    const file = join(folder, '.env');
    const before = Buffer.from('\ufeffTOKEN=secret\r\n', 'utf16le');
    writeFileSync(file, before);
    const why = `${file} (is not UTF-8; save it as UTF-8)`;
    expect(() => files.try()).toThrow(why);
    expect(() => files.write(ANSWERS, '')).toThrow(why);
    expect(readFileSync(file)).toEqual(before);
    expect(files.exists).toBe(false);
  });

  it('replaces its own variable where that is the first, behind a byte order mark', () => {
    writeFileSync(join(folder, '.env'), '\ufeffHUAWEICLOUD_SDK_SK=old\nA=1\n');
    files.try();
    files.write(ANSWERS, '');
    const after = readFileSync(join(folder, '.env'), 'utf8');
    expect(after).toMatch(/^A=1\n/u);
    expect(after).not.toContain('old');
  });

  it.each(Object.entries(INIT_WORDS))(
    'begins a file with the page in %s that has every key',
    (language, { made }) => {
      files.write(ANSWERS, made);
      const [first = ''] = readFileSync(join(folder, 'relay.yaml'), 'utf8').split('\n');
      const [page = ''] = /docs\/[\w.-]+\.md/u.exec(first) ?? [];
      expect([page.includes('.zh-CN.'), existsSync(page)]).toEqual([language === 'zh', true]);
    },
  );
});

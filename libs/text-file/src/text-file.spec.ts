import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTextFile, type TextFile } from './text-file.js';

describe('readTextFile', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-file-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function read(bytes: Buffer, bytesMax?: number): TextFile {
    const file = join(folder, 'relay.yaml');
    writeFileSync(file, bytes);
    return readTextFile(file, bytesMax);
  }

  it('reads UTF-8, without a byte order mark', () => {
    expect(read(Buffer.from('# 直播间\n'))).toEqual({ ok: true, text: '# 直播间\n' });
    expect(read(Buffer.from('\ufeffA=1\r\n'))).toEqual({ ok: true, text: 'A=1\r\n' });
  });

  it('refuses another encoding instead of reading other letters', () => {
    const refused = { ok: false, message: 'is not UTF-8; save it as UTF-8' };
    expect(read(Buffer.from('\uFEFFbridges: []\n', 'utf16le'))).toEqual(refused);
    expect(read(Buffer.from('name: caf\xe9\n', 'latin1'))).toEqual(refused);
  });

  it('reads no more bytes than it may', () => {
    expect(read(Buffer.from('直'), 3)).toEqual({ ok: true, text: '直' });
    expect(read(Buffer.from('直'), 2)).toEqual({ ok: false, message: 'is larger than 2 bytes' });
  });

  it('reads no more than that of a device, which has no size and no end', () => {
    const refused = { ok: false, message: 'is larger than 100000 bytes' };
    expect(readTextFile('/dev/zero', 100_000)).toEqual(refused);
    expect(readTextFile('/dev/null')).toEqual({ ok: true, text: '' });
  });

  it('says why a file cannot be read', () => {
    expect(readTextFile(folder)).toMatchObject({ ok: false, message: 'is a folder' });
    expect(readTextFile(join(folder, 'none'))).toMatchObject({ message: 'does not exist' });
  });
});

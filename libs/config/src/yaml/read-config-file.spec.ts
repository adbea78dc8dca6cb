import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from './read-config-file.js';

describe('readConfigFile', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-file-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function read(bytes: Buffer): ReturnType<typeof readConfigFile> {
    const file = join(folder, 'relay.yaml');
    writeFileSync(file, bytes);
    return readConfigFile(file);
  }

  it('reads UTF-8', () => {
    expect(read(Buffer.from('# 直播间\n'))).toEqual({ ok: true, text: '# 直播间\n' });
  });

  it('refuses another encoding instead of reading other letters', () => {
    const refused = { ok: false, message: 'is not UTF-8; save it as UTF-8' };
    expect(read(Buffer.from('\uFEFFbridges: []\n', 'utf16le'))).toEqual(refused);
    expect(read(Buffer.from('name: caf\xe9\n', 'latin1'))).toEqual(refused);
  });

  it('says why a file cannot be read', () => {
    expect(readConfigFile(folder)).toEqual({ ok: false, message: 'is a folder' });
    expect(readConfigFile(join(folder, 'none.yaml'))).toMatchObject({
      message: expect.stringContaining('does not exist') as string,
    });
  });
});

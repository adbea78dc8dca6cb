import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from './read-config-file.js';

describe('readConfigFile', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-file-'));
    file = join(folder, 'relay.yaml');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('says where to begin if there is no such file, but not of another trouble', () => {
    expect(readConfigFile(file)).toMatchObject({
      message: 'does not exist; start from relay.example.yaml, or name another with --config',
    });
    expect(readConfigFile(folder)).toMatchObject({ message: 'is a folder' });
  });

  it('reads no file of more than 8 MiB', () => {
    writeFileSync(file, 'bridges: []\n');
    expect(readConfigFile(file)).toEqual({ ok: true, text: 'bridges: []\n' });
    truncateSync(file, 8 * 1024 * 1024 + 1);
    expect(readConfigFile(file)).toMatchObject({ message: 'is larger than 8388608 bytes' });
  });
});

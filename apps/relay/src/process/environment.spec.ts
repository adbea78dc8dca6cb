import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDotEnv, withDotEnv } from './environment.js';

describe('withDotEnv', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relay-env-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the environment of the process where there is no .env', () => {
    expect(withDotEnv(process.env, folder)).toEqual(process.env);
    mkdirSync(join(folder, '.env'));
    expect(withDotEnv(process.env, folder)).toEqual(process.env);
  });

  it('adds what .env holds, and replaces nothing', () => {
    writeFileSync(join(folder, '.env'), '# secrets\nRELAY_TEST_ONLY="a b"\nPATH=/nowhere\n');
    const environment = withDotEnv(process.env, folder);
    expect(environment['RELAY_TEST_ONLY']).toBe('a b');
    expect(environment['PATH']).toBe(process.env['PATH']);
  });

  it('takes the first variable of a file that begins with a byte order mark', () => {
    writeFileSync(join(folder, '.env'), '\ufeffRELAY_TEST_FIRST=1\r\nRELAY_TEST_SECOND=2\r\n');
    const { variables } = readDotEnv(folder);
    expect(variables).toEqual({ RELAY_TEST_FIRST: '1', RELAY_TEST_SECOND: '2' });
  });

  it('says of a file that cannot be read why, and goes on without it', () => {
    const file = join(folder, '.env');
    const variables = {};
    writeFileSync(file, Buffer.from('\ufeffA=1\n', 'utf16le'));
    const trouble = 'is not UTF-8; save it as UTF-8: its variables do not count';
    expect(readDotEnv(folder)).toEqual({ file, variables, trouble });
    rmSync(file);
    // Also for root, who may read any file, this one cannot be had.
    symlinkSync('.env', file);
    const looped = 'cannot be read (ELOOP): its variables do not count';
    expect(readDotEnv(folder)).toEqual({ file, variables, trouble: looped });
    expect(withDotEnv({ A: '2' }, folder)).toEqual({ A: '2' });
  });

  it('is the environment of the process where its folder is gone', () => {
    expect(withDotEnv({ A: '1' }, undefined)).toEqual({ A: '1' });
  });
});

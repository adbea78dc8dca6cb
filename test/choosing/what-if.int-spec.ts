import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { roomsCommands } from '../../apps/relay/src/cli/rooms/rooms.commands.js';
import { whatIfCommand } from '../../apps/relay/src/cli/recording/what-if.command.js';
import { runInProcess } from '../support/command-line.js';

const COMMANDS = [whatIfCommand, roomsCommands];
const folder = mkdtempSync(join(tmpdir(), 'live-relay-what-if-'));
const before = join(folder, 'before.yaml');
const recording = join(folder, 'monday.jsonl');
const rules = join(folder, 'rules.json');

beforeAll(() => {
  writeFileSync(before, stringify(fileOf()));
  const texts = ['主播好漂亮', '包邮吗', '请问包邮吗', '防水吗'];
  const lines = texts.map((text, i) => {
    const user = { id: `${i}`, name: `viewer ${i}` };
    const frame = JSON.stringify({ type: 'comment', id: `${i}`, user, text });
    return `${JSON.stringify({ at: 1_700_000_000_000 + i * 100, frame })}\n`;
  });
  writeFileSync(recording, lines.join(''));
  const tags = [{ tag: 'content', operation: 'NONE', match: 'REGEX', value: '包邮' }];
  const rule = { rule_name: 'shipping', event_type: 1, hit_condition: { relation: 'AND', tags } };
  writeFileSync(rules, JSON.stringify([{ ...rule, trigger: { time_window: 60 } }]));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('what-if', () => {
  const choose = { comments: { n: 1, everySeconds: 5 } };

  it('shows what another configuration would report, and each event that changes', async () => {
    const args = ['what-if', recording, '--against', before];
    const { code, stdout } = await runInProcess(args, { commands: COMMANDS, file: fileOf(choose) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^4 frames, 4 events$/m);
    expect(stdout).toMatch(/^ +reported +4 +1$/m);
    expect(stdout).toMatch(/请问包邮吗 {2}reported → asked_before \(包邮吗\)$/m);
    expect(stdout).toMatch(/防水吗 {2}reported → not_chosen \(包邮吗\)$/m);
  });

  it('gives the same bytes under the same configuration', async () => {
    const run = async (side: string) => {
      const args = ['what-if', recording, '--against', before, '--show', side];
      return (await runInProcess(args, { commands: COMMANDS, file: fileOf() })).stdout;
    };
    const [one, other] = [await run('before'), await run('after')];
    expect(one.trim().split('\n')).toHaveLength(4);
    expect(other).toBe(one);
    const args = ['what-if', recording, '--against', before, '--json'];
    const { stdout } = await runInProcess(args, { commands: COMMANDS, file: fileOf() });
    expect(JSON.parse(stdout)).toMatchObject({ isSame: true, changed: [] });
  });
});

describe('rooms test-rules', () => {
  it('tells for each event of a recording which rule it would meet, and which window suppresses it', async () => {
    const { code, stdout } = await testRules(rules);
    expect(code).toBe(0);
    expect(stdout).toMatch(/: 包邮吗 {2}→ rule shipping$/m);
    expect(stdout).toMatch(/请问包邮吗 {2}→ suppressed by the window of rule shipping$/m);
    expect(stdout).toMatch(/防水吗 {2}→ no rule holds$/m);
    expect(stdout).toMatch(/^By our reading/m);
  });

  it('says of a recording that lines of it are no frames, as of a file that is none', async () => {
    const args = ['rooms', 'test-rules', rules, '--rules', rules];
    const ran = await runInProcess(args, { commands: COMMANDS, file: fileOf() });
    expect(ran).toMatchObject({ code: 1, stderr: '1 line is no recorded frame\n' });
  });

  it.each([
    ['behind', ['rooms', 'test-rules', recording, '--rules', rules, '--limit', '1']],
    ['before', ['rooms', '--limit', '1', 'test-rules', recording, '--rules', rules]],
  ])('refuses an option that `rooms` alone has, %s its name', async (_, args) => {
    const ran = await runInProcess(args, { commands: COMMANDS, file: fileOf() });
    expect(ran).toEqual({ code: 2, stdout: '', stderr: "error: unknown option '--limit'\n" });
  });

  it('reads rules that an editor of Windows saved, and says why others cannot be read', async () => {
    const marked = join(folder, 'marked.json');
    writeFileSync(marked, `\ufeff${readFileSync(rules, 'utf8')}`);
    expect(await testRules(marked)).toMatchObject({ code: 0 });
    const none = join(folder, 'none.json');
    expect(await testRules(none)).toMatchObject({ code: 2, stderr: `${none} does not exist\n` });
    expect(await testRules(folder)).toMatchObject({ code: 2, stderr: `${folder} is a folder\n` });
    expect(await testRules(before)).toMatchObject({
      code: 2,
      stderr: `${before} is no JSON of rules: a list, or a room with interaction_rules\n`,
    });
  });
});

function testRules(file: string): ReturnType<typeof runInProcess> {
  const args = ['rooms', 'test-rules', recording, '--rules', file];
  return runInProcess(args, { commands: COMMANDS, file: fileOf() });
}

function fileOf(choose?: object): object {
  return {
    metastudio: {
      endpoint: 'http://127.0.0.1:9',
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    },
    bridges: [
      {
        name: 'shop',
        source: { type: 'push', token: 'push-token-1' },
        target: { roomId: '24bad716-87b1-45e5-8912-6102f7693265', ...(choose && { choose }) },
      },
    ],
  };
}

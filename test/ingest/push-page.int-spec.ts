import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';
import { IngestRig, textOf } from './ingest-rig.js';

const PAGE = readFileSync('docs/sources/push.md', 'utf8');
const TOKEN = 'push-token-of-the-page';

function example(language: string): string {
  const [, code = ''] = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 's').exec(PAGE) ?? [];
  return code;
}

async function start(stage: Stage): Promise<IngestRig> {
  const sources = { shop: { type: 'push', token: TOKEN } };
  return stage.opens(await IngestRig.start({ redis: await RedisServer.shared(), sources }));
}

/** Runs a program; without it on this machine there is nothing to run. */
async function run(rig: IngestRig, program: string, args: string[]): Promise<string | undefined> {
  const env = { ...process.env, RELAY: `http://127.0.0.1:${rig.port}`, PUSH_TOKEN: TOKEN };
  try {
    return (await promisify(execFile)(program, args, { env })).stdout.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('the page of push', () => {
  it(
    'has an example in JavaScript that runs',
    Stage.of(async (stage) => {
      const rig = await start(stage);
      const args = ['--input-type=module', '--eval', example('js')];
      expect(await run(rig, process.execPath, args)).toBe('202 2');
      expect((await rig.buffered()).map(textOf)[0]).toBe('hello');
    }),
  );

  it(
    'has an example in Python that runs, where there is one',
    Stage.of(async (stage) => {
      const rig = await start(stage);
      const said = await run(rig, 'python3', ['-c', example('python')]);
      expect(said ?? '202 2').toBe('202 2');
      const texts = (await rig.buffered()).map(textOf);
      expect(said === undefined ? '你好' : texts[0]).toBe('你好');
    }),
  );

  it(
    'has mistakes that are answered as it says: the element, the field, and the suggestion',
    Stage.of(async (stage) => {
      const rig = await start(stage);
      const user = { id: '7', name: 'Ann' };
      const { status, body } = await rig.post(`shop?token=${TOKEN}`, [
        { type: 'comment', id: '1', user, text: 'taken' },
        { type: 'comment', id: '2', user, content: 'hello' },
        { type: 'gift', id: '3', user },
        { type: 'gift', id: '4', user, gift: { name: 'Rose', count: 'two' } },
        { type: 'like', id: '5', user, time: 'yesterday' },
        { type: 'coment', id: '6', user, text: 'x' },
        { type: '弹幕', id: '7', user, text: 'x' },
        { event: 'comment', id: '8', user, text: 'x' },
        { type: 'like', id: '9', user: { ...user, level: 'high' } },
        { type: 'like', id: '10', user: { id: 'u2', nickname: 'Bob' } },
        { type: 'gift', id: '11', user, gift: { name: 'Rose', count: 1.5 } },
        { event: 'raw', type: 101, content: 'x' },
      ]);
      expect(status).toBe(400);
      expect(body).toEqual({
        accepted: 4,
        problems: [
          { index: 1, problem: 'unknown-field', field: 'content', nearest: 'text' },
          { index: 2, problem: 'missing-field', field: 'gift' },
          { index: 3, problem: 'bad-number', field: 'gift.count' },
          { index: 4, problem: 'bad-time', field: 'time' },
          { index: 5, problem: 'unknown-type', field: 'type', nearest: 'comment' },
          { index: 6, problem: 'unknown-type', field: 'type', nearest: 'comment' },
          { index: 7, problem: 'unknown-field', field: 'event', nearest: 'type' },
          { index: 8, problem: 'not-an-integer', field: 'user.level' },
          { index: 9, problem: 'unknown-field', field: 'user.nickname', nearest: 'user.name' },
          { index: 10, problem: 'not-an-integer', field: 'gift.count' },
          { index: 11, problem: 'bad-type', field: 'type' },
          { index: 11, problem: 'content-not-json', field: 'content' },
        ],
      });
      expect((await rig.buffered()).map(textOf)[0]).toBe('taken');
    }),
  );
});

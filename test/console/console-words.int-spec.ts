import { ApiRig, ROOM } from '../api/api-rig.js';
import { HINTS_ZH, LABELS } from '../../apps/console-web/src/forms/key-words.js';
import { LABELS as SETTING_LABELS } from '../../apps/console-web/src/settings/setting-words.js';
import { knownText } from '../../apps/console-web/src/texts/known-text.js';
import { zhProblems } from '../../apps/console-web/src/texts/zh-problems.js';
import { zhTold } from '../../apps/console-web/src/texts/zh-told.js';
import { PROBLEMS } from '../../apps/relay/src/console/problems/problem.js';
import { RedisServer } from '../support/redis-server.js';
import { Stage } from '../support/stage.js';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Source {
  readonly type: string;
  readonly about: { readonly first?: readonly string[]; readonly help?: object };
  readonly schema: Schema;
}

const stage = new Stage();
let rig: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  rig = stage.opens(await ApiRig.start({ redis, environment: {} }));
});

afterAll(async () => {
  await stage.close();
});

async function told<T>(path: string): Promise<T> {
  return JSON.parse((await rig.ask('GET', `/api/${path}`)).text) as T;
}

/** Every key that a form may show, from the outside in. */
function pathsOf(schema: Schema, above: readonly string[] = []): [string[], Schema][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const path = [...above, key];
    return [[path, inner] as [string[], Schema], ...pathsOf(inner, path)];
  });
}

/** A form shows of a target only the room, which has words of its own. */
function withoutTarget({ properties = {} }: Schema): Schema {
  const shown = Object.entries(properties).filter(([key]) => key !== 'target' && key !== 'source');
  return { properties: Object.fromEntries(shown) };
}

/** Whether a key has a label in both languages. */
function isLabelled(path: readonly string[]): boolean {
  return [path.slice(-2).join('.'), path.at(-1)!].some((one) => Object.hasOwn(LABELS, one));
}

/** Whether a key that its schema describes is described in Chinese, too. */
function isHinted(path: readonly string[]): boolean {
  return Object.hasOwn(HINTS_ZH, path.at(-1)!);
}

describe('the words of the console', () => {
  it('name every key of every form in both languages, and explain those of a bridge in Chinese, too', async () => {
    const bridge = pathsOf(withoutTarget(await told<Schema>('bridge-schema')));
    const { items } = await told<{ items: Source[] }>('source-types');
    const sources = items.flatMap(({ schema }) => pathsOf(schema, ['source']));
    const paths = [...bridge, ...sources];
    expect(paths.length).toBeGreaterThan(200);
    const nameless = paths.filter(([path]) => !isLabelled(path)).map(([path]) => path.join('.'));
    expect([...new Set(nameless)]).toEqual([]);
    const unexplained = bridge.filter(
      ([path, { description }]) => description !== undefined && !isHinted(path),
    );
    expect(unexplained.map(([path]) => path.join('.'))).toEqual([]);
  });

  it('stand beside at least one field, shown at once, of every kind of source', async () => {
    const { items } = await told<{ items: Source[] }>('source-types');
    const empty = items.filter(({ about: { first = [] }, schema }) => {
      const { properties = {}, required = [] } = schema;
      for (const key of first) expect(Object.keys(properties)).toContain(key);
      // One or two that are not needed are shown, too.
      return required.length + first.length === 0 && Object.keys(properties).length > 2;
    });
    expect(empty.map(({ type }) => type)).toEqual([]);
  });

  it('tell in Chinese what belongs in every field of a source', async () => {
    const { items } = await told<{ items: Source[] }>('source-types');
    const untold = items.flatMap(({ type, about: { help = {} }, schema: { properties = {} } }) => {
      const keys = Object.entries(properties).filter(([key]) => !Object.hasOwn(help, key));
      return keys.flatMap(([key, { description }]) => {
        const isTold =
          description === undefined || knownText(zhTold, `must be ${description}`) !== undefined;
        return isTold ? [] : [`${type}.${key}: ${description}`];
      });
    });
    expect(untold).toEqual([]);
  });

  it.each([
    [{ filter: { minLength: 10, maxLength: 5 } }, '不能小于“弹幕最短字数”'],
    [{ filter: { blockWords: ['/(/'] } }, '有正则表达式不正确'],
    [{ choose: { pace: 'human' } }, '需要先填写“弹幕”'],
    [{ choose: {}, target: { roomId: ROOM, choose: {} } }, '直播间已启用择优'],
  ])('tell in Chinese what does not go together: %j', async (wrong, says) => {
    const source = { type: 'twitch-irc', channel: 'shop' };
    const body = { name: 'another', source, target: { roomId: ROOM }, ...wrong };
    const { body: refusal } = await rig.ask('POST', '/api/bridges', { body });
    const [first] = refusal['errors'] as { readonly detail: string }[];
    expect(knownText(zhTold, first!.detail)).toContain(says);
  });

  it('tell in Chinese of everything that the relay refuses', () => {
    expect(Object.keys(zhProblems)).toEqual(Object.keys(PROBLEMS));
  });

  it('name every key of the settings', async () => {
    const nameless: string[] = [];
    const look = (block: object, of: string): void => {
      for (const [key, value] of Object.entries(block)) {
        // A project has a name of its own.
        if (of !== 'projects' && !Object.hasOwn(SETTING_LABELS, key)) nameless.push(`${of}.${key}`);
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) look(value, key);
      }
    };
    const settings = await told<object>('settings');
    look(settings, '');
    expect(Object.keys(settings)).toContain('projects');
    expect(nameless).toEqual([]);
  });
});

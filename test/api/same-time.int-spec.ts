import { RedisServer } from '../support/redis-server.js';
import { ApiRig, bearer, type ApiAnswer } from './api-rig.js';

const PATH = '/api/bridges';
const IMPORT = '/api/configuration/import';
const any = { ...bearer, 'if-match': '*' };
/** Two requests at the same time do not always meet. */
const ROUNDS = 3;
const STATE_KEY = { RELAY_STATE_KEY: 'ab'.repeat(32) };

let one: ApiRig;
let other: ApiRig;

beforeAll(async () => {
  const redis = await RedisServer.shared();
  const environment = {
    RELAY_API_TOKEN: bearer.authorization.slice('Bearer '.length),
    ...STATE_KEY,
  };
  one = await ApiRig.start({ redis, environment });
  other = await ApiRig.start({ redis, environment, prefix: one.prefix });
});

afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
});

async function create(rig: ApiRig, spec: object): Promise<ApiAnswer> {
  return rig.ask('POST', PATH, { headers: bearer, body: spec });
}

async function bring(rig: ApiRig, spec: object): Promise<ApiAnswer> {
  const headers = { ...bearer, 'content-type': 'application/yaml' };
  return rig.ask('POST', IMPORT, { headers, body: JSON.stringify({ bridges: [spec] }) });
}

/** Of a platform that allows one of them. */
function bilibili(name: string, code: string): object {
  const keys = { accessKeyId: 'a'.repeat(16), accessKeySecret: 'b'.repeat(30) };
  const source = { type: 'bilibili-open', appId: 1, code, ...keys };
  return { name, source, target: { roomId: 'a-room' } };
}

/** Of one target, which has one app user. */
function ofUser(name: string, roomId: string, appUserId: string): object {
  return { name, source: { type: 'kick', chatroomId: 1 }, target: { roomId, appUserId } };
}

type Way = (rig: ApiRig, spec: object) => Promise<ApiAnswer>;

/** How many of two requests at the same time were done, round after round. */
async function meet(
  specsOf: (round: number) => readonly [object, object],
  ways: readonly [way: Way, rig: ApiRig, otherWay: Way, otherRig: ApiRig],
): Promise<number[]> {
  const [way, rig, otherWay, otherRig] = ways;
  const all: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [spec, otherSpec] = specsOf(round);
    const answers = await Promise.all([way(rig, spec), otherWay(otherRig, otherSpec)]);
    all.push(answers.filter(({ status }) => status < 300).length);
  }
  return all;
}

const ONE_OF_TWO = Array.from({ length: ROUNDS }, () => 1);

describe('two bridges at the same time of which one is allowed', () => {
  const WAYS: readonly (readonly [string, () => readonly [Way, ApiRig, Way, ApiRig]])[] = [
    ['made by one process', () => [create, one, create, one]],
    ['made by two processes', () => [create, one, create, other]],
    ['imported by two processes', () => [bring, one, bring, other]],
    ['made and imported by one process', () => [create, one, bring, one]],
  ];

  it.each(WAYS)('are one, where both want the same place at a platform: %s', async (name, ways) => {
    const specs = (round: number) => {
      const id = `${name.replaceAll(' ', '-')}-${round}`;
      const code = id.replaceAll('-', '').toUpperCase();
      return [bilibili(`${id}-a`, code), bilibili(`${id}-b`, code)] as const;
    };
    expect(await meet(specs, ways())).toEqual(ONE_OF_TWO);
  });

  it.each(WAYS)('are one, where they disagree on their target: %s', async (name, ways) => {
    const specs = (round: number) => {
      const id = `of-${name.replaceAll(' ', '-')}-${round}`;
      return [ofUser(`${id}-a`, id, 'a'), ofUser(`${id}-b`, id, 'b')] as const;
    };
    expect(await meet(specs, ways())).toEqual(ONE_OF_TWO);
  });
});

it('whichever version a bridge has, changes of any version at the same time are all made', async () => {
  await create(one, ofUser('busy', 'a-busy-room', 'a'));
  const path = `${PATH}/busy`;
  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const rig = i % 2 === 0 ? one : other;
      if (i % 3 === 0) return rig.ask('POST', `${path}/pause`, { headers: any });
      return rig.ask('PATCH', path, { headers: any, body: { maxTextLength: 10 + i } });
    }),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
});

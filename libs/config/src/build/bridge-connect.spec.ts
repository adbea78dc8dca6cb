import { loadSources } from '#platforms';
import { stringify } from 'yaml';
import { loadConfig } from '../load-config.js';

const SOURCES = await loadSources();

const AUTH = { type: 'token', token: 'token' };
const AUTH_KEY = { secret: 'secret' };

function load(metastudio: object, bridge: object) {
  const target = {
    roomId: '00000000000000000000000000000001',
    jobId: '0000000000000000000000000000000a',
  };
  const source = { type: 'twitch-irc', channel: 'somebody' };
  const text = stringify({
    metastudio: {
      region: 'cn-north-4',
      projectId: '70b7600000034253880af501cd000000',
      ...metastudio,
    },
    bridges: [{ name: 'shop', source, target, ...bridge }],
  });
  return loadConfig({ text, environment: {}, sources: SOURCES });
}

function problems(result: ReturnType<typeof load>): [path: string, message: string][] {
  return result.ok ? [] : result.problems.map(({ path, message }) => [path, message]);
}

describe('connect', () => {
  it('defaults to always', () => {
    const result = load({ auth: AUTH }, {});
    expect(result.ok && result.config.bridges[0]?.connect).toBe('always');
  });

  it('may be while-live where the project can look jobs up', () => {
    const result = load({ auth: AUTH }, { connect: 'while-live' });
    expect(result.ok && result.config.bridges[0]?.connect).toBe('while-live');
  });

  it('refuses while-live where the project cannot look jobs up', () => {
    const way = 'the project default has no auth to see with whether the room is live';
    const result = load({ authKey: AUTH_KEY }, { connect: 'while-live' });
    expect(problems(result)).toEqual([['bridges[0].connect', `must be always, since ${way}`]]);
  });

  it('refuses any other value', () => {
    expect(problems(load({ auth: AUTH }, { connect: 'sometimes' }))).toEqual([
      ['bridges[0].connect', 'must be one of always, while-live'],
    ]);
  });
});

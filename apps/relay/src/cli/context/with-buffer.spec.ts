import assert from 'node:assert';
import { ConnectionErrors, redisSentence } from './with-buffer.js';

const away = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
const noRedis = new Error('Protocol error, got "H" as reply type byte');
const noAnswer = new Error('Command timed out: not connected');

describe('redisSentence', () => {
  it("reports Redis's answer to the call, whatever happened to the connection before", () => {
    expect(redisSentence(new Error('OOM command not allowed'), away)).toContain('is full');
    expect(redisSentence(new Error('OOM command not allowed'), noRedis)).toContain('is full');
  });

  it('reports the error of the connection if the call got no answer', () => {
    expect(redisSentence(noAnswer, noRedis)).toContain('is no Redis');
    expect(redisSentence(away, noRedis)).toContain('is no Redis');
    expect(redisSentence(noAnswer, undefined)).toContain('does not answer in time');
    expect(redisSentence(away, away)).toContain('Look whether it runs');
  });
});

describe('a fault of a command', () => {
  it.each([
    () => new Date(NaN).toISOString(),
    () => (null as unknown as string).length,
    () => JSON.parse('what a viewer wrote'),
    () => assert(false, 'what a viewer wrote'),
  ])('is told as that, with its place and without its words: %s', (act) => {
    const sentence = redisSentence(thrownBy(act), away);
    expect(sentence).toMatch(/fault of the command itself.*Error at .*with-buffer\.spec\.ts/u);
    expect(sentence).not.toMatch(/Look whether it runs|viewer/u);
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('ConnectionErrors', () => {
  it('keeps the last error that says more than that a connection ended', () => {
    const heard = new ConnectionErrors();
    for (const error of [away, noRedis, away]) heard.add(error);
    expect(heard.telling).toBe(noRedis);
  });
});

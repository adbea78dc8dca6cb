import { ConnectionErrors, redisSentence } from './with-buffer.js';

const away = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
const noRedis = new Error('Protocol error, got "H" as reply type byte');
const noAnswer = new Error('Command timed out: not connected');

describe('redisSentence', () => {
  it('tells what Redis answered to the call, whatever the connection met before', () => {
    expect(redisSentence(new Error('OOM command not allowed'), away)).toContain('is full');
    expect(redisSentence(new Error('OOM command not allowed'), noRedis)).toContain('is full');
  });

  it('tells what the connection met where the call got no answer', () => {
    expect(redisSentence(noAnswer, noRedis)).toContain('is no Redis');
    expect(redisSentence(away, noRedis)).toContain('is no Redis');
    expect(redisSentence(noAnswer, undefined)).toContain('does not answer in time');
    expect(redisSentence(away, away)).toContain('Look whether it runs');
  });
});

describe('ConnectionErrors', () => {
  it('keeps the last that tells more than that a connection ended', () => {
    const heard = new ConnectionErrors();
    for (const error of [away, noRedis, away]) heard.add(error);
    expect(heard.telling).toBe(noRedis);
  });
});

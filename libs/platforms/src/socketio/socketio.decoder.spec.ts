import * as fc from 'fast-check';
import { decodeAll } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { SocketIoDecoder } from './socketio.decoder.js';
import { socketIoSource } from './socketio.definition.js';

const MAPPING = {
  platform: 'example',
  rules: [
    {
      when: { '$.event': 'chat' },
      event: 'comment' as const,
      user: { id: 'u | $.values.0' },
      text: 't | $.values.1',
    },
  ],
};

describe('SocketIoDecoder', () => {
  it.each([
    ['42["chat",{"u":7000000000000000001,"t":"hi"}]'],
    ['42/room,["chat",{"u":7000000000000000001,"t":"hi"}]'],
    ['4217["chat",{"u":7000000000000000001,"t":"hi"}]'],
    ['["chat",{"u":7000000000000000001,"t":"hi"}]'],
    ['42["chat","7000000000000000001","hi"]'],
  ])('reads %s', (frame) => {
    const { events, problems } = decodeAll(new SocketIoDecoder(MAPPING), frame);
    expect(problems).toEqual([]);
    expect(events).toMatchObject([{ text: 'hi', user: { userId: 'example_7000000000000000001' } }]);
  });

  it('names frames that are no event', () => {
    const frames = ['0{"sid":"x"}', '2', '3', '40{"sid":"y"}', '45-["chat"]', '42["typing",{}]'];
    const { ignoredKinds, problems } = decodeAll(new SocketIoDecoder(MAPPING), ...frames);
    expect(ignoredKinds).toEqual(['open', 'ping', 'pong', 'connect', 'binary-event', 'typing']);
    expect(problems).toEqual([]);
  });

  it('never throws, and counts malformed frames', () => {
    const wrong = decodeAll(new SocketIoDecoder(MAPPING), 'x', '42["chat"', '42[1]', '42[]');
    expect(wrong.problems).toEqual(['not-a-packet', 'not-json', 'no-event', 'no-event']);
    fc.assert(
      fc.property(fc.string(), (rest) => {
        decodeAll(new SocketIoDecoder(MAPPING), rest, `42${rest}`, `42["chat",${rest}]`);
      }),
    );
  });

  it('refuses event names and paths that the client cannot send', () => {
    const plain = { url: 'https://h', mapping: MAPPING };
    const wrong = (more: object): string[] => refusedOptions(socketIoSource, { ...plain, ...more });
    expect(wrong({ emit: [['join', { room: 1 }]], auth: { token: 'x' }, namespace: '/a' })).toEqual(
      [],
    );
    expect(wrong({ emit: [['disconnect']] })).toEqual(['emit']);
    expect(wrong({ emit: ['join'] })).toEqual(['emit']);
    expect(wrong({ auth: 'x' })).toEqual(['auth']);
    expect(wrong({ namespace: 'a' })).toEqual(['namespace']);
    expect(wrong({ path: '/a?b' })).toEqual(['path']);
    expect(wrong({ url: 'ftp://h' })).toEqual(['url']);
  });
});

import * as fc from 'fast-check';
import { parseIrcLine, rawTag, tag } from './irc-line.js';

describe('parseIrcLine', () => {
  it('cuts a chat line into its parts', () => {
    expect(
      parseIrcLine('@a=1;b=2 :ana!ana@ana.tmi.twitch.tv PRIVMSG #room :hello :) there'),
    ).toEqual({
      tags: ';a=1;b=2',
      login: 'ana',
      command: 'PRIVMSG',
      target: '#room',
      text: 'hello :) there',
    });
  });

  it('reads a line without tags, prefix or text', () => {
    expect(parseIrcLine('PING :tmi.twitch.tv')).toMatchObject({
      command: 'PING',
      target: '',
      text: 'tmi.twitch.tv',
    });
    expect(parseIrcLine(':tmi.twitch.tv RECONNECT')).toMatchObject({
      login: '',
      command: 'RECONNECT',
    });
    expect(parseIrcLine(':ana!ana@x JOIN #room')).toMatchObject({
      login: 'ana',
      target: '#room',
      text: '',
    });
    expect(parseIrcLine(':x 366 me #room :End of /NAMES list')).toMatchObject({
      command: '366',
      target: 'me',
    });
  });

  it('treats no exclamation mark of the text as part of the prefix', () => {
    expect(parseIrcLine(':tmi.twitch.tv NOTICE * :no!way')).toMatchObject({
      login: '',
      target: '*',
    });
  });

  it.each([
    '',
    ' ',
    '@',
    '@tags-only',
    ':prefix-only',
    '@a=1 ',
    'privmsg #a :b',
    'P1 x',
    '@a=1 :p ',
  ])('refuses %j', (line) => expect(parseIrcLine(line)).toBeUndefined());

  it('never throws, whatever the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (line) => {
        expect(() => parseIrcLine(line)).not.toThrow();
      }),
    );
  });
});

describe('tag', () => {
  it('undoes the escapes in one pass', () => {
    expect(tag(';a=x\\sy\\:z\\\\s\\r\\n\\q\\', ';a=')).toBe('x y;z\\s\r\nq');
  });

  it('finds the key itself, not one that ends alike', () => {
    expect(rawTag(';reply-parent-user-id=1;user-id=2', ';user-id=')).toBe('2');
  });

  it('is empty for a tag without a value, and for none', () => {
    expect(rawTag(';emotes=;id=1', ';emotes=')).toBe('');
    expect(rawTag(';id=1', ';emotes=')).toBe('');
  });
});

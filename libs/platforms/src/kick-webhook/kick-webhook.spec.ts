import { generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { kickMoneySignature, publicKeyOf } from './kick-signature.js';
import { kickWebhook } from './kick-webhook.definition.js';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString();

const SENT_AT = '2023-11-14T22:13:20Z';
const AT = 1_700_000_000_000;
const CHANNEL = { user_id: 900, username: 'shop' };
const ANN = { is_anonymous: false, user_id: 501, username: 'Ann', identity: null };
const USER = { userId: 'kick_501', name: 'Ann', level: 0, badge: '', badgeLevel: 0 };
const stamp = { id: '01MSG', timestamp: AT, user: USER };

function webhook(type: string, body: object): object {
  const headers = {
    'Kick-Event-Message-Id': '01MSG',
    'Kick-Event-Message-Timestamp': SENT_AT,
    'Kick-Event-Type': type,
  };
  return { headers, body: { broadcaster: CHANNEL, ...body } };
}

function decode(...webhooks: readonly unknown[]): RecordingSink {
  const frames = webhooks.map((one) => JSON.stringify(one));
  return decodeAll(kickWebhook.decoder({ publicKey: PEM }), ...frames);
}

describe('kick-webhook', () => {
  it.each([
    [
      'chat.message.sent',
      {
        message_id: 'm-1',
        sender: {
          ...ANN,
          identity: { badges: [{ type: 'moderator' }, { type: 'subscriber', count: 3 }] },
        },
        content: 'is [it] new? [emote:37226:KEKW]',
        created_at: '2023-11-14T22:13:19Z',
      },
      {
        type: 'comment',
        id: 'm-1',
        timestamp: AT - 1000,
        user: { ...USER, badge: 'subscriber', badgeLevel: 3, guard: 1 },
        text: 'is [it] new?',
      },
    ],
    ['channel.followed', { follower: ANN }, { type: 'follow', ...stamp }],
    ['channel.subscription.new', { subscriber: ANN, duration: 1 }, giftOf('Subscription', 1)],
    ['channel.subscription.renewal', { subscriber: ANN, duration: 9 }, giftOf('Subscription', 1)],
    ['channel.subscription.gifts', { gifter: ANN, giftees: [{}, {}] }, giftOf('Subscription', 2)],
    [
      'kicks.gifted',
      { sender: ANN, gift: { name: 'Rage Quit', amount: 500 } },
      giftOf('Rage Quit', 1, 500),
    ],
  ])('reads %s', (type, body, event) => {
    const { events, problems } = decode(webhook(type, body));
    expect(problems).toEqual([]);
    expect(events).toEqual([event]);
  });

  it('gives the message after the gift of Kicks, with an id of its own', () => {
    const gift = { amount: 10, message: 'for [emote:1:x] you' };
    expect(decode(webhook('kicks.gifted', { sender: ANN, gift })).events).toMatchObject([
      { type: 'gift', id: '01MSG', gift: { giftName: 'Kicks', giftValue: 10 } },
      { type: 'comment', id: '01MSG:comment', text: 'for you' },
    ]);
  });

  it('names an anonymous giver', () => {
    const gifter = { is_anonymous: true, user_id: null, username: null };
    expect(decode(webhook('channel.subscription.gifts', { gifter })).events).toMatchObject([
      { user: { userId: 'kick_Anonymous', name: 'Anonymous' }, gift: { giftNum: 1 } },
    ]);
  });

  it('reads headers in any case, and a body in a string', () => {
    const body = JSON.stringify({ follower: ANN });
    const { events } = decode({ headers: { 'kick-event-type': 'channel.followed' }, body });
    expect(events).toEqual([{ type: 'follow', id: undefined, timestamp: undefined, user: USER }]);
  });

  it('ignores by name what is no event, and other channels where it is told to', () => {
    const followed = webhook('channel.followed', { follower: ANN });
    const { ignoredKinds } = decode(
      webhook('livestream.status.updated', { is_live: true }),
      webhook('moderation.banned', {}),
      webhook('chat.message.sent', { sender: ANN, content: ' ' }),
    );
    expect(ignoredKinds).toEqual(['livestream.status.updated', 'moderation.banned', 'empty']);
    const only = (broadcasterId: string): RecordingSink => {
      return decodeAll(
        kickWebhook.decoder({ publicKey: PEM, broadcasterId }),
        JSON.stringify(followed),
      );
    };
    expect(only('901').ignoredKinds).toEqual(['other-channel']);
    expect(only('900').events).toHaveLength(1);
  });

  it('counts malformed bodies, and never throws', () => {
    const noHeaders = { body: {} };
    const sink = decode(
      [],
      noHeaders,
      { headers: {}, body: {} },
      { headers: {}, body: '{' },
      webhook('channel.followed', {}),
      webhook('chat.message.sent', { sender: ANN, content: 5 }),
      { ...webhook('channel.followed', {}), body: 5 },
    );
    expect(sink.problems).toEqual([
      'not-an-object',
      'no-headers',
      'no-event-type',
      'body-not-json',
      'no-user',
      'no-text',
      'not-an-object',
    ]);
    const types = ['chat.message.sent', 'channel.followed', 'channel.subscription.gifts'];
    const fields = ['sender', 'content', 'follower', 'gifter', 'giftees', 'gift', 'broadcaster'];
    const body = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue());
    fc.assert(
      fc.property(fc.constantFrom(...types, 'kicks.gifted'), body, (type, values) => {
        expect(() => decode(webhook(type, values))).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => decode(value)).not.toThrow();
      }),
    );
  });

  it('requires the key only to connect', () => {
    expect(refusedOptions(kickWebhook, {})).toEqual(['publicKey']);
    expect(refusedOptions(kickWebhook, {}, 'decode')).toEqual([]);
    expect(refusedOptions(kickWebhook, { publicKey: PEM, broadcasterId: 900 })).toEqual([]);
    const secretPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(refusedOptions(kickWebhook, { publicKey: secretPem })).toEqual(['publicKey']);
  });
});

describe('the signature of kick-webhook', () => {
  const verify = kickWebhook.inbound!.verifier!({ publicKey: PEM });
  const body = Buffer.from('{"follower":{"user_id":501}}');
  const headers = {
    'kick-event-message-id': '01MSG',
    'kick-event-message-timestamp': SENT_AT,
    'kick-event-signature': signatureOf(`01MSG.${SENT_AT}.${body.toString()}`),
  };

  it('is accepted, for five minutes', () => {
    expect(verify(headers, body, AT)).toBeUndefined();
    expect(verify(headers, body, AT + 299_000)).toBeUndefined();
    expect(verify(headers, body, AT + 301_000)).toBe('stale-timestamp');
    expect(verify(headers, body, AT - 301_000)).toBe('stale-timestamp');
  });

  it('is accepted for a day where the event is paid, which is then taken once', () => {
    const money = { ...headers, 'kick-event-type': 'kicks.gifted' };
    expect(verify(money, body, AT + 299_000)).toBeUndefined();
    expect(verify(money, body, AT + 600_000)).toBe('late-money');
    expect(verify(money, body, AT + 24 * 3_600_000 + 1)).toBe('stale-timestamp');
    expect(verify(money, body, AT - 301_000)).toBe('stale-timestamp');
    expect(kickMoneySignature(money)).toBe(headers['kick-event-signature']);
    expect(kickMoneySignature({ ...money, 'kick-event-type': 'channel.followed' })).toBeUndefined();
  });

  it('has one name however it is written, by which a paid event is known to be taken', () => {
    const signature = headers['kick-event-signature'];
    const bare = signature.replace(/=+$/, '');
    const shown = [bare, `${bare}====`, `${bare.slice(0, 9)}-!${bare.slice(9)}`.replace('-', ' ')];
    for (const written of [...shown, signature.replaceAll('+', '-').replaceAll('/', '_')]) {
      const money = {
        ...headers,
        'kick-event-type': 'kicks.gifted',
        'kick-event-signature': written,
      };
      expect(verify(money, body, AT + 600_000)).toBe('late-money');
      expect(kickMoneySignature(money)).toBe(signature);
    }
  });

  it('covers the id, the time and the body', () => {
    expect(verify(headers, Buffer.from('{}'), AT)).toBe('bad-signature');
    for (const name of ['kick-event-message-id', 'kick-event-message-timestamp']) {
      expect(verify({ ...headers, [name]: '2023-11-14T22:13:21Z' }, body, AT)).toBe(
        'bad-signature',
      );
      expect(verify({ ...headers, [name]: undefined }, body, AT)).toBe('no-signature');
    }
    const garbage = { ...headers, 'kick-event-signature': '!' };
    expect(verify(garbage, body, AT)).toBe('bad-signature');
  });

  it('is refused where its time cannot be read, though it is genuine', () => {
    const odd = {
      ...headers,
      'kick-event-message-timestamp': 'now',
      'kick-event-signature': signatureOf(`01MSG.now.${body.toString()}`),
    };
    expect(verify(odd, body, AT)).toBe('stale-timestamp');
  });

  it('takes a key in every form that variables and files have', () => {
    const inner = PEM.replace(/-----.*-----/g, '');
    for (const text of [PEM, PEM.replaceAll('\n', '\\n'), inner, inner.replace(/\s/g, '')]) {
      expect(publicKeyOf(text)?.equals(publicKey)).toBe(true);
    }
    const { publicKey: other } = generateKeyPairSync('ed25519');
    const otherPem = other.export({ type: 'spki', format: 'pem' }).toString();
    for (const text of ['', 'x', otherPem, PEM.slice(0, 200), 'A'.repeat(10_000)]) {
      expect(publicKeyOf(text)).toBeUndefined();
    }
  });
});

function signatureOf(text: string): string {
  return sign('sha256', Buffer.from(text), privateKey).toString('base64');
}

function giftOf(giftName: string, giftNum: number, giftValue = 0): object {
  const gift = { giftName, giftNum, giftValue, totalValue: giftNum * giftValue };
  return { type: 'gift', ...stamp, gift };
}

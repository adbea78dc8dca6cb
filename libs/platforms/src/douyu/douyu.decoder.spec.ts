import * as fc from 'fast-check';
import { decodeAll, type RecordingSink } from '../../../../test/support/recording-sink.js';
import { refusedOptions } from '../../../../test/support/refused-options.js';
import { encodeDouyuPacket, PACKET_BYTES_MAX } from './douyu-packet.js';
import { DouyuDecoder } from './douyu.decoder.js';
import { douyu } from './douyu.definition.js';
import { DOUYU_PORTS } from './douyu.options.js';

const WEN = 'uid@=9001/nn@=文/level@=23/bnn@=小鱼/bl@=8/';
const WEN_USER = { userId: 'douyu_9001', name: '文', level: 23, badge: '小鱼', badgeLevel: 8 };
const SAID = `type@=chatmsg/rid@=42/${WEN}txt@=加油@S/cid@=c-1/cst@=1700000000123/`;

/** A packet as the server sends it, written down anew. */
function packet(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(12);
  head.writeUInt32LE(body.length + 8, 0);
  head.writeUInt32LE(body.length + 8, 4);
  head.writeUInt16LE(690, 8);
  return Buffer.concat([head, body]);
}

/** A noble, for the streamer of whichever room. */
function noble(fields: string): string {
  return `bt@=1/uid@=9001/unk@=文/donk@=主播/${fields}`;
}

function decode(...frames: readonly (string | Buffer)[]): RecordingSink {
  return decodeAll(new DouyuDecoder(), ...frames);
}

describe('DouyuDecoder', () => {
  it('makes a comment of a message, in a packet or as a line of text', () => {
    const comment = {
      type: 'comment',
      id: 'c-1',
      timestamp: 1_700_000_000_123,
      user: WEN_USER,
      text: '加油/',
    };
    expect(decode(packet(SAID), SAID).events).toEqual([comment, comment]);
  });

  it('reads a time in seconds, and leaves a missing time out', () => {
    const { events } = decode(
      SAID.replace('1700000000123', '1700000000'),
      SAID.replace('cst@=1700000000123/', ''),
    );
    expect(events.map(({ timestamp }) => timestamp)).toEqual([1_700_000_000_000, undefined]);
  });

  it('removes emotes among words, and keeps a text of emotes alone as written', () => {
    const { events, ignoredKinds } = decode(
      SAID.replace('加油@S', '[emot:dy101]早[x]'),
      SAID.replace('加油@S', '[emot:dy101]'),
      SAID.replace('加油@S', ''),
    );
    expect(events).toMatchObject([{ text: '早[x]' }, { text: '[emot:dy101]' }]);
    expect(ignoredKinds).toEqual(['empty']);
  });

  it('names gifts by their id where they have no name, and counts the gifts of each message', () => {
    const { events } = decode(
      `type@=dgb/rid@=42/gfid@=824/${WEN}gfcnt@=3/hits@=30/`,
      `type@=dgb/rid@=42/gfid@=824/gfn@=飞机/${WEN}gfcnt@=1/hits@=2/`,
      `type@=dgb/rid@=42/gfid@=824/${WEN}hits@=7/`,
    );
    const gift = { giftName: '824', giftNum: 3, giftValue: 0, totalValue: 0 };
    expect(events).toEqual([
      { type: 'gift', user: WEN_USER, gift },
      { type: 'gift', user: WEN_USER, gift: { ...gift, giftName: '飞机', giftNum: 1 } },
      { type: 'gift', user: WEN_USER, gift: { ...gift, giftNum: 1 } },
    ]);
  });

  it('makes a gift and a comment of a paid comment', () => {
    const said = `nn@A=文@Sbnn@A=小鱼@Slevel@A=23@Sbl@A=8@Stype@A=chatmsg@Suid@A=9001@Stxt@A=加油@S`;
    const paid = (price: string): string =>
      `vrid@=v-1/btype@=voiceDanmu/chatmsg@=${said}/range@=2/${price}type@=comm_chatmsg/rid@=42/uid@=9001/now@=1700000000123/`;
    const about = { timestamp: 1_700_000_000_123, user: WEN_USER };
    const gift = { giftName: '高能弹幕', giftNum: 1, giftValue: 3000, totalValue: 3000 };
    const sink = decode(packet(paid('cprice@=3000/')), paid('crealPrice@=0/cprice@=0/'));
    expect(sink.events).toEqual([
      { type: 'gift', id: 'v-1', ...about, gift },
      { type: 'comment', id: 'v-1:comment', ...about, text: '加油' },
    ]);
    expect(sink.ignoredKinds).toEqual(['comm_chatmsg']);
    const nobody = 'type@=comm_chatmsg/cprice@=3000/chatmsg@=/';
    expect(decode(nobody).problems).toEqual(['no-user']);
  });

  it('makes a gift of a diamond fan, as many as months', () => {
    const fan = 'uid@=9001/rid@=42/nick@=文/level@=23/fl@=8/bn@=小鱼/';
    const { events } = decode(
      `type@=dfobc/${fan}mn@=3/price@=47400/`,
      `type@=dfrbc/${fan}mn@=1/price@=13800/`,
    );
    const gift = { giftName: '钻粉', giftNum: 3, giftValue: 15_800, totalValue: 47_400 };
    expect(events).toMatchObject([
      { user: WEN_USER, gift },
      { user: WEN_USER, gift: { giftNum: 1, totalValue: 13_800 } },
    ]);
  });

  it('makes one gift of a diamond fan of an older version, which may tell no price', () => {
    const fan = 'uid@=9001/rid@=42/nick@=文/level@=23/fl@=8/bn@=小鱼/';
    const { events } = decode(`type@=odfbc/${fan}`, `type@=rndfbc/${fan}price@=10000/`);
    const gift = { giftName: '钻粉', giftNum: 1, giftValue: 0, totalValue: 0 };
    expect(events).toMatchObject([
      { user: WEN_USER, gift },
      { user: WEN_USER, gift: { ...gift, giftValue: 10_000, totalValue: 10_000 } },
    ]);
  });

  it('makes a gift of a noble title, for the viewer who pays', () => {
    const frames = [
      `type@=anbc/rid@=0/${noble('drid@=42/nl@=4/ts@=1700000000/')}`,
      `type@=rnewbc/rid@=0/${noble('drid@=42/nl@=7/')}`,
      `type@=anbc/rid@=42/${noble('drid@=42/nl@=77/gvuid@=9002/gvnk@=武/ts@=1700000001/')}`,
      `type@=anbc/rid@=0/${noble('drid@=43/nl@=6/ts@=1700000002/')}`,
      `type@=rnewbc/rid@=42/${noble('nl@=6/')}`,
    ];
    const sink = decodeAll(new DouyuDecoder('42'), ...frames);
    const user = { userId: 'douyu_9001', name: '文' };
    const gift = { giftNum: 1, giftValue: 0, totalValue: 0 };
    expect(sink.events).toMatchObject([
      { id: 'douyu_9001:4:1700000000', timestamp: 1_700_000_000_000, user, gift },
      { id: undefined, timestamp: undefined, user, gift: { ...gift, giftName: '游侠' } },
      { user: { userId: 'douyu_9002', name: '武' }, gift: { ...gift, giftName: '贵族' } },
    ]);
    expect(sink.events[0]).toMatchObject({ gift: { giftName: '公爵' } });
    expect(sink.ignoredKinds).toEqual(['anbc', 'rnewbc']);
    // Without a room, only those that name the same room as the one that is read.
    expect(decode(...frames)).toMatchObject({
      events: [{ user: { userId: 'douyu_9002' } }],
      ignoredKinds: ['anbc', 'rnewbc', 'anbc', 'rnewbc'],
    });
  });

  it('reads no other paid message as a paid comment', () => {
    const other = 'type@=comm_chatmsg/btype@=pandora/rid@=42/uid@=9001/cprice@=3000/now@=1/';
    expect(decode(other)).toMatchObject({ events: [], ignoredKinds: ['comm_chatmsg'] });
  });

  it('makes an entry, and knows viewers by the id that the official protocol has', () => {
    const official = WEN.replace('uid@=9001', 'hashid@=h-1');
    expect(decode(`type@=uenter/${WEN}`, `type@=uenter/${official}`).events).toEqual([
      { type: 'enter', user: WEN_USER },
      { type: 'enter', user: { ...WEN_USER, userId: 'douyu_h-1' } },
    ]);
  });

  it('names what it ignores', () => {
    const names = ['rss', 'mrkl', 'loginres', 'pingreq', 'ssd', 'gbroadcast', 'blab'];
    const { ignoredKinds, problems } = decode(...names.map((name) => packet(`type@=${name}/`)));
    expect([ignoredKinds, problems]).toEqual([names, []]);
  });

  it('reads several packets of a message, and one that goes over several messages', () => {
    const stream = Buffer.concat([packet(SAID), packet('type@=rss/'), packet(SAID)]);
    for (let cut = 1; cut < stream.length; cut += 7) {
      const sink = decode(stream.subarray(0, cut), stream.subarray(cut));
      expect([sink.events.length, sink.ignoredKinds, sink.problems]).toEqual([2, ['rss'], []]);
    }
    const bytes = [...stream].map((byte) => Buffer.from([byte]));
    expect(decode(...bytes).events).toHaveLength(2);
  });

  it('loses only a packet that never ends', () => {
    const sink = decode(packet(SAID).subarray(0, 40), packet(SAID));
    expect(sink.events).toHaveLength(1);
    expect(sink.problems).toEqual(['truncated-packet']);
  });

  it('forgets the beginning of a packet when another connection begins', () => {
    const decoder = new DouyuDecoder();
    const sink = decode();
    decoder.decode(packet(SAID).subarray(0, 40), sink);
    decoder.restart();
    decoder.decode(packet(SAID), sink);
    expect([sink.events.length, sink.problems]).toEqual([1, []]);
  });

  it.each([
    ['lengths that differ', (head: Buffer) => head.writeUInt32LE(99, 4)],
    ['a length that is too small', (head: Buffer) => head.fill(0, 0, 8)],
    ['an unknown type', (head: Buffer) => head.writeUInt16LE(7, 8)],
    [
      'a length beyond the limit',
      (head: Buffer) => {
        head.writeUInt32LE(PACKET_BYTES_MAX + 1, 0);
        head.writeUInt32LE(PACKET_BYTES_MAX + 1, 4);
      },
    ],
  ])('refuses a packet with %s, and reads the next message', (_, damage) => {
    const broken = packet(SAID);
    damage(broken);
    const sink = decode(broken, packet(SAID));
    expect(sink.problems).toEqual(['bad-packet']);
    expect(sink.events).toHaveLength(1);
  });

  it('counts malformed messages', () => {
    const nobody = 'type@=chatmsg/uid@=0/nn@=/txt@=x/';
    expect(decode('', 'hello', nobody, packet('')).problems).toEqual([
      'no-type',
      'no-type',
      'no-user',
      'no-type',
    ]);
    const invalid = packet(SAID);
    invalid[invalid.indexOf('加')] = 0xff;
    expect(decode(invalid).events).toHaveLength(1);
  });

  it('survives any bytes and any text', () => {
    const field = fc.constantFrom(
      'type@=',
      'chatmsg/',
      'dgb/',
      'comm_chatmsg/',
      'nn@=',
      'uid@=',
      '/',
      '@A',
      'x',
    );
    const text = fc.string({ unit: field });
    const bytes = fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array));
    const frame = fc.oneof(text, bytes, text.map(packet));
    fc.assert(
      fc.property(fc.array(frame), (frames) => {
        const sink = decode(...frames, packet(SAID));
        expect(sink.events.at(-1)).toMatchObject({ id: 'c-1' });
      }),
      { numRuns: 500 },
    );
  });
});

describe('douyu', () => {
  it('writes packets with a length that leaves the first four bytes out', () => {
    expect(encodeDouyuPacket('type@=mrkl/').toString('hex')).toBe(
      '1400000014000000b102000074797065403d6d726b6c2f00',
    );
  });

  it('requires the room to connect, and goes from port to port', async () => {
    expect(refusedOptions(douyu, {})).toEqual(['roomId']);
    expect(refusedOptions(douyu, {}, 'decode')).toEqual([]);
    expect(refusedOptions(douyu, { roomId: '9999', url: 'ws://h/' })).toEqual([]);
    const protocol = douyu.protocol!({ roomId: 9999 });
    const seen = new Set<string>();
    for (const _ of DOUYU_PORTS) {
      seen.add((await protocol.connectTo(new AbortController().signal)).url);
    }
    expect([...seen].sort()).toEqual(
      DOUYU_PORTS.map((port) => `wss://danmuproxy.douyu.com:${port}`),
    );
  });
});

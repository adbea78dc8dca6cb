// Makes chat messages as bytes of WebSocket frames, which can be written to a socket as they are,
// so that the feeder takes little CPU from what is measured.

const WORDS = ['主播这个多少钱呀', 'hello from the back row', '有没有优惠', 'nice stream', '666'];

/**
 * One message of the chat, as its platform would send it.
 *
 * @param run a part of the ids, so that no two orders send the same id.
 */
export function message(run, number) {
  const user = number % 5000;
  const text = `${WORDS[number % WORDS.length]} #${run}-${number}`;
  return (
    `{"type":"chat","id":"${run}-${number}-7f3b8c1e4d2a","ts":${1_700_000_000_000 + number},` +
    `"user":{"id":"u${user}","name":"观众${user}","level":${user % 60}},"text":"${text}"}`
  );
}

/** A viewer enters: the usual event of a quiet room. */
export function entry(run, number) {
  const user = number % 5000;
  return (
    `{"type":"enter","id":"${run}-${number}-7f3b8c1e4d2a","ts":${1_700_000_000_000 + number},` +
    `"user":{"id":"u${user}","name":"观众${user}","level":${user % 60}}}`
  );
}

/** A message whose text is the time of sending, in ms since 1970 with fractions. */
export function timedMessage(run, number, sentAt) {
  const user = number % 5000;
  return (
    `{"type":"chat","id":"${run}-${number}-7f3b8c1e4d2a","ts":${Math.floor(sentAt)},` +
    `"user":{"id":"u${user}","name":"观众${user}","level":7},"text":"t=${sentAt.toFixed(3)}"}`
  );
}

/** Text frames, unmasked as a server sends them. */
export function framesOf(texts) {
  return Buffer.concat(
    texts.flatMap((text) => {
      const payload = Buffer.from(text);
      const short = payload.length < 126;
      const header = Buffer.alloc(short ? 2 : 4);
      header[0] = 0x81;
      if (short) header[1] = payload.length;
      else {
        header[1] = 126;
        header.writeUInt16BE(payload.length, 2);
      }
      return [header, payload];
    }),
  );
}

/** The mapping that every subject decodes with. */
export const MAPPING = {
  platform: 'bench',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment',
      id: 'id',
      time: 'ts',
      user: { id: 'user.id', name: 'user.name', level: 'user.level' },
      text: 'text',
    },
    {
      when: { type: 'enter' },
      event: 'enter',
      id: 'id',
      time: 'ts',
      user: { id: 'user.id', name: 'user.name', level: 'user.level' },
    },
  ],
};

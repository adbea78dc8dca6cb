import { Secret } from '#secret';
import { NoticeSender } from './notice-sender.js';

const MESSAGE = { text: 'a source is lost', data: {} };

function channel(host: string) {
  return { type: 'slack', url: new Secret(`https://${host}/x`), secret: undefined } as const;
}

describe('NoticeSender', () => {
  it('knows that a message was delivered while another robot hangs, and waits for that one at the end', async () => {
    let answer: ((response: Response) => void) | undefined;
    const answered: string[] = [];
    const sender = new NoticeSender({
      channels: [channel('hangs.example'), channel('takes.example')],
      fetch: async (url) => {
        if (typeof url === 'string' && url.includes('takes')) return new Response('ok');
        return new Promise((resolve) => (answer = resolve));
      },
      answered: ({ url }, { kind }) => answered.push(`${new URL(url.reveal()).host} ${kind}`),
    });
    expect(await sender.send(MESSAGE)).toBe(true);
    expect(answered).toEqual(['takes.example taken']);
    const settled = sender.settled();
    answer!(new Response('no', { status: 404 }));
    await settled;
    expect(answered).toEqual(['takes.example taken', 'hangs.example refused']);
  });

  it('says that nobody was told once every robot has refused', async () => {
    const sender = new NoticeSender({
      channels: [channel('one.example'), channel('other.example')],
      fetch: async () => new Response('no', { status: 404 }),
      answered: () => {},
    });
    expect(await sender.send(MESSAGE)).toBe(false);
  });
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Simulator } from '../../apps/simulator/src/index.js';
import { eventually } from '../support/eventually.js';
import { RedisServer } from '../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../support/relay-in-process.js';

/** What no log, metric or status may hold. */
const CANARY = 'canary-8f3a';
const MAPPING = {
  platform: 'own',
  each: 'messages',
  rules: [
    {
      when: { type: 'chat' },
      event: 'comment',
      id: 'id',
      user: { id: 'user.id', name: 'user.name', badge: '__proto__.badge' },
      text: 'text',
    },
  ],
};

interface Stage {
  readonly relay: RelayInProcess;
  readonly simulator: Simulator;
  readonly say: (...texts: string[]) => void;
  readonly sayRaw: (frame: string) => void;
  /** The texts of the comments that MetaStudio has. */
  readonly heard: () => string[];
}

/** A chat of the test's own, the relay, and the stand-in MetaStudio. */
async function onStage(bridge: object, use: (stage: Stage) => Promise<void>): Promise<void> {
  const redis = await RedisServer.shared();
  const simulator = await new Simulator({ validate: 'full', chatRate: 0, keep: 'all' }).start();
  const chat = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(chat, 'listening');
  const { roomId, jobId } = simulator.rooms[0]!;
  const url = `ws://127.0.0.1:${(chat.address() as AddressInfo).port}/`;
  const source = { type: 'websocket', url, mapping: MAPPING };
  const bridges = [{ name: 'chat', source, target: { roomId, jobId }, ...bridge }];
  const relay = await startRelay({ redis, simulator, bridges, buffer: { minIntervalMs: 20 } });
  let serial = 0;
  const sayRaw = (frame: string): void => chat.clients.forEach((client) => client.send(frame));
  try {
    await eventually(() => chat.clients.size === 1, 'the relay listens');
    await use({
      relay,
      simulator,
      sayRaw,
      say: (...texts) => {
        const messages = texts.map((text) => {
          return { type: 'chat', id: `m${serial++}`, user: { id: CANARY, name: CANARY }, text };
        });
        sayRaw(JSON.stringify({ messages }));
      },
      heard: () =>
        simulator.events().map(({ content }) => {
          return (JSON.parse(content!) as { content: string }).content;
        }),
    });
  } finally {
    await relay.stop();
    await simulator.stop();
    chat.clients.forEach((client) => client.terminate());
    chat.close();
  }
}

describe('a hostile chat', () => {
  it('writes nothing into the log or the metrics, and breaks no report', async () => {
    const texts = [
      `${CANARY}"}]},{"timestamp":1,"type":4`,
      `${CANARY}\\`,
      `${CANARY} ${'"'.repeat(100)}`,
      `${CANARY} \${jndi:ldap://127.0.0.1/a} {{7*7}} <script>alert(1)</script>`,
    ];
    await onStage({}, async ({ relay, say, sayRaw, heard }) => {
      sayRaw(`${CANARY}\n{"level":"error","event":"forged"}`);
      sayRaw(`{"messages":[{"type":"chat","text":{"${CANARY}":1}}]}`);
      sayRaw(`{"__proto__":{"polluted":"${CANARY}"},"constructor":{"prototype":{"polluted":1}}}`);
      sayRaw(`{"messages":[{"type":"chat","__proto__":{"type":"chat","badge":"x"},"text":"ok"}]}`);
      say(`${CANARY}\r\n{"event":"forged"}\u001b[2J`, ...texts);
      await eventually(() => texts.every((text) => heard().includes(text)), 'all arrive whole');
      const metrics = String((await relay.metrics.text()).body);
      const lines = relay.logLines.join('');
      expect(`${lines}${metrics}`).not.toContain(CANARY);
      expect(`${lines}${metrics}`).not.toContain('forged');
      for (const line of lines.trimEnd().split('\n')) JSON.parse(line);
      expect(Object.prototype).not.toHaveProperty('polluted');
      expect({}).not.toHaveProperty('badge');
    });
  });

  it('slow expression: it is switched off, named and counted, and the chat goes on', async () => {
    const filter = { blockWords: ['/^(\\w+\\s?)+$/', '/spam/'] };
    await onStage({ filter }, async ({ relay, say, heard }) => {
      const evil = `${'a'.repeat(400)}!`;
      for (let i = 0; i < 10; i++) say(`${evil}${i}`);
      say('spam', 'fine!');
      await eventually(() => heard().includes('fine!'), 'the chat goes on');
      expect(heard().filter((text) => text.startsWith('aaa'))).toHaveLength(7);
      expect(heard()).not.toContain('spam');
      const off = relay.logLines.filter((line) => line.includes('"expression_off"'));
      expect(off).toHaveLength(1);
      expect(off[0]).toContain('Expression 1 of');
      expect(off[0]).toContain('A changed filter takes effect within seconds.');
      const dropped = 'relay_events_dropped_total{bridge="chat",reason="filtered_slow"}';
      expect(await relay.metric(dropped)).toBe(3);
      const { ledger } = relay.relay;
      const [row] = await ledger.rowsOf((await ledger.targets())[0]!);
      expect(row!.dropped).toEqual({ filtered_slow: 3, filtered_word: 1 });
    });
  });
});

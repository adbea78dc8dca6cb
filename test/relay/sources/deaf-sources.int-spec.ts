import { statusCommand } from '../../../apps/relay/src/cli/watching/status.command.js';
import type { BridgeStatus, RelayStatus } from '../../../apps/relay/src/status/relay-status.js';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { StandInServer, type StandInClient } from '../../support/platforms/stand-in-server.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { RedisServer } from '../../support/redis-server.js';
import { startRelay, type RelayInProcess } from '../../support/relay-in-process.js';
import { Stage } from '../../support/stage.js';

const NOTICED_MS = 90_000;

const COMMENT = JSON.stringify({
  method: 'WebcastChatMessage',
  common: { msgId: '7301885484794450954' },
  user: { id: '95000000001', nickname: '小满' },
  content: '有货吗',
});

const ROOM_ONLINE = JSON.stringify({ type: 'system', event: 'live_status', code: 'ROOM_ONLINE' });

/** A tool that says the same to everybody, again and again, and answers heartbeats. */
async function repeating(stage: Stage, frame: string | undefined): Promise<StandInServer> {
  const server = stage.opens(await StandInServer.start());
  const timers: NodeJS.Timeout[] = [];
  server.onClient = (client: StandInClient) => {
    client.socket.on('message', (said: Buffer) => {
      if (said.toString() === 'ping') client.send('pong');
    });
    if (frame === undefined) return;
    client.send(frame);
    timers.push(setInterval(() => client.send(frame), 500).unref());
  };
  stage.opens({
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
    },
  });
  return server;
}

async function bridgesOf({ installation }: RelayInProcess): Promise<Map<string, BridgeStatus>> {
  const line = { commands: [statusCommand], ...installation };
  const { stdout } = await runInProcess(['status', '--json'], line);
  const { bridges } = JSON.parse(stdout) as RelayStatus;
  return new Map(bridges.map((one) => [one.bridge, one]));
}

describe('a source that is connected and hears nothing', () => {
  it(
    'is deaf within 90 s in status, metric and log, until it hears again; a quiet one is not',
    Stage.of(async (stage) => {
      const redis = await RedisServer.shared();
      const simulator = stage.opens(await new Simulator({ rooms: 1 }).start());
      const [{ roomId }] = simulator.rooms as [Simulator['rooms'][number]];
      const garbled = await repeating(stage, '{"method":');
      const quiet = await repeating(stage, ROOM_ONLINE);
      const answering = await repeating(stage, undefined);
      const unasked = await repeating(stage, undefined);
      const bridge = (name: string, type: string, { url }: StandInServer): object => ({
        name,
        source: { type, url },
        target: { roomId },
      });
      const relay = stage.opens(
        await startRelay({
          redis,
          simulator,
          environment: { RELAY_ROLES: 'collector' },
          bridges: [
            bridge('garbled', 'douyinlive', garbled),
            bridge('quiet', 'douyinlive', quiet),
            bridge('answering', 'douyinlive', answering),
            bridge('unasked', 'onecomme', unasked),
          ],
        }),
      );
      const all = { garbled: 'not-understood', unasked: 'silent' };
      const until = performance.now() + NOTICED_MS;
      // To read the log costs much less than the status does, which is asked once that is there.
      const told = (event: string): number =>
        relay.logLines.filter((line) => line.includes(`"${event}"`)).length;
      await eventually(
        () => told('source_deaf') >= 2 && told('source_unheard') >= 1,
        'every deaf source is logged',
        NOTICED_MS,
      );
      const bridges = await eventually(
        async () => {
          const seen = await bridgesOf(relay);
          const isAll = Object.entries(all).every(
            ([name, why]) => seen.get(name)?.sourceDeaf === why,
          );
          return isAll && seen.get('answering')?.source === 'unheard' ? seen : undefined;
        },
        'every deaf source is told',
        until - performance.now(),
      );
      for (const name of Object.keys(all)) {
        expect(bridges.get(name)).toMatchObject({ source: 'deaf' });
        expect(bridges.get(name)!.sourceWayOut).toMatch(/\w+/u);
        expect(bridges.get(name)!.sourceWayOutZh).toMatch(/\p{Script=Han}/u);
        expect(await relay.metric(`relay_source_deaf{bridge="${name}"}`)).toBe(1);
      }
      expect(bridges.get('quiet')).toMatchObject({ source: 'ready', sourceRoom: 'live' });
      // Heartbeats are answered: a quiet room or a deaf tool, which is said and is no alarm.
      expect(bridges.get('answering')!.sourceWayOut).toMatch(/heartbeats were answered/u);
      expect(await relay.metric('relay_source_unheard{bridge="answering"}')).toBe(1);
      expect(await relay.metric('relay_source_unheard{bridge="quiet"}')).toBe(0);
      expect(await relay.metric('relay_source_deaf{bridge="quiet"}')).toBe(0);
      const lines = relay.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const logged = lines.filter(({ event }) => event === 'source_deaf');
      const why = logged.map(({ bridge: name, reason }) => `${String(name)}: ${String(reason)}`);
      expect(new Set(why)).toEqual(new Set(['garbled: not-understood', 'unasked: silent']));
      const unheard = lines.filter(({ event }) => event === 'source_unheard');
      expect(unheard.map(({ bridge: name }) => name)).toEqual(['answering']);

      (await garbled.client(1)).send(COMMENT);
      await eventually(
        async () => (await bridgesOf(relay)).get('garbled')?.source === 'ready',
        'it hears again',
      );
      expect(relay.logLines.some((line) => line.includes('"source_hears"'))).toBe(true);
    }),
  );
});

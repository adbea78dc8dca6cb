import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILD_MS_MAX, ensureBuilt, liveRelay, runLiveRelay } from '../support/built-relay.js';
import { eventually } from '../support/eventually.js';
import { SELF_SIGNED } from '../support/self-signed.js';
import { Stage } from '../support/stage.js';

beforeAll(ensureBuilt, BUILD_MS_MAX);

const SECRETS = { AK: 'access-key-value', SK: 'secret-key-value' };

/** Poses as MetaStudio, with a certificate that nobody vouches for. */
async function impostor(
  stage: Stage,
): Promise<{ port: number; connections: number; asked: number }> {
  const seen = { port: 0, connections: 0, asked: 0 };
  const server = createServer(SELF_SIGNED, (_request, response) => {
    seen.asked++;
    response.end('{"count":0,"smart_live_rooms":[]}');
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    seen.connections++;
    sockets.add(socket.on('error', () => socket.destroy()));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stage.opens({
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  seen.port = (server.address() as AddressInfo).port;
  return seen;
}

/** A folder with a configuration whose MetaStudio is at this port, and the authority for it. */
function folderOf(stage: Stage, port: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'live-relay-settings-'));
  stage.opens({ stop: async () => rmSync(folder, { recursive: true }) });
  writeFileSync(join(folder, 'authority.pem'), SELF_SIGNED.cert);
  const file = `
metastudio:
  endpoint: https://localhost:${port}
  projectId: p1
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
bridges:
  - name: shop
    source: { type: twitch-irc, channel: twitchdev }
    target: { roomId: r1 }
`;
  writeFileSync(join(folder, 'relay.yaml'), file);
  return folder;
}

describe("Node's own settings", () => {
  it.concurrent(
    'refuses to run where certificates would not be checked, without a connection',
    Stage.of(async (stage) => {
      const server = await impostor(stage);
      const cwd = folderOf(stage, server.port);
      const run = (env: Record<string, string>) =>
        runLiveRelay(['rooms'], { cwd, env: { ...SECRETS, ...env } });
      const refused = await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
      expect(refused).toMatchObject({ code: 2, stdout: '' });
      expect(refused.stderr).toContain('NODE_EXTRA_CA_CERTS');
      expect(server).toMatchObject({ connections: 0, asked: 0 });
      // Without it the impostor is reached, and told nothing.
      const distrusted = await run({});
      expect(distrusted.code).not.toBe(0);
      expect(distrusted.stderr).toMatch(/certificate .*clock .*NODE_EXTRA_CA_CERTS.*DEPTH_ZERO/su);
      expect(server.connections).toBeGreaterThan(0);
      expect(server.asked).toBe(0);
      // The way out that the sentence names.
      expect((await run({ NODE_EXTRA_CA_CERTS: 'authority.pem' })).code).toBe(0);
      expect(server.asked).toBeGreaterThan(0);
    }),
  );

  it.concurrent(
    'does not open the inspector of Node on SIGUSR1',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage, 1);
      const child = liveRelay(['decode', '--source', 'twitch-irc'], { cwd });
      stage.opens({ stop: async () => void child.kill('SIGKILL') });
      let told = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
      // What is no line of IRC is told once the command listens; each signal comes before a line.
      for (const line of [1, 2, 3]) {
        child.stdin.write('not irc\n');
        await eventually(() => told.includes(`line ${line}:`), `line ${line} is read`);
        child.kill('SIGUSR1');
      }
      child.stdin.end();
      expect(await once(child, 'close')).toEqual([0, null]);
      expect(told).not.toMatch(/debugger|inspector/i);
    }),
  );

  it.concurrent(
    'refuses to run with an inspector that other machines reach, and runs with a local one',
    Stage.of(async (stage) => {
      const cwd = folderOf(stage, 1);
      const check = (where: string) => {
        const env = { ...SECRETS, NODE_OPTIONS: `--inspect=${where}:0` };
        return runLiveRelay(['check'], { cwd, env });
      };
      const [open, own] = [await check('0.0.0.0'), await check('127.0.0.1')];
      expect(open).toMatchObject({ code: 2, stdout: '' });
      expect(open.stderr).toContain('open to other machines');
      expect(own).toMatchObject({ code: 0 });
    }),
  );
});

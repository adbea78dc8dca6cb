import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Simulator } from '../../../apps/simulator/src/index.js';
import { registerCallbacksCommand } from '../../../apps/relay/src/cli/callbacks/register.command.js';
import { ApiRig, bearer } from '../../api/api-rig.js';
import { BufferRig } from '../../event-buffer/support/buffer-rig.js';
import { runInProcess } from '../../support/command-line.js';
import { eventually } from '../../support/eventually.js';
import { comment, report, reportOf } from '../../simulator/support/report-client.js';
import { RedisServer } from '../../support/redis-server.js';

const ROOM = 'room-1';
const PATH = '/callbacks/metastudio/default';
const RULES = [{ rule_name: 'all', event_type: 1, hit_condition: { relation: 'RESERVED' } }];

interface Called {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

it('the signed callbacks of the virtual human are counted, each once, end to end', async () => {
  const called: Called[] = [];
  const answers: number[] = [];
  let port = 0;
  // What stands before the relay: its address is known before the relay has one.
  const front = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const names = ['content-type', 'x-hw-mss-time', 'x-hw-mss-secret'];
      const headers = Object.fromEntries(
        names.map((name) => [name, String(request.headers[name])]),
      );
      called.push({ headers, body });
      const address = `http://127.0.0.1:${port}${request.url}`;
      const { status } = await fetch(address, { method: 'POST', headers, body });
      answers.push(status);
      response.writeHead(status).end();
    })();
  }).listen(0, '127.0.0.1');
  await once(front, 'listening');
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}${PATH}`;
  const rooms = [{ roomId: ROOM, jobId: 'j', rules: RULES }];
  const simulator = await new Simulator({ speakingMs: 20, rooms }).start();
  const { projectId, accessKey, secretKey } = simulator.settings;
  const metastudio = {
    endpoint: simulator.url,
    projectId,
    auth: { type: 'aksk', accessKey, secretKey },
    callbacks: { url, key: 'a-key-of-20-letters!' },
  };
  const bridges = [{ name: 'shop', source: { type: 'push' }, target: { roomId: ROOM } }];
  const rig = await ApiRig.start({ redis: await RedisServer.shared(), metastudio, bridges });
  ({ port } = rig);
  // A target is known once something came for it.
  const buffer = await BufferRig.open(undefined, rig.prefix);
  await buffer.appender().register({ target: `default/${ROOM}`, bridge: 'shop' });
  try {
    const commands = [{ ...registerCallbacksCommand, name: 'register' }];
    const file = { metastudio, bridges };
    expect((await runInProcess(['register', '--yes'], { commands, file })).code).toBe(0);
    const events = ['how much is it', 'do you ship'].map((text) => comment(text));
    expect((await report(simulator, reportOf(...events))).status).toBe(200);
    await eventually(() => answers.length >= 2, 'the human has called back', 20_000);
    expect(new Set(answers)).toEqual(new Set([200]));
    const path = `/api/targets/${encodeURIComponent(`default/${ROOM}`)}`;
    const replies = async () => (await rig.ask('GET', path, { headers: bearer })).body['replies'];
    expect(await replies()).toBe(2);
    // Somebody who listened sends the same again, or changes what it says.
    const [{ headers, body }] = called as [Called];
    const again = async (text: string) => {
      return (
        await fetch(`http://127.0.0.1:${port}${PATH}`, { method: 'POST', headers, body: text })
      ).status;
    };
    expect(await again(body)).toBe(409);
    const late = { ...headers, 'x-hw-mss-time': '5f000000' };
    const old = await fetch(`http://127.0.0.1:${port}${PATH}`, {
      method: 'POST',
      headers: late,
      body,
    });
    expect(old.status).toBe(401);
    expect(await replies()).toBe(2);
  } finally {
    buffer.close();
    await rig.stop();
    await simulator.stop();
    front.close();
    front.closeAllConnections();
  }
});

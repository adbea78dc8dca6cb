import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { displayWidth } from '../../apps/relay/src/listing/display-width.js';
import { Simulator } from '../../apps/simulator/src/index.js';
import { runCommand } from './support/command-line.js';
import { bridgeTo, projectOf } from './support/room-relay.js';

/** MetaStudio with so many rooms; counts the pages that it gave. */
async function startCrowded(
  count: number,
  brokenFrom = Infinity,
): Promise<{ server: Server; url: string; pages: number[] }> {
  const pages: number[] = [];
  const server = createServer((request, response) => {
    const query = new URL(request.url!, 'http://localhost').searchParams;
    const [offset, limit] = [Number(query.get('offset')), Number(query.get('limit'))];
    pages.push(offset);
    if (offset >= brokenFrom) {
      response.writeHead(500).end();
      return;
    }
    const rooms = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, i) => ({
      room_id: `room-${offset + i}`,
      room_name: `直播间 ${offset + i}`,
    }));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ count, smart_live_rooms: rooms }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages };
}

/** The column of a terminal in which a cell begins. */
function columnOf(line: string, cell: string): number {
  return displayWidth(line.slice(0, line.indexOf(cell)));
}

describe('live-relay rooms and jobs', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await new Simulator({
      rooms: [
        { roomId: 'r1', roomName: '双十一直播间', jobId: 'j1' },
        { roomId: 'r2', roomName: 'Spring \u001B[31msale', jobId: null },
        ...Array.from({ length: 148 }, (_, i) => ({ roomId: `r${i + 3}`, jobId: `j${i + 3}` })),
      ],
    }).start();
  });
  afterAll(async () => simulator.stop());

  function file(): object {
    return {
      metastudio: projectOf(simulator),
      bridges: [bridgeTo(simulator, 'a', { roomId: 'r1' })],
    };
  }

  it('lists all rooms as a table whose columns stand below each other, in Chinese too', async () => {
    const { code, stdout, stderr } = await runCommand(['rooms'], file());
    expect(code).toBe(0);
    expect(stderr).toBe('150 rooms\n');
    const lines = stdout.split('\n');
    expect(lines).toHaveLength(152);
    const [header, first, second] = lines as [string, string, string];
    expect(columnOf(header, 'NAME')).toBe(columnOf(first, '双十一'));
    for (const line of [first, second]) {
      expect(columnOf(line, 'NORMAL')).toBe(columnOf(header, 'TYPE'));
      expect(columnOf(line, 'ENABLE')).toBe(columnOf(header, 'STATE'));
    }
    expect(stdout).not.toContain('\u001B');
  });

  it('passes the filters on', async () => {
    const named = await runCommand(['rooms', '--room-name', '双十一', '--json'], file());
    expect(JSON.parse(named.stdout)).toEqual([
      expect.objectContaining({ project: 'default', roomId: 'r1', lastJobStatus: 'PROCESSING' }),
    ]);
    const idle = await runCommand(['rooms', '--live-state', 'NULL', '--json'], file());
    expect(JSON.parse(idle.stdout)).toEqual([expect.objectContaining({ roomId: 'r2' })]);
    const some = await runCommand(['rooms', '--offset', '10', '--limit', '5', '--json'], file());
    expect(JSON.parse(some.stdout)).toHaveLength(5);
  });

  it('lists jobs, of the project or of a room, without what is secret', async () => {
    const all = await runCommand(['jobs', '--state', 'PROCESSING', '--json'], file());
    expect(JSON.parse(all.stdout)).toHaveLength(149);
    const args = ['jobs', '--room', 'r1', '--sort-dir', 'desc', '--json'];
    const one = await runCommand(args, file());
    expect(JSON.parse(one.stdout)).toEqual([
      expect.objectContaining({ jobId: 'j1', roomName: '双十一直播间', hasReportUrl: true }),
    ]);
    const table = await runCommand(['jobs', '--limit', '3'], file());
    expect(table.stdout.split('\n')).toHaveLength(5);
    for (const { stdout } of [all, one, table]) {
      expect(stdout).not.toContain('auth_key');
      expect(stdout).not.toContain('http');
    }
  });

  it('prints an empty array where nothing is found', async () => {
    const { code, stdout } = await runCommand(['rooms', '--room-name', 'none', '--json'], file());
    expect([code, stdout]).toEqual([0, '[]\n']);
  });

  it.each([
    [['rooms', '--limit', 'many'], '--limit must be a whole number from 1'],
    [['rooms', '--start-time', 'yesterday'], '--start-time must be an RFC 3339 time'],
    [['jobs', '--state', 'RUNNING'], '--state must be words of WAITING, PROCESSING, SUCCEED'],
    [['jobs', '--room', 'r 1'], '--room must be the id of a room'],
    [
      ['rooms', '--room-type', 'temp', '--confirm-state', 'yes', '--limit', '0'],
      /^--room-type must be .*\n--confirm-state must be .*\n--limit must be .*\n$/u,
    ],
    [['jobs', '--room', 'r1', '--room-name', 'x'], '--room-name does not go with --room'],
    [['jobs', '--project', 'defualt'], 'did you mean default?'],
    [
      ['jobs', '--project', 'x', '--state', 'RUNNING', '--limit', '0'],
      /^--project must be .*\n--state must be .*\n--limit must be .*\n$/u,
    ],
  ])('refuses %j', async (args, sentence) => {
    const { code, stdout, stderr } = await runCommand(args, file());
    expect([code, stdout]).toEqual([2, '']);
    if (typeof sentence === 'string') expect(stderr).toContain(sentence);
    else expect(stderr).toMatch(sentence);
  });

  it('says in one sentence that the credentials are wrong', async () => {
    const auth = { type: 'aksk', accessKey: 'somebody', secretKey: 'a-wrong-secret' };
    const wrong = { ...file(), metastudio: { ...projectOf(simulator), auth } };
    const { code, stdout, stderr } = await runCommand(['rooms', '--json'], wrong);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^default: GET .*the access key does not exist .*Check auth.accessKey/u);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('a-wrong-secret');
  });

  it('lists 10 000 rooms page by page', async () => {
    const { server, url, pages } = await startCrowded(10_000);
    try {
      const metastudio = { ...projectOf(simulator), endpoint: url };
      const args = ['rooms', '--json'];
      const { code, stdout, writeMax } = await runCommand(args, { ...file(), metastudio });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toHaveLength(10_000);
      expect(pages).toHaveLength(100);
      // What is held is a page, never the list.
      expect(writeMax).toBeLessThan(stdout.length / 50);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }, 180_000);

  it('leaves the array open when the listing fails half-way', async () => {
    const { server, url } = await startCrowded(250, 200);
    try {
      const metastudio = { ...projectOf(simulator), endpoint: url };
      const { code, stdout, stderr } = await runCommand(['rooms', '--json'], {
        ...file(),
        metastudio,
      });
      expect(code).toBe(1);
      expect(stderr).toContain('MetaStudio did not answer as it should');
      expect(() => JSON.parse(stdout) as unknown).toThrow();
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });

  it('lists several projects, each with its own credentials', async () => {
    const other = await new Simulator({ rooms: 1, projectId: 'f'.repeat(32) }).start();
    try {
      const projects = { shop: projectOf(simulator), stage: projectOf(other) };
      const bridges = [bridgeTo(simulator, 'a', { project: 'shop', roomId: 'r1' })];
      const { stdout, stderr } = await runCommand(['rooms', '--limit', '2'], { projects, bridges });
      expect(stderr).toBe('3 rooms\n');
      expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
        'PROJECT',
        'shop',
        'shop',
        'stage',
        '',
      ]);
      const one = await runCommand(['rooms', '--project', 'stage'], { projects, bridges });
      expect(one.stderr).toBe('1 room\n');
    } finally {
      await other.stop();
    }
  });
});

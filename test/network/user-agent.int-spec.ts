import { readFileSync } from 'node:fs';
import type { ProjectConfig } from '#config';
import { Secret } from '#secret';
import { checkProject } from '../../apps/relay/src/doctor/project-checks.js';
import { SourceNetwork } from '../../apps/relay/src/network/source-network.js';
import { quietAccess } from '../../apps/relay/src/projects/access/quiet-access.js';
import { StandInServer } from '../support/platforms/stand-in-server.js';
import { reportRig } from '../metastudio/support/report-rig.js';
import { startHttpServer, type ScriptedServer } from '../metastudio/support/scripted-server.js';
import { connect, stopConnections } from '../source/connection-rig.js';
import { openProtocol } from '../source/line-protocol.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { Stage } from '../support/stage.js';
import { readSourceFiles } from '../tidy/source-files.js';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const AGENT = `live-event-relay/${version}`;
const PROXY = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined };

async function serve(stage: Stage): Promise<ScriptedServer> {
  const server = await startHttpServer((request, response) => {
    const token = request.url?.startsWith('/v3/auth/tokens') === true;
    if (token) response.setHeader('x-subject-token', 'a-token');
    response.statusCode = token ? 201 : 200;
    response.end('{"count":0,"smart_live_rooms":[]}');
  });
  stage.opens({ stop: () => server.close() });
  return server;
}

function projectOf(endpoint: string, auth: ProjectConfig['auth']): ProjectConfig {
  return {
    name: 'default',
    endpoint,
    projectId: 'p',
    iam: undefined,
    appUserId: undefined,
    reviewConfig: undefined,
    auth,
    reportAuth: 'auth',
    authKey: undefined,
    refreshUrl: 'auto',
    allowedHosts: [],
    reportsPerSecond: 0,
    answerChecksPerSecond: 0,
    callbacks: undefined,
    timeoutMs: 5000,
  };
}

/** Who the requests said that they were, and what they read. */
function introductions({ arrived }: ScriptedServer): [string, string | undefined, unknown][] {
  return arrived.map(({ url, headers }) => [url, headers['user-agent'], headers.accept]);
}

describe('User-Agent and Accept', () => {
  it(
    "go out with IAM, management calls, reports and doctor's requests",
    Stage.of(async (stage) => {
      const server = await serve(stage);
      const user = { domain: 'd', user: 'u', password: new Secret('p'), project: 'x' };
      const iam = { type: 'iam', endpoint: server.origin, ...user } as const;
      for (const auth of [iam, undefined]) {
        const access = quietAccess(projectOf(server.origin, auth), PROXY);
        await checkProject(access, new AbortController().signal);
        await access.close();
      }
      const reports = reportRig(server.origin);
      await reports.send();
      await reports.close();
      const json = 'application/json';
      expect(introductions(server)).toEqual([
        [expect.stringContaining('/v3/auth/tokens'), AGENT, json],
        [expect.stringContaining('/smart-live-rooms'), AGENT, json],
        ['/', AGENT, json],
        [expect.stringContaining('/live-event-report'), AGENT, json],
      ]);
    }),
  );

  it(
    "go out with a source's HTTP calls, which may name themselves",
    Stage.of(async (stage) => {
      const server = await serve(stage);
      const network = new SourceNetwork(PROXY);
      stage.opens({ stop: () => network.close() });
      await network.fetch(`${server.origin}/plain`);
      await network.fetch(`${server.origin}/own`, { headers: { 'User-Agent': 'mine' } });
      expect(introductions(server)).toEqual([
        ['/plain', AGENT, '*/*'],
        ['/own', 'mine', '*/*'],
      ]);
    }),
  );

  it(
    'name us to a chat, and to the proxies on the way',
    Stage.of(async (stage) => {
      const proxy = stage.opens(await ConnectProxy.start());
      const chat = stage.opens(await StandInServer.start((_, response) => response.end('{}')));
      const httpProxy = new Secret(proxy.url());
      const network = new SourceNetwork({ ...PROXY, httpProxy });
      stage.opens({ stop: () => network.close() });
      connect(openProtocol(chat.url), { agentFor: network.agentFor });
      const client = await chat.client(1);
      expect(client.request.headers['user-agent']).toBe(AGENT);
      await network.fetch(chat.httpUrl);
      expect(proxy.agents).toEqual([AGENT, AGENT]);
      await stopConnections();
    }),
  );

  it('are set by every file that opens connections to others', () => {
    const opens =
      /\b(?:undici\(\)\.fetch|fetchThrough)\b|\.dispatch\(|(?<!get )\brequest\(|new \(webSockets\(\)|\bhttps?Request\)/;
    const files = readSourceFiles()
      .filter(({ path, isTest }) => !isTest && /^(?:libs|apps\/relay)\//.test(path))
      .filter(({ lines }) => lines.some((line) => opens.test(line)));
    expect(files.map(({ path }) => path).toSorted()).toEqual([
      'apps/relay/src/doctor/project-checks.ts',
      'apps/relay/src/network/guarded-network.ts',
      'apps/relay/src/network/source-network.ts',
      'apps/relay/src/network/tunnel.agent.ts',
      'libs/metastudio/src/http/exchange.ts',
      'libs/metastudio/src/http/late-transport.ts',
      'libs/source/src/connection/socket/socket.ts',
    ]);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#loopback';
import { BUILD_MS_MAX, ensureBuilt, runLiveRelay } from '../../support/built-relay.js';
import { tellRedis } from '../../support/redis-command.js';
import { RedisServer } from '../../support/redis-server.js';
import { SELF_SIGNED } from '../../support/self-signed.js';
import { Stage } from '../../support/stage.js';

/** An address of this machine that the certificate does not have. */
const OTHER_ADDRESS = '127.0.0.2';

function fileOf(port: number): string {
  return `
metastudio:
  endpoint: http://127.0.0.1:1
  projectId: p1
  auth: { type: aksk, accessKey: "\${AK}", secretKey: "\${SK}" }
redis: { cluster: { nodes: ['localhost:${port}'], tls: true } }
bridges:
  - name: shop
    source: { type: push, token: "\${PUSH}" }
    target: { roomId: r1 }
`;
}

beforeAll(ensureBuilt, BUILD_MS_MAX);

it(
  'a cluster over TLS whose nodes announce addresses that their certificates do not have is told as that',
  Stage.of(async (stage) => {
    const cwd = mkdtempSync(join(tmpdir(), 'live-relay-certificates-'));
    stage.opens({ stop: async () => rmSync(cwd, { recursive: true }) });
    const [cert, key] = [join(cwd, 'cert.pem'), join(cwd, 'key.pem')];
    writeFileSync(cert, SELF_SIGNED.cert);
    writeFileSync(key, SELF_SIGNED.key);
    const port = await freePort();
    writeFileSync(join(cwd, 'relay.yaml'), fileOf(port));
    const settings = {
      bind: `127.0.0.1 ${OTHER_ADDRESS}`,
      'tls-port': String(port),
      'tls-cert-file': cert,
      'tls-key-file': key,
      'tls-ca-cert-file': cert,
      'tls-auth-clients': 'no',
      'tls-cluster': 'yes',
      'cluster-enabled': 'yes',
      'cluster-announce-ip': OTHER_ADDRESS,
    };
    const node = stage.opens(await RedisServer.start({ settings }));
    await tellRedis(node, 'cluster', 'addslotsrange', '0', '16383');
    const env = { AK: 'ak', SK: 'sk', PUSH: 'a-token-of-16-letters', NODE_EXTRA_CA_CERTS: cert };
    const { stdout } = await runLiveRelay(['doctor'], { cwd, env });
    expect(stdout).toContain('The certificate of Redis is not trusted.');
  }),
);

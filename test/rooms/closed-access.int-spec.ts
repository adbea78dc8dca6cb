import { once } from 'node:events';
import { quietAccess } from '../../apps/relay/src/projects/access/quiet-access.js';
import { startHttpServer } from '../metastudio/support/scripted-server.js';
import { ConfigFile } from '../support/config-file.js';
import { eventually } from '../support/eventually.js';

it('access to a project ends though IAM keeps silent, and leaves no request under way', async () => {
  const closed: Promise<unknown>[] = [];
  const iam = await startHttpServer(({ socket }) => closed.push(once(socket, 'close')));
  const user = { domain: 'account', user: 'user', password: 'word', project: 'cn-north-4' };
  const metastudio = {
    endpoint: 'http://127.0.0.1:9',
    projectId: 'p',
    auth: { type: 'iam', endpoint: iam.origin, ...user },
    timeoutMs: 120_000,
  };
  const source = { type: 'push', token: 't'.repeat(16) };
  const bridges = [{ name: 'shop', source, target: { roomId: 'r' } }];
  const file = new ConfigFile(JSON.stringify({ metastudio, bridges }), {});
  const { projects, process } = file.config;
  const access = quietAccess(projects.get('default')!, process.proxy);
  try {
    const failed = access.signer!.ready!().catch((error: unknown) => error);
    await eventually(() => closed.length > 0, 'IAM is asked');
    await access.close();
    expect(String(await failed)).toContain('IAM cannot be reached');
    await Promise.all(closed);
  } finally {
    file.remove();
    await iam.close();
  }
});

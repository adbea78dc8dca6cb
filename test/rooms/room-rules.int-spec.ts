import { QuietAccesses } from '../../apps/relay/src/projects/access/quiet-accesses.js';
import { RoomRules } from '../../apps/relay/src/projects/rooms/room-rules.js';
import { startHttpServer } from '../metastudio/support/scripted-server.js';
import { ConfigFile } from '../support/config-file.js';

describe('the rules of rooms', () => {
  it('are asked of no further room of a project that does not answer', async () => {
    const metaStudio = await startHttpServer(() => {});
    const metastudio = {
      endpoint: metaStudio.origin,
      projectId: 'p',
      auth: { type: 'token', token: 'a-token' },
    };
    const file = new ConfigFile(JSON.stringify({ metastudio, api: {} }), {});
    const accesses = new QuietAccesses(file.config.projects, file.config.process.proxy);
    const accessOf = (project: string) => accesses.of(project);
    const rules = new RoomRules({ accessOf, appUserOf: () => undefined });
    try {
      for (const room of ['r1', 'r2', 'r3']) {
        expect(await rules.of(`default/${room}`)).toBeUndefined();
      }
      expect(metaStudio.arrived).toHaveLength(1);
    } finally {
      await accesses.close();
      await metaStudio.close();
      file.remove();
    }
  });
});

import { loadConfig } from '#config';
import { SourceCatalogue } from '#platforms';
import { settingsOf } from './settings.js';

describe('settingsOf', () => {
  it('shows the settings in force, and no secret of the file or the environment', async () => {
    const sources = new SourceCatalogue();
    await sources.load();
    const key = 'the-key-of-somebody';
    const environment = {
      REDIS_URL: `redis://user:${key}@127.0.0.1:6379`,
      RELAY_API_TOKEN: `${key}-that-is-32-characters-long`,
      KEY: key,
    };
    const metastudio = {
      region: 'cn-north-4',
      projectId: '70b7600000034253880af501cd000000',
      auth: { type: 'aksk', accessKey: '${KEY}', secretKey: '${KEY}' },
      authKey: { secret: '${KEY}' },
    };
    const bridges = [
      {
        name: 'a',
        source: { type: 'push', token: '${KEY}' },
        target: { roomId: '00000000000000000000000000000001' },
      },
    ];
    const text = JSON.stringify({ metastudio, bridges });
    const loaded = loadConfig({ text, environment, sources });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const shown = settingsOf(loaded.config);
    expect(JSON.stringify(shown)).not.toContain(key);
    expect(shown).toMatchObject({
      tokens: { operator: true, viewer: false },
      projects: { default: { projectId: '70b7600000034253880af501cd000000', auth: 'aksk' } },
    });
  });
});

import { loadConfig } from '#config';
import { SOURCES } from '../../../../../test/support/config-file.js';
import { patchedConfig } from './patched-config.js';

const URL =
  'http://127.0.0.1:9/v1/p/smart-live-rooms/r/smart-live-jobs/j/live-event-report?auth_key=k';

it('a patch is tried on a bridge whose report URL is the only way to its job', () => {
  const spec = {
    name: 'shop',
    source: { type: 'push', token: 't'.repeat(16) },
    target: { roomId: 'r', jobId: 'j', reportUrl: URL },
  };
  const metastudio = { endpoint: 'http://127.0.0.1:9', projectId: 'p', reportAuth: 'url' };
  const loaded = loadConfig({
    text: JSON.stringify({ metastudio, bridges: [spec] }),
    environment: {},
    sources: SOURCES,
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { projects, bridges } = loaded.config;
  const patch = { target: { choose: { comments: { n: 4, everySeconds: 9 } } } };
  const context = { projects, sources: SOURCES, environment: {} };
  const patched = patchedConfig(bridges[0]!, spec, patch, context);
  expect(patched.choose?.policy.comments).toMatchObject({ n: 4, everySeconds: 9 });
  expect(patched.target).toBe(bridges[0]!.target);
});

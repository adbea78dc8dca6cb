import { BUFFER_SCRIPTS } from '../../libs/event-buffer/src/redis/buffer-redis.js';
import { QUEUE_SCRIPTS } from '../../libs/event-buffer/src/queue/report-queue.js';
import { goesOnWhenFull } from '../../libs/event-buffer/src/scripts/when-full.lua.js';
import { BufferRig } from './buffer-rig.js';

describe('every script', () => {
  it('is compiled by Redis', async () => {
    const rig = await BufferRig.open();
    try {
      const scripts = [...Object.values(BUFFER_SCRIPTS), ...Object.values(QUEUE_SCRIPTS)];
      for (const lua of scripts.flatMap((one) => [one.lua, goesOnWhenFull(one.lua)])) {
        expect(await rig.redis.script('LOAD', lua)).toMatch(/^[0-9a-f]{40}$/);
      }
    } finally {
      rig.close();
    }
  });
});

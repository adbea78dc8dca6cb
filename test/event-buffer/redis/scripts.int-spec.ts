import { EVENT_TYPES } from '#live-event';
import { BUFFER_SCRIPTS } from '../../../libs/event-buffer/src/redis/buffer-redis.js';
import { QUEUE_SCRIPTS } from '../../../libs/event-buffer/src/queue/report-queue.js';
import { keepsCaps } from '../../../libs/event-buffer/src/scripts/append/caps.lua.js';
import { goesOnWhenFull } from '../../../libs/event-buffer/src/scripts/when-full.lua.js';
import { BufferRig } from '../support/buffer-rig.js';

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

describe('the caps of the append script', () => {
  it('are kept for every type that there is, and for one that comes to them', async () => {
    const types = [...EVENT_TYPES, 'another'];
    const caps = types.map((_, i) => i + 1);
    // An entry of one event of the last type: its code is the fifth byte of eight.
    const lua = `
local known, blobs = {}, 1
${keepsCaps(types)}
local header = string.char(0, 0, 0, 0, #NAMES, 0, 0, 0)
local admitted = 0
for _ = 1, 20 do if takeAll(header, 1) then admitted = admitted + 1 end end
return {admitted, table.concat(taken, ',')}`;
    const rig = await BufferRig.open();
    try {
      const others = Array.from({ length: 7 }, () => '');
      const taken = types.map((_, i) => (i === types.length - 1 ? types.length : 0));
      const answer = await rig.redis.eval(lua, 0, ...others, caps.join(','));
      expect(answer).toEqual([types.length, taken.join(',')]);
    } finally {
      rig.close();
    }
  });
});

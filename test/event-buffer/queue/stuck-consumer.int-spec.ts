import { jest } from '@jest/globals';
import { Worker } from 'bullmq';
import { eventually } from '../../support/eventually.js';
import { RedisServer, uniquePrefix } from '../../support/redis-server.js';
import { addressOf } from '../support/buffer-rig.js';
import { WorkerRig } from '../support/worker-rig.js';

describe('a consumer that waits for an answer that never comes', () => {
  it('is restarted once jobs wait beside it, and takes them', async () => {
    const rig = new WorkerRig(addressOf(await RedisServer.shared()), uniquePrefix());
    // As BullMQ's is after a node of a cluster died under its call (bullmq#4138).
    const waits = Worker.prototype as unknown as { waitForJob(): Promise<number> };
    const hangs = jest.spyOn(waits, 'waitForJob');
    hangs.mockReturnValueOnce(new Promise(() => undefined));
    try {
      rig.work({ stuckMs: 100 });
      await eventually(() => hangs.mock.calls.length === 1, 'it waits for a job');
      await rig.wake('a');
      await rig.log.started(1);
      expect(rig.log.restarts).toBe(1);
      await rig.idle();
    } finally {
      hangs.mockRestore();
      await rig.close();
    }
  });
});

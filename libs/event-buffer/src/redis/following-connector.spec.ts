import { FollowingConnector } from './following-connector.js';

describe('the connector behind Sentinels', () => {
  it('ignores listeners of the previous connection once another is opened', async () => {
    const connector = new FollowingConnector({
      name: 'm',
      // Nobody listens there.
      sentinels: [{ host: '127.0.0.1', port: 1 }],
      sentinelRetryStrategy: null,
    });
    const before = { ended: 0, cleanup: (): void => void before.ended++ };
    Object.assign(connector, { failoverDetector: before });
    await expect(connector.connect(() => undefined)).rejects.toThrow('sentinels are unreachable');
    expect(before.ended).toBe(1);
  });
});

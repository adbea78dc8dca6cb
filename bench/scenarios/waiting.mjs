// Waits for events in Redis.

/** Waits until the buffers hold this many events. */
export async function waitingEvents(stage, events) {
  const waiting = async () => {
    const targets = await stage.redis.keys('*:target');
    const counts = await Promise.all(targets.map((key) => stage.redis.hget(key, 'waiting')));
    return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
  };
  await stage.until(
    async () => ((await waiting()) >= events ? true : undefined),
    async () => `only ${await waiting()} of ${events} events wait in Redis`,
  );
}

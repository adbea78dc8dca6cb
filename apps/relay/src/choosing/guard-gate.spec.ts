import { loadSources } from '#platforms';
import type { LiveEvent } from '#live-event';
import { EventChooser } from './event-chooser.js';

const GATE = {
  badges: new Set<string>(),
  minBadgeLevel: 0,
  minLevel: 0,
  guard: true,
  prefixes: [],
};

it('only.guard: lets comments of guards through, and drops all others', async () => {
  const events: LiveEvent[] = [];
  const decoder = (await loadSources()).get('bilibili-open')!.decoder({});
  for (const guard_level of [0, 1, 2, 3, undefined]) {
    const data = { open_id: `u${guard_level}`, uname: '安', msg: '多少钱', guard_level };
    decoder.decode(JSON.stringify({ cmd: 'LIVE_OPEN_PLATFORM_DM', data }), {
      event: (event) => events.push(event),
      ignored: () => {},
      malformed: () => {},
    });
  }
  const chooser = new EventChooser({ only: GATE }, 'salt', () => {});
  const fates = events.map((event) => {
    const offer = chooser.offer(event, 0);
    return typeof offer === 'string' ? offer : 'passed';
  });
  expect(fates).toEqual(['gated', 'passed', 'passed', 'passed', 'gated']);
});

import { SOURCES } from '../../../../../test/support/config-file.js';
import { specsOfYaml } from './bridges-yaml.js';

describe('specsOfYaml', () => {
  it('keeps the digits of ids, and has other numbers as numbers', () => {
    const [spec] = specsOfYaml(
      `bridges:
- name: shop
  source: { type: twitch-irc, channel: 0042 }
  target: { roomId: 00000000000000000000000000000123, jobId: 12345678901234567890 }
  filter: { repeatSeconds: 1.0, users: { block: [0815] } }
`,
      SOURCES,
    );
    expect(spec).toEqual({
      name: 'shop',
      source: { type: 'twitch-irc', channel: '0042' },
      target: { roomId: '00000000000000000000000000000123', jobId: '12345678901234567890' },
      filter: { repeatSeconds: 1, users: { block: ['0815'] } },
    });
  });
});

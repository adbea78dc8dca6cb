import { Secret, secretOf } from '#secret';
import type { Findings } from '../checks/findings.js';
import type { NoticesOptions } from '../options/notices.options.js';
import type { NoticesConfig } from '../notices-config.js';

/** Makes the configuration of notices from the checked options. */
export function buildNotices(options: NoticesOptions, findings: Findings): NoticesConfig {
  const { channels, language, title, kinds, perHour, quietHours } = options;
  channels.forEach(({ type, secret }, index) => {
    if (secret === undefined || SIGNING.has(type)) return;
    findings.problem(`notices.channels[${index}].secret`, `is not used: ${type} signs nothing`);
  });
  if (quietHours !== undefined && quietHours.from === quietHours.to) {
    findings.problem('notices.quietHours.to', 'must be another time than from');
  }
  return {
    channels: channels.map(({ type, url, secret }) => {
      return { type, url: new Secret(url), secret: secretOf(secret) };
    }),
    language,
    title,
    kinds: new Set(kinds),
    afterMs: options.afterSeconds * 1000,
    recoveredAfterMs: options.recoveredAfterSeconds * 1000,
    perHour,
    quietHours:
      quietHours === undefined
        ? undefined
        : {
            fromMinute: minuteOf(quietHours.from),
            toMinute: minuteOf(quietHours.to),
            timeZone: quietHours.timeZone,
          },
  };
}

const SIGNING: ReadonlySet<string> = new Set(['feishu', 'dingtalk', 'webhook']);

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

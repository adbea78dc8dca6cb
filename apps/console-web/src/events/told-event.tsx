import type { ToldEvent } from '../api/contract.js';
import { droppedText } from '../texts/dropped-text.js';
import { clock, figure } from '../texts/figures.js';
import { t } from '../texts/page-texts.js';

/**
 * One event of a viewer, and what became of it. What a viewer wrote is shown as text, whatever it
 * looks like.
 */
export function ToldLine({ event, withBridge = false }: ToldLineProps) {
  const { at, type, name = '', userId, text, bridge, state, meeting } = event;
  // A name may consist of spaces.
  const who = name.trim() === '' ? userId : name;
  return (
    <li class="event told">
      <time class="muted" dateTime={new Date(at).toISOString()}>
        {clock(at)}
      </time>
      <span class={`kind kind-${type}`}>{t().kinds[type] ?? type}</span>
      {who !== undefined && (
        <strong>
          <bdi>{who}</bdi>
        </strong>
      )}
      <span class="event-text">
        <bdi>{text}</bdi>
      </span>
      {withBridge && <span class="muted">{bridge}</span>}
      <span class="told-end">
        <span class={`fate fate-${state}`}>{fateOf(event)}</span>
        {meeting !== undefined && (
          <span class={`rule rule-${meeting.kind}`} title={t().why.byReading}>
            <bdi>{ruleOf(meeting)}</bdi>
          </span>
        )}
      </span>
    </li>
  );
}

interface ToldLineProps {
  readonly event: ToldEvent;
  readonly withBridge?: boolean;
}

/** What became of it, and why. */
function fateOf({ state, type, reason, asked = 0, other, report }: ToldEvent): string {
  const words = t().why;
  const first = reason === undefined ? words.states[state] : droppedText(reason);
  const more = [
    asked > 1 && type !== 'gift' ? words.asked(figure(asked)) : undefined,
    other?.text === undefined ? undefined : words.other(other.text),
    report === undefined ? undefined : clock(report.at),
  ].filter((one) => one !== undefined);
  return more.length === 0 ? first : t().because(first, more.join(t().comma));
}

/**
 * Which interaction rule of the room the event meets, by the relay's reading of the documented
 * rules.
 */
function ruleOf(meeting: NonNullable<ToldEvent['meeting']>): string {
  const words = t().why.meetings;
  switch (meeting.kind) {
    case 'met':
      return words.met(meeting.rule);
    case 'suppressed':
      return words.suppressed(meeting.rule, meeting.byWindow);
    case 'unmet':
      return words.unmet;
    case 'unjudged':
      return words.unjudged(meeting.rule);
    case 'no-rule':
      return words.noRule;
  }
}
